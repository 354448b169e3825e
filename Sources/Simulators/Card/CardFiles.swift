// The file system of a card: a master file, applications under it, elementary files in each, every one with the rule
// under which it may be read (TR-03127 for ID cards, ICAO 9303-10 for passports). It holds bytes, it does not judge.

/// Who may read a file.
enum CardReadRule: Equatable {
  case always
  /// After terminal authentication (EF.CardSecurity).
  case afterTerminalAuthentication
  /// After chip authentication, with this bit of the certificate holder authorization (eID data groups).
  case withRight(Int)
  /// After BAC or PACE (passports).
  case afterAccessControl
  case never
}

/// One elementary file.
struct CardFile: Equatable {
  let identifier: UInt16
  /// 1…30; 0 without one.
  let short: UInt8
  var content: [UInt8]
  let rule: CardReadRule
}

/// A dedicated file: the master file or an application.
struct CardDirectory: Equatable {
  /// Empty for the master file.
  let name: [UInt8]
  var files: [CardFile]

  func file(_ identifier: UInt16) -> Int? { files.firstIndex { $0.identifier == identifier } }
  func file(short: UInt8) -> Int? { files.firstIndex { $0.short == short && short != 0 } }
}

enum CardApplication {
  static let identity: [UInt8] = [0xE8, 0x07, 0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x02]
  static let signature: [UInt8] = [0xA0, 0x00, 0x00, 0x01, 0x67, 0x45, 0x53, 0x49, 0x47, 0x4E]
  /// The description of the signature application (ISO 7816-15).
  static let signatureInformation: [UInt8] = [0xE8, 0x28, 0xBD, 0x08, 0x0F] + signature
  static let travelDocument: [UInt8] = [0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01]
}

enum CardFileNumber {
  static let masterFile: UInt16 = 0x3F00
  static let cardAccess: UInt16 = 0x011C
  static let cardSecurity: UInt16 = 0x011D
  static let directory: UInt16 = 0x2F00
  static let attributes: UInt16 = 0x2F01
}
