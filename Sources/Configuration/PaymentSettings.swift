// `[payment]`: the account to which fees of applications are paid. A mistyped number would send citizens' money
// elsewhere, so that its check digits are verified here, before a station starts with it.

public struct PaymentSettings: Equatable, Sendable {
  /// Whose account it is, 1 to 70 characters; nil: no form with a fee is offered.
  public var payee: String?
  /// Right by its check digits; capital letters and digits.
  public var iban: String
  /// Needed for an account outside the European Economic Area alone.
  public var bic: String?

  init(_ section: Section) {
    payee = section.textIfPresent("payee")
    iban = cleanedIBAN(section.textIfPresent("iban") ?? "")
    bic = section.textIfPresent("bic")
  }
}

extension StationSchema {
  static let payment = TableRule(keys: [
    KeyRule("payee", .text(1...70, .line), .means("no form with a fee is offered")),
    KeyRule("iban", .text(15...42, .line), .means("only where no payee stands")),
    KeyRule("bic", .text(8...11, .line), .means("none, which will do in the European Economic Area")),
  ])
}

/// What the keys of `[payment]` say together, and whether the account number can be one.
func checkPayment(_ payment: Section, into list: inout MistakeList) {
  guard list.areSound(payment, ["payee", "iban", "bic"]) else { return }
  let payee = payment.textIfPresent("payee")
  guard let iban = payment.textIfPresent("iban") else {
    if payee != nil {
      list.add(
        payment.path("iban"), "is missing", "write the IBAN of the payee's account", at: payment.path("payee")
      )
    }
    return
  }
  if payee == nil {
    list.add(payment.path("payee"), "is missing", "write whose account it is", at: payment.path("iban"))
  }
  let cleaned = cleanedIBAN(iban)
  if !isIBAN(cleaned) {
    list.add(
      payment.path("iban"), "this is no IBAN: its check digits or its length are wrong",
      "copy it anew from the account's papers")
  }
  if let bic = payment.textIfPresent("bic"), !isBIC(bic) {
    list.add(
      payment.path("bic"), "this is no BIC", "write 8 or 11 capital letters and digits, or remove the line")
  }
}

/// Without spaces, in capital letters.
private func cleanedIBAN(_ text: String) -> String {
  String(text.filter { $0 != " " }).uppercased()
}

/// ISO 13616: two letters, two digits, the country's own number; the whole, its first four characters moved to the end
/// and letters counted from 10, is 1 modulo 97. German ones have 22 characters.
private func isIBAN(_ text: String) -> Bool {
  let bytes = Array(text.utf8)
  func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
  guard (15...34).contains(bytes.count), bytes.allSatisfy({ isDigit($0) || isLetter($0) }),
    bytes[..<2].allSatisfy(isLetter), bytes[2..<4].allSatisfy(isDigit),
    !text.hasPrefix("DE") || bytes.count == 22
  else { return false }
  var rest = 0
  for byte in bytes[4...] + bytes[..<4] {
    let value = isDigit(byte) ? Int(byte - 0x30) : Int(byte - 0x41) + 10
    rest = (rest * (value < 10 ? 10 : 100) + value) % 97
  }
  return rest == 1
}

/// ISO 9362: four letters or digits, the country's two letters, two, and three for a branch.
private func isBIC(_ text: String) -> Bool {
  let bytes = Array(text.utf8)
  return (bytes.count == 8 || bytes.count == 11)
    && bytes.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
    && bytes[4..<6].allSatisfy { $0 >= 0x41 }
}
