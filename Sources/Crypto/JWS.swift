// JSON Web Signatures in compact serialisation, PS512 alone (RFC 7515, RFC 7518 section 3.5), as FIT-Connect signs its
// security event tokens. It proves who signed what; what an event means, and whether it is the one waited for, is not
// judged here.

/// A message whose signature was right.
public struct JWS: Equatable, Sendable {
  /// The longest message in bytes.
  public static let byteCountMax = 1 << 20

  /// `typ` of the header, such as `secevent+jwt`; nil without.
  public let type: String?
  /// `kid` of the header; nil without.
  public let keyIdentifier: String?
  /// What was signed.
  public let payload: [UInt8]

  /// Checks `text` with `key` and believes nothing before: neither the algorithm nor the key comes from the message.
  public init(_ text: String, signedBy key: JWK) throws(JOSEFault) {
    try self.init(text, signedBy: key, hash: .sha512)
  }

  /// The name of the key that a message says it was signed with, to look that key up; not to be believed.
  public static func claimedKeyIdentifier(of text: String) -> String? {
    guard text.utf8.count <= byteCountMax,
      let header = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).first,
      let bytes = Base64URL.decode(header), case .text(let name) = JOSEJSON.members(bytes)?["kid"]
    else { return nil }
    return name
  }

  /// What a message says before its signature is checked, to look up whose key it needs; not to be believed.
  public static func unverifiedPayload(of text: String) -> [UInt8]? {
    guard text.utf8.count <= byteCountMax else { return nil }
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 3 ? Base64URL.decode(parts[1]) : nil
  }

  init(_ text: String, signedBy key: JWK, hash: HashAlgorithm) throws(JOSEFault) {
    let name = "PS\(hash.byteCount * 8)"
    guard text.utf8.count <= Self.byteCountMax else { throw .tooLong(text.utf8.count) }
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3 else { throw .malformed("it has not three parts") }
    guard let header = Base64URL.decode(parts[0]), let payload = Base64URL.decode(parts[1]),
      let signature = Base64URL.decode(parts[2])
    else { throw .malformed("a part is not Base64url") }
    guard let members = JOSEJSON.members(header) else { throw .malformed("its header is no JSON object") }
    guard case .text(let algorithm) = members["alg"] else { throw .algorithm("none") }
    guard algorithm == name else { throw .algorithm(algorithm) }
    // An extension that must be understood, and is not (RFC 7515 section 4.1.11).
    guard members["crit"] == nil else { throw .malformed("its header has crit") }
    guard key.algorithm ?? name == name, key.use ?? "sig" == "sig",
      key.operations.map({ $0.contains("verify") }) ?? true
    else { throw .keyUse("checking signatures with \(name)") }
    var named: String?
    if case .text(let claimed) = members["kid"] {
      guard key.keyIdentifier ?? claimed == claimed else { throw .otherKey(claimed) }
      named = claimed
    }
    let signed = Array(parts[0]) + [UInt8(ascii: ".")] + Array(parts[1])
    do {
      try key.key.check(
        signature, over: signed[...], .rsaPSS(hash, mask: hash, saltByteCount: hash.byteCount))
    } catch { throw .signature }
    var type: String?
    if case .text(let text) = members["typ"] { type = text }
    self.type = type
    keyIdentifier = named
    self.payload = payload
  }
}
