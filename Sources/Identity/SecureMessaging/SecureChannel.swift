// The data objects of secure messaging, for any cipher suite: builds 87/85, 97, 8E of a command and takes apart 87/85,
// 99, 8E of an answer. An answer is authentic, complete and in order, or the channel drops its keys.

import Crypto
import Secrets

/// The state of a channel: keys and counter, until the first wrong answer.
final class SecureChannel {
  private var suite: (any CipherSuite)?
  private var counter: [UInt8]
  /// Whether the command that is out has an odd instruction; nil if none is out.
  private var pendingIsOdd: Bool?

  private static let dead = CardError.unauthentic(.secureMessaging)
  private static let macByteCount = 8

  init(suite: any CipherSuite, counter: [UInt8]) {
    self.suite = suite
    self.counter = counter
  }

  func protect(_ command: CommandAPDU, secret: Secret?) throws(CardError) -> CommandAPDU {
    // A command without the answer to the one before would leave both sides with different counters.
    guard let suite, pendingIsOdd == nil else {
      end()
      throw Self.dead
    }
    precondition(secret == nil || command.data.isEmpty, "a secret is the whole data field")
    step()
    let isOdd = command.ins & 1 == 1
    let cla = command.cla | 0x0C
    var objects: [UInt8] = []
    var cryptogram: [UInt8]?
    if let secret {
      cryptogram = suite.encrypt(secret: secret.padded(to: suite.blockByteCount), counter: counter)
    } else if !command.data.isEmpty {
      cryptogram = suite.encrypt(Padding.add(command.data, to: suite.blockByteCount), counter: counter)
    }
    if let cryptogram {
      objects += TLV(isOdd ? 0x85 : 0x87, (isOdd ? [] : [1]) + cryptogram).encoded
    }
    if let length = command.expectedLength {
      let low = UInt8(truncatingIfNeeded: length)
      objects += length > 256 ? [0x97, 2, UInt8(truncatingIfNeeded: length >> 8), low] : [0x97, 1, low]
    }
    var message = counter + Padding.add([cla, command.ins, command.p1, command.p2], to: suite.blockByteCount)
    // Padding follows data objects; without any, the padded header is the end of the message.
    if !objects.isEmpty { message = message + Padding.add(objects, to: suite.blockByteCount) }
    objects += TLV(0x8E, suite.authenticate(message)).encoded
    pendingIsOdd = isOdd
    let isExtended = objects.count > 255 || (command.expectedLength ?? 0) > 256
    return command.with(cla: cla, data: objects, expectedLength: isExtended ? 65_536 : 256)
  }

  func unprotect(_ answer: ResponseAPDU) throws(CardError) -> ResponseAPDU {
    guard let suite, let isOdd = pendingIsOdd else {
      end()
      throw Self.dead
    }
    pendingIsOdd = nil
    guard !answer.data.isEmpty else {
      end()
      throw answer.status == .ok ? Self.dead : .refused(.secureMessaging, answer.status)
    }
    step()
    guard let plain = open(answer, isOdd: isOdd, with: suite) else {
      end()
      throw Self.dead
    }
    return plain
  }

  /// The answer's content; nil if anything about it is wrong.
  private func open(_ answer: ResponseAPDU, isOdd: Bool, with suite: any CipherSuite) -> ResponseAPDU? {
    var rest = answer.data[...]
    var cryptogram: [UInt8]?
    var status: StatusWord?
    // Order is fixed: what is encrypted, the status, the MAC over all bytes before it.
    while let (object, byteCount) = try? TLV.first(of: rest) {
      let objectStart = rest.startIndex
      rest = rest.dropFirst(byteCount)
      switch object.tag {
      case isOdd ? 0x85 : 0x87:
        guard cryptogram == nil, status == nil else { return nil }
        guard isOdd || object.value.first == 1 else { return nil }
        cryptogram = isOdd ? object.value : Array(object.value.dropFirst())
      case 0x99:
        guard status == nil, object.value.count == 2 else { return nil }
        status = StatusWord(UInt16(object.value[0]) << 8 | UInt16(object.value[1]))
      case 0x8E:
        guard rest.isEmpty, let status, status == answer.status else { return nil }
        guard object.value.count == Self.macByteCount else { return nil }
        let message = counter + Padding.add(Array(answer.data[..<objectStart]), to: suite.blockByteCount)
        guard constantTimeEqual(suite.authenticate(message), object.value) else { return nil }
        guard let cryptogram else { return ResponseAPDU(status: status) }
        guard !cryptogram.isEmpty, cryptogram.count % suite.blockByteCount == 0 else { return nil }
        let padded = suite.decrypt(cryptogram, counter: counter)
        guard let data = Padding.remove(padded), padded.count - data.count <= suite.blockByteCount else {
          return nil
        }
        return ResponseAPDU(data: data, status: status)
      default:
        return nil
      }
    }
    return nil
  }

  /// Adds one to the counter, a big-endian number.
  private func step() {
    for index in counter.indices.reversed() {
      counter[index] &+= 1
      if counter[index] != 0 { return }
    }
  }

  /// Drops the keys: nothing goes through this channel any more.
  private func end() {
    suite = nil
    pendingIsOdd = nil
  }
}
