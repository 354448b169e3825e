// The proof of a board as a value: what is found from samples and words, each finding on its own.

import Handover
import Testing

private let board = BoardAddress(bus: 0, board: 0)

/// A board of four locks with its contacts: `bits` is what the wire says.
private struct Trial {
  var proof: BoardProof
  var bits: UInt64
  var answers = true

  init(closedIsOne: Bool = true, rest: UInt64 = 0b1111, ignored: UInt64 = 0, compartments: Int = 4) {
    let values = BoardValues(
      dialect: .kerong, pulseForm: .own, locks: 4, closedIsOne: closedIsOne, inverted: 0, ignored: ignored,
      answersUnlock: .maybe, byteOrder: .unconfirmed, statusTimeout: 100)
    proof = BoardProof(
      board: board, configured: values,
      locks: (0..<4).filter { ignored >> UInt64($0) & 1 == 0 }.map {
        .init(lock: $0, compartment: $0 < compartments ? $0 + 1 : nil)
      })
    bits = rest
    read(BoardProof.readsWanted)
  }

  mutating func read(_ count: Int = 2) {
    for _ in 0..<count { proof.take(BoardSample(.status, .contacts(bits), milliseconds: 9)) }
  }

  /// Opens a lock; `moving`: the bits that change.
  mutating func open(_ lock: Int, moving: UInt64? = nil) -> BoardProof.Comparison {
    guard proof.begin(lock) != nil else { return .wait }
    proof.take(
      BoardSample(.unlock(lock: lock), answers ? .contacts(bits) : .silent, milliseconds: answers ? 20 : nil))
    bits ^= moving ?? 1 << UInt64(lock)
    proof.mark()
    read()
    return proof.compareOpen(others: 0)
  }

  mutating func close(_ lock: Int, moving: UInt64? = nil) -> BoardProof.Comparison {
    bits ^= moving ?? 1 << UInt64(lock)
    proof.mark()
    read()
    return proof.compareClosed(others: 0)
  }

  mutating func proveAll() {
    for lock in 0..<4 {
      #expect(open(lock) == .asWanted)
      #expect(close(lock) == .asWanted)
    }
  }

  var names: [String] { proof.findings.map { "\($0.finding.name) \($0.lock.map(String.init) ?? "-")" } }
}

@Suite struct BoardProofTests {
  @Test func aCleanBoard() {
    var trial = Trial()
    #expect(trial.proof.boardFinding == nil && !trial.proof.isComplete)
    trial.proveAll()
    #expect(trial.proof.isComplete && trial.names == [])
    let values = trial.proof.values
    #expect(values.closedIsOne && values.inverted == 0 && values.answersUnlock == .always)
    #expect(values.statusTimeout == 60)
  }

  @Test func anInvertedBoard() {
    var trial = Trial(rest: 0)
    trial.proveAll()
    #expect(trial.names == ["inverted 0", "inverted 1", "inverted 2", "inverted 3"])
    #expect(trial.proof.values.closedIsOne == false && trial.proof.values.inverted == 0)
  }

  @Test func oneInvertedLock() {
    var trial = Trial(rest: 0b1011)
    trial.proveAll()
    #expect(trial.names == ["inverted 2"])
    #expect(trial.proof.values.closedIsOne && trial.proof.values.inverted == 0b0100)
  }

  @Test func aBoardThatNeverAnswersAnUnlock() {
    var trial = Trial()
    trial.answers = false
    trial.proveAll()
    #expect(trial.names == ["never-answers-unlock -"])
    #expect(trial.proof.values.answersUnlock == .never && trial.proof.isComplete)
  }

  @Test func twoUnlocksAreNoHabit() {
    var trial = Trial()
    for lock in 0..<2 { _ = (trial.open(lock), trial.close(lock)) }
    #expect(trial.proof.habit == .maybe)
  }

  @Test func aStuckContact() {
    var trial = Trial()
    #expect(trial.open(0, moving: 0) == .finding(.stuckContact))
    trial.proof.end(0, .failed(.stuckContact))
    #expect(trial.names == ["stuck-contact 0"] && !trial.proof.isComplete)
    #expect(trial.open(1) == .asWanted)
    #expect(trial.close(1, moving: 0) == .finding(.notClosing))
  }

  @Test func anotherLocksBit() {
    var trial = Trial()
    #expect(trial.open(0, moving: 0b0100) == .finding(.wiredElsewhere))
    #expect(trial.proof.moved(others: 0) == [2])
    trial.proof.end(0, .failed(.wiredElsewhere))
    #expect(trial.open(1, moving: 0b0011) == .finding(.twoContacts))
  }

  /// A citizen's door on the same board moves meanwhile: its bit is not this lock's.
  @Test func anotherOperationsBitSaysNothing() {
    var trial = Trial()
    _ = trial.proof.begin(0)
    trial.bits = 0b1010
    trial.proof.mark()
    trial.read()
    #expect(trial.proof.compareOpen(others: 0) == .finding(.twoContacts))
    #expect(trial.proof.compareOpen(others: 0b0100) == .asWanted)
  }

  @Test func i7WhatIsNotSteadySaysNothing() {
    var trial = Trial()
    _ = trial.proof.begin(0)
    trial.proof.mark()
    #expect(trial.proof.compareOpen(others: 0) == .wait)
    trial.proof.take(BoardSample(.status, .contacts(0b1110)))
    #expect(trial.proof.compareOpen(others: 0) == .wait)
    trial.proof.take(BoardSample(.status, .silent))
    #expect(trial.proof.steady == nil)
    trial.proof.take(BoardSample(.status, .contacts(0b1110)))
    #expect(trial.proof.compareOpen(others: 0) == .wait)
    trial.proof.take(BoardSample(.status, .contacts(0b1110)))
    #expect(trial.proof.compareOpen(others: 0) == .asWanted)
  }

  @Test func twoBoardsAtOneAddress() {
    var trial = Trial()
    trial.proof.take(BoardSample(.status, .twoAnswers))
    #expect(trial.proof.boardFinding == nil)
    trial.proof.take(BoardSample(.status, .strange))
    trial.proof.take(BoardSample(.status, .strange))
    #expect(trial.proof.boardFinding == .duplicateAddress)
    trial.read()
    trial.proveAll()
    #expect(!trial.proof.isComplete)
  }

  @Test func aBadLineAndASilentBoard() {
    var trial = Trial()
    for _ in 0..<8 { trial.proof.take(BoardSample(.status, .strange)) }
    #expect(trial.proof.boardFinding == .badAnswers)
    var silent = BoardProof(board: board, configured: trial.proof.configured, locks: [])
    for _ in 0..<16 { silent.take(BoardSample(.status, .silent)) }
    #expect(silent.boardFinding == .silent)
  }

  /// The order is confirmed only when the other reading of the bytes can be no unlock time.
  @Test(
    arguments: [
      (500, 128_000, TimeByteOrder.highFirst, 500), (128_000, 500, .lowFirst, 500),
      (2580, 5130, .unconfirmed, nil),
      (2570, 2570, .unconfirmed, 2570), (0, 0, .unconfirmed, nil), (70_000, 90_000, .unconfirmed, nil),
    ] as [(Int, Int, TimeByteOrder, Int?)])
  func theByteOrder(_ highFirst: Int, _ lowFirst: Int, _ order: TimeByteOrder, _ time: Int?) {
    var trial = Trial()
    trial.proof.takeTime(highFirst: highFirst, lowFirst: lowFirst)
    #expect(trial.proof.byteOrder == order && trial.proof.pulseMilliseconds == time)
    #expect(trial.proof.values.byteOrder == order)
    #expect(trial.names.contains("order-unconfirmed -") == (order == .unconfirmed))
  }

  @Test func nothingWiredIsIgnoredAndSoIsWhatNoCompartmentUses() {
    var trial = Trial(compartments: 3)
    for lock in 0..<2 { _ = (trial.open(lock), trial.close(lock)) }
    trial.proof.end(2, .unwired)
    #expect(trial.proof.isComplete)
    #expect(trial.names == ["not-wired 2"])
    #expect(trial.proof.values.ignored == 0b1100)
  }

  @Test func aLockLeftOutLeavesTheBoardUnproven() {
    var trial = Trial()
    for lock in 0..<3 { _ = (trial.open(lock), trial.close(lock)) }
    #expect(trial.proof.next?.lock == 3)
    trial.proof.end(3, .left)
    #expect(!trial.proof.isComplete && trial.proof.next == nil)
  }

  @Test("Status groups in the opposite order: the mirrored bit, and that alone") func swappedGroups() {
    let values = BoardValues(
      dialect: .xor, pulseForm: .own, locks: 12, closedIsOne: true, inverted: 0, ignored: 0,
      answersUnlock: .maybe, byteOrder: .unconfirmed, statusTimeout: 100)
    func compare(_ lock: Int, moving: UInt64) -> BoardProof.Comparison {
      var proof = BoardProof(
        board: board, configured: values, locks: [.init(lock: lock, compartment: 1)], statusGroups: 3)
      var bits: UInt64 = 0xFFF
      for _ in 0..<BoardProof.readsWanted { proof.take(BoardSample(.status, .contacts(bits))) }
      _ = proof.begin(lock)
      bits ^= moving
      proof.mark()
      for _ in 0..<2 { proof.take(BoardSample(.status, .contacts(bits))) }
      return proof.compareOpen(others: 0)
    }
    // Lock 0 is bit 16 then, although a board of 12 locks has no lock there.
    #expect(compare(0, moving: 1 << 16) == .finding(.swappedGroups))
    #expect(compare(3, moving: 1 << 19) == .finding(.swappedGroups))
    // The middle group stays where it is, and another bit is another cable.
    #expect(compare(9, moving: 1 << 9) == .asWanted)
    #expect(compare(0, moving: 1 << 1) == .finding(.wiredElsewhere))
    #expect(compare(0, moving: 1 << 16 | 1 << 2) != .finding(.swappedGroups))
  }
}
