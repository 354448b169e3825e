// What the machine remembers of one board: its debounced contacts, its misses and when to ask it next.
// It is arithmetic on bits; it neither sends nor waits.

/// The machine's memory of one board.
struct BoardState: Hashable, Sendable {
  let configuration: BoardConfiguration
  let statusRequest: [UInt8]
  let startRequests: [[UInt8]]
  /// Locks that are wired and not ignored.
  let lockMask: UInt64
  /// Turns raw contact bits into 1 = closed.
  let polarityMask: UInt64

  var health = BoardHealth.unknown(.notReadYet)
  /// Whether the board was read, or given up, since the line was opened.
  var isSettled = false
  var due = BusTime(microseconds: 0)
  var misses = 0
  var backOffIndex = 0
  var isFocused = false
  /// Start requests that have been made since the line was opened, or given up.
  var startsMade = 0
  /// On trial: every exchange is told as it was.
  var isProbed = false
  /// Set when an answer may still be under way: the next answer may be that one and is not believed.
  var isSuspect = true

  /// Answers that may still come: to requests whose time ran out. One more than these means a second board.
  var owedAnswers = 1
  /// Weight of the answers that came in excess; clean exchanges take it away again.
  var strikes = 0
  /// Two boards seem to have this address: nothing is believed until `strikes` is 0 again.
  var isTwinned = false

  private(set) var hasSample = false
  private(set) var lastClosed: UInt64 = 0
  private(set) var lastPresent: UInt64 = 0
  private(set) var known: UInt64 = 0
  private(set) var closed: UInt64 = 0
  private(set) var itemsKnown: UInt64 = 0
  private(set) var itemsPresent: UInt64 = 0
  private(set) var lastAskedAt = BusTime(microseconds: 0)
  /// When each coil may be used again.
  var coilRestedAt: [BusTime]

  init(_ configuration: BoardConfiguration) {
    self.configuration = configuration
    statusRequest = configuration.dialect.dialect.statusRequest(configuration)
    startRequests = configuration.dialect.dialect.startRequests(configuration)
    var mask: UInt64 = configuration.lockCount >= 64 ? .max : (1 << UInt64(configuration.lockCount)) - 1
    for lock in configuration.ignoredLocks { mask &= ~(1 << UInt64(lock)) }
    lockMask = mask
    var polarity: UInt64 = configuration.closedIsOne ? 0 : .max
    for lock in Set(configuration.invertedLocks).sorted() { polarity ^= 1 << UInt64(lock) }
    polarityMask = polarity
    coilRestedAt = Array(repeating: BusTime(microseconds: .min), count: configuration.lockCount)
  }

  /// Whether the board answers and has not heard all of its start requests.
  var awaitsStart: Bool { hasSample && startsMade < startRequests.count }

  func isKnown(_ lock: Int) -> Bool { known >> UInt64(lock) & 1 == 1 }

  func isIgnored(_ lock: Int) -> Bool { lockMask >> UInt64(lock) & 1 == 0 }

  /// Takes one sample of raw bits; an edge needs two equal samples. Returns the locks that changed, and
  /// whether some contact still waits for its second sample.
  mutating func take(
    contacts: UInt64, items: UInt64, askedAt: BusTime
  ) -> (changed: UInt64, isUnsettled: Bool) {
    let newClosed = (contacts ^ polarityMask) & lockMask
    let itemMask = configuration.irWired ? lockMask : 0
    let newPresent = (configuration.itemIsOne ? items : ~items) & itemMask
    let agree = hasSample ? ~(newClosed ^ lastClosed) & lockMask : 0
    let itemsAgree = hasSample ? ~(newPresent ^ lastPresent) & itemMask : 0
    var changed = agree & ((closed ^ newClosed) | ~known)
    changed |= itemsAgree & ((itemsPresent ^ newPresent) | ~itemsKnown)
    closed = (closed & ~agree) | (newClosed & agree)
    known |= agree
    itemsPresent = (itemsPresent & ~itemsAgree) | (newPresent & itemsAgree)
    itemsKnown |= itemsAgree
    hasSample = true
    lastClosed = newClosed
    lastPresent = newPresent
    lastAskedAt = askedAt
    return (changed, agree != lockMask || itemsAgree != itemMask)
  }

  /// Forgets all contacts and items. Returns the locks that were known until now.
  mutating func forget() -> UInt64 {
    let changed = known | itemsKnown
    hasSample = false
    known = 0
    closed = 0
    itemsKnown = 0
    itemsPresent = 0
    return changed
  }

  func reading(at now: BusTime, changed: UInt64) -> BoardReading {
    BoardReading(
      board: configuration.address, askedAt: lastAskedAt, at: now, lockCount: configuration.lockCount,
      known: known, closed: closed, itemsKnown: itemsKnown, itemsPresent: itemsPresent,
      changedBits: changed)
  }
}
