// A fresh RSA pair as two JSON Web Keys, for an office that has no key management of its own: the public one for the
// station, the private one for whoever opens applications. The product itself never reads a private key.

import CCrypto
import Secrets

public struct JWKPair: Sendable {
  /// `key_ops` wrapKey: what the station encrypts for.
  public let publicKey: String
  /// `key_ops` unwrapKey: for the receiver alone.
  public let privateKey: Secret

  /// Makes a pair with `JWK.destinationBitCountMin` bits; this takes some seconds. Chance is libcrypto's own here: primes
  /// are looked for inside it.
  public init() throws(CryptoError) {
    let context = unsafe EVP_PKEY_CTX_new_from_name(nil, "RSA", nil)
    defer { unsafe EVP_PKEY_CTX_free(context) }
    var made: OpaquePointer?
    let bits = Int32(JWK.destinationBitCountMin)
    guard unsafe EVP_PKEY_keygen_init(context) == 1,
      unsafe EVP_PKEY_CTX_set_rsa_keygen_bits(context, bits) == 1,
      unsafe EVP_PKEY_generate(context, &made) == 1, let key = unsafe made
    else { throw .library("a new RSA key") }
    defer { unsafe EVP_PKEY_free(key) }
    func number(_ name: String) throws(CryptoError) -> Secret {
      var number: OpaquePointer?
      guard unsafe EVP_PKEY_get_bn_param(key, name, &number) == 1, let number = unsafe number else {
        throw .library("a number of an RSA key")
      }
      defer { unsafe BN_clear_free(number) }
      let count = unsafe Int(BN_num_bits(number) + 7) / 8
      return unsafe Secret(count: count) { _ = unsafe BN_bn2bin(number, $0.baseAddress!) }
    }
    func text(_ secret: Secret) -> String {
      Base64URL.encodeText(secret.withSpan { span in span.indices.map { span[$0] } })
    }
    let n = text(try number("n"))
    let e = text(try number("e"))
    // RFC 7638: the hash of the required members in their order names the key.
    let thumbprint = Base64URL.encodeText(
      HashAlgorithm.sha256.digest(of: Array(#"{"e":"\#(e)","kty":"RSA","n":"\#(n)"}"#.utf8)))
    let head = #"{"kty":"RSA","alg":"RSA-OAEP-256","kid":"\#(thumbprint)""#
    publicKey = head + #","key_ops":["wrapKey"],"n":"\#(n)","e":"\#(e)"}"#
    var secret = head + #","key_ops":["unwrapKey"],"n":"\#(n)","e":"\#(e)""#
    // libcrypto's names for d, p, q, dp, dq and qi.
    for (member, name) in [
      ("d", "d"), ("p", "rsa-factor1"), ("q", "rsa-factor2"), ("dp", "rsa-exponent1"),
      ("dq", "rsa-exponent2"), ("qi", "rsa-coefficient1"),
    ] {
      secret += #","\#(member)":"\#(text(try number(name)))""#
    }
    privateKey = Secret((secret + "}").utf8)
  }
}
