// Block ciphers, MACs and hashes of the card protocols against the published vectors.

import Crypto
import Secrets
import Testing

func hex(_ text: String) -> [UInt8] {
  guard let bytes = Hex.decode(text.filter { !$0.isWhitespace }) else { preconditionFailure("bad vector") }
  return bytes
}

func secret(_ text: String) -> Secret { Secret(hex(text)) }

func open(_ secret: Secret) -> [UInt8] { secret.withBytes { Array($0) } }

@Suite struct CipherTests {
  struct AESVector {
    var key: String
    var ecbFirst: String
    var cbc: String
    var cmacOfNothing: String
    var cmacOfAll: String
  }

  // The plain text, keys and initial value of NIST SP 800-38A appendix F, and of SP 800-38B appendix D.
  static let plain = hex(
    """
    6bc1bee22e409f96e93d7e117393172a ae2d8a571e03ac9c9eb76fac45af8e51
    30c81c46a35ce411e5fbc1191a0a52ef f69f2445df4f9b17ad2b417be66c3710
    """)
  static let iv = Array(UInt8(0)...15)
  static let vectors = [
    AESVector(
      key: "2b7e151628aed2a6abf7158809cf4f3c", ecbFirst: "3ad77bb40d7a3660a89ecaf32466ef97",
      cbc: """
        7649abac8119b246cee98e9b12e9197d 5086cb9b507219ee95db113a917678b2
        73bed6b8e3c1743b7116e69e22229516 3ff1caa1681fac09120eca307586e1a7
        """,
      cmacOfNothing: "bb1d6929e95937287fa37d129b756746", cmacOfAll: "51f0bebf7e3b9d92fc49741779363cfe"),
    AESVector(
      key: "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b", ecbFirst: "bd334f1d6e45f25ff712a214571fa5cc",
      cbc: """
        4f021db243bc633d7178183a9fa071e8 b4d9ada9ad7dedf4e5e738763f69145a
        571b242012fb7ae07fa9baac3df102e0 08b0e27988598881d920a9e64f5615cd
        """,
      cmacOfNothing: "d17ddf46adaacde531cac483de7a9367", cmacOfAll: "a1d5df0eed790f794d77589659f39a11"),
    AESVector(
      key: "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
      ecbFirst: "f3eed1bdb5d2a03c064b5a7e3db181f8",
      cbc: """
        f58c4c04d6e5f1ba779eabfb5f7bfbd6 9cfc4e967edb808d679f777bc6702c7d
        39f23369a9d9bacfa530e26304231461 b2eb05e2c39be9fcda6c19078c6a9d1b
        """,
      cmacOfNothing: "028962f61b7bf89efc6b551f4667d983", cmacOfAll: "e1992190549f6ed5696a2c056c315410"),
  ]

  @Test(arguments: vectors.indices) func aesOfSP80038A(_ index: Int) throws {
    let vector = Self.vectors[index]
    let cipher = try AESCipher(key: secret(vector.key))
    // Twice each and interleaved: a context that is reused must not remember.
    for _ in 0..<2 {
      #expect(cipher.encryptBlock(Array(Self.plain.prefix(16))) == hex(vector.ecbFirst))
      #expect(cipher.encryptCBC(Self.plain, iv: Self.iv) == hex(vector.cbc))
      #expect(cipher.decryptCBC(hex(vector.cbc), iv: Self.iv) == Self.plain)
      #expect(open(cipher.decryptCBCSecret(hex(vector.cbc), iv: Self.iv)) == Self.plain)
      #expect(cipher.encryptCBC(secret: Secret(Self.plain), iv: Self.iv) == hex(vector.cbc))
      #expect(cipher.encryptCBC([], iv: Self.iv).isEmpty)
    }
  }

  @Test(arguments: vectors.indices) func cmacOfSP80038B(_ index: Int) throws {
    let vector = Self.vectors[index]
    let mac = try AESCMAC(key: secret(vector.key))
    for _ in 0..<2 {
      #expect(mac.tag([]) == hex(vector.cmacOfNothing))
      #expect(mac.tag(Self.plain) == hex(vector.cmacOfAll))
    }
  }

  // RFC 4493 section 4, examples 2 and 3: a whole block and one that CMAC pads.
  @Test func cmacOfRFC4493() throws {
    let mac = try AESCMAC(key: secret(Self.vectors[0].key))
    #expect(mac.tag(Array(Self.plain.prefix(16))) == hex("070a16b46b4d4144f79bdd9dd04a287c"))
    #expect(mac.tag(Array(Self.plain.prefix(40))) == hex("dfa66747de9ae63030ca32611497c827"))
  }

  // ICAO 9303-11 appendix D.3: the messages of BAC.
  @Test func tripleDESAndRetailMACOfICAO9303AppendixD() throws {
    let cipher = try TripleDESCipher(key: secret("AB94FDECF2674FDFB9B391F85D7F76F2"))
    let mac = try RetailMAC(key: secret("7962D9ECE03D1ACD4C76089DCE131543"))
    let zero = [UInt8](repeating: 0, count: 8)
    let terminal = hex("781723860C06C2264608F919887022120B795240CB7049B01C19B33E32804F0B")
    let sent = hex("72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2")
    let chip = hex("4608F91988702212781723860C06C2260B4F80323EB3191CB04970CB4052790B")
    let answered = hex("46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F")
    let padding = hex("8000000000000000")
    for _ in 0..<2 {
      #expect(cipher.encryptCBC(terminal, iv: zero) == sent)
      #expect(cipher.encryptCBC(secret: Secret(terminal), iv: zero) == sent)
      #expect(mac.tag(sent + padding) == hex("5F1448EEA8AD90A7"))
      #expect(cipher.decryptCBC(answered, iv: zero) == chip)
      #expect(open(cipher.decryptCBCSecret(answered, iv: zero)) == chip)
      #expect(mac.tag(answered + padding) == hex("2F2D235D074D7449"))
    }
  }

  // ICAO 9303-11 appendix D.4: SELECT EF.COM under secure messaging.
  @Test func secureMessagingOfICAO9303AppendixD() throws {
    let cipher = try TripleDESCipher(key: secret("979EC13B1CBFE9DCD01AB0FED307EAE5"))
    let mac = try RetailMAC(key: secret("F1CB1F1FB5ADF208806B89DC579DC1F8"))
    let zero = [UInt8](repeating: 0, count: 8)
    #expect(cipher.encryptCBC(hex("011E800000000000"), iv: zero) == hex("6375432908C044F6"))
    let message = hex("887022120C06C227 0CA4020C80000000 8709016375432908C044F6 8000000000")
    #expect(mac.tag(message) == hex("BF8B92D635FF24F8"))
    // One block alone is triple DES of that block.
    #expect(
      mac.tag(zero)
        == (try TripleDESCipher(key: secret("F1CB1F1FB5ADF208806B89DC579DC1F8"))
          .encryptCBC(zero, iv: zero)))
  }

  @Test func keysOfOtherLengthsAreRefused() {
    for count in [0, 8, 15, 17, 23, 25, 31, 33, 64] {
      let key = Secret([UInt8](repeating: 1, count: count))
      #expect(throws: CryptoError.cipherKeyLength(count)) { try AESCipher(key: key) }
      #expect(throws: CryptoError.cipherKeyLength(count)) { try AESCMAC(key: key) }
      #expect(throws: CryptoError.cipherKeyLength(count)) { try TripleDESCipher(key: key) }
      #expect(throws: CryptoError.cipherKeyLength(count)) { try RetailMAC(key: key) }
    }
  }

  // FIPS 180-4 examples for "abc".
  @Test(arguments: [
    (HashAlgorithm.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
    (.sha224, "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"),
    (.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      .sha384,
      """
      cb00753f45a35e8bb5a03d699ac65007272c32ab0eded163
      1a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7
      """
    ),
    (
      .sha512,
      """
      ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a
      2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f
      """
    ),
  ]) func hashesOfFIPS180(_ algorithm: HashAlgorithm, _ digest: String) {
    let abc = Array("abc".utf8)
    #expect(algorithm.digest(of: abc) == hex(digest))
    #expect(open(algorithm.digest(of: Secret(abc))) == hex(digest))
    #expect(algorithm.byteCount == hex(digest).count)
    #expect(algorithm.digest(of: []) == open(algorithm.digest(of: Secret([]))))
  }
}
