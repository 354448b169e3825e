// The data groups of a passport that say something in words (ICAO 9303-10 section 4.7): DG1 with the zone, DG11 with
// the holder's details, DG12 with the document's. Personal data: the types do not print themselves.

import Crypto

/// What came of a data group that a passport may have.
public enum PassportGroup<Value: Equatable & Sendable>: Equatable, Sendable {
  case value(Value)
  /// The state signed no such data group.
  case absent
  /// It is there and signed, but in a form that this program cannot read.
  case unreadable

  /// The content, if there is any.
  public var content: Value? {
    if case .value(let value) = self { return value }
    return nil
  }
}

/// DG11: more about the holder, as far as the state gives it.
public struct PassportHolderDetails: Equatable, Sendable {
  /// Family and given names in the state's own letters; empty if absent.
  public var familyName = ""
  public var givenNames = ""
  public var personalNumber: String?
  public var birthDate: PartialDate?
  /// The parts of the place of birth, from town to state.
  public var birthPlace: [String] = []
  /// The parts of the address.
  public var address: [String] = []

  /// Reads the file.
  init(_ file: [UInt8]) throws(TLVError) {
    for object in try TLV.parse(file, tag: 0x6B).children() {
      switch object.tag {
      case 0x5F0E: (familyName, givenNames) = PassportText.names(object.value)
      case 0x5F10: personalNumber = PassportText.text(object.value[...])
      case 0x5F2B: birthDate = PassportText.date(object.value)
      case 0x5F11: birthPlace = PassportText.parts(object.value)
      case 0x5F42: address = PassportText.parts(object.value)
      // The list of tags, other names, phone, profession, title, picture of a proof: nothing that is needed here.
      default: continue
      }
    }
  }
}

/// DG12: more about the document, as far as the state gives it.
public struct PassportDocumentDetails: Equatable, Sendable {
  public var issuingAuthority: String?
  public var issueDate: PartialDate?

  /// Reads the file.
  init(_ file: [UInt8]) throws(TLVError) {
    for object in try TLV.parse(file, tag: 0x6C).children() {
      switch object.tag {
      case 0x5F19: issuingAuthority = PassportText.text(object.value[...])
      case 0x5F26: issueDate = PassportText.date(object.value)
      default: continue
      }
    }
  }
}

/// Texts and dates of DG11 and DG12.
enum PassportText {
  /// UTF-8 without control characters, which could move a terminal's cursor; `<` is a blank.
  static func text(_ bytes: ArraySlice<UInt8>) -> String {
    let shown = bytes.filter { $0 >= 0x20 && $0 != 0x7F }.map { $0 == mrzFiller ? UInt8(ascii: " ") : $0 }
    let text = String(decoding: shown, as: UTF8.self).unicodeScalars.filter {
      !(0x80...0x9F).contains($0.value)
    }
    return String(String.UnicodeScalarView(text)).split(separator: " ").joined(separator: " ")
  }

  /// The parts between `<`; empty ones are left out.
  static func parts(_ bytes: [UInt8]) -> [String] {
    bytes.split(separator: mrzFiller).map { text($0) }.filter { !$0.isEmpty }
  }

  /// Names before and after `<<`.
  static func names(_ bytes: [UInt8]) -> (family: String, given: String) {
    let place = bytes.indices.first {
      bytes[$0] == mrzFiller && $0 + 1 < bytes.count && bytes[$0 + 1] == mrzFiller
    }
    guard let place else { return (text(bytes[...]), "") }
    return (text(bytes[..<place]), text(bytes[(place + 2)...]))
  }

  /// YYYYMMDD in digits, or packed into four bytes as old chips have it.
  static func date(_ bytes: [UInt8]) -> PartialDate? {
    guard bytes.count == 4 else { return PartialDate(cardDigits: bytes) }
    let digits = bytes.flatMap { [$0 >> 4, $0 & 15] }
    guard digits.allSatisfy({ $0 <= 9 }) else { return nil }
    return PartialDate(cardDigits: digits.map { $0 + 0x30 })
  }
}

extension PassportHolderDetails: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "PassportHolderDetails(…)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension PassportDocumentDetails: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "PassportDocumentDetails(…)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
