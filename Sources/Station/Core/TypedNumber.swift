// What a person typed as "number": a telephone number in any usual writing, or the number of a letter. Read as
// people write it (UX-8, UX-10); it never becomes a String.

import Secrets

public enum TypedNumber {
  /// Digits that a number must have to be looked up.
  public static let digitsRange = 4...18

  /// The forms under which the number may be on file: telephone number in E.164 (Germany where no country is given)
  /// and slip number. Empty when it cannot be a number.
  public static func forms(_ typed: Secret) -> [(kind: StationKeys.Kind, text: [UInt8])] {
    var digits: [UInt8] = []
    var isInternational = false
    typed.withSpan { span in
      for index in span.indices {
        let byte = span[index]
        if byte == UInt8(ascii: "+"), digits.isEmpty { isInternational = true }
        if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { digits.append(byte) }
      }
    }
    guard digitsRange.contains(digits.count) else { return [] }
    let zero = UInt8(ascii: "0")
    if isInternational { return [(.phone, international(digits))] }
    if digits.starts(with: [zero, zero]) {
      return [(.phone, international(Array(digits.dropFirst(2)))), (.slip, digits)]
    }
    if digits[0] == zero { return [(.phone, Array("+49".utf8) + digits.dropFirst()), (.slip, digits)] }
    // As a printed +49 … is typed where there is no plus.
    if digits.starts(with: Array("49".utf8)), digits.count >= 9 {
      return [(.slip, digits), (.phone, international(digits))]
    }
    return [(.slip, digits)]
  }

  /// A telephone number as people of the country type it: German ones with their zero, others as they are.
  static func national(_ phone: String) -> String {
    phone.hasPrefix("+49") ? "0" + phone.dropFirst(3) : phone
  }

  /// `+49 (0) 170 …` is written by many; the trunk zero does not belong there.
  private static func international(_ digits: [UInt8]) -> [UInt8] {
    var digits = digits
    if digits.starts(with: Array("490".utf8)) { digits.remove(at: 2) }
    return [UInt8(ascii: "+")] + digits
  }
}
