// The card's end of secure messaging (TR-03110-3 annex F; ICAO 9303-11 section 9.8): AES with CMAC after PACE and chip
// authentication, 3DES with retail MAC after BAC. Strict: whatever is not exactly as it must be ends the channel.

import Crypto
import Secrets

/// One secure channel: two keys and a counter.
final class CardSecureChannel {
  private enum Keys {
    case aes(AESCipher, AESCMAC)
    case tripleDES(TripleDESCipher, RetailMAC)
  }

  private let keys: Keys
  private let block: Int
  private var counter: [UInt8]

  /// A channel whose counter stands at 0, or for BAC at what both sides agreed.
  init(_ cipher: CardCipher, encryption: Secret, authentication: Secret, counter: [UInt8]? = nil)
    throws(CryptoError)
  {
    block = cipher.blockByteCount
    self.counter = counter ?? [UInt8](repeating: 0, count: block)
    if cipher == .tripleDES {
      keys = .tripleDES(try TripleDESCipher(key: encryption), try RetailMAC(key: authentication))
    } else {
      keys = .aes(try AESCipher(key: encryption), try AESCMAC(key: authentication))
    }
  }

  /// Checks and opens a protected command; the refusal means that the channel is over.
  func open(_ command: CardCommand) throws(CardRefusal) -> CardCommand {
    step()
    guard let objects = CardTLV.objects(command.data) else { throw CardRefusal(CardStatus.protectionWrong) }
    guard let tag = objects.value(0x8E) else { throw CardRefusal(CardStatus.protectionMissing) }
    guard objects.last?.tag == 0x8E, tag.count == 8 else { throw CardRefusal(CardStatus.protectionWrong) }
    let body = objects.dropLast()
    guard Set(body.map(\.tag)).count == body.count, body.allSatisfy({ [0x85, 0x87, 0x97].contains($0.tag) })
    else { throw CardRefusal(CardStatus.protectionWrong) }
    var message = padded([command.cla, command.ins, command.p1, command.p2])
    // The bytes as they came, not as this card would write them: a length may be written in more than one way.
    let covered = command.data.prefix(command.data.count - 10)
    if !body.isEmpty { message += padded(Array(covered)) }
    guard constantTimeEqual(mac(counter + message), tag) else {
      throw CardRefusal(CardStatus.protectionWrong)
    }

    var inner = command
    inner.cla &= ~0x0C
    inner.data = []
    inner.expected = nil
    for object in body {
      switch object.tag {
      case 0x97: inner.expected = try expectedLength(object.value)
      case 0x87 where command.ins & 1 == 0:
        guard object.value.first == 1 else { throw CardRefusal(CardStatus.protectionWrong) }
        inner.data = try decrypt(Array(object.value.dropFirst()))
      case 0x85 where command.ins & 1 == 1: inner.data = try decrypt(object.value)
      default: throw CardRefusal(CardStatus.protectionWrong)
      }
    }
    if let expected = inner.expected { inner.isExtended = expected > 256 }
    return inner
  }

  /// Protects an answer to a command with this instruction byte.
  func seal(_ reply: CardReply, instruction: UInt8) -> [UInt8] {
    step()
    var objects: [UInt8] = []
    if !reply.data.isEmpty {
      let cryptogram = encrypt(padded(reply.data))
      objects =
        instruction & 1 == 0 ? CardTLV.object(0x87, [1] + cryptogram) : CardTLV.object(0x85, cryptogram)
    }
    objects += CardTLV.object(0x99, [UInt8(reply.status >> 8), UInt8(reply.status & 0xFF)])
    objects += CardTLV.object(0x8E, mac(counter + padded(objects)))
    return CardReply(objects, reply.status).bytes
  }

  /// The most bytes of data that fit into an answer of `expected` bytes (without status word) when protected.
  func room(in expected: Int, instruction: UInt8) -> Int {
    // DO99 takes 4, DO8E 10; DO87 its tag, its length and the padding indicator, DO85 no indicator.
    let indicator = instruction & 1 == 0 ? 1 : 0
    var blocks = max(0, (expected - 14 - 2 - indicator) / block)
    while blocks > 0 {
      let value = blocks * block + indicator
      let header = value < 0x80 ? 2 : value < 0x100 ? 3 : 4
      if value + header + 14 <= expected { break }
      blocks -= 1
    }
    return max(0, blocks * block - 1)
  }

  private func step() {
    for index in counter.indices.reversed() {
      counter[index] &+= 1
      if counter[index] != 0 { return }
    }
  }

  private func expectedLength(_ value: [UInt8]) throws(CardRefusal) -> Int {
    switch value.count {
    case 1: return value[0] == 0 ? 256 : Int(value[0])
    case 2:
      let number = Int(value[0]) << 8 | Int(value[1])
      return number == 0 ? 65_536 : number
    default: throw CardRefusal(CardStatus.protectionWrong)
    }
  }

  private func padded(_ bytes: [UInt8]) -> [UInt8] {
    bytes + [0x80] + [UInt8](repeating: 0, count: (block - (bytes.count + 1) % block) % block)
  }

  private func mac(_ message: [UInt8]) -> [UInt8] {
    switch keys {
    case .aes(_, let mac): Array(mac.tag(message).prefix(8))
    case .tripleDES(_, let mac): mac.tag(message)
    }
  }

  private func encrypt(_ bytes: [UInt8]) -> [UInt8] {
    switch keys {
    case .aes(let cipher, _): cipher.encryptCBC(bytes, iv: cipher.encryptBlock(counter))
    case .tripleDES(let cipher, _): cipher.encryptCBC(bytes, iv: [UInt8](repeating: 0, count: 8))
    }
  }

  private func decrypt(_ bytes: [UInt8]) throws(CardRefusal) -> [UInt8] {
    guard !bytes.isEmpty, bytes.count % block == 0 else { throw CardRefusal(CardStatus.protectionWrong) }
    let plain =
      switch keys {
      case .aes(let cipher, _): cipher.decryptCBC(bytes, iv: cipher.encryptBlock(counter))
      case .tripleDES(let cipher, _): cipher.decryptCBC(bytes, iv: [UInt8](repeating: 0, count: 8))
      }
    guard let end = plain.lastIndex(where: { $0 != 0 }), plain[end] == 0x80, plain.count - end <= block
    else { throw CardRefusal(CardStatus.protectionWrong) }
    return Array(plain[..<end])
  }
}
