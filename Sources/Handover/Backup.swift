// A copy of the journal that was made and verified: what the journal says of it. How one is made stands in Journal and
// in `kiosk backup`; here is only that it was.

/// SHA-256 over a record and all before it, as the record of a backup names it: 32 bytes, in four words.
public struct RecordHash: Hashable, Sendable {
  public static let byteCount = 32

  private let words: [UInt64]

  /// Nil unless there are 32 bytes.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == RecordHash.byteCount else { return nil }
    words = stride(from: 0, to: bytes.count, by: 8).map { start in
      bytes[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
    }
  }

  init(words: [UInt64]) {
    precondition(words.count == 4)
    self.words = words
  }

  public var bytes: [UInt8] {
    words.flatMap { word in
      stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) }
    }
  }

  func write(to out: inout ByteWriter) { for word in words { out.put(word) } }
}

/// The last backup that was verified.
public struct BackupMark: Hashable, Sendable {
  /// The last record that is in it.
  public var sequence: Int64
  /// When its verification was reported: milliseconds since 1970 UTC, and the town's civil day.
  public var wall: Int64
  public var day: CivilDay

  public init(sequence: Int64, wall: Int64, day: CivilDay) {
    self.sequence = sequence
    self.wall = wall
    self.day = day
  }
}

extension Decision {
  /// A copy up to the record `sequence` was made, opened and verified.
  public mutating func backupMade(upTo sequence: Int64, hash: RecordHash) throws(Refusal) {
    guard (1...max(1, state.sequence)).contains(sequence), state.sequence > 0 else { throw .invalidAnswer }
    append(.backupMade(sequence: sequence, hash: hash))
  }
}

extension ByteReader {
  mutating func recordHash() throws(RecordCodingError) -> RecordHash {
    RecordHash(words: [try uint64(), try uint64(), try uint64(), try uint64()])
  }
}
