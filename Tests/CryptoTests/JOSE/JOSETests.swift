// JWE and JWS against published vectors, and what must be refused: short keys, private keys, other algorithms, texts that
// name the same bytes twice.

import Secrets
import Testing

@testable import Crypto

/// Chance that counts upwards, so that the same call gives the same message.
private func counting() -> Chance {
  var next: UInt8 = 0
  return { count in
    Secret(
      (0..<count).map { _ in
        next &+= 1
        return next
      })
  }
}

private func bytes(_ text: String) throws -> [UInt8] { try #require(Base64URL.decode(Array(text.utf8))) }

@Suite struct JOSETests {
  private let event = try? JWK(json: JOSEVectors.key(JOSEVectors.eventModulus, #","kid":"set-2026""#))

  @Test("RFC 7516 A.1: content, tag and encrypted key come out as printed") func rfc7516() throws {
    let key = Secret(try #require(Hex.decode(JOSEVectors.contentKey)))
    let sealed = try AESGCM.seal(
      Secret(Array(JOSEVectors.plain.utf8)), key: key, nonce: bytes(JOSEVectors.nonce),
      authenticated: Array(JOSEVectors.header.utf8))
    #expect(Base64URL.encodeText(sealed.cipherText) == JOSEVectors.cipherText)
    #expect(Base64URL.encodeText(sealed.tag) == JOSEVectors.tag)
    let receiver = try JWK(json: JOSEVectors.key(JOSEVectors.modulus))
    let seed = Secret(try #require(Hex.decode(JOSEVectors.paddingSeed)))
    let wrapped = try #require(RSAOAEP.encrypt(key, to: receiver.key, hash: .sha1, seed: seed))
    #expect(Base64URL.encodeText(wrapped) == JOSEVectors.encryptedKey)
  }

  @Test("GCM specification, test case 16 (AES-256 with additional data)") func gcm() throws {
    let plain = try #require(
      Hex.decode(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
          + "b16aedf5aa0de657ba637b39"))
    let sealed = try AESGCM.seal(
      Secret(plain),
      key: Secret(
        try #require(Hex.decode("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"))),
      nonce: try #require(Hex.decode("cafebabefacedbaddecaf888")),
      authenticated: try #require(Hex.decode("feedfacedeadbeeffeedfacedeadbeefabaddad2")))
    #expect(
      Hex.encode(sealed.cipherText)
        == "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
        + "c5f61e6393ba7a0abcc9f662")
    #expect(Hex.encode(sealed.tag) == "76fc6ece0f4e1768cddf8853bb2d551b")
    let nothing = try AESGCM.seal(
      Secret([UInt8]()), key: Secret([UInt8](repeating: 0, count: 32)),
      nonce: [UInt8](repeating: 0, count: 12),
      authenticated: [])
    #expect(nothing.cipherText == [] && Hex.encode(nothing.tag) == "530f8afbc74536b9a963b4f1c4cb738b")
    #expect(throws: CryptoError.cipherKeyLength(16)) {
      try AESGCM.seal(
        Secret([1]), key: Secret([UInt8](repeating: 0, count: 16)), nonce: [UInt8](repeating: 0, count: 12),
        authenticated: [])
    }
  }

  @Test("a message has five parts, names its key and uses each piece of chance once") func compact() throws {
    let key = try JWK(
      json: JOSEVectors.key(
        JOSEVectors.modulus, #","kid":"a\"b\\","alg":"RSA-OAEP-256","key_ops":["wrapKey"]"#))
    let plain = Secret(Array(#"{"a":1}"#.utf8))
    let text = try JWE.encrypt(
      plain, to: key, contentType: "application/json", bitCountMin: 2048, chance: counting())
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    #expect(parts.count == 5)
    let header = String(decoding: try bytes(parts[0]), as: UTF8.self)
    #expect(
      header == #"{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"a\"b\\","cty":"application/json"}"#)
    #expect(try bytes(parts[1]).count == 256)
    #expect(try bytes(parts[2]) == Array(33...44))
    #expect(try bytes(parts[3]).count == 7 && bytes(parts[4]).count == 16)
    #expect(
      try text
        == JWE.encrypt(
          plain, to: key, contentType: "application/json", bitCountMin: 2048, chance: counting()))
    #expect(!text.contains("="))
  }

  @Test("a short key, and one for something else, encrypt nothing") func keysRefused() throws {
    let plain = Secret([1])
    let short = try JWK(json: JOSEVectors.key(JOSEVectors.modulus))
    #expect(throws: JOSEFault.keyTooShort(bitCount: 2048, bitCountMin: 4096)) {
      try JWE.encrypt(plain, to: short, chance: counting())
    }
    for more in [
      #","alg":"RSA-OAEP""#, #","use":"sig""#, #","key_ops":["verify"]"#, #","key_ops":["wrapKey","sign"]"#,
    ] {
      let key = try JWK(json: JOSEVectors.key(JOSEVectors.modulus, more))
      #expect(throws: JOSEFault.keyUse("encryption with RSA-OAEP-256")) {
        try JWE.encrypt(plain, to: key, bitCountMin: 0, chance: counting())
      }
    }
    #expect(throws: JOSEFault.crypto(.randomnessUnavailable(11))) {
      try JWE.encrypt(plain, to: short, bitCountMin: 2048) { (_) throws(CryptoError) in
        throw .randomnessUnavailable(11)
      }
    }
  }

  @Test("what is no public RSA key is refused with its reason") func wrongKeys() throws {
    let modulus = JOSEVectors.modulus
    for json in [
      "", "[]", "{}", #"{"kty":"EC"}"#, #"{"kty":"RSA"}"#, #"{"kty":"RSA","n":"\#(modulus)"}"#,
      #"{"kty":"RSA","n":"\#(modulus)","e":"Aw"}"#, #"{"kty":"RSA","n":"\#(modulus)","e":"AQAA"}"#,
      #"{"kty":"RSA","n":"\#(modulus)","e":"AAEAAQ"}"#, #"{"kty":"RSA","n":"\#(modulus)=","e":"AQAB"}"#,
      #"{"kty":"RSA","n":"\#(modulus)","e":"AQAB","d":"AQAB"}"#,
      #"{"kty":"RSA","kty":"RSA","n":"\#(modulus)","e":"AQAB"}"#,
      #"{"kty":"RSA","n":"\#(modulus)","e":"AQAB","kid":7}"#,
      #"{"kty":"RSA","n":"\#(modulus)","e":"AQAB"} x"#,
    ] {
      #expect(throws: JOSEFault.self, "\(json.prefix(60))") { try JWK(json: Array(json.utf8)) }
    }
    #expect(throws: JOSEFault.keyTooShort(bitCount: 2040, bitCountMin: 2048)) {
      let bytes = [0x80] + [UInt8](repeating: 1, count: 254)
      _ = try JWK(json: JOSEVectors.key(Base64URL.encodeText(bytes)))
    }
    #expect(throws: JOSEFault.self) {
      try JWK(json: JOSEVectors.key(Base64URL.encodeText([UInt8](repeating: 255, count: 2000))))
    }
  }

  @Test("RFC 7520 section 4.2: the signature is right, any other bit is not") func rfc7520() throws {
    let key = try JWK(
      json: JOSEVectors.key(
        JOSEVectors.cookbookModulus, #","kid":"bilbo.baggins@hobbiton.example","use":"sig""#))
    let read = try JWS(JOSEVectors.cookbookToken, signedBy: key, hash: .sha384)
    #expect(
      String(decoding: read.payload, as: UTF8.self).hasPrefix("It\u{2019}s a dangerous business, Frodo"))
    #expect(read.keyIdentifier == "bilbo.baggins@hobbiton.example" && read.type == nil)
    #expect(throws: JOSEFault.algorithm("PS384")) { try JWS(JOSEVectors.cookbookToken, signedBy: key) }
  }

  @Test("a token of PS512 made by another library is read; a changed one is not") func events() throws {
    let key = try #require(event)
    let read = try JWS(JOSEVectors.eventToken, signedBy: key)
    #expect(read.type == "secevent+jwt" && read.keyIdentifier == "set-2026")
    #expect(String(decoding: read.payload, as: UTF8.self).contains("accept-submission"))
    #expect(JWS.claimedKeyIdentifier(of: JOSEVectors.eventToken) == "set-2026")
    let parts = JOSEVectors.eventToken.split(separator: ".").map(String.init)
    var payload = try bytes(parts[1])
    payload[3] ^= 1
    #expect(throws: JOSEFault.signature) {
      try JWS("\(parts[0]).\(Base64URL.encodeText(payload)).\(parts[2])", signedBy: key)
    }
    var signature = try bytes(parts[2])
    for index in stride(from: 0, to: signature.count, by: 17) {
      signature[index] ^= 4
      #expect(throws: JOSEFault.signature) {
        try JWS("\(parts[0]).\(parts[1]).\(Base64URL.encodeText(signature))", signedBy: key)
      }
      signature[index] ^= 4
    }
    func header(_ json: String) -> String {
      "\(Base64URL.encodeText(Array(json.utf8))).\(parts[1]).\(parts[2])"
    }
    for json in [
      "{}", #"{"alg":"none"}"#, #"{"alg":"HS256"}"#, #"{"alg":"PS512","crit":["x"]}"#, "x",
      #"{"alg":"PS512","alg":"PS512"}"#, #"{"alg":"PS512","kid":"another"}"#,
    ] {
      #expect(throws: JOSEFault.self, "\(json)") { try JWS(header(json), signedBy: key) }
    }
    for text in ["", "..", "a.b", JOSEVectors.eventToken + ".", " " + JOSEVectors.eventToken] {
      #expect(throws: JOSEFault.self, "\(text.prefix(20))") { try JWS(text, signedBy: key) }
    }
    let other = try JWK(json: JOSEVectors.key(JOSEVectors.cookbookModulus))
    #expect(throws: JOSEFault.signature) { try JWS(JOSEVectors.eventToken, signedBy: other) }
    let wrong = try JWK(json: JOSEVectors.key(JOSEVectors.eventModulus, #","use":"enc""#))
    #expect(throws: JOSEFault.keyUse("checking signatures with PS512")) {
      try JWS(JOSEVectors.eventToken, signedBy: wrong)
    }
  }

  @Test("Base64url: one text for each value") func base64() {
    for (bytes, text) in [([], ""), ([0xFB], "-w"), ([0xFB, 0xFF], "-_8"), ([1, 2, 3], "AQID")]
      as [([UInt8], String)]
    {
      #expect(Base64URL.encodeText(bytes) == text && Base64URL.decode(Array(text.utf8)) == bytes)
    }
    for text in ["A", "-x", "-_9", "AQ=", "AQ==", "A Q", "+w", "AQIDA"] {
      #expect(Base64URL.decode(Array(text.utf8)) == nil, "\(text)")
    }
  }

  @Test("JSON: escapes, numbers and nested values are read, anything else is refused") func json() {
    let members = JOSEJSON.members(
      Array(
        ##" {"a":"ä\u00e4\ud83d\ude00\n\/","b":[ ],"c":-12,"d":1e3,"e":{"x":[1,{}]},"f":["p","q"],"g":null} "##
          .utf8))
    #expect(members?["a"] == .text("ää\u{1F600}\n/"))
    #expect(members?["b"] == .texts([]) && members?["f"] == .texts(["p", "q"]))
    #expect(members?["c"] == .number(-12) && members?["d"] == .other && members?["e"] == .other)
    for text in [
      "", "{", "{}}", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{"a":01}"#, #"{"a":+1}"#, #"{"a":tru}"#,
      #"{"a":"\x"}"#, #"{"a":"\ud800"}"#, #"{"a":"\ud83d \ude00"}"#, #"{"a":"\ude00"}"#,
      #"{"a":"\ud800\u0041"}"#, #"{"a":"\u00g0"}"#, #"{"a":"\u+123"}"#,
      #"{"a":"\u12"#, "{\"a\":\"\n\"}",
      "{'a':1}",
      #"{"a":[1,]}"#, "{\"a\":" + String(repeating: "[", count: 99) + String(repeating: "]", count: 99) + "}",
    ] { #expect(JOSEJSON.members(Array(text.utf8)) == nil, "\(text)") }
    #expect(JOSEJSON.members([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D]) == nil)
  }

  @Test("keys and tokens with bytes changed never stop the reader, and no changed token is believed")
  func garbage() throws {
    var random = UInt64(11)
    func next(_ count: Int) -> Int {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((random >> 33) % UInt64(count))
    }
    let json = JOSEVectors.key(
      JOSEVectors.eventModulus, #","kid":"set-2026","key_ops":["verify"],"x":[{"y":1e9}]"#)
    let key = try JWK(json: json)
    let token = Array(JOSEVectors.eventToken.utf8)
    for _ in 0..<2000 {
      var (changedKey, changedToken) = (json, token)
      for _ in 0...next(3) {
        changedKey[next(changedKey.count)] = UInt8(next(256))
        changedToken[next(changedToken.count)] = UInt8(next(128))
      }
      changedKey.removeLast(next(4) == 0 ? next(changedKey.count) : 0)
      _ = try? JWK(json: changedKey)
      let text = String(decoding: changedToken, as: UTF8.self)
      _ = JWS.claimedKeyIdentifier(of: text)
      if let read = try? JWS(text, signedBy: key) { #expect(text == JOSEVectors.eventToken, "\(read)") }
    }
  }
}
