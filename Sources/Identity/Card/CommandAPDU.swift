// A command to a card as a value, and its bytes in short and in extended form (ISO 7816-3 section 12). What fits into
// which form, chaining and secure messaging are CardLink's business.

/// A command APDU.
public struct CommandAPDU: Equatable, Sendable {
  public let cla: UInt8
  public let ins: UInt8
  public let p1: UInt8
  public let p2: UInt8
  /// 0…65,535 bytes; never a secret, those travel beside the command.
  public let data: [UInt8]
  /// Ne, the most bytes that the answer may have: 1…65,536, 256 is "all" of a short command; nil asks for no data.
  public let expectedLength: Int?

  public init(
    cla: UInt8 = 0, ins: UInt8, p1: UInt8, p2: UInt8, data: [UInt8] = [], expectedLength: Int? = nil
  ) {
    precondition(data.count <= 0xFFFF, "a command carries 65,535 bytes at most")
    precondition(expectedLength.map { (1...65_536).contains($0) } ?? true, "Ne is 1 to 65,536")
    self.cla = cla
    self.ins = ins
    self.p1 = p1
    self.p2 = p2
    self.data = data
    self.expectedLength = expectedLength
  }

  /// The same command with another class byte, data field or Ne.
  func with(cla: UInt8? = nil, data: [UInt8]? = nil, expectedLength: Int?) -> CommandAPDU {
    CommandAPDU(
      cla: cla ?? self.cla, ins: ins, p1: p1, p2: p2, data: data ?? self.data,
      expectedLength: expectedLength)
  }

  /// Whether short length fields are enough.
  public var fitsShort: Bool { data.count <= 255 && (expectedLength ?? 0) <= 256 }

  /// The bytes on the wire, short where that is enough.
  public var encoded: [UInt8] {
    var bytes = [cla, ins, p1, p2]
    if fitsShort {
      if !data.isEmpty { bytes += [UInt8(data.count)] + data }
      // 256 is written as 00.
      if let expectedLength { bytes.append(UInt8(truncatingIfNeeded: expectedLength)) }
      return bytes
    }
    bytes.append(0)
    if !data.isEmpty {
      bytes += [UInt8(data.count >> 8), UInt8(data.count & 0xFF)] + data
    }
    if let expectedLength {
      // 65,536 is written as 0000.
      bytes += [UInt8(truncatingIfNeeded: expectedLength >> 8), UInt8(truncatingIfNeeded: expectedLength)]
    }
    return bytes
  }

  /// The length of `encoded` without making it.
  var encodedByteCount: Int {
    let fields = fitsShort ? 1 : 2
    let lengths = (data.isEmpty ? 0 : fields) + (expectedLength == nil ? 0 : fields)
    return 4 + data.count + lengths + (fitsShort ? 0 : 1)
  }
}

/// An answer APDU: data and status word.
public struct ResponseAPDU: Equatable, Sendable {
  public let data: [UInt8]
  public let status: StatusWord

  public init(data: [UInt8] = [], status: StatusWord) {
    self.data = data
    self.status = status
  }

  /// The longest answer in bytes: 65,536 of data and the status word.
  public static let byteCountMax = 65_538

  /// Reads the bytes of an answer; without a status word they are none.
  public init(_ bytes: [UInt8]) throws(CardError) {
    guard bytes.count >= 2, bytes.count <= Self.byteCountMax else { throw .transport(.malformedAnswer) }
    data = Array(bytes.dropLast(2))
    status = StatusWord(UInt16(bytes[bytes.count - 2]) << 8 | UInt16(bytes[bytes.count - 1]))
  }
}
