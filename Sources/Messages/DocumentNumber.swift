// The number that somebody types to learn how far their document is: the serial number of an identity document, or the
// number of a letter. Read as people write it (UX-8, UX-11), in wiping storage; it never becomes a String. The screen
// names what is wrong with it, the station searches for what it normalises to.

import Secrets

public enum DocumentNumber: Equatable, Sendable {
  /// Nine characters, or a letter and seven digits (provisional ID card); upper case.
  case serial(Secret)
  /// Digits.
  case slip(Secret)

  /// Characters of a serial number (annexes of PassV and PAuswV).
  public static let serialCharacters = 9
  /// A provisional ID card: one letter and seven digits.
  public static let provisionalCharacters = 8
  /// Digits of a letter's number, as imports take them.
  public static let slipDigits = 4...12
  /// Nobody types more; what is longer was not typed for this.
  public static let typedMax = 24
  /// Letters of serial numbers: no vowels, nothing that looks like a digit (annexes of PassV and PAuswV).
  public static let letters = Array("CFGHJKLMNPRTVWXYZ".utf8)

  /// What is wrong, for a sentence on the page.
  public enum Fault: Error, Equatable, Sendable {
    case empty
    /// So many characters were typed, without spaces, hyphens and check digit.
    case serialLength(Int)
    case slipLength(Int)
    /// A character that serial numbers do not have.
    case character(UInt8)
    /// The tenth character does not belong to the nine before it.
    case checkDigit
  }

  public static func read(_ typed: Secret) -> Result<DocumentNumber, Fault> {
    var bytes = upperCase(typed)
    defer { for index in bytes.indices { bytes[index] = 0 } }
    guard !bytes.isEmpty else { return .failure(.empty) }
    if bytes.allSatisfy(isDigit) {
      return slipDigits.contains(bytes.count)
        ? .success(.slip(Secret(bytes))) : .failure(.slipLength(bytes.count))
    }
    if isProvisional(bytes[...]) { return .success(.serial(Secret(bytes))) }
    // A scanner sends the field of nine whole: the provisional number, a filler, the check digit.
    let isScanned = bytes.count == serialCharacters + 1 && bytes[provisionalCharacters] == filler
    if isScanned, isProvisional(bytes[..<provisionalCharacters]) {
      return isChecked(bytes)
        ? .success(.serial(Secret(bytes[..<provisionalCharacters]))) : .failure(.checkDigit)
    }
    // Documents from before November 2021 may have a zero, and none has the letter O.
    for index in bytes.indices where bytes[index] == UInt8(ascii: "O") { bytes[index] = UInt8(ascii: "0") }
    if let wrong = bytes.first(where: { !isDigit($0) && !letters.contains($0) }) {
      return .failure(.character(wrong))
    }
    switch bytes.count {
    case serialCharacters: return .success(.serial(Secret(bytes)))
    case serialCharacters + 1 where bytes.last.map(isDigit) == true:
      return isChecked(bytes)
        ? .success(.serial(Secret(bytes[..<serialCharacters]))) : .failure(.checkDigit)
    default: return .failure(.serialLength(bytes.count))
    }
  }

  /// ICAO 9303-3, 4.9: letters count from A = 10, a filler 0, weights 7, 3, 1, modulo 10.
  public static func checkDigit(_ characters: some Sequence<UInt8>) -> UInt8 {
    var sum = 0
    for (index, byte) in characters.enumerated() {
      let value =
        isDigit(byte) ? Int(byte) - 48 : (0x41...0x5A).contains(byte) ? Int(byte) - 55 : 0
      sum += value * [7, 3, 1][index % 3]
    }
    return UInt8(48 + sum % 10)
  }

  private static func isChecked(_ bytes: [UInt8]) -> Bool {
    bytes.last == checkDigit(bytes.dropLast())
  }

  private static func isProvisional(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.count == provisionalCharacters && bytes.first.map { (0x41...0x5A).contains($0) } == true
      && bytes.dropFirst().allSatisfy(isDigit)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static let filler = UInt8(ascii: "<")

  /// Without spaces and hyphens.
  private static func upperCase(_ typed: Secret) -> [UInt8] {
    typed.withSpan { span in
      var bytes: [UInt8] = []
      bytes.reserveCapacity(span.count)
      for index in span.indices {
        let byte = span[index]
        if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") { continue }
        bytes.append((0x61...0x7A).contains(byte) ? byte - 0x20 : byte)
      }
      return bytes
    }
  }
}
