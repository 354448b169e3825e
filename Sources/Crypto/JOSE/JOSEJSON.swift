// The JSON of a JOSE header or of one JWK: an object with no name twice (RFC 7515 section 4 demands that). It keeps texts,
// lists of texts and whole numbers; what else stands there is read and named, its value is not kept.

enum JOSEMember: Equatable {
  case text(String)
  case texts([String])
  case number(Int)
  /// Something that no JOSE member of ours is.
  case other

  init(_ value: JSONValue) {
    switch value {
    case .text(let text): self = .text(text)
    case .number(let number?): self = .number(number)
    case .list(let list):
      let texts = list.compactMap(\.text)
      self = texts.count == list.count ? .texts(texts) : .other
    case .number(nil), .null, .flag, .members: self = .other
    }
  }
}

enum JOSEJSON {
  /// The longest object in bytes: a JWK of 8192 bits with its certificates is a tenth of it.
  static let limits = JSONValue.Limits(byteCountMax: 65_536, depthMax: 8, valueCountMax: 4_096)

  /// The members of the object that `bytes` are; nil if they are none.
  static func members(_ bytes: [UInt8]) -> [String: JOSEMember]? {
    guard case .members(let members) = JSONValue(bytes, within: limits) else { return nil }
    return members.mapValues(JOSEMember.init)
  }
}
