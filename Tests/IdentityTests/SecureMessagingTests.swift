// Secure messaging against ICAO's worked example, and against everything that an answer can do wrong.

import Crypto
import Identity
import Secrets
import Testing

@Suite("Secure messaging")
struct SecureMessagingTests {
  static func icaoChannel() throws -> TripleDESSecureMessaging {
    try TripleDESSecureMessaging(
      encryptionKey: hexSecret("979EC13B1CBFE9DCD01AB0FED307EAE5"),
      macKey: hexSecret("F1CB1F1FB5ADF208806B89DC579DC1F8"), sendSequenceCounter: bytes("887022120C06C226"))
  }

  static let icaoScript = [
    ("0CA4020C15 8709016375432908C044F6 8E08BF8B92D635FF24F8 00", "99029000 8E08FA855A5D4C50A8ED 9000"),
    (
      "0CB000000D 970104 8E08ED6705417E96BA55 00", "8709019FF0EC34F9922651 99029000 8E08AD55CC17140B2DED 9000"
    ),
    (
      "0CB000040D 970112 8E082EA28A70F3C7B535 00",
      "871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A 99029000 8E08C8B2787EAEA07D74 9000"
    ),
  ]

  @Test("ICAO 9303-11 appendix D.1: keys from the MRZ information")
  func derivation() {
    let seed = hexSecret("239AB9CB282DAF66231DC5A4DF6BFBAE")
    #expect(
      KeyDerivation.key(from: seed, counter: 1, algorithm: .tripleDES)
        == hexSecret("AB94FDECF2674FDFB9B391F85D7F76F2"))
    #expect(
      KeyDerivation.key(from: seed, counter: 2, algorithm: .tripleDES)
        == hexSecret("7962D9ECE03D1ACD4C76089DCE131543"))
    for algorithm in KeyAlgorithm.allCases {
      #expect(
        KeyDerivation.key(from: seed, counter: 3, algorithm: algorithm).count == algorithm.keyByteCount)
    }
  }

  @Test("ICAO 9303-11 appendix D.4: SELECT EF.COM, READ BINARY, READ BINARY")
  func icaoTranscript() throws {
    let transport = ScriptedTransport(Self.icaoScript)
    let link = CardLink(transport)
    link.secureMessaging = try Self.icaoChannel()
    try link.selectFile(0x011E)
    let first = try link.require(
      CommandAPDU(ins: 0xB0, p1: 0, p2: 0, expectedLength: 4), step: .readFile)
    #expect(hex(first) == "60145F01")
    let rest = try link.require(
      CommandAPDU(ins: 0xB0, p1: 0, p2: 4, expectedLength: 18), step: .readFile)
    #expect(hex(rest) == "04303130365F36063034303030305C026175")
    #expect(transport.isFinished)
  }

  @Test("any changed, missing, doubled or added byte of an answer ends the channel")
  func tampering() throws {
    let good = bytes(Self.icaoScript[1].1)
    var wrong: [[UInt8]] = []
    for index in good.indices {
      var changed = good
      changed[index] ^= 1
      wrong.append(changed)
    }
    let cryptogram = "8709019FF0EC34F9922651"
    let mac = "8E08AD55CC17140B2DED"
    wrong += [
      "99029000 \(mac) 9000", "\(cryptogram) \(mac) 9000", "\(cryptogram) 99029000 9000",
      "99029000 \(cryptogram) \(mac) 9000", "\(cryptogram) 99029000 99029000 \(mac) 9000",
      "\(cryptogram) \(cryptogram) 99029000 \(mac) 9000", "\(cryptogram) 99029000 \(mac) \(mac) 9000",
      "\(cryptogram) 99029000 \(mac) 00 9000", "81019A 99029000 \(mac) 9000", "9000",
      "8509019FF0EC34F9922651 99029000 \(mac) 9000",
    ].map(bytes)
    for answer in wrong {
      let transport = ScriptedTransport([
        Self.icaoScript[0], (Self.icaoScript[1].0, hex(answer)),
      ])
      let link = CardLink(transport)
      link.secureMessaging = try Self.icaoChannel()
      try link.selectFile(0x011E)
      let command = CommandAPDU(ins: 0xB0, p1: 0, p2: 0, expectedLength: 4)
      #expect(throws: CardError.unauthentic(.secureMessaging)) { try link.send(command, step: .readFile) }
      // Dead for good: nothing goes out any more.
      #expect(throws: CardError.unauthentic(.secureMessaging)) { try link.send(command, step: .readFile) }
      #expect(link.exchangeCount == 2)
    }
  }

  @Test("a plain refusal ends the channel and says the status word")
  func plainRefusal() throws {
    let link = CardLink(ScriptedTransport([(Self.icaoScript[0].0, "6988")]))
    link.secureMessaging = try Self.icaoChannel()
    #expect(throws: CardError.refused(.secureMessaging, .secureMessagingObjectsIncorrect)) {
      try link.selectFile(0x011E)
    }
    #expect(link.lastStep == .select)
    #expect(throws: CardError.unauthentic(.secureMessaging)) { try link.selectFile(0x011E) }
    #expect(link.exchangeCount == 1)
  }

  @Test("an exchange that failed on the way leaves a channel that says nothing more")
  func brokenExchange() throws {
    let channel = try Self.icaoChannel()
    let command = CommandAPDU(ins: 0xB0, p1: 0, p2: 0, expectedLength: 4)
    _ = try channel.protect(command, secret: nil)
    #expect(throws: CardError.unauthentic(.secureMessaging)) { try channel.protect(command, secret: nil) }
    #expect(throws: CardError.unauthentic(.secureMessaging)) {
      try channel.unprotect(ResponseAPDU(status: .ok))
    }
  }

  @Test("AES: nothing to protect leaves the padded header alone under the MAC; a secret goes encrypted only")
  func aes() throws {
    let encryptionKey = hexSecret("000102030405060708090A0B0C0D0E0F")
    let macKey = hexSecret("101112131415161718191A1B1C1D1E1F")
    let counter = [UInt8](repeating: 0, count: 15) + [1]
    let mac = try AESCMAC(key: macKey)
    let cipher = try AESCipher(key: encryptionKey)
    let channel = try AESSecureMessaging(encryptionKey: encryptionKey, macKey: macKey)
    let bare = try channel.protect(CommandAPDU(ins: 0x2C, p1: 3, p2: 3), secret: nil)
    let header = bytes("0C2C0303 80 0000000000000000000000")
    #expect(bare.data == bytes("8E08") + mac.tag(counter + header).prefix(8))
    #expect(bare.encoded.count == 16 && bare.encoded.last == 0)

    let other = try AESSecureMessaging(encryptionKey: encryptionKey, macKey: macKey)
    let pin = Secret(Array("123456".utf8))
    let change = try other.protect(CommandAPDU(ins: 0x2C, p1: 2, p2: 3), secret: pin)
    let cryptogram = Array(change.data[3..<19])
    let iv = cipher.encryptBlock(counter)
    #expect(Array(cipher.decryptCBC(cryptogram, iv: iv).prefix(7)) == Array("123456".utf8) + [0x80])
    #expect(change.data.count == 3 + 16 + 10)
  }

  @Test("a secret never goes plain, and never twice")
  func secretsStay() throws {
    let command = CommandAPDU(ins: 0x2C, p1: 2, p2: 3)
    let plain = CardLink(ScriptedTransport([]))
    #expect(throws: CardError.unsupported(.changePIN, "a secret without secure messaging")) {
      try plain.send(command, secret: Secret(Array("123456".utf8)), step: .changePIN)
    }
    #expect(plain.exchangeCount == 0)
  }

  @Test("what fits: 223 bytes under AES and 231 under 3DES in a short command or answer")
  func sizes() throws {
    let aes = CardLink(
      ScriptedTransport([("*", "6700")]))
    aes.secureMessaging = try AESSecureMessaging(
      encryptionKey: Secret([UInt8](repeating: 1, count: 16)),
      macKey: Secret([UInt8](repeating: 2, count: 16)))
    #expect(throws: CardError.refused(.secureMessaging, .wrongLength)) {
      try aes.readFile(shortIdentifier: 1)
    }
    let transport = aes.transport as! ScriptedTransport
    #expect(Array(transport.commands[0].prefix(8)) == bytes("0CB08100 0D 9701DF"))
    for (count, chained) in [(223, false), (224, true)] {
      let card = ScriptedTransport([("*", "6700")])
      let link = CardLink(card)
      link.secureMessaging = try AESSecureMessaging(
        encryptionKey: Secret([UInt8](repeating: 1, count: 32)),
        macKey: Secret([UInt8](repeating: 2, count: 32)))
      let command = CommandAPDU(
        ins: 0x2A, p1: 0, p2: 0xBE, data: [UInt8](repeating: 3, count: count), expectedLength: 256)
      #expect(throws: CardError.self) { try link.send(command, step: .certificateChain) }
      #expect((card.commands[0][0] == 0x1C) == chained)
      #expect(card.commands[0].count <= shortCommandByteCountMax)
    }
  }
}
