// What this product encrypts and believes, against python3-jwcrypto, which shares no line with it: it decrypts what was
// encrypted here, and signs what is verified here.

import Crypto
import Foundation
import Secrets
import Testing

@Suite(.serialized) struct JWCryptoTests {
  private static let script = """
    import json, sys
    from jwcrypto import jwe, jwk, jws
    job = json.load(sys.stdin)
    if job["do"] == "key":
        key = jwk.JWK.generate(kty="RSA", size=job["bits"], kid="key-1", **job["more"])
        answer = {"private": key.export(), "public": key.export_public()}
    elif job["do"] == "decrypt":
        token = jwe.JWE(algs=["RSA-OAEP-256", "A256GCM"])
        token.deserialize(job["text"], key=jwk.JWK.from_json(job["private"]))
        answer = {"plain": token.payload.hex(), "header": json.dumps(token.jose_header, sort_keys=True)}
    else:
        key = jwk.JWK.from_json(job["private"])
        token = jws.JWS(payload=job["text"])
        token.add_signature(key, None, json.dumps({"alg": job["alg"], "typ": "secevent+jwt", "kid": "key-1"}))
        answer = {"token": token.serialize(compact=True)}
    json.dump(answer, sys.stdout)
    """

  private func python(_ job: [String: Any]) throws -> [String: String] {
    let process = Process()
    // Debian's own, which has Debian's packages.
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-I", "-c", Self.script]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: JSONSerialization.data(withJSONObject: job))
    try input.fileHandleForWriting.close()
    let answer = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "python3-jwcrypto refused")
    return try #require(try JSONSerialization.jsonObject(with: answer) as? [String: String])
  }

  @Test("a submission decrypts at its receiver, for keys of 4096 and 3072 bits and for any length")
  func decrypts() throws {
    for bits in [4096, 3072] {
      let keys = try python([
        "do": "key", "bits": bits, "more": ["alg": "RSA-OAEP-256", "key_ops": ["wrapKey"]],
      ])
      let key = try JWK(json: Array(try #require(keys["public"]).utf8))
      #expect(key.bitCount == bits && key.keyIdentifier == "key-1")
      // Who encrypts has a key for wrapping, who decrypts one for unwrapping.
      let own = try #require(keys["private"]).replacingOccurrences(of: "wrapKey", with: "unwrapKey")
      // Not 0: jwcrypto takes an empty plain text for a failure.
      for count in [1, 15, 16, 17, 5000, 300_000] {
        let plain = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ count) }
        let text = try JWE.encrypt(
          Secret(plain), to: key, contentType: "application/json", bitCountMin: bits, chance: randomSecret)
        let read = try python(["do": "decrypt", "private": own, "text": text])
        #expect(read["plain"] == Hex.encode(plain), "\(bits) bits, \(count) bytes")
        #expect(
          read["header"]
            == #"{"alg": "RSA-OAEP-256", "cty": "application/json", "enc": "A256GCM", "kid": "key-1"}"#)
      }
      if bits < JWK.destinationBitCountMin {
        #expect(throws: JOSEFault.self) { try JWE.encrypt(Secret([1]), to: key, chance: randomSecret) }
      }
    }
  }

  @Test("a token signed there with PS512 is believed; the same with PS256 or RS512 is not") func verifies()
    throws
  {
    let keys = try python(["do": "key", "bits": 2048, "more": [String: String]()])
    let key = try JWK(json: Array(try #require(keys["public"]).utf8))
    for algorithm in ["PS512", "PS256", "RS512"] {
      let made = try python([
        "do": "sign", "private": try #require(keys["private"]), "alg": algorithm, "text": #"{"jti":"ä"}"#,
      ])
      let token = try #require(made["token"])
      if algorithm == "PS512" {
        let read = try JWS(token, signedBy: key)
        #expect(read.type == "secevent+jwt" && read.payload == Array(#"{"jti":"ä"}"#.utf8))
      } else {
        #expect(throws: JOSEFault.algorithm(algorithm)) { try JWS(token, signedBy: key) }
      }
    }
  }
}
