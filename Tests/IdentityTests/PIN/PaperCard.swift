// An ID card on paper: PACE, secure messaging and the PIN commands from the card's side, with the counters of TR-03110,
// for tests of PINRun. It shares no protocol code with the terminal, only the primitives; it reads no certificate.

import Crypto
import Identity
import Secrets

/// A card that lies in a transport of its own.
final class PaperCard: CardTransport {
  let commandByteCountMax = shortCommandByteCountMax
  var pinPad: (any PinPad)?
  var pin = Array("123456".utf8)
  let can = Array("500540".utf8)
  let puk = Array("9876543210".utf8)
  var tries = 3
  var isDeactivated = false
  var pukUses = 0
  /// The exchange in which the card is taken away; counts from 1.
  var goneAt: Int?
  private(set) var exchanges = 0
  /// PINs that came at the last counter without the CAN.
  private(set) var violations = 0

  private let chance: Chance
  private let curve = EllipticCurve.brainpoolP256r1
  private var password: UInt8 = 0
  private var mapped: CurvePoint?
  private var nonce: Secret?
  private var keys: (own: CurvePrivateKey, other: CurvePoint, mac: Secret, encryption: Secret)?
  private var channel: (encryption: AESCipher, mac: AESCMAC, counter: UInt64, password: UInt8)?

  init(seed: UInt64 = 1) { chance = IdentityTests.chance(seed: seed) }

  /// The field breaks down and comes back: everything but the counters is forgotten.
  func reset() {
    channel = nil
    keys = nil
    nonce = nil
    mapped = nil
    goneAt = nil
  }

  func transmit(_ command: [UInt8]) throws(CardError) -> [UInt8] {
    exchanges += 1
    if exchanges == goneAt { throw .transport(.removed) }
    do { return try answer(command) } catch { throw .transport(.other) }
  }

  private func answer(_ command: [UInt8]) throws -> [UInt8] {
    guard command[0] & 0x0C == 0x0C else {
      // A command without protection ends the channel, and what the CAN had resumed.
      channel = nil
      let data = command.count > 5 ? Array(command[5..<5 + Int(command[4])]) : []
      let (answer, status) = try run(Array(command.prefix(4)), data)
      return answer + [UInt8(status >> 8), UInt8(status & 0xFF)]
    }
    guard var open = channel else { return [0x69, 0x87] }
    open.counter += 1
    let objects = try TLV.parseAll(Array(command[5..<5 + Int(command[4])]))
    let header = Array(command.prefix(4))
    let signed = objects.dropLast().flatMap(\.encoded)
    let mac = open.mac.tag(ssc(open.counter) + pad(header) + (signed.isEmpty ? [] : pad(signed)))
    guard objects.last?.value == Array(mac.prefix(8)) else { return [0x69, 0x88] }
    var data: [UInt8] = []
    if let cryptogram = try objects.only(0x87) {
      let iv = open.encryption.encryptBlock(ssc(open.counter))
      let plain = open.encryption.decryptCBC(Array(cryptogram.value.dropFirst()), iv: iv)
      data = Array(plain[..<plain.lastIndex(of: 0x80)!])
    }
    channel = open
    let (answer, status) = try run([header[0] & 0xF3] + header.dropFirst(), data)
    // What PACE opened inside begins with the next command.
    let isNew = channel?.counter == 0
    open.counter += 1
    if !isNew { channel?.counter = open.counter }
    var body: [UInt8] = []
    if !answer.isEmpty {
      let iv = open.encryption.encryptBlock(ssc(open.counter))
      body += TLV(0x87, [1] + open.encryption.encryptCBC(pad(answer), iv: iv)).encoded
    }
    let sw = [UInt8(status >> 8), UInt8(status & 0xFF)]
    body += TLV(0x99, sw).encoded
    body += TLV(0x8E, Array(open.mac.tag(ssc(open.counter) + pad(body)).prefix(8))).encoded
    return body + sw
  }

  private func run(_ header: [UInt8], _ data: [UInt8]) throws -> ([UInt8], UInt16) {
    switch (header[1], header[2], header[3]) {
    case (0xA4, _, _): return ([], 0x9000)
    case (0xB0, 0x9C, 0): return (bytes(ICAOExample.cardAccess), 0x6282)
    case (0x22, 0xC1, 0xA4):
      password = try TLV.parseAll(data).require(0x83).value[0]
      guard password == 3 else { return ([], 0x9000) }
      return ([], isDeactivated ? 0x6283 : tries == 3 ? 0x9000 : 0x63C0 | UInt16(tries))
    case (0x86, 0, 0): return try authenticate(try TLV.parse(data, tag: 0x7C).children())
    case (0x2C, 2, 3):
      guard channel?.password == 3, data.count == 6 else { return ([], 0x6982) }
      pin = data
      return ([], 0x9000)
    case (0x2C, 3, 3):
      guard channel?.password == 4, pukUses < 10 else { return ([], 0x6982) }
      pukUses += 1
      tries = 3
      return ([], 0x9000)
    default: return ([], 0x6D00)
    }
  }

  private func authenticate(_ objects: [TLV]) throws -> ([UInt8], UInt16) {
    func reply(_ tag: UInt32, _ value: [UInt8]) -> ([UInt8], UInt16) {
      (TLV(0x7C, [TLV(tag, value)]).encoded, 0x9000)
    }
    guard let object = objects.first else {
      let secret = password == 3 ? pin : password == 4 ? puk : can
      let key = HashAlgorithm.sha1.digest(of: secret + [0, 0, 0, 3]).prefix(16)
      let fresh = try chance(16)
      nonce = fresh
      return reply(
        0x80,
        try AESCipher(key: Secret(key)).encryptCBC(
          secret: fresh, iv: [UInt8](repeating: 0, count: 16)))
    }
    let other = try? CurvePoint(uncompressed: object.value, on: curve)
    switch object.tag {
    case 0x81:
      let key = try CurvePrivateKey(on: curve, chance: chance)
      mapped = try CurvePoint.mappedGenerator(nonce: nonce!, shared: try key.agree(with: other!))
      return reply(0x82, key.publicPoint.bytes)
    case 0x83:
      let key = try CurvePrivateKey(on: curve, generator: mapped, chance: chance)
      let shared = try key.sharedSecret(with: other!).withSpan { span in span.indices.map { span[$0] } }
      func derived(_ counter: UInt8) -> Secret {
        Secret(HashAlgorithm.sha1.digest(of: shared + [0, 0, 0, counter]).prefix(16))
      }
      keys = (key, other!, derived(2), derived(1))
      return reply(0x84, key.publicPoint.bytes)
    case 0x85:
      guard let keys else { return ([], 0x6985) }
      if password == 3 {
        if isDeactivated { return ([], 0x6984) }
        if tries == 0 { return ([], 0x6983) }
        if tries == 1, channel?.password != 2 { violations += 1 }
      }
      guard try token(keys.own.publicPoint, keys.mac) == object.value else {
        channel = password == 3 || channel?.password == 2 ? nil : channel
        guard password == 3 else { return ([], 0x6300) }
        tries -= 1
        return ([], 0x63C0 | UInt16(tries))
      }
      if password == 3 { tries = 3 }
      channel = (try AESCipher(key: keys.encryption), try AESCMAC(key: keys.mac), 0, password)
      let token = TLV(0x86, try token(keys.other, keys.mac))
      return (TLV(0x7C, [token, TLV(0x87, Array("DETESTeID00001".utf8))]).encoded, 0x9000)
    default: return ([], 0x6A80)
    }
  }

  private func token(_ point: CurvePoint, _ mac: Secret) throws -> [UInt8] {
    let message = TLV(0x7F49, [TLV(0x06, bytes("04007F00070202040202")), TLV(0x86, point.bytes)]).encoded
    return Array(try AESCMAC(key: mac).tag(message).prefix(8))
  }

  private func ssc(_ counter: UInt64) -> [UInt8] {
    [UInt8](repeating: 0, count: 8) + (0..<8).map { UInt8(truncatingIfNeeded: counter >> (56 - 8 * $0)) }
  }

  private func pad(_ bytes: [UInt8]) -> [UInt8] {
    bytes + [0x80] + [UInt8](repeating: 0, count: 15 - bytes.count % 16)
  }
}
