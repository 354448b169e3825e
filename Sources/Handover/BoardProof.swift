// The proof of one board as a value: samples of its raw bits and the technician's words go in, findings and values come
// out. It opens nothing and waits for nothing; who may open which door is decided in DecideProving.swift.

/// What one exchange with a board on trial brought.
public struct BoardSample: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case status
    case unlock(lock: Int)
    case service
  }

  public enum Verdict: Hashable, Sendable {
    /// A status: raw contact bits, lock 0 in bit 0.
    case contacts(UInt64)
    /// Another valid answer of this board.
    case acknowledged
    /// The board answered that it did not act.
    case refused
    /// A second answer of this address in one window, and none was owed.
    case twoAnswers
    /// Bytes that are no answer of this board: a wrong check sum, a wrong address, mixed bytes.
    case strange
    case silent
  }

  public var kind: Kind
  public var verdict: Verdict
  /// From the end of the request to the end of the answer, in ms, rounded up; nil without an answer.
  public var milliseconds: Int?

  public init(_ kind: Kind, _ verdict: Verdict, milliseconds: Int? = nil) {
    self.kind = kind
    self.verdict = verdict
    self.milliseconds = milliseconds
  }
}

public struct BoardProof: Equatable, Sendable {
  /// So many status requests are judged before the first door.
  public static let readsWanted = 16
  /// So many samples alike, one after another, are a steady reading.
  public static let steadyWanted = 2
  /// With fewer unlocks than this nothing is said of the board's habit.
  public static let unlocksForHabit = 3
  /// An unlock time outside this range is no unlock time, in ms (set range of command 37; 0 would not open).
  public static let pulseRange = 10...60_000
  static let statusTimeoutRange = 60...150

  public enum Standing: Hashable, Sendable {
    case waiting
    case proven(closedIsOne: Bool)
    case failed(ProofFinding)
    /// Nothing is wired to it: to be ignored.
    case unwired
    /// Left out: it holds a set, is in service, or the technician left it.
    case left
  }

  public struct Lock: Hashable, Sendable {
    public var lock: Int
    /// Nil: no compartment uses it, so nobody can say what opens.
    public var compartment: CompartmentNumber?
    public var standing: Standing

    public init(lock: Int, compartment: CompartmentNumber?, standing: Standing = .waiting) {
      self.lock = lock
      self.compartment = compartment
      self.standing = standing
    }
  }

  /// What became of a comparison.
  public enum Comparison: Hashable, Sendable {
    /// The bits are not steady yet, or have not moved: wait a little longer.
    case wait
    case asWanted
    case finding(ProofFinding)
  }

  struct Trial: Hashable, Sendable {
    var lock: Int
    var rest: UInt64
    var open: UInt64?
  }

  public let board: BoardAddress
  public let configured: BoardValues
  /// Groups of eight contacts in a status, where the order of the groups is in question; nil: it is fixed.
  let statusGroups: Int?
  public private(set) var locks: [Lock]
  public private(set) var reads = 0
  public private(set) var twoAnswers = 0
  public private(set) var strange = 0
  public private(set) var silent = 0
  public private(set) var answerMilliseconds = 0
  public private(set) var unlocks = 0
  public private(set) var unlocksAnswered = 0
  public private(set) var unlockAnswerMilliseconds: Int?
  public private(set) var pulseMilliseconds: Int?
  public private(set) var byteOrder: TimeByteOrder
  /// The board tells its unlock time.
  public private(set) var tellsTime = false
  private var last: UInt64?
  private var run = 0
  private(set) var trial: Trial?

  /// `locks`: all locks of the board that are not configured as ignored.
  public init(
    board: BoardAddress, configured: BoardValues, locks: [Lock], statusGroups: Int? = nil
  ) {
    self.board = board
    self.configured = configured
    self.statusGroups = statusGroups
    self.locks = locks
    byteOrder = configured.byteOrder
  }

  // MARK: Samples

  public mutating func take(_ sample: BoardSample) {
    switch sample.kind {
    case .status: takeStatus(sample)
    case .unlock:
      unlocks += 1
      guard sample.verdict != .silent, sample.verdict != .strange else { return }
      unlocksAnswered += 1
      if let time = sample.milliseconds {
        unlockAnswerMilliseconds = max(unlockAnswerMilliseconds ?? 0, time)
      }
      if sample.verdict == .twoAnswers { twoAnswers += 1 }
    case .service: if sample.verdict == .twoAnswers { twoAnswers += 1 }
    }
  }

  private mutating func takeStatus(_ sample: BoardSample) {
    reads += 1
    switch sample.verdict {
    case .contacts(let bits):
      answerMilliseconds = max(answerMilliseconds, sample.milliseconds ?? 0)
      run = bits == last ? run + 1 : 1
      last = bits
      return
    case .acknowledged, .refused, .strange: strange += 1
    case .twoAnswers: twoAnswers += 1
    case .silent: silent += 1
    }
    run = 0
    last = nil
  }

  /// The bits, when they were read alike twice since `mark`.
  public var steady: UInt64? { run >= Self.steadyWanted ? last : nil }

  /// What was read until now does not count for the next comparison.
  public mutating func mark() { run = 0 }

  // MARK: The board itself

  /// What the first reads say of the board; nil: it can be gone on with. Two frames in one window, or mixed bytes
  /// beside them, are two boards at one address; mixed bytes alone may be a bad line.
  public var boardFinding: ProofFinding? {
    if twoAnswers >= 2 || (twoAnswers >= 1 && strange >= 2) { return .duplicateAddress }
    if reads > 0, silent == reads { return .silent }
    if (strange + silent + twoAnswers) * 4 > reads { return .badAnswers }
    return nil
  }

  /// The unlock time as the board tells it, read in both orders, in ms. The order is confirmed when only one of them
  /// can be an unlock time.
  public mutating func takeTime(highFirst: Int, lowFirst: Int) {
    tellsTime = true
    let isHigh = Self.pulseRange.contains(highFirst)
    let isLow = Self.pulseRange.contains(lowFirst)
    switch (isHigh, isLow) {
    case (true, false): byteOrder = .highFirst
    case (false, true): byteOrder = .lowFirst
    // Both could be: only what was proven before is left. The same bytes twice say the time, but not the order.
    case (true, true), (false, false): if highFirst != lowFirst || !isHigh { byteOrder = .unconfirmed }
    }
    switch byteOrder {
    case .highFirst: pulseMilliseconds = highFirst
    case .lowFirst: pulseMilliseconds = lowFirst
    case .unconfirmed: pulseMilliseconds = highFirst == lowFirst && isHigh ? highFirst : nil
    }
  }

  /// The time was set, and read back as it was set.
  public mutating func keptTime(_ milliseconds: Int?) { pulseMilliseconds = milliseconds }

  /// The time was set and read back as something else.
  public mutating func timeNotKept() { byteOrder = .unconfirmed }

  // MARK: Lock by lock

  public func lock(of compartment: CompartmentNumber) -> Lock? {
    locks.first { $0.compartment == compartment }
  }

  /// Begins with a lock; gives the bits at rest, nil while they are not steady.
  public mutating func begin(_ lock: Int) -> UInt64? {
    guard let rest = steady else { return nil }
    trial = Trial(lock: lock, rest: rest, open: nil)
    return rest
  }

  /// The bits at rest of the lock that is on trial.
  public var rest: UInt64? { trial?.rest }

  /// The technician says that the door is open: did its bit change, and no other? `others`: locks that another
  /// operation uses just now; their bits say nothing here.
  public mutating func compareOpen(others: UInt64) -> Comparison {
    guard let trial, let now = steady else { return .wait }
    let all = (trial.rest ^ now) & ~others
    let changed = all & watched
    let own = UInt64(1) << UInt64(trial.lock)
    let mirror = mirrored(trial.lock)
    if mirror != 0, all & (watched | mirror | own) == mirror { return .finding(.swappedGroups) }
    switch (changed & own != 0, changed & ~own) {
    case (true, 0):
      self.trial?.open = now
      return .asWanted
    case (true, _): return .finding(.twoContacts)
    case (false, 0): return .finding(.stuckContact)
    case (false, _): return .finding(.wiredElsewhere)
    }
  }

  /// The technician says that the door is shut: is its bit back, and was no other moved?
  public mutating func compareClosed(others: UInt64) -> Comparison {
    guard let trial, let open = trial.open, let now = steady else { return .wait }
    let own = UInt64(1) << UInt64(trial.lock)
    if (now ^ open) & own == 0 { return .finding(.notClosing) }
    if (now ^ trial.rest) & watched & ~others & ~own != 0 { return .finding(.twoContacts) }
    set(trial.lock, .proven(closedIsOne: trial.rest & own != 0))
    self.trial = nil
    return .asWanted
  }

  /// Which other bits moved, for the technician.
  public func moved(others: UInt64) -> [Int] {
    guard let trial, let now = steady else { return [] }
    return BoardValues.locks((trial.rest ^ now) & watched & ~others & ~(1 << UInt64(trial.lock)))
  }

  /// Ends the trial of a lock without a proof.
  public mutating func end(_ lock: Int, _ standing: Standing) {
    set(lock, standing)
    if trial?.lock == lock { trial = nil }
  }

  /// Leaves the trial; the lock waits again.
  public mutating func drop() { trial = nil }

  /// A second attempt of the same door starts from the bits as they are now.
  public mutating func again() -> UInt64? {
    guard let trial, let rest = steady else { return nil }
    self.trial = Trial(lock: trial.lock, rest: rest, open: nil)
    return rest
  }

  private mutating func set(_ lock: Int, _ standing: Standing) {
    if let index = locks.firstIndex(where: { $0.lock == lock }) { locks[index].standing = standing }
  }

  /// The bit that is this lock's when the groups of a status come in the opposite order; 0: there is none, or it is
  /// the same one. It may lie beyond the locks of the board.
  private func mirrored(_ lock: Int) -> UInt64 {
    guard let statusGroups, lock < statusGroups * 8 else { return 0 }
    let other = (statusGroups - 1 - lock / 8) * 8 + lock % 8
    return other == lock ? 0 : 1 << UInt64(other)
  }

  /// Bits of locks that are wired by the configuration; the others may float.
  private var watched: UInt64 {
    let all: UInt64 = configured.locks >= 64 ? .max : (1 << UInt64(configured.locks)) - 1
    return all & ~configured.ignored
  }
}
