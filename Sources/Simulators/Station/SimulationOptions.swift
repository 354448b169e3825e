// What a simulated day is asked to be.

/// A bug that is planted by distorting what the station decided or what it is told; the product has no such switch.
public enum Plant: String, CaseIterable, Sendable {
  /// The unlock goes out before the intent is durable.
  case unlockBeforeAppend = "unlock-before-append"
  /// After a restart the doors are believed shut until they move.
  case noQueryAfterRestart = "no-query-after-restart"
  /// The frame names the next lock.
  case offByOneLock = "off-by-one-lock"
  /// The answer of one board is taken for another's.
  case lateAnswerAccepted = "late-answer-accepted"
  /// A set that moved is looked for where it lay before.
  case epochIgnored = "epoch-ignored"
  /// A coil is switched on by level where a pulse was meant.
  case levelInsteadOfPulse = "level-instead-of-pulse"
  /// The unlock goes to the same board of the next bus.
  case wrongBus = "wrong-bus"
  /// That a gateway accepted a notice is not written down.
  case doneForgotten = "done-forgotten"
  /// A gateway's "later" passes for "accepted".
  case failureTakenForDone = "failure-taken-for-done"

  /// An application goes to the keeper again under another number.
  case doubleSubmit = "double-submit"
  /// "Your application is kept" is said before it is durable.
  case doneBeforeKept = "done-before-kept"
  /// A page with answers stays when its person has gone.
  case answerKept = "answer-kept"
  /// The spool's file has the answers in clear.
  case plaintextInSpool = "plaintext-in-spool"
  /// What is sent is not what the check page showed.
  case answersSwapped = "answers-swapped"
  /// Something is sent from the check page, before the declaration.
  case undeclared
  /// What is typed goes to the log.
  case answerLogged = "answer-logged"

  /// Harms no door, but somebody who waits for a word; counted at the end of the day.
  public var isInOutbox: Bool { self == .doneForgotten || self == .failureTakenForDone }
}

public struct SimulationOptions: Sendable {
  public var seeds: ClosedRange<UInt64>
  public var plant: Plant?
  public var hasFaults: Bool
  public var hasCrashes: Bool
  /// Pickups that a day must reach.
  public var pickupsMin: Int
  /// Whether a day is over as soon as somebody was harmed: enough to find a planted bug.
  public var endsAtHarm: Bool
  /// Told of everything that happens, to read a seed that failed.
  public var log: (@Sendable (String) -> Void)?

  public init(
    seeds: ClosedRange<UInt64>, plant: Plant? = nil, hasFaults: Bool = true, hasCrashes: Bool = true,
    pickupsMin: Int = 100, endsAtHarm: Bool = false, log: (@Sendable (String) -> Void)? = nil
  ) {
    self.seeds = seeds
    self.plant = plant
    self.hasFaults = hasFaults
    self.hasCrashes = hasCrashes
    self.pickupsMin = pickupsMin
    self.endsAtHarm = endsAtHarm
    self.log = log
  }
}

/// What was counted: the counters of harm are 0 in every run without a planted bug.
public struct Tally: Equatable, Sendable {
  public var pickups = 0
  public var deposits = 0
  public var retrievals = 0
  public var crashes = 0
  public var faults: [String: Int] = [:]
  public var openings = 0
  /// Of these, by the dialect of the board.
  public var openingsByDialect: [String: Int] = [:]
  /// What a pickup was besides ordinary: whom a set went to, an old document's fate, a longer time.
  public var ways: [String: Int] = [:]
  /// How tries of notices ended at the gateways.
  public var notices: [String: Int] = [:]
  /// What people did at the terminal and what became of it.
  public var terminal: [String: Int] = [:]
  /// Harm by applications.
  var forms = FormJudge.Harm()
  // Harm.
  public var unlocksWithoutIntent = 0
  public var wrongCompartment = 0
  public var wrongPerson = 0
  public var deliveredWithoutOpening = 0
  public var lostOpenings = 0
  /// OPEN_SEEN of a door that did not open.
  public var falseOpenings = 0
  public var violations = 0
  /// A coil was switched on by level and stays on: it burns.
  public var coilsHeld = 0
  /// The day did not reach its pickups, or somebody waited without end (I15).
  public var stuck = 0
  /// Queued, and at the end neither done, dropped nor pending; or done while no gateway has it.
  public var noticesLost = 0
  /// Accepted a second time although the first outcome was not unknown.
  public var noticesTwice = 0
  // No harm, but worth a number.
  public var unobservable = 0
  public var unknown = 0
  /// A second board at an address opened its door before its answers had given it away.
  public var twinsUnnoticed = 0

  public init() {}

  public var harm: Int {
    unlocksWithoutIntent + wrongCompartment + wrongPerson + deliveredWithoutOpening + lostOpenings
      + falseOpenings + violations + coilsHeld + stuck + noticesLost + noticesTwice + forms.sum
  }

  public mutating func add(_ other: Tally) {
    pickups += other.pickups
    deposits += other.deposits
    retrievals += other.retrievals
    crashes += other.crashes
    faults.merge(other.faults, uniquingKeysWith: +)
    openingsByDialect.merge(other.openingsByDialect, uniquingKeysWith: +)
    ways.merge(other.ways, uniquingKeysWith: +)
    notices.merge(other.notices, uniquingKeysWith: +)
    terminal.merge(other.terminal, uniquingKeysWith: +)
    forms.add(other.forms)
    openings += other.openings
    unlocksWithoutIntent += other.unlocksWithoutIntent
    wrongCompartment += other.wrongCompartment
    wrongPerson += other.wrongPerson
    deliveredWithoutOpening += other.deliveredWithoutOpening
    lostOpenings += other.lostOpenings
    falseOpenings += other.falseOpenings
    violations += other.violations
    coilsHeld += other.coilsHeld
    stuck += other.stuck
    noticesLost += other.noticesLost
    noticesTwice += other.noticesTwice
    unobservable += other.unobservable
    unknown += other.unknown
    twinsUnnoticed += other.twinsUnnoticed
  }

  /// The counters as JSON members.
  public var json: String {
    func members(_ counts: [String: Int]) -> String {
      counts.keys.sorted().map { "\"\($0)\":\(counts[$0] ?? 0)" }.joined(separator: ",")
    }
    return
      "\"pickups\":\(pickups),\"deposits\":\(deposits),\"retrievals\":\(retrievals),\"crashes\":\(crashes),"
      + "\"faults\":{\(members(faults))},\"openings\":\(openings),"
      + "\"openings_by_dialect\":{\(members(openingsByDialect))},\"ways\":{\(members(ways))},"
      + "\"notices\":{\(members(notices))},\"terminal\":{\(members(terminal))},\(forms.json),\"unlocks_without_intent\":\(unlocksWithoutIntent),"
      + "\"wrong_compartment\":\(wrongCompartment),\"wrong_person\":\(wrongPerson),"
      + "\"delivered_without_opening\":\(deliveredWithoutOpening),\"lost_openings\":\(lostOpenings),"
      + "\"false_openings\":\(falseOpenings),\"unobservable\":\(unobservable),\"unknown\":\(unknown),\"twins_unnoticed\":\(twinsUnnoticed),"
      + "\"violations\":\(violations),\"coils_held\":\(coilsHeld),\"stuck\":\(stuck),"
      + "\"notices_lost\":\(noticesLost),\"notices_twice\":\(noticesTwice)"
  }
}
