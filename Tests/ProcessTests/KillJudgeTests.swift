// The judge itself: a day in which nothing went wrong, and then each harm planted into it. A judge that finds nothing
// proves nothing.

import Testing

struct KillJudgeTests {
  /// A deposit and a pickup of parcel P in compartment 1, as records, truth and deeds.
  private struct Day {
    var records: [ExportedRecord] = []
    var truth: [TruthLine] = []
    var deeds = [
      Deed(kind: .put, compartment: 1, register: "P"),
      Deed(kind: .took, compartment: 1, register: "P", citizen: "P"),
    ]
    var lives = [Life(from: 0, servesFrom: 100)]

    init() {
      opening("deposit", operation: 1, at: 1000, item: .itemPut)
      record("deposited", 1, at: 1500, order: "a")
      record("settled", 1, at: 1500, outcome: "opened_closed", confirmation: "deposited")
      opening("handover", operation: 2, at: 5000, item: .itemTaken)
      record("taken", 2, at: 5500, order: "a")
      record("settled", 2, at: 5500, outcome: "opened_closed", confirmation: "taken")
    }

    mutating func opening(_ purpose: String, operation: Int64, at time: Int, item: TruthLine.Event) {
      record("intent", operation, at: time, order: "a", purpose: purpose)
      tell(.unlockFrame, Double(time) + 10)
      tell(.pulse, Double(time) + 10)
      record("unlock_sent", operation, at: time + 11)
      tell(.doorOpened, Double(time) + 50)
      record("opened", operation, at: time + 100)
      tell(item, Double(time) + 200)
      tell(.doorClosed, Double(time) + 400)
      record("closed", operation, at: time + 450)
    }

    mutating func record(
      _ kind: String, _ operation: Int64, at time: Int, order: String? = nil, purpose: String? = nil,
      outcome: String? = nil, confirmation: String? = nil
    ) {
      let second = time / 1000
      let rest = time % 1000
      records.append(
        ExportedRecord(
          seq: Int64(records.count) + 1, kind: kind, op: operation, attempt: 1, compartment: 1, board: 0,
          lock: 0,
          epoch: 1, time: "1970-01-01T00:00:0\(second).\(rest < 100 ? rest < 10 ? "00" : "0" : "")\(rest)Z",
          mono: Int64(time), boot: "0", purpose: purpose, order: order, outcome: outcome,
          confirmation: confirmation, sighting: kind == "opened" ? "seen" : nil))
    }

    mutating func tell(_ event: TruthLine.Event, _ time: Double) {
      truth.append(TruthLine(t: time, board: 0, lock: 0, event: event))
    }

    mutating func drop(_ kind: String, _ operation: Int64) {
      records.removeAll { $0.kind == kind && $0.op == operation }
      for index in records.indices { records[index].seq = Int64(index) + 1 }
    }

    var judged: KillJudge {
      KillJudge(
        truth: truth, records: records, lives: lives, deeds: deeds, registerOf: ["a": "P"],
        retrievalsAsked: [])
    }
  }

  @Test("a day without harm has none")
  func peace() {
    let judge = Day().judged
    #expect(judge.findings == [])
    #expect(judge.harm.total == 0)
    #expect(judge.harm.openings == 2 && judge.harm.pickups == 1 && judge.harm.deposits == 1)
  }

  @Test("an unlock without its intent, a second one for the same intent, and a late one are found (I1, I12)")
  func unlocks() {
    var day = Day()
    day.drop("intent", 2)
    #expect(day.judged.harm.unlocksWithoutIntent == 1)
    day = Day()
    day.tell(.unlockFrame, 7000)
    day.tell(.pulse, 7000)
    #expect(day.judged.harm.unlocksWithoutIntent == 1)
    day = Day()
    day.records.removeAll { $0.seq == 1 }
    day.records.insert(Day().records[0], at: 0)
    day.records[0].time = "1969-12-31T23:59:50.000Z"
    #expect(day.judged.harm.unlocksWithoutIntent == 1)
  }

  @Test("a door beside the right one is a wrong compartment")
  func wrongCompartment() {
    var day = Day()
    for index in day.truth.indices where day.truth[index].t > 5000 { day.truth[index].lock = 1 }
    for index in day.records.indices where day.records[index].op == 2 {
      day.records[index].lock = 1
      day.records[index].compartment = 2
    }
    #expect(day.judged.harm.wrongCompartment == 1)
  }

  @Test("another citizen who takes the documents is a wrong person")
  func wrongPerson() {
    var day = Day()
    day.deeds[1].citizen = "Q"
    #expect(day.judged.harm.wrongPerson == 1)
  }

  @Test("an opening that is in no record is lost, and a delivery without one is found (I4, I5)")
  func lost() {
    var day = Day()
    day.drop("opened", 2)
    let judge = day.judged
    #expect(judge.harm.lostOpenings == 1)
    #expect(judge.harm.deliveredWithoutOpening == 1)
    // The same opening while nobody could see it is none; nor one that ended as unknown and lies in review.
    day.lives = [Life(from: 0, servesFrom: 100, to: 5011), Life(from: 6000, servesFrom: 7000)]
    #expect(day.judged.harm.lostOpenings == 0)
    #expect(day.judged.harm.unobservable == 1)
    // Read at a start while it stands open, it must be there.
    day.lives = [Life(from: 0, servesFrom: 100, to: 5011), Life(from: 5060, servesFrom: 5100)]
    #expect(day.judged.harm.lostOpenings == 1)
  }

  @Test("an opening cut off by a kill is covered by its operation's review alone")
  func claimed() {
    var day = Day()
    day.drop("opened", 2)
    day.drop("closed", 2)
    day.drop("taken", 2)
    day.drop("settled", 2)
    day.lives = [Life(from: 0, servesFrom: 100, to: 5100), Life(from: 6000, servesFrom: 7000)]
    #expect(day.judged.harm.lostOpenings == 1)
    day.record("settled", 2, at: 7000, outcome: "outcome_unknown", confirmation: "unconfirmed")
    #expect(day.judged.harm.lostOpenings == 1)
    day.record("review_opened", 2, at: 7000)
    day.records[day.records.count - 1].review = "outcome_unknown"
    day.records[day.records.count - 1].ofOp = 2
    #expect(day.judged.harm.lostOpenings == 0)
    #expect(day.judged.harm.claimed == 1)
  }

  @Test("safe mode, a gap, an operation without an end and words against the truth are violations (I9, I11)")
  func violations() {
    var day = Day()
    day.record("safe_mode_entered", 2, at: 6000)
    #expect(day.judged.harm.violations == 1)
    day = Day()
    day.drop("settled", 2)
    #expect(day.judged.harm.violations == 1)
    day = Day()
    day.records.remove(at: 3)
    #expect(day.judged.harm.violations > 0)
    day = Day()
    day.truth.removeAll { $0.event == .itemTaken }
    #expect(day.judged.harm.violations == 1)
  }
}
