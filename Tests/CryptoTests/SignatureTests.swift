// Ed25519 against RFC 8032 section 7.1, reuse of one key for many signatures, and PEM texts both ways.

import Crypto
import Secrets
import Testing

@Suite struct SignatureTests {
  struct Vector {
    var seed: String
    var publicKey: String
    var message: String
    var signature: String
  }

  // RFC 8032 section 7.1: TEST 1, TEST 2, TEST 3, TEST SHA(abc).
  static let vectors = [
    Vector(
      seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
      message: "",
      signature: "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    Vector(
      seed: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
      message: "72",
      signature: "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    Vector(
      seed: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      publicKey: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
      message: "af82",
      signature: "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
    Vector(
      seed: "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
      publicKey: "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
      message: "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
      signature: "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
        + "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"),
  ]

  @Test(arguments: vectors.indices) func signsAndVerifiesTheVectorsOfTheStandard(_ index: Int) throws {
    let vector = Self.vectors[index]
    let key = try SigningKey(seed: Secret(try #require(Hex.decode(vector.seed))))
    let message = try #require(Hex.decode(vector.message))
    #expect(Hex.encode(key.publicKey.raw) == vector.publicKey)
    for _ in 0..<3 { #expect(Hex.encode(try key.sign(message)) == vector.signature) }
    let signature = try #require(Hex.decode(vector.signature))
    let verifier = SignatureVerifier(key.publicKey)
    for _ in 0..<3 { #expect(verifier.isValid(signature, for: message)) }
    #expect(!verifier.isValid(signature, for: message + [0]))
    #expect(verifier.isValid(signature, for: message))
    #expect(key.publicKey.isValid(signature, for: message))
  }

  @Test func everyChangedBitIsRefused() throws {
    let key = try SigningKey(seed: Secret([UInt8](repeating: 7, count: 32)))
    let message = Array("head 4711".utf8)
    let signature = try key.sign(message)
    let verifier = SignatureVerifier(key.publicKey)
    for index in signature.indices {
      for bit in 0..<8 {
        var changed = signature
        changed[index] ^= 1 << UInt8(bit)
        #expect(!verifier.isValid(changed, for: message))
      }
    }
    #expect(!verifier.isValid(Array(signature.dropLast()), for: message))
    #expect(!verifier.isValid(signature + [0], for: message))
    #expect(!verifier.isValid([], for: message))
    let other = try SigningKey(seed: Secret([UInt8](repeating: 8, count: 32)))
    #expect(!other.publicKey.isValid(signature, for: message))
  }

  @Test func oneKeyServesManyTasks() async throws {
    let key = try SigningKey(seed: Secret([UInt8](repeating: 3, count: 32)))
    let verifier = SignatureVerifier(key.publicKey)
    await withTaskGroup(of: Bool.self) { group in
      for number in 0..<50 {
        group.addTask {
          let message = [UInt8](repeating: UInt8(number), count: number)
          guard let signature = try? key.sign(message) else { return false }
          return verifier.isValid(signature, for: message)
        }
      }
      for await right in group { #expect(right) }
    }
  }

  @Test func seedsOfAnotherLengthAreRefused() {
    for count in [0, 31, 33, 64] {
      #expect(throws: CryptoError.seedLength(count)) {
        try SigningKey(seed: Secret([UInt8](repeating: 1, count: count)))
      }
    }
  }

  // RFC 8410 section 10.1.
  static let pem = """
    -----BEGIN PUBLIC KEY-----
    MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
    -----END PUBLIC KEY-----

    """

  @Test func pemTextsGoBothWays() throws {
    let key = try PublicKey(pem: Self.pem)
    #expect(Hex.encode(key.raw) == "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1")
    #expect(key.pem == Self.pem)
    #expect(try PublicKey(raw: key.raw) == key)
    let framed = "journal key of Musterstadt\r\n" + Self.pem.replacing("\n", with: "\r\n") + "thanks\r\n"
    #expect(try PublicKey(pem: framed) == key)
  }

  @Test(arguments: [
    "", "-----BEGIN PUBLIC KEY-----", "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n",
    "-----BEGIN PUBLIC KEY-----\n!!!!\n-----END PUBLIC KEY-----\n",
    "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZg==\n-----END PUBLIC KEY-----\n",
    // X25519 (1.3.101.110) instead of Ed25519.
    "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VuAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n",
    String(repeating: "x", count: 5_000),
  ]) func damagedPemTextsAreRefused(_ text: String) {
    #expect(throws: CryptoError.self) { try PublicKey(pem: text) }
  }

  @Test func anyThirtyTwoBytesAreAKeyThatAcceptsNothing() throws {
    let key = try PublicKey(raw: [UInt8](repeating: 0xFF, count: 32))
    #expect(!key.isValid([UInt8](repeating: 0, count: 64), for: [1]))
    #expect(throws: CryptoError.publicKeyLength(31)) { try PublicKey(raw: [UInt8](repeating: 0, count: 31)) }
  }
}
