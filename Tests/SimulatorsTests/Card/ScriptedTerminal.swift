// A terminal of a few lines for the simulated card's tests: each step by hand, so that a test can leave one out or do
// it wrong. It shares nothing with the product's terminal and nothing with the card but the primitives of Crypto.

import Crypto
import Secrets

@testable import Simulators

/// One answer.
struct ScriptedAnswer: Equatable {
  var data: [UInt8]
  var status: UInt16
}

func cardTLV(_ tag: [UInt8], _ value: [UInt8]) -> [UInt8] {
  let count = value.count
  let length: [UInt8] =
    count < 128
    ? [UInt8(count)] : count < 256 ? [0x81, UInt8(count)] : [0x82, UInt8(count >> 8), UInt8(count & 255)]
  return tag + length + value
}

/// The value of the first object with a one-byte tag, at the top or inside 7C.
func value(_ tag: UInt8, in bytes: [UInt8]) -> [UInt8] {
  var at = 0
  while at + 1 < bytes.count {
    let here = bytes[at]
    // No step looks for a tag of two bytes, but some stand before what it looks for.
    if here & 0x1F == 0x1F { at += 1 }
    var count = Int(bytes[at + 1])
    at += 2
    if count == 0x81 {
      count = Int(bytes[at])
      at += 1
    } else if count == 0x82 {
      count = Int(bytes[at]) << 8 | Int(bytes[at + 1])
      at += 2
    }
    let inside = Array(bytes[at..<min(bytes.count, at + count)])
    if here == tag { return inside }
    if here == 0x7C { return value(tag, in: inside) }
    at += count
  }
  return []
}

func cardHex(_ text: String) -> [UInt8] { Hex.decode(text.filter { !$0.isWhitespace }) ?? [] }

final class ScriptedTerminal {
  let card: SimulatedCard
  var encryption: AESCipher?
  var authentication: AESCMAC?
  var counter = [UInt8](repeating: 0, count: 16)
  var cardIdentifier: [UInt8] = []
  var authorities: [[UInt8]] = []
  /// Sent extended where a short command is too small.
  var chance = CardChance(seed: [1], label: "terminal")
  let curve: EllipticCurve
  let bits: Int

  init(_ card: SimulatedCard, curve: EllipticCurve = .brainpoolP256r1, bits: Int = 128) {
    self.card = card
    self.curve = curve
    self.bits = bits
  }

  func key() -> CurvePrivateKey {
    try! CurvePrivateKey(on: curve) { (count) throws(CryptoError) in chance.secret(count) }
  }

  func plain(_ text: String) -> ScriptedAnswer { split(card.process(cardHex(text))) }

  private func split(_ bytes: [UInt8]) -> ScriptedAnswer {
    ScriptedAnswer(
      data: Array(bytes.dropLast(2)),
      status: UInt16(bytes[bytes.count - 2]) << 8 | UInt16(bytes[bytes.count - 1]))
  }

  /// Header, data, Le (nil none, 0 all); protected once there are keys.
  @discardableResult
  func send(_ header: String, _ data: [UInt8] = [], le: Int? = nil, isExtended: Bool = false)
    -> ScriptedAnswer
  {
    let head = cardHex(header)
    guard encryption != nil else {
      return split(card.process(frame(head, data, le, isExtended: isExtended || data.count > 255)))
    }
    let protected = protect(head, data, le)
    return open(
      card.process(
        frame(protected.head, protected.body, 0, isExtended: isExtended || protected.body.count > 255)),
      isOdd: head[1] & 1 == 1)
  }

  func frame(_ head: [UInt8], _ data: [UInt8], _ le: Int?, isExtended: Bool) -> [UInt8] {
    if isExtended {
      let count: [UInt8] = data.isEmpty ? [0] : [0, UInt8(data.count >> 8), UInt8(data.count & 255)]
      return head + count + data + (le.map { [UInt8($0 >> 8), UInt8($0 & 255)] } ?? [])
    }
    return head + (data.isEmpty ? [] : [UInt8(data.count)] + data) + (le.map { [UInt8($0)] } ?? [])
  }

  private func padded(_ bytes: [UInt8]) -> [UInt8] {
    var out = bytes + [0x80]
    while out.count % 16 != 0 { out.append(0) }
    return out
  }

  func count() {
    for index in counter.indices.reversed() {
      counter[index] &+= 1
      if counter[index] != 0 { break }
    }
  }

  func protect(_ head: [UInt8], _ data: [UInt8], _ le: Int?) -> (head: [UInt8], body: [UInt8]) {
    count()
    var head = head
    head[0] |= 0x0C
    var body: [UInt8] = []
    if !data.isEmpty {
      let hidden = encryption!.encryptCBC(padded(data), iv: encryption!.encryptBlock(counter))
      body += head[1] & 1 == 0 ? cardTLV([0x87], [1] + hidden) : cardTLV([0x85], hidden)
    }
    if let le { body += cardTLV([0x97], le > 255 ? [UInt8(le >> 8), UInt8(le & 255)] : [UInt8(le)]) }
    let mac = authentication!.tag(counter + padded(head) + (body.isEmpty ? [] : padded(body)))
    return (head, body + cardTLV([0x8E], Array(mac.prefix(8))))
  }

  func open(_ bytes: [UInt8], isOdd: Bool = false) -> ScriptedAnswer {
    let outer = split(bytes)
    guard !outer.data.isEmpty else { return outer }
    count()
    let mac = value(0x8E, in: outer.data)
    let covered = Array(outer.data.dropLast(10))
    guard Array(authentication!.tag(counter + padded(covered)).prefix(8)) == mac else {
      return ScriptedAnswer(data: [], status: 0xFFFF)
    }
    let status = value(0x99, in: covered)
    guard status == Array(bytes.suffix(2)) else { return ScriptedAnswer(data: [], status: 0xFFFE) }
    var hidden = value(isOdd ? 0x85 : 0x87, in: covered)
    if !isOdd && !hidden.isEmpty { hidden.removeFirst() }
    guard !hidden.isEmpty else { return ScriptedAnswer(data: [], status: outer.status) }
    var data = encryption!.decryptCBC(hidden, iv: encryption!.encryptBlock(counter))
    while data.last == 0 { data.removeLast() }
    data.removeLast()
    return ScriptedAnswer(data: data, status: outer.status)
  }

  private func derive(_ secret: [UInt8], _ number: UInt8) -> Secret {
    let hash: HashAlgorithm = bits == 128 ? .sha1 : .sha256
    return Secret(hash.digest(of: secret + [0, 0, 0, number]).prefix(bits / 8))
  }

  func useKeys(from shared: [UInt8]) {
    encryption = try! AESCipher(key: derive(shared, 1))
    authentication = try! AESCMAC(key: derive(shared, 2))
    counter = [UInt8](repeating: 0, count: 16)
  }

  var paceIdentifier: [UInt8] {
    cardHex("04007F00070202 0402") + [[128: 2, 192: 3, 256: 4][bits]!]
  }

  /// MSE:Set AT of PACE; the status of the PIN's counter.
  func choose(_ password: UInt8, chat: [UInt8] = [], parameters: Bool = true) -> UInt16 {
    var data = cardTLV([0x80], paceIdentifier) + cardTLV([0x83], [password])
    if parameters { data += cardTLV([0x84], [UInt8(curve.rawValue)]) }
    return send("0022C1A4", data + (chat.isEmpty ? [] : cardTLV([0x7F, 0x4C], chat))).status
  }

  /// All of PACE; 9000, or the status word with which it ended.
  @discardableResult
  func pace(_ password: UInt8, _ secret: [UInt8], chat: [UInt8] = []) -> UInt16 {
    let set = choose(password, chat: chat)
    guard set == 0x9000 || set & 0xFFF0 == 0x63C0 || set == 0x6283 else { return set }
    return steps(secret)
  }

  func steps(_ secret: [UInt8]) -> UInt16 {
    let first = send("10860000", cardTLV([0x7C], []), le: 0)
    guard first.status == 0x9000 else { return first.status }
    let cipher = try! AESCipher(key: derive(secret, 3))
    let nonce = cipher.decryptCBC(value(0x80, in: first.data), iv: [UInt8](repeating: 0, count: 16))
    let mapping = key()
    let second = send("10860000", cardTLV([0x7C], cardTLV([0x81], mapping.publicPoint.bytes)), le: 0)
    guard second.status == 0x9000 else { return second.status }
    let theirs = try! CurvePoint(uncompressed: value(0x82, in: second.data), on: curve)
    let generator = try! CurvePoint.mappedGenerator(
      nonce: Secret(nonce), shared: try! mapping.agree(with: theirs))
    let ours = try! CurvePrivateKey(on: curve, generator: generator) { (count) throws(CryptoError) in
      chance.secret(count)
    }
    let third = send("10860000", cardTLV([0x7C], cardTLV([0x83], ours.publicPoint.bytes)), le: 0)
    guard third.status == 0x9000 else { return third.status }
    let card = try! CurvePoint(uncompressed: value(0x84, in: third.data), on: curve)
    var shared: [UInt8] = []
    try! ours.sharedSecret(with: card).withSpan { span in
      for index in span.indices { shared.append(span[index]) }
    }
    let mac = try! AESCMAC(key: derive(shared, 2))
    func token(_ point: CurvePoint) -> [UInt8] {
      Array(
        mac.tag(cardTLV([0x7F, 0x49], cardTLV([0x06], paceIdentifier) + cardTLV([0x86], point.bytes))).prefix(
          8))
    }
    let fourth = send("00860000", cardTLV([0x7C], cardTLV([0x85], token(card))), le: 0)
    guard fourth.status == 0x9000 else { return fourth.status }
    guard value(0x86, in: fourth.data) == token(ours.publicPoint) else { return 0xFFFD }
    cardIdentifier = card.x
    authorities = [value(0x87, in: fourth.data), value(0x88, in: fourth.data)].filter { !$0.isEmpty }
    useKeys(from: shared)
    return 0x9000
  }
}
