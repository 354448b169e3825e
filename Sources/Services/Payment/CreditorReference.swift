// The reference by which the town's treasury knows a payment again (ISO 11649): RF, two check digits, up to 21 letters
// and digits. A mistyped one is noticed by every bank that checks it. Which number stands in it is the caller's affair.

/// A right creditor reference.
public struct CreditorReference: Hashable, Sendable {
  /// The most characters behind RF and the check digits.
  public static let bodyCountMax = 21

  /// What is wrong with a text that should be one.
  public enum Fault: Error, Equatable, Sendable {
    /// Something other than letters, digits and spaces, or not RF in front, or nothing behind it.
    case malformed
    /// More than `bodyCountMax` characters behind the check digits; their number.
    case tooLong(Int)
    /// The sum is wrong.
    case checkDigits
  }

  /// Upper case, without spaces: `RF18539007547034`.
  public let text: String

  /// Reads a whole reference; spaces, hyphens and lower case do no harm.
  public init(_ typed: String) throws(Fault) {
    guard let bytes = Modulo97.cleaned(typed), bytes.count > 4, bytes.starts(with: "RF".utf8),
      bytes[2..<4].allSatisfy({ $0 < 0x41 })
    else { throw .malformed }
    guard bytes.count - 4 <= Self.bodyCountMax else { throw .tooLong(bytes.count - 4) }
    guard Modulo97.isRight(bytes) else { throw .checkDigits }
    text = String(decoding: bytes, as: UTF8.self)
  }

  /// The reference for the town's own number, such as that of an application.
  public init(body: String) throws(Fault) {
    guard let bytes = Modulo97.cleaned(body), !bytes.isEmpty else { throw .malformed }
    guard bytes.count <= Self.bodyCountMax else { throw .tooLong(bytes.count) }
    guard let digits = Modulo97.checkDigits("RF", bytes) else { throw .malformed }
    text = "RF\(digits)\(String(decoding: bytes, as: UTF8.self))"
  }

  /// In groups of four: `RF18 5390 0754 7034`.
  public var grouped: String { Modulo97.grouped(text) }
}
