// A passport's chip for tests, as far as the reading goes: files, basic access control, chip and active authentication,
// and its own side of secure messaging, written from ICAO 9303-11 section 9.8 and apart from the product's.

import Crypto
import Foundation
import Identity
import Secrets

final class TestPassportChip: CardTransport {
  var files: [UInt8: [UInt8]]
  var commandByteCountMax: Int { shortCommandByteCountMax }
  var pinPad: (any PinPad)? { nil }
  /// The chip's key for Chip Authentication.
  var chipKey: CurvePrivateKey?
  /// The chip's key for Active Authentication.
  var activeKey: CurvePrivateKey?
  /// The MRZ information that basic access control takes.
  var zone = "L898902C<369080619406236"
  /// The status of every command with this instruction.
  var refusals: [UInt8: UInt16] = [:]
  /// Instructions in their order.
  private(set) var instructions: [UInt8] = []

  private var challenge: [UInt8] = []
  private var channel: ChipChannel?

  init(_ files: [UInt8: [UInt8]] = [:]) { self.files = files }

  func transmit(_ command: [UInt8]) throws(CardError) -> [UInt8] {
    instructions.append(command[1])
    if let status = refusals[command[1]] { return Self.status(status) }
    guard command[0] & 0x0C == 0x0C else {
      // A plain command ends the channel.
      channel = nil
      let body = Self.body(command)
      return answer(command, body.data, body.expected)
    }
    guard let channel, let plain = channel.open(command) else { return Self.status(0x6988) }
    let reply = answer(command, plain.data, plain.expected)
    return channel.close(reply)
  }

  private func answer(_ command: [UInt8], _ data: [UInt8], _ expected: Int) -> [UInt8] {
    switch (command[1], command[2], command[3]) {
    case (0xA4, _, _): return data == [0x01, 0x1C] ? Self.status(0x6A82) : Self.status(0x9000)
    case (0xB0, _, _): return read(command, expected)
    case (0x84, _, _):
      challenge = [0x46, 0x08, 0xF9, 0x19, 0x88, 0x70, 0x22, 0x12]
      return challenge + Self.status(0x9000)
    case (0x82, _, _): return basicAccess(data)
    case (0x22, 0x41, 0xA6):
      return agree(TLVObjects(data)[0x91], .tripleDES) ? Self.status(0x9000) : Self.status(0x6A80)
    case (0x22, 0x41, 0xA4): return Self.status(0x9000)
    case (0x86, _, _):
      let inner = TLVObjects(TLVObjects(data)[0x7C] ?? [])
      return agree(inner[0x80], .aes) ? [0x7C, 0] + Self.status(0x9000) : Self.status(0x6A80)
    case (0x88, _, _):
      guard let activeKey, let signature = try? activeKey.sign(digest: HashAlgorithm.sha256.digest(of: data))
      else {
        return Self.status(0x6D00)
      }
      return signature + Self.status(0x9000)
    default: return Self.status(0x6D00)
    }
  }

  private var current: [UInt8] = []

  private func read(_ command: [UInt8], _ expected: Int) -> [UInt8] {
    var offset = Int(command[2]) << 8 | Int(command[3])
    if command[2] & 0x80 != 0 {
      guard let file = files[command[2] & 0x1F] else { return Self.status(0x6A82) }
      current = file
      offset = Int(command[3])
    }
    guard offset < current.count else { return Self.status(0x6B00) }
    return current[offset..<min(current.count, offset + expected)] + Self.status(0x9000)
  }

  private func basicAccess(_ data: [UInt8]) -> [UInt8] {
    let seed = Secret(HashAlgorithm.sha1.digest(of: Array(zone.utf8)).prefix(16))
    guard let keys = ChipChannel(.tripleDES, seed, counter: []), data.count == 40,
      keys.mac(Array(data[..<32])) == Array(data[32...])
    else { return Self.status(0x6300) }
    let plain = keys.decrypt(Array(data[..<32]), [])
    guard Array(plain[8..<16]) == challenge else { return Self.status(0x6300) }
    let half = (0..<16).map { UInt8($0) }
    let reply = keys.encrypt(challenge + plain[0..<8] + half, [])
    channel = ChipChannel(
      .tripleDES, Secret(zip(plain[16..<32], half).map { $0 ^ $1 }),
      counter: challenge.suffix(4) + Array(plain[4..<8]))
    return reply + keys.mac(reply) + Self.status(0x9000)
  }

  private var pending: ChipChannel?

  private func agree(_ point: [UInt8]?, _ cipher: ChipChannel.Cipher) -> Bool {
    guard let chipKey, let point, let theirs = try? CurvePoint(uncompressed: point, on: chipKey.curve),
      let shared = try? chipKey.sharedSecret(with: theirs)
    else { return false }
    let next = ChipChannel(cipher, shared, counter: [UInt8](repeating: 0, count: cipher == .aes ? 16 : 8))
    // The answer to this command still goes through the old channel.
    if let channel { channel.next = next } else { self.channel = next }
    return true
  }

  static func status(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xFF)] }

  private static func body(_ command: [UInt8]) -> (data: [UInt8], expected: Int) {
    if command.count == 5 { return ([], command[4] == 0 ? 256 : Int(command[4])) }
    guard command.count > 5 else { return ([], 0) }
    return (Array(command[5..<(5 + Int(command[4]))]), 256)
  }
}

/// The objects of a data field by tag.
struct TLVObjects {
  private let objects: [TLV]
  init(_ bytes: [UInt8]) { objects = (try? TLV.parseAll(bytes)) ?? [] }
  subscript(tag: UInt32) -> [UInt8]? { objects.first { $0.tag == tag }?.value }
}

/// The chip's side of secure messaging.
final class ChipChannel {
  enum Cipher { case tripleDES, aes }

  let cipher: Cipher
  var next: ChipChannel?
  private var current: ChipChannel { next ?? self }
  private let encryption: Secret
  private let authentication: Secret
  private var counter: [UInt8]

  init?(_ cipher: Cipher, _ seed: Secret, counter: [UInt8]) {
    self.cipher = cipher
    self.counter = counter
    let algorithm: KeyAlgorithm = cipher == .aes ? .aes128 : .tripleDES
    encryption = KeyDerivation.key(from: seed, counter: 1, algorithm: algorithm)
    authentication = KeyDerivation.key(from: seed, counter: 2, algorithm: algorithm)
  }

  private var block: Int { cipher == .aes ? 16 : 8 }

  private func pad(_ bytes: [UInt8]) -> [UInt8] {
    let padded = bytes + [0x80]
    return padded + [UInt8](repeating: 0, count: (block - padded.count % block) % block)
  }

  func mac(_ bytes: [UInt8]) -> [UInt8] {
    cipher == .aes
      ? Array(try! AESCMAC(key: authentication).tag(pad(bytes)).prefix(8))
      : try! RetailMAC(key: authentication).tag(pad(bytes))
  }

  private func vector(_ counter: [UInt8]) -> [UInt8] {
    cipher == .aes ? try! AESCipher(key: encryption).encryptBlock(counter) : [UInt8](repeating: 0, count: 8)
  }

  func encrypt(_ bytes: [UInt8], _ counter: [UInt8]) -> [UInt8] {
    cipher == .aes
      ? try! AESCipher(key: encryption).encryptCBC(bytes, iv: vector(counter))
      : try! TripleDESCipher(key: encryption).encryptCBC(bytes, iv: vector(counter))
  }

  func decrypt(_ bytes: [UInt8], _ counter: [UInt8]) -> [UInt8] {
    cipher == .aes
      ? try! AESCipher(key: encryption).decryptCBC(bytes, iv: vector(counter))
      : try! TripleDESCipher(key: encryption).decryptCBC(bytes, iv: vector(counter))
  }

  private func step() {
    for index in counter.indices.reversed() {
      counter[index] &+= 1
      if counter[index] != 0 { return }
    }
  }

  func open(_ command: [UInt8]) -> (data: [UInt8], expected: Int)? {
    if let next { return next.open(command) }
    guard command.count > 5, case let body = Array(command[5..<(5 + Int(command[4]))]), body.count > 10 else {
      return nil
    }
    step()
    let objects = Array(body.dropLast(10))
    let header = pad(Array(command[..<4]))
    guard mac(counter + header + objects) == Array(body.suffix(8)) else { return nil }
    let fields = TLVObjects(objects)
    var data: [UInt8] = []
    if let cryptogram = fields[0x87] {
      let plain = decrypt(Array(cryptogram.dropFirst()), counter)
      data = Array(plain[..<(plain.lastIndex(of: 0x80) ?? 0)])
    }
    return (data, fields[0x97].map { $0[0] == 0 ? 256 : Int($0[0]) } ?? 0)
  }

  /// Protects an answer; a key agreement's answer still belongs to the old keys.
  func close(_ answer: [UInt8]) -> [UInt8] {
    if let next, next.isUsed { return next.close(answer) }
    step()
    isUsed = true
    next?.isUsed = true
    var objects: [UInt8] = []
    if answer.count > 2 {
      objects += TLV(0x87, [1] + encrypt(pad(Array(answer.dropLast(2))), counter)).encoded
    }
    objects += TLV(0x99, Array(answer.suffix(2))).encoded
    return objects + TLV(0x8E, mac(counter + objects)).encoded + answer.suffix(2)
  }

  var isUsed = false
}

/// The sample files of CryptoTests' golden folder.
enum SamplePassport {
  static let files: [String: [UInt8]] = {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let path = tests.appending(path: "CryptoTests/Golden/passport-files.txt")
    var files: [String: [UInt8]] = [:]
    for line in ((try? String(contentsOf: path, encoding: .utf8)) ?? "").split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 2, let data = Data(base64Encoded: String(words[1])) {
        files[String(words[0])] = Array(data)
      }
    }
    return files
  }()

  static let day = CivilDate(year: 2036, month: 1, day: 1)!

  static func trust() throws -> TrustStore {
    TrustStore(
      authorities: try ["csca-curve", "csca-rsa"].map { try X509Certificate(der: files[$0] ?? []) }, date: day
    )
  }

  /// The number in an ECPrivateKey, whose octets begin at the eighth byte.
  static func key(_ name: String, on curve: EllipticCurve) throws -> CurvePrivateKey {
    try CurvePrivateKey(scalar: Secret((files[name] ?? [])[7..<39]), on: curve)
  }

  /// The chip of the sample passport with the security object of that name and the data groups that it lists.
  static func chip(_ security: String, groups: [UInt8] = [1, 11, 12, 14, 15]) throws -> TestPassportChip {
    var chip: [UInt8: [UInt8]] = [0x1D: TLV(0x77, files[security] ?? []).encoded]
    for group in groups { chip[group] = files["dg\(group)"] }
    let made = TestPassportChip(chip)
    made.chipKey = try key("chip-key", on: .brainpoolP256r1)
    made.activeKey = try key("active-key", on: .secp256r1)
    return made
  }
}
