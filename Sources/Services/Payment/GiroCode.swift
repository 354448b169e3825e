// The text in the QR code of a payment slip (EPC069-12 version 2.1, "GiroCode"): a bank's app reads it and fills in the
// transfer. It is a value; drawing the code, and error level M, are for whoever shows or prints it.

/// A transfer in euro that only has to be confirmed.
public struct GiroCode: Equatable, Sendable {
  /// How the payee knows the payment again: one of the two, or neither.
  public enum Remittance: Equatable, Sendable {
    case none
    case reference(CreditorReference)
    /// 1 to `textCountMax` characters.
    case text(String)
  }

  /// What cannot stand in a GiroCode.
  public enum Fault: Error, Equatable, Sendable {
    /// The payee's name is empty or has more than `nameCountMax` characters; their number.
    case name(Int)
    /// Not within `amountCents`.
    case amount(Int)
    /// Not 8 or 11 letters and digits as ISO 9362 has them.
    case bic
    /// An account outside the European Economic Area needs the BIC of its bank.
    case bicMissing
    /// Not 1 to 4 letters and digits.
    case purpose
    /// Empty, or more than `textCountMax` characters; their number.
    case text(Int)
    /// Empty, or more than `informationCountMax` characters; their number.
    case information(Int)
    /// A line break or another control character; the name of the part.
    case control(String)
    /// More than `byteCountMax` bytes; their number.
    case tooLong(Int)
  }

  public static let nameCountMax = 70
  public static let textCountMax = 140
  public static let informationCountMax = 70
  /// The amounts that a GiroCode can have, in cents: 0.01 to 999999999.99 EUR.
  public static let amountCents = 1...99_999_999_999
  /// The most bytes of the whole text.
  public static let byteCountMax = 331

  /// The text, in UTF-8, its lines ended by LF but the last.
  public let payload: String

  /// - Parameters:
  ///   - name: the payee, 1 to 70 characters.
  ///   - bic: the payee's bank; needed outside the European Economic Area alone.
  ///   - cents: the amount in cents.
  ///   - purpose: a purpose code such as `GOVT`; nil without.
  ///   - information: a word from payee to payer, shown by some apps; nil without.
  public init(
    name: String, iban: IBAN, bic: String? = nil, cents: Int, purpose: String? = nil,
    remittance: Remittance = .none, information: String? = nil
  ) throws(Fault) {
    guard (1...Self.nameCountMax).contains(name.unicodeScalars.count) else {
      throw .name(name.unicodeScalars.count)
    }
    guard Self.amountCents.contains(cents) else { throw .amount(cents) }
    if let bic { guard Self.isBIC(bic) else { throw .bic } } else if iban.needsBIC { throw .bicMissing }
    if let purpose {
      guard (1...4).contains(purpose.utf8.count), purpose.utf8.allSatisfy(Self.isCode) else { throw .purpose }
    }
    var reference = ""
    var text = ""
    switch remittance {
    case .none: break
    case .reference(let value): reference = value.text
    case .text(let value):
      guard (1...Self.textCountMax).contains(value.unicodeScalars.count) else {
        throw .text(value.unicodeScalars.count)
      }
      text = value
    }
    if let information, !(1...Self.informationCountMax).contains(information.unicodeScalars.count) {
      throw .information(information.unicodeScalars.count)
    }
    for (part, value) in [("name", name), ("text", text), ("information", information ?? "")]
    where value.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
      throw .control(part)
    }
    // Version 002, UTF-8 (1), SEPA credit transfer.
    var lines = [
      "BCD", "002", "1", "SCT", bic ?? "", name, iban.text, "EUR\(Self.decimal(cents))", purpose ?? "",
      reference,
      text, information ?? "",
    ]
    while lines.last == "" { lines.removeLast() }
    let payload = lines.joined(separator: "\n")
    guard payload.utf8.count <= Self.byteCountMax else { throw .tooLong(payload.utf8.count) }
    self.payload = payload
  }

  /// Euro with a point and two places: `12.50`.
  static func decimal(_ cents: Int) -> String {
    let rest = cents % 100
    return "\(cents / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// ISO 9362: four letters or digits, the country's two letters, two, and three for a branch.
  private static func isBIC(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return (bytes.count == 8 || bytes.count == 11) && bytes.allSatisfy(isCode)
      && bytes[4..<6].allSatisfy { $0 >= 0x41 }
  }

  private static func isCode(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
  }
}
