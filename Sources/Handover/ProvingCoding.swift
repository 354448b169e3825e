// The bytes of what was proven of a board, as records hold them. Written once, never changed: see docs/journal.md.

extension ByteWriter {
  mutating func put(_ board: BoardAddress) {
    put(UInt16(clamping: board.bus))
    put(UInt16(clamping: board.board))
  }

  mutating func put(_ comparison: ContactComparison) {
    put(comparison.step.rawValue)
    put(comparison.word.rawValue)
    put(comparison.before)
    put(comparison.now)
    put(comparison.isSteady)
  }

  mutating func put(_ values: BoardValues) {
    put(values.dialect.rawValue)
    put(values.pulseForm.rawValue)
    put(UInt8(clamping: values.locks))
    put(values.closedIsOne)
    put(values.inverted)
    put(values.ignored)
    put(values.answersUnlock.rawValue)
    put(values.byteOrder.rawValue)
    put(UInt16(clamping: values.statusTimeout))
  }

  mutating func put(_ proven: ProvenBoard) {
    put(proven.board)
    put(proven.values)
    put(proven.pulseMilliseconds) { $0.put($1) }
    put(UInt16(clamping: proven.answerMilliseconds))
    put(UInt16(clamping: proven.unlocks))
    put(UInt16(clamping: proven.unlocksAnswered))
    put(proven.fragment.words.0)
    put(proven.fragment.words.1)
    put(proven.fragment.words.2)
    put(proven.fragment.words.3)
  }
}

extension ByteReader {
  mutating func boardAddress() throws(RecordCodingError) -> BoardAddress {
    BoardAddress(bus: Int(try uint16()), board: Int(try uint16()))
  }

  mutating func comparison() throws(RecordCodingError) -> ContactComparison {
    ContactComparison(
      step: try raw(ContactComparison.Step.self), word: try raw(ContactComparison.Word.self),
      before: try uint64(), now: try uint64(), isSteady: try bool())
  }

  mutating func boardValues() throws(RecordCodingError) -> BoardValues {
    BoardValues(
      dialect: try raw(BoardDialect.self), pulseForm: try raw(PulseForm.self), locks: Int(try byte()),
      closedIsOne: try bool(), inverted: try uint64(), ignored: try uint64(),
      answersUnlock: try raw(UnlockHabit.self), byteOrder: try raw(TimeByteOrder.self),
      statusTimeout: Int(try uint16()))
  }

  mutating func provenBoard() throws(RecordCodingError) -> ProvenBoard {
    ProvenBoard(
      board: try boardAddress(), values: try boardValues(),
      pulseMilliseconds: try optional { (input: inout ByteReader) throws(RecordCodingError) in
        try input.int()
      }, answerMilliseconds: Int(try uint16()), unlocks: Int(try uint16()),
      unlocksAnswered: Int(try uint16()),
      fragment: Digest256(try uint64(), try uint64(), try uint64(), try uint64()))
  }
}

extension ProvenBoard {
  /// The payload of its record, for the projection.
  public var canonicalBytes: [UInt8] {
    var out = ByteWriter()
    out.put(self)
    return out.bytes
  }

  /// Reads it back; throws when the bytes are not exactly one.
  public init(canonicalBytes: [UInt8]) throws(RecordCodingError) {
    var input = ByteReader(canonicalBytes)
    self = try input.provenBoard()
    guard input.isAtEnd else { throw .trailingBytes }
  }
}
