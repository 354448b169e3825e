// JSON Web Encryption for one receiver: compact serialisation, RSA-OAEP-256 and A256GCM (RFC 7516, RFC 7518 sections 4.3
// and 5.3), the only pair that FIT-Connect knows. What is encrypted on the station can be opened by its receiver alone.
// Nothing is compressed (`zip` is optional): the length of a compressed form would tell about its answers.

import Secrets

/// One encrypted message.
public enum JWE {
  /// The longest plain text in bytes: an application is a few kilobytes, an attachment a few megabytes.
  public static let byteCountMax = 16 << 20
  static let algorithm = "RSA-OAEP-256"
  static let encryption = "A256GCM"

  /// `plain` for the owner of `key`, as five parts with dots between them.
  ///
  /// - Parameters:
  ///   - contentType: `cty` of the header, such as `application/json`; nil leaves it out.
  ///   - bitCountMin: the shortest modulus in bits that is accepted, never below `JWK.bitCountMin`.
  ///   - chance: gives the content key (32 bytes), the nonce (12) and the seed of the padding (32), in this order.
  public static func encrypt(
    _ plain: Secret, to key: JWK, contentType: String? = nil, bitCountMin: Int = JWK.destinationBitCountMin,
    chance: Chance
  ) throws(JOSEFault) -> String {
    try check(key, bitCountMin: bitCountMin)
    guard plain.count <= byteCountMax else { throw .tooLong(plain.count) }
    let contentKey: Secret
    let nonce: [UInt8]
    let seed: Secret
    do {
      contentKey = try chance(AESGCM.keyByteCount)
      nonce = try chance(AESGCM.nonceByteCount).withSpan { span in span.indices.map { span[$0] } }
      seed = try chance(HashAlgorithm.sha256.byteCount)
    } catch { throw .crypto(error) }
    guard let wrapped = RSAOAEP.encrypt(contentKey, to: key.key, hash: .sha256, seed: seed) else {
      throw .crypto(.library("RSA encryption"))
    }
    let header = Base64URL.encode(Array(header(of: key, contentType: contentType).utf8))
    var text = header
    do {
      let sealed = try AESGCM.seal(plain, key: contentKey, nonce: nonce, authenticated: header)
      for part in [wrapped, nonce, sealed.cipherText, sealed.tag] {
        text.append(UInt8(ascii: "."))
        text += Base64URL.encode(part)
      }
    } catch { throw .crypto(error) }
    return String(decoding: text, as: UTF8.self)
  }

  /// A key that says what it is for must say this; a FIT-Connect destination's says all three.
  private static func check(_ key: JWK, bitCountMin: Int) throws(JOSEFault) {
    let least = max(bitCountMin, JWK.bitCountMin)
    guard key.bitCount >= least else { throw .keyTooShort(bitCount: key.bitCount, bitCountMin: least) }
    guard key.algorithm ?? algorithm == algorithm, key.use ?? "enc" == "enc",
      key.operations ?? ["wrapKey"] == ["wrapKey"] || key.operations == ["encrypt"]
    else { throw .keyUse("encryption with \(algorithm)") }
  }

  private static func header(of key: JWK, contentType: String?) -> String {
    var members = ["\"alg\":\"\(algorithm)\"", "\"enc\":\"\(encryption)\""]
    if let name = key.keyIdentifier { members.append("\"kid\":\(quoted(name))") }
    if let contentType { members.append("\"cty\":\(quoted(contentType))") }
    return "{\(members.joined(separator: ","))}"
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
