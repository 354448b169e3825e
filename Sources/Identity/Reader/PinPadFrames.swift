// The frames that a reader with a PIN pad understands, and its answers (PC/SC part 10 and its amendment 1, TR-03119
// annex D). Pure encoding and decoding; who sends them stands in ReaderPinPad.

/// EXECUTE_PACE.
enum ExecutePACE {
  static let getCapabilities: UInt8 = 1
  static let establishChannel: UInt8 = 2
  static let destroyChannel: UInt8 = 3

  /// Function, length of the data (2 bytes, little-endian), data.
  static func frame(_ function: UInt8, _ data: [UInt8] = []) -> [UInt8] {
    [function] + littleEndian(data.count) + data
  }

  /// EstablishPACEChannel without a PIN: the pad asks for it. Nil when a part is longer than its length field says.
  static func establish(_ request: PinPadRequest) -> [UInt8]? {
    guard request.chat.count <= 0xFF, request.certificateDescription.count <= 0xF000 else { return nil }
    var data = [request.password.rawValue, UInt8(request.chat.count)] + request.chat
    data += [0]
    data += littleEndian(request.certificateDescription.count) + request.certificateDescription
    return frame(establishChannel, data)
  }

  /// The answer to EstablishPACEChannel: result (4 bytes, little-endian), length (2), then the status of MSE:Set AT,
  /// EF.CardAccess, both authorities and the card's identifier, each but the first behind its length.
  static func established(_ bytes: [UInt8], password: PasswordKind) throws(CardError) -> PinPadAnswer {
    let data = try payload(bytes, password: password)
    var rest = data[...]
    func take(_ lengthBytes: Int) throws(CardError) -> [UInt8] {
      guard rest.count >= lengthBytes else { throw .malformed(.paceSetUp, "EstablishPACEChannel is cut") }
      let length = rest.prefix(lengthBytes).reversed().reduce(0) { $0 << 8 | Int($1) }
      rest = rest.dropFirst(lengthBytes)
      guard rest.count >= length else { throw .malformed(.paceSetUp, "EstablishPACEChannel is cut") }
      defer { rest = rest.dropFirst(length) }
      return Array(rest.prefix(length))
    }
    guard rest.count >= 2 else { throw .malformed(.paceSetUp, "EstablishPACEChannel without a status") }
    rest = rest.dropFirst(2)
    let cardAccess = try take(2)
    // A password that no terminal authentication follows leaves the rest out.
    guard !rest.isEmpty else {
      return PinPadAnswer(cardAccess: cardAccess, authorities: [], cardIdentifier: [])
    }
    let authorities = [try take(1), rest.isEmpty ? [] : try take(1)]
    let identifier = rest.isEmpty ? [] : try take(2)
    guard rest.isEmpty else { throw .malformed(.paceSetUp, "EstablishPACEChannel has more than it says") }
    return PinPadAnswer(
      cardAccess: cardAccess, authorities: authorities.filter { !$0.isEmpty }, cardIdentifier: identifier)
  }

  /// The data of any answer whose result is good.
  static func payload(_ bytes: [UInt8], password: PasswordKind) throws(CardError) -> [UInt8] {
    guard bytes.count >= 4 else { throw .malformed(.paceSetUp, "EXECUTE_PACE answers without a result") }
    let result = bytes.prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    if let error = error(result, password: password) { throw error }
    guard bytes.count >= 6 else { return [] }
    let length = Int(bytes[4]) | Int(bytes[5]) << 8
    guard bytes.count >= 6 + length else {
      throw .malformed(.paceSetUp, "EXECUTE_PACE answers less than it says")
    }
    return Array(bytes[6..<6 + length])
  }

  /// What a result means (TR-03119 annex D.3); nil for success.
  static func error(_ result: UInt32, password: PasswordKind) -> CardError? {
    switch result {
    case 0: return nil
    case 0xD000_0001: return .malformed(.paceSetUp, "the reader finds inconsistent lengths in our frame")
    case 0xD000_0002: return .malformed(.paceSetUp, "the reader finds unexpected data in our frame")
    case 0xD000_0003:
      return .malformed(.paceSetUp, "the reader finds a combination of data that it does not know")
    case 0xE000_0001: return .malformed(.paceSetUp, "the card's answer to the reader is no TLV")
    case 0xE000_0002: return .malformed(.paceSetUp, "an object is missing in the card's answer to the reader")
    case 0xE000_0003: return .unsupported(.paceSetUp, "the card does not know this password")
    case 0xE000_0006: return .unauthentic(.paceToken)
    case 0xF010_0001: return .transport(.moved)
    case 0xF010_0002: return .transport(.noCard)
    case 0xF020_0001: return .cancelled
    case 0xF020_0002: return .transport(.timedOut)
    case 0xF020_0003: return .refused(.paceSetUp, .referenceDataNotUsable)
    default: break
    }
    guard result >> 24 == 0xF0, let step = step(UInt8(result >> 16 & 0xFF)) else {
      return .malformed(.paceSetUp, "the reader gives a result that TR-03119 does not know")
    }
    let status = StatusWord(UInt16(result & 0xFFFF))
    return step == .paceToken ? refusal(status, password) : .refused(step, status)
  }

  /// The card's word on the secret, at the fourth GENERAL AUTHENTICATE: a try was made, so it is never `.pinSuspended`.
  private static func refusal(_ status: StatusWord, _ password: PasswordKind) -> CardError {
    if password == .pin {
      switch status {
      case .authenticationMethodBlocked: return .password(.pinBlocked)
      case .referenceDataNotUsable: return .password(.pinDeactivated)
      default: break
      }
      switch status.counter {
      case 0: return .password(.pinBlocked)
      case let left?: return .password(.wrong(.pin, triesLeft: left))
      case nil: break
      }
    }
    return status.sw1 == 0x63 ? .password(.wrong(password, triesLeft: nil)) : .refused(.paceToken, status)
  }

  private static func step(_ number: UInt8) -> CardStep? {
    switch number {
    case 0, 1: .cardAccess
    case 2: .paceSetUp
    case 3: .paceNonce
    case 4: .paceMapping
    case 5: .paceAgreement
    case 6: .paceToken
    default: nil
    }
  }

  static func littleEndian(_ count: Int) -> [UInt8] { [UInt8(count & 0xFF), UInt8(count >> 8 & 0xFF)] }
}

/// MODIFY_PIN_DIRECT (PC/SC part 10 section 2.5.3): the pad asks for the new PIN twice and sends RESET RETRY COUNTER.
enum ModifyPIN {
  /// The seconds that the pad gives for each entry.
  static let entrySecondsMax: UInt8 = 60

  /// PIN_MODIFY_STRUCTURE for six digits behind `00 2C 02 03`.
  static func frame() -> [UInt8] {
    var frame: [UInt8] = [entrySecondsMax, entrySecondsMax]
    frame += [0x82]  // units are bytes, the PIN is ASCII
    frame += [0x00, 0x00]  // no length and no PIN in the command that is handed over
    frame += [0x00, 0x00]  // offsets of the old and the new PIN
    frame += [0x06, 0x06]  // six digits at least and at the most
    frame += [0x01]  // the new PIN is typed twice; the old one is known to the channel
    frame += [0x02]  // an entry ends with the OK key
    frame += [0x02]  // two messages, though three indices follow: readers of REINER SCT want them
    frame += [0x07, 0x04]  // German
    frame += [0x00, 0x01, 0x02]  // the reader's own messages
    frame += [0x00, 0x00, 0x00]  // no T=1 prologue
    let command: [UInt8] = [0x00, 0x2C, 0x02, 0x03]
    return frame + [UInt8(command.count), 0, 0, 0] + command
  }

  /// The answer is a status word: the card's, or the pad's own (PC/SC part 10 section 2.5.4).
  static func check(_ answer: [UInt8]) throws(CardError) {
    guard answer.count == 2 else { throw .malformed(.changePIN, "the reader answers without a status word") }
    let status = StatusWord(UInt16(answer[0]) << 8 | UInt16(answer[1]))
    switch status.value {
    case 0x9000: return
    case 0x6400: throw .transport(.timedOut)
    case 0x6401: throw .cancelled
    default: throw .refused(.changePIN, status)
    }
  }
}
