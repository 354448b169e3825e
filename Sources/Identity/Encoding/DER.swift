// What the small ASN.1 files of a card need of DER (X.690 section 10): sequences, sets, small integers, object
// identifiers. Lengths must be in their shortest form. CMS and X.509 are not read with this.

/// Reads DER on top of `TLV`.
public enum DER {
  public static let boolean: UInt32 = 0x01
  public static let integer: UInt32 = 0x02
  public static let bitString: UInt32 = 0x03
  public static let octetString: UInt32 = 0x04
  public static let objectIdentifier: UInt32 = 0x06
  public static let sequence: UInt32 = 0x30
  public static let set: UInt32 = 0x31

  /// Reads the one element with this tag that `bytes` is or, with `trailing`, begins with.
  public static func element(
    _ tag: UInt32, of bytes: [UInt8], trailing: Bool = false
  ) throws(TLVError) -> TLV {
    let header = try TLV.header(of: bytes[...])
    guard header.tag == tag else { throw .missing(tag) }
    let (object, byteCount) = try TLV.first(of: bytes[...])
    guard object.encoded.count == byteCount else { throw .value }
    guard trailing || byteCount == bytes.count else { throw .trailingBytes }
    return object
  }

  /// The elements of a sequence's or a set's value.
  public static func elements(_ object: TLV) throws(TLVError) -> [TLV] {
    let children = try object.children()
    guard children.reduce(0, { $0 + $1.encoded.count }) == object.value.count else { throw .value }
    return children
  }

  /// A whole number from 0 to 2^31 - 1.
  public static func integer(_ object: TLV) throws(TLVError) -> Int {
    guard object.tag == integer else { throw .missing(integer) }
    let bytes = object.value
    guard let first = bytes.first, first & 0x80 == 0, bytes.count <= 4 else { throw .value }
    if bytes.count > 1, first == 0, bytes[1] & 0x80 == 0 { throw .value }
    return bytes.reduce(0) { $0 << 8 | Int($1) }
  }

  /// The magnitude of a number that is not negative, without leading zeros (zero is one 00).
  public static func magnitude(_ object: TLV) throws(TLVError) -> [UInt8] {
    guard object.tag == integer else { throw .missing(integer) }
    guard let first = object.value.first, first & 0x80 == 0 else { throw .value }
    if object.value.count > 1, first == 0 {
      guard object.value[1] & 0x80 != 0 else { throw .value }
      return Array(object.value.dropFirst())
    }
    return object.value
  }

  public static func objectIdentifier(_ object: TLV) throws(TLVError) -> ObjectIdentifier {
    guard object.tag == objectIdentifier else { throw .missing(objectIdentifier) }
    return try ObjectIdentifier(bytes: object.value)
  }

  public static func boolean(_ object: TLV) throws(TLVError) -> Bool {
    guard object.tag == boolean else { throw .missing(boolean) }
    switch object.value {
    case [0]: return false
    case [0xFF]: return true
    default: throw .value
    }
  }

  /// The bytes of a bit string without unused bits.
  public static func bitString(_ object: TLV) throws(TLVError) -> [UInt8] {
    guard object.tag == bitString else { throw .missing(bitString) }
    guard object.value.first == 0 else { throw .value }
    return Array(object.value.dropFirst())
  }
}
