// The canonical bytes of a record: what the hash chain covers, byte for byte, for ever. The layout stands in
// docs/journal.md. All numbers are big-endian and of fixed width; there is one way only to write a record.

extension Record {
  /// The version of the layout; another layout gets another number and both stay readable.
  public static let layoutVersion: UInt8 = 1
  /// No record is longer than this.
  public static let canonicalBytesMax = 4096

  public var canonicalBytes: [UInt8] {
    var out = ByteWriter()
    out.put(Record.layoutVersion)
    out.put(event.code)
    out.put(sequence)
    out.put(time)
    out.put(actor.role.rawValue)
    out.put(actor.user) { $0.put($1) }
    event.write(to: &out)
    return out.bytes
  }

  /// Reads a record back. Throws when the bytes are not exactly one canonical record.
  public init(canonicalBytes: [UInt8]) throws(RecordCodingError) {
    var input = ByteReader(canonicalBytes)
    let version = try input.byte()
    guard version == Record.layoutVersion else { throw .newerLayout(version) }
    let code = try input.byte()
    sequence = try input.int64()
    time = try input.moment()
    let role = try input.raw(Actor.Role.self)
    let user = try input.optional { (input: inout ByteReader) throws(RecordCodingError) in try input.uint32()
    }
    actor = Actor(role: role, user: user)
    event = try Event(code: code, from: &input)
    guard input.isAtEnd else { throw .trailingBytes }
  }
}

/// Why bytes are not a record.
public enum RecordCodingError: Error, Equatable, Sendable {
  case truncated
  case trailingBytes
  case newerLayout(UInt8)
  case unknownKind(UInt8)
  case invalidValue
}

/// Writes fixed-width big-endian values.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  init() { bytes.reserveCapacity(96) }

  mutating func put(_ value: UInt8) { bytes.append(value) }
  mutating func put(_ value: Bool) { bytes.append(value ? 1 : 0) }
  mutating func put(_ value: UInt16) { putInteger(value) }
  mutating func put(_ value: UInt32) { putInteger(value) }
  mutating func put(_ value: UInt64) { putInteger(value) }
  mutating func put(_ value: Int64) { putInteger(value) }
  /// Counts, epochs, compartment and order numbers: 32 bits, signed.
  mutating func put(_ value: Int) { putInteger(Int32(clamping: value)) }

  private mutating func putInteger<Value: FixedWidthInteger>(_ value: Value) {
    var shift = Value.bitWidth
    while shift > 0 {
      shift -= 8
      bytes.append(UInt8(truncatingIfNeeded: value >> Value(shift)))
    }
  }

  mutating func put(_ text: String) {
    let utf8 = Array(text.utf8.prefix(Int(UInt16.max)))
    put(UInt16(utf8.count))
    bytes.append(contentsOf: utf8)
  }

  mutating func put(_ day: CivilDay) { put(day.number) }

  mutating func put(_ moment: Moment) {
    put(moment.wall)
    put(moment.monotonic)
    put(moment.boot)
    put(moment.day)
  }

  mutating func put(_ lock: LockAddress) {
    put(UInt16(clamping: lock.bus))
    put(UInt16(clamping: lock.board))
    put(UInt16(clamping: lock.lock))
  }

  mutating func put(_ ref: OperationRef) {
    put(ref.operation.number)
    put(UInt8(clamping: ref.attempt))
    put(ref.compartment)
    put(ref.lock)
    put(ref.epoch)
  }

  mutating func put<Value>(_ value: Value?, _ body: (inout ByteWriter, Value) -> Void) {
    put(value != nil)
    if let value { body(&self, value) }
  }

  mutating func put<Value>(list: [Value], _ body: (inout ByteWriter, Value) -> Void) {
    put(UInt16(clamping: list.count))
    for value in list { body(&self, value) }
  }
}

/// Reads what `ByteWriter` wrote, and nothing else.
struct ByteReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func byte() throws(RecordCodingError) -> UInt8 {
    guard position < bytes.count else { throw .truncated }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func bool() throws(RecordCodingError) -> Bool {
    switch try byte() {
    case 0: return false
    case 1: return true
    default: throw .invalidValue
    }
  }

  private mutating func integer<Value: FixedWidthInteger>(_: Value.Type) throws(RecordCodingError) -> Value {
    guard bytes.count - position >= Value.bitWidth / 8 else { throw .truncated }
    var value: Value = 0
    for _ in 0..<Value.bitWidth / 8 {
      value = (value << 8) | Value(truncatingIfNeeded: bytes[position])
      position += 1
    }
    return value
  }

  mutating func uint16() throws(RecordCodingError) -> UInt16 { try integer(UInt16.self) }
  mutating func uint32() throws(RecordCodingError) -> UInt32 { try integer(UInt32.self) }
  mutating func uint64() throws(RecordCodingError) -> UInt64 { try integer(UInt64.self) }
  mutating func int64() throws(RecordCodingError) -> Int64 { try integer(Int64.self) }
  mutating func int() throws(RecordCodingError) -> Int { Int(try integer(Int32.self)) }
  mutating func day() throws(RecordCodingError) -> CivilDay { CivilDay(number: try int()) }
  mutating func order() throws(RecordCodingError) -> OrderID { OrderID(try uint64()) }
  mutating func operation() throws(RecordCodingError) -> OperationID { OperationID(try int64()) }

  mutating func raw<Value: RawRepresentable>(_: Value.Type) throws(RecordCodingError) -> Value
  where Value.RawValue == UInt8 {
    guard let value = Value(rawValue: try byte()) else { throw .invalidValue }
    return value
  }

  mutating func string() throws(RecordCodingError) -> String {
    let count = Int(try uint16())
    guard bytes.count - position >= count else { throw .truncated }
    let slice = bytes[position..<position + count]
    guard let text = String(validating: slice, as: UTF8.self) else { throw .invalidValue }
    position += count
    return text
  }

  mutating func moment() throws(RecordCodingError) -> Moment {
    Moment(wall: try int64(), monotonic: try int64(), boot: try uint64(), day: try day())
  }

  mutating func lock() throws(RecordCodingError) -> LockAddress {
    LockAddress(bus: Int(try uint16()), board: Int(try uint16()), lock: Int(try uint16()))
  }

  mutating func ref() throws(RecordCodingError) -> OperationRef {
    OperationRef(
      operation: try operation(), attempt: Int(try byte()), compartment: try int(), lock: try lock(),
      epoch: try int())
  }

  mutating func optional<Value>(
    _ body: (inout ByteReader) throws(RecordCodingError) -> Value
  ) throws(RecordCodingError) -> Value? {
    try bool() ? try body(&self) : nil
  }

  mutating func list<Value>(
    _ body: (inout ByteReader) throws(RecordCodingError) -> Value
  ) throws(RecordCodingError) -> [Value] {
    let count = Int(try uint16())
    var values: [Value] = []
    for _ in 0..<count { values.append(try body(&self)) }
    return values
  }
}
