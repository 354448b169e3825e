// BER-TLV data objects as cards send them (ISO 7816-4 section 5.2.2): tag, length, value, with every length checked
// against what is really there. It knows no tag's meaning, and DER's own rules stand in DER.swift.

/// Why bytes are not the data objects that they should be.
public enum TLVError: Error, Equatable, Sendable {
  /// The bytes end inside a tag, a length or a value.
  case truncated
  /// A tag of more than three bytes, or one written longer than needed.
  case tagTooLong
  /// The indefinite length of BER, which ISO 7816-4 does not allow.
  case indefiniteLength
  /// A length of more than four bytes, or a value beyond `tlvValueByteCountMax`.
  case lengthTooLong
  /// More data objects in one value than `tlvSiblingCountMax`.
  case tooMany
  /// Bytes behind the data object.
  case trailingBytes
  /// A data object that must be there is not, or another stands in its place.
  case missing(UInt32)
  /// The same data object twice where it may stand once.
  case duplicate(UInt32)
  /// A value that its type does not allow: an integer, an object identifier, a length written longer than needed.
  case value
}

extension TLVError: CustomStringConvertible {
  /// For a technician: which rule of the encoding is broken.
  public var description: String {
    switch self {
    case .truncated: "the bytes end inside an object"
    case .tagTooLong: "a tag that is too long"
    case .indefiniteLength: "an indefinite length"
    case .lengthTooLong: "a length that is too long"
    case .tooMany: "too many objects"
    case .trailingBytes: "bytes behind the object"
    case .missing(let tag): "object \(Self.hex(tag)) is missing"
    case .duplicate(let tag): "object \(Self.hex(tag)) stands there twice"
    case .value: "a value that its type does not allow"
    }
  }

  private static func hex(_ tag: UInt32) -> String {
    let digits = String(tag, radix: 16, uppercase: true)
    return digits.count % 2 == 0 ? digits : "0" + digits
  }
}

/// The longest value in bytes that is read: the largest file of a card.
public let tlvValueByteCountMax = 65_536
/// The most data objects side by side in one value.
public let tlvSiblingCountMax = 256

/// A data object: its tag as the bytes that stand there (0x7F49 for the bytes 7F 49) and its value.
public struct TLV: Equatable, Sendable {
  /// One to three bytes as they stand.
  public let tag: UInt32
  public let value: [UInt8]

  public init(_ tag: UInt32, _ value: [UInt8]) {
    precondition(tag > 0 && tag <= 0xFF_FFFF, "a tag has one to three bytes")
    self.tag = tag
    self.value = value
  }

  /// A constructed data object.
  public init(_ tag: UInt32, _ children: [TLV]) {
    self.init(tag, children.flatMap(\.encoded))
  }

  /// Whether the value consists of data objects.
  public var isConstructed: Bool {
    let first = tag > 0xFFFF ? tag >> 16 : tag > 0xFF ? tag >> 8 : tag
    return first & 0x20 != 0
  }

  /// The bytes: tag, shortest length, value.
  public var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(value.count + 8)
    if tag > 0xFFFF { bytes.append(UInt8(truncatingIfNeeded: tag >> 16)) }
    if tag > 0xFF { bytes.append(UInt8(truncatingIfNeeded: tag >> 8)) }
    bytes.append(UInt8(truncatingIfNeeded: tag))
    TLV.append(length: value.count, to: &bytes)
    return bytes + value
  }

  /// Appends a length in its shortest form.
  static func append(length: Int, to bytes: inout [UInt8]) {
    switch length {
    case 0..<0x80: bytes.append(UInt8(length))
    case 0x80...0xFF: bytes += [0x81, UInt8(length)]
    case 0x100...0xFFFF: bytes += [0x82, UInt8(length >> 8), UInt8(length & 0xFF)]
    default:
      bytes += [0x83, UInt8(length >> 16 & 0xFF), UInt8(length >> 8 & 0xFF), UInt8(length & 0xFF)]
    }
  }
}

extension TLV {
  /// Tag and length of a data object, and how many bytes they take.
  struct Header: Equatable {
    let tag: UInt32
    let headerByteCount: Int
    let valueByteCount: Int
    var byteCount: Int { headerByteCount + valueByteCount }
  }

  /// Reads the head of the data object that begins at `bytes`; the value need not be there yet.
  static func header(of bytes: ArraySlice<UInt8>) throws(TLVError) -> Header {
    var index = bytes.startIndex
    func next() throws(TLVError) -> UInt8 {
      guard index < bytes.endIndex else { throw .truncated }
      defer { index += 1 }
      return bytes[index]
    }
    let first = try next()
    var tag = UInt32(first)
    if first & 0x1F == 0x1F {
      let second = try next()
      guard second != 0x80 else { throw .tagTooLong }
      tag = tag << 8 | UInt32(second)
      if second & 0x80 != 0 {
        let third = try next()
        guard third & 0x80 == 0 else { throw .tagTooLong }
        tag = tag << 8 | UInt32(third)
      }
    }
    // Tag 00 does not exist; it is what an empty file or padding looks like.
    guard tag != 0 else { throw .missing(0) }
    let lead = try next()
    var length = Int(lead)
    if lead == 0x80 { throw .indefiniteLength }
    if lead > 0x80 {
      guard lead <= 0x84 else { throw .lengthTooLong }
      length = 0
      for _ in 0x80..<lead { length = length << 8 | Int(try next()) }
    }
    guard length <= tlvValueByteCountMax else { throw .lengthTooLong }
    return Header(tag: tag, headerByteCount: index - bytes.startIndex, valueByteCount: length)
  }

  /// Reads the data object at the beginning of `bytes`, and says how many bytes it took; others may follow.
  public static func first(of bytes: ArraySlice<UInt8>) throws(TLVError) -> (object: TLV, byteCount: Int) {
    let header = try header(of: bytes)
    guard header.byteCount <= bytes.count else { throw .truncated }
    let start = bytes.startIndex + header.headerByteCount
    return (TLV(header.tag, Array(bytes[start..<start + header.valueByteCount])), header.byteCount)
  }

  /// Reads exactly one data object.
  public static func parse(_ bytes: [UInt8]) throws(TLVError) -> TLV {
    let (object, byteCount) = try first(of: bytes[...])
    guard byteCount == bytes.count else { throw .trailingBytes }
    return object
  }

  /// Reads exactly one data object with this tag.
  public static func parse(_ bytes: [UInt8], tag: UInt32) throws(TLVError) -> TLV {
    let object = try parse(bytes)
    guard object.tag == tag else { throw .missing(tag) }
    return object
  }

  /// Reads the data objects of which `bytes` consists.
  public static func parseAll(_ bytes: [UInt8]) throws(TLVError) -> [TLV] {
    var objects: [TLV] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      guard objects.count < tlvSiblingCountMax else { throw .tooMany }
      let (object, byteCount) = try first(of: rest)
      objects.append(object)
      rest = rest.dropFirst(byteCount)
    }
    return objects
  }

  /// The data objects of the value; only constructed ones have any.
  public func children() throws(TLVError) -> [TLV] {
    guard isConstructed else { throw .value }
    return try TLV.parseAll(value)
  }
}

extension [TLV] {
  /// The one data object with this tag; nil if it is missing, an error if it is there twice.
  public func only(_ tag: UInt32) throws(TLVError) -> TLV? {
    var found: TLV?
    for object in self where object.tag == tag {
      guard found == nil else { throw .duplicate(tag) }
      found = object
    }
    return found
  }

  /// The one data object with this tag.
  public func require(_ tag: UInt32) throws(TLVError) -> TLV {
    guard let object = try only(tag) else { throw .missing(tag) }
    return object
  }
}
