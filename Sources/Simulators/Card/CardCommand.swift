// Commands as they reach the card and answers as they leave it (ISO 7816-4 section 5.1, ISO 7816-3 section 12): the
// four cases, short and extended. What a command means is not decided here.

/// A command APDU, taken apart.
struct CardCommand: Equatable {
  var cla: UInt8
  var ins: UInt8
  var p1: UInt8
  var p2: UInt8
  var data: [UInt8] = []
  /// Ne: the answer bytes asked for, nil without Le; 256 (short) and 65,536 (extended) mean "all there are".
  var expected: Int?
  var isExtended = false

  var p1p2: UInt16 { UInt16(p1) << 8 | UInt16(p2) }
  /// Bit 5 of CLA: another part of this command follows; classes of makers have no such bit.
  var isChained: Bool { cla & 0x90 == 0x10 }
  /// Bits 4 and 3 of CLA: secure messaging, the header in the MAC.
  var isSecure: Bool { cla & 0x0C == 0x0C }
  /// Whether Le asks for as much as there is.
  var asksForAll: Bool { expected == (isExtended ? 65_536 : 256) }

  init(_ cla: UInt8, _ ins: UInt8, _ p1: UInt8, _ p2: UInt8, _ data: [UInt8] = [], expected: Int? = nil) {
    (self.cla, self.ins, self.p1, self.p2) = (cla, ins, p1, p2)
    self.data = data
    self.expected = expected
  }

  /// A command as it came from the reader; nil when its lengths do not add up.
  init?(parsing raw: [UInt8]) {
    guard raw.count >= 4 else { return nil }
    self.init(raw[0], raw[1], raw[2], raw[3])
    let body = Array(raw[4...])
    if body.isEmpty { return }
    if body.count == 1 {
      expected = Self.short(body[0])
      return
    }
    if body[0] != 0 {
      let count = Int(body[0])
      switch body.count - 1 - count {
      case 0: break
      case 1: expected = Self.short(body[count + 1])
      default: return nil
      }
      data = Array(body[1...count])
      return
    }
    isExtended = true
    guard body.count >= 3 else { return nil }
    let number = Int(body[1]) << 8 | Int(body[2])
    if body.count == 3 {
      expected = number == 0 ? 65_536 : number
      return
    }
    guard number > 0 else { return nil }
    switch body.count - 3 - number {
    case 0: break
    case 2:
      let le = Int(body[3 + number]) << 8 | Int(body[4 + number])
      expected = le == 0 ? 65_536 : le
    default: return nil
    }
    data = Array(body[3..<3 + number])
  }

  private static func short(_ byte: UInt8) -> Int { byte == 0 ? 256 : Int(byte) }
}

/// An answer: data and status word.
struct CardReply: Equatable {
  var data: [UInt8] = []
  var status: UInt16

  init(_ status: UInt16) { self.status = status }

  init(_ data: [UInt8], _ status: UInt16 = CardStatus.ok) {
    self.data = data
    self.status = status
  }

  var bytes: [UInt8] { data + [UInt8(status >> 8), UInt8(status & 0xFF)] }
}

/// A refusal: the status word with which a step ends.
struct CardRefusal: Error, Equatable {
  let status: UInt16
  init(_ status: UInt16) { self.status = status }
}

/// Status words of ISO 7816-4 section 5.6 that this card gives.
enum CardStatus {
  static let ok: UInt16 = 0x9000
  static let endOfFile: UInt16 = 0x6282
  static let deactivated: UInt16 = 0x6283
  static let authenticationFailed: UInt16 = 0x6300
  static let triesLeft: UInt16 = 0x63C0
  static let wrongLength: UInt16 = 0x6700
  static let lastOfChainExpected: UInt16 = 0x6883
  static let chainingNotSupported: UInt16 = 0x6884
  static let securityNotSatisfied: UInt16 = 0x6982
  static let blocked: UInt16 = 0x6983
  static let dataNotUsable: UInt16 = 0x6984
  static let conditionsNotSatisfied: UInt16 = 0x6985
  static let noCurrentFile: UInt16 = 0x6986
  static let protectionMissing: UInt16 = 0x6987
  static let protectionWrong: UInt16 = 0x6988
  static let wrongData: UInt16 = 0x6A80
  static let functionNotSupported: UInt16 = 0x6A81
  static let fileNotFound: UInt16 = 0x6A82
  static let wrongParameters: UInt16 = 0x6A86
  static let referenceNotFound: UInt16 = 0x6A88
  static let wrongOffset: UInt16 = 0x6B00
  static let wrongLe: UInt16 = 0x6C00
  static let unknownInstruction: UInt16 = 0x6D00
  static let unknownClass: UInt16 = 0x6E00
  static let failure: UInt16 = 0x6F00
}
