// The fields of a machine readable zone as values, read from a chip's data group 1 or from a checked text. They are
// personal data: the type does not print itself, and nothing of it goes into logs, traces or the journal.

import Crypto
import Secrets

/// The holder and the document as the machine readable zone names them (ICAO 9303-3 section 4).
public struct MachineReadableZone: Equatable, Sendable {
  public let layout: MRZLayout
  /// `P` for passports, `ID`, `I` and others for cards; fillers removed.
  public let documentCode: String
  /// Three letters, or `D` for Germany.
  public let issuingState: String
  /// Without fillers at its end and without check digit; 24 characters at most.
  public let documentNumber: String
  public let nationality: String
  public let birthDate: PartialDate
  public let sex: Sex
  /// Nil where the document does not expire.
  public let expiryDate: CivilDate?
  /// Family names, with blanks; letters A to Z only, cut if long.
  public let familyName: String
  /// Given names, with blanks; empty if the document has only one name part.
  public let givenNames: String

  /// The sex that a document states.
  public enum Sex: String, Sendable, CaseIterable {
    case female = "F"
    case male = "M"
    /// Documents say `<`, some chips X.
    case unspecified = "X"
  }

  /// Reads the zone of a chip, all lines one after another. Nothing is corrected.
  public init(chip bytes: [UInt8], today: CivilDate) throws(MRZFault) {
    try self.init(MRZText(chip: bytes), today: today)
  }

  init(_ zone: MRZText, today: CivilDate) throws(MRZFault) {
    let checked = try zone.check(today: today)
    let places = MRZPlaces.of(zone.layout)
    func text(_ parts: [Range<Int>]) -> String {
      let bytes = zone.text.withSpan { span in parts.flatMap { part in part.map { span[$0] } } }
      let end = bytes.lastIndex { $0 != mrzFiller }.map { $0 + 1 } ?? 0
      return String(decoding: bytes[..<end], as: UTF8.self)
    }
    layout = zone.layout
    documentCode = text([places.code])
    issuingState = text([places.state])
    documentNumber = text(checked.number)
    nationality = text([places.nationality])
    birthDate = checked.birthDate
    expiryDate = checked.expiryDate
    sex = Sex(rawValue: text([places.sex..<(places.sex + 1)])) ?? .unspecified
    let names = Self.names(text([places.names]))
    familyName = names.family
    givenNames = names.given
  }

  /// Names are parted by `<<`, words by `<` (ICAO 9303-3 section 4.6).
  private static func names(_ line: String) -> (family: String, given: String) {
    var parts: [[Substring]] = [[]]
    var word = line.startIndex
    var index = line.startIndex
    func words(_ text: Substring) -> [Substring] { text.split(separator: "<") }
    while index < line.endIndex {
      let next = line.index(after: index)
      if line[index] == "<", next < line.endIndex, line[next] == "<", parts.count == 1 {
        parts[0] = words(line[word..<index])
        parts.append([])
        word = line.index(after: next)
        index = word
      } else {
        index = next
      }
    }
    parts[parts.count - 1] = word <= line.endIndex ? words(line[word...]) : []
    return (parts[0].joined(separator: " "), parts.count > 1 ? parts[1].joined(separator: " ") : "")
  }
}

extension MachineReadableZone: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "MachineReadableZone(…)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
