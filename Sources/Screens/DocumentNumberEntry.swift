// A passport's number as it is typed: digits and letters from a keyboard or a scanner, or letters picked with the arrow
// keys where a keypad has none. It also takes the whole second line of a passport, as scanners send it.

import Secrets
import Terminal

struct DocumentNumberEntry: Equatable, Sendable {
  /// Characters of a document number (ICAO 9303-3, 4.2.2).
  static let numberMax = 9
  /// Shorter numbers are typing mistakes.
  static let numberMin = 6
  /// Characters of each line of a passport (ICAO 9303-4).
  static let lineMax = 44
  /// Letters that occur in the serial numbers of German passports (annex of PassV), in the order of picking.
  static let letters = Array("CFGHJKLMNPRTVWXYZ".utf8)

  private(set) var typed = TypedInput(countMax: DocumentNumberEntry.lineMax)
  /// The last character is being picked: arrows change it.
  private(set) var isPicking = false

  enum Found: Equatable {
    case number
    /// The second line: it says everything.
    case line
    /// The first line of a scanner: the second follows.
    case firstLine
    case short
    case long
  }

  /// False when there is no place any more.
  mutating func append(_ byte: UInt8) -> Bool {
    isPicking = false
    return typed.append(byte)
  }

  mutating func removeLast() {
    isPicking = false
    typed.removeLast()
  }

  mutating func wipe() {
    isPicking = false
    typed.wipe()
  }

  /// The next letter, or the one before; the first stroke adds one.
  mutating func pick(forward: Bool) -> Bool {
    guard isPicking, let last = typed.byte(at: typed.count - 1),
      let place = Self.letters.firstIndex(of: last)
    else {
      guard typed.count < Self.numberMax else { return false }
      let isAdded = typed.append(forward ? Self.letters[0] : Self.letters[Self.letters.count - 1])
      isPicking = isAdded
      return isAdded
    }
    let count = Self.letters.count
    typed.removeLast()
    _ = typed.append(Self.letters[(place + (forward ? 1 : count - 1)) % count])
    return true
  }

  mutating func endPicking() { isPicking = false }

  var found: Found {
    switch typed.count {
    case Self.numberMin...Self.numberMax: return .number
    case Self.lineMax:
      // The first line of a passport begins with P, the second with its number (ICAO 9303-4, 4.2.2).
      let isFirst =
        typed.byte(at: 0) == UInt8(ascii: "P") && typed.byte(at: 1).map { !Ascii.digits.contains($0) } == true
      return isFirst && typed.byte(at: Self.numberMax).map(Ascii.digits.contains) != true ? .firstLine : .line
    case ..<Self.numberMin: return .short
    default: return .long
    }
  }

  /// What is shown; a scanned line is as long as it is.
  var text: String {
    var text = ""
    for index in 0..<typed.count {
      text.unicodeScalars.append(Unicode.Scalar(typed.byte(at: index) ?? Ascii.space))
    }
    return text
  }
}
