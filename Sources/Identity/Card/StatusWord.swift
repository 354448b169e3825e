// SW1 and SW2 of an answer (ISO 7816-4 section 5.6): the two bytes as a value, with the names that steps ask for.
// What a status word means for a step is the step's own matter: the same 63Cx or 6A80 says different things.

/// The status word of an answer.
public struct StatusWord: Hashable, Sendable {
  /// SW1 in the upper, SW2 in the lower byte.
  public let value: UInt16

  public init(_ value: UInt16) { self.value = value }

  public var sw1: UInt8 { UInt8(value >> 8) }
  public var sw2: UInt8 { UInt8(truncatingIfNeeded: value) }

  /// Normal processing.
  public static let ok = StatusWord(0x9000)
  /// The file ended before Le bytes were read: a warning, the data are good.
  public static let endOfFile = StatusWord(0x6282)
  /// The selected file or password is deactivated.
  public static let deactivated = StatusWord(0x6283)
  /// Authentication failed, without a counter.
  public static let authenticationFailed = StatusWord(0x6300)
  public static let wrongLength = StatusWord(0x6700)
  public static let secureMessagingNotSupported = StatusWord(0x6882)
  public static let securityStatusNotSatisfied = StatusWord(0x6982)
  public static let authenticationMethodBlocked = StatusWord(0x6983)
  public static let referenceDataNotUsable = StatusWord(0x6984)
  public static let conditionsNotSatisfied = StatusWord(0x6985)
  public static let secureMessagingObjectsMissing = StatusWord(0x6987)
  public static let secureMessagingObjectsIncorrect = StatusWord(0x6988)
  public static let incorrectData = StatusWord(0x6A80)
  public static let fileNotFound = StatusWord(0x6A82)
  public static let referencedDataNotFound = StatusWord(0x6A88)
  public static let wrongOffset = StatusWord(0x6B00)
  public static let instructionNotSupported = StatusWord(0x6D00)
  public static let classNotSupported = StatusWord(0x6E00)
  public static let noPreciseDiagnosis = StatusWord(0x6F00)

  /// The x of 63Cx, a counter of tries left; nil for any other status word.
  public var counter: Int? { value & 0xFFF0 == 0x63C0 ? Int(value & 0xF) : nil }

  /// The length that 6Cxx asks for (00 means 256); nil for any other status word.
  public var correctedLength: Int? { sw1 == 0x6C ? (sw2 == 0 ? 256 : Int(sw2)) : nil }

  /// The bytes that 61xx still holds (00 means 256 or more); nil for any other status word.
  public var bytesAvailable: Int? { sw1 == 0x61 ? (sw2 == 0 ? 256 : Int(sw2)) : nil }
}

extension StatusWord: CustomStringConvertible {
  /// Four upper-case hexadecimal digits.
  public var description: String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}
