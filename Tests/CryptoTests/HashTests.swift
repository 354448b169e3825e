// SHA-256 and HMAC-SHA-256 against the vectors of FIPS 180-4 and RFC 4231, and the small things beside them.

import Crypto
import Secrets
import Testing

@Suite struct HashTests {
  // FIPS 180-4 examples (NIST CSRC "SHA256.pdf", SHAVS) and the million times "a".
  static let vectors: [(message: [UInt8], digest: String)] = [
    (Array("abc".utf8), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ([], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    (
      Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ]

  @Test(arguments: vectors.indices) func digestAtOnceAndPieceByPiece(_ index: Int) {
    let (message, expected) = Self.vectors[index]
    #expect(SHA256.digest(of: message).hex == expected)
    let hasher = SHA256Hasher()
    // The second round proves that a hasher is empty after `finish`.
    for piece in [1_000, 777] {
      for start in stride(from: 0, to: message.count, by: piece) {
        hasher.update(Array(message[start..<min(start + piece, message.count)]))
      }
      #expect(hasher.finish().hex == expected)
    }
  }

  @Test func digestsReadBack() {
    let digest = SHA256.digest(of: [1, 2, 3])
    #expect(Digest32(hex: digest.hex) == digest)
    #expect(Digest32(digest.bytes) == digest)
    #expect(Digest32(hex: digest.hex.dropLast(2)) == nil)
    #expect(Digest32([1, 2]) == nil)
    #expect(Digest32.zero.hex == String(repeating: "0", count: 64))
  }

  // RFC 4231 test cases 1 to 4, 6 and 7.
  static let macs: [(key: [UInt8], message: [UInt8], code: String)] = [
    (
      [UInt8](repeating: 0x0B, count: 20), Array("Hi There".utf8),
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
    (
      [UInt8](repeating: 0xAA, count: 20), [UInt8](repeating: 0xDD, count: 50),
      "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
    ),
    (
      Array(1...25), [UInt8](repeating: 0xCD, count: 50),
      "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
    ),
    (
      [UInt8](repeating: 0xAA, count: 131),
      Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
    (
      [UInt8](repeating: 0xAA, count: 131),
      Array(
        ("This is a test using a larger than block-size key and a larger than block-size data. The key needs"
          + " to be hashed before being used by the HMAC algorithm.").utf8),
      "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
    ),
  ]

  @Test(arguments: macs.indices) func messageAuthenticationTwiceWithOneKey(_ index: Int) {
    let (key, message, expected) = Self.macs[index]
    let mac = HMACSHA256(key: Secret(key))
    #expect(mac.code(for: message).hex == expected)
    #expect(mac.code(for: []).hex != expected)
    #expect(mac.code(for: message).hex == expected)
    #expect(mac.secretCode(for: message) == Secret(Hex.decode(expected)!))
  }

  @Test func anEmptyKeyIsAKeyToo() {
    // Printed by `openssl dgst -sha256 -hmac ""` of an empty message.
    let expected = "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"
    #expect(HMACSHA256(key: Secret([UInt8]())).code(for: []).hex == expected)
  }

  @Test func hexRefusesWhatIsNotHex() {
    #expect(Hex.encode([0x00, 0xAF, 0x10]) == "00af10")
    #expect(Hex.decode("00AF10") == [0x00, 0xAF, 0x10])
    #expect(Hex.decode("") == [])
    #expect(Hex.decode("0") == nil)
    #expect(Hex.decode("0g") == nil)
    #expect(Hex.decode("é0") == nil)
  }

  @Test func comparisonLooksAtEveryByte() {
    #expect(constantTimeEqual([], []))
    #expect(constantTimeEqual([1, 2, 3], [1, 2, 3]))
    #expect(!constantTimeEqual([1, 2, 3], [1, 2, 4]))
    #expect(!constantTimeEqual([1, 2, 3], [0, 2, 3]))
    #expect(!constantTimeEqual([1, 2, 3], [1, 2]))
  }

  @Test func chanceGivesWhatWasAskedFor() throws {
    #expect(try randomBytes(0).isEmpty)
    let first = try randomBytes(32)
    #expect(first.count == 32)
    #expect(try randomBytes(32) != first)
    #expect(try randomSecret(32).count == 32)
    #expect(try randomBytes(randomByteCountMax).count == randomByteCountMax)
  }
}
