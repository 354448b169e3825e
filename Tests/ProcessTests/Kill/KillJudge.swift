// The judge of the kill loop: the truth of the simulated boards and the deeds of people on one side, the exported
// journal on the other. It knows nothing of how the station decides, and counts harm.

struct KillJudge {
  /// From the intent until its frame has reached the board, in ms; later is a second sending by somebody else.
  static let frameMillisecondsMax = 3000.0
  /// An opening seen by a living station for longer than this must be OPEN_SEEN or an alarm, in ms.
  static let watchedMillisecondsMax = 1000.0
  /// How long after its closing an opening may still be written down, in ms.
  static let graceMilliseconds = 2000.0

  struct Opening {
    var compartment: Int
    var from: Double
    var to = Double.infinity
    /// When the same door opened next.
    var next = Double.infinity
  }

  var truth: [TruthLine]
  var records: [ExportedRecord]
  var lives: [Life]
  var deeds: [Deed]
  /// Order id -> register id of the parcel.
  var registerOf: [String: String]
  /// Compartments that clerks asked to retrieve from.
  var retrievalsAsked: Set<Int>
  private(set) var harm = Harm()
  /// Each harm in words, for whoever replays it.
  private(set) var findings: [String] = []

  init(
    truth: [TruthLine], records: [ExportedRecord], lives: [Life], deeds: [Deed], registerOf: [String: String],
    retrievalsAsked: Set<Int>
  ) {
    self.truth = truth
    self.records = records
    self.lives = lives
    self.deeds = deeds
    self.registerOf = registerOf
    self.retrievalsAsked = retrievalsAsked
    judge()
  }

  private mutating func find(_ counter: WritableKeyPath<Harm, Int>, _ what: String) {
    harm[keyPath: counter] += 1
    findings.append(what)
  }

  private mutating func judge() {
    harm.records = records.count
    harm.pickups = records.filter { $0.kind == "taken" }.count
    harm.deposits = records.filter { $0.kind == "deposited" }.count
    harm.retrievals = records.filter { $0.kind == "settled" && $0.confirmation == "retrieved" }.count
    harm.recovered = records.filter { $0.sighting == "recovered" }.count
    judgeRecords()
    judgeItems()
    judgeUnlocks()
    judgeOpenings()
    judgeDeliveries()
  }

  // MARK: The journal by itself

  private mutating func judgeRecords() {
    var attempts: Set<[Int64]> = []
    var settled: Set<Int64> = []
    for (index, record) in records.enumerated() {
      if record.seq != Int64(index) + 1 { find(\.violations, "record \(record.seq) stands at \(index + 1)") }
      if record.kind == "safe_mode_entered" {
        find(\.violations, "safe mode at \(record.seq): \(record.violations ?? [])")
      }
      guard let operation = record.op else { continue }
      if record.kind == "intent" {
        if !attempts.insert([operation, Int64(record.attempt ?? 0)]).inserted || (record.attempt ?? 0) > 3 {
          find(\.violations, "intent \(operation)/\(record.attempt ?? 0) twice or too often (I12)")
        }
      }
      if record.kind == "settled", !settled.insert(operation).inserted {
        find(\.violations, "operation \(operation) settled twice")
      }
      // The door's number and its lock belong together.
      if let number = record.compartment, let board = record.board, let lock = record.lock,
        StationFile.compartment(board: board, lock: lock) != number
      {
        find(\.wrongCompartment, "record \(record.seq) names compartment \(number) and lock \(board).\(lock)")
      }
    }
    for record in records where record.kind == "intent" && !settled.contains(record.op ?? 0) {
      find(\.violations, "operation \(record.op ?? 0) never ended (I11)")
    }
  }

  // MARK: Whose things lie where

  /// What lay in each compartment from when on, by the boards' truth and people's deeds together.
  private var contents: [Int: [(from: Double, register: String?)]] = [:]

  private mutating func judgeItems() {
    var open: [Int: [Deed]] = [:]
    for deed in deeds { open[deed.compartment, default: []].append(deed) }
    for line in truth where line.event == .itemPut || line.event == .itemTaken {
      guard var waiting = open[line.compartment], !waiting.isEmpty else {
        find(\.violations, "nobody did \(line)")
        continue
      }
      let deed = waiting.removeFirst()
      open[line.compartment] = waiting
      guard (deed.kind == .put) == (line.event == .itemPut) else {
        find(\.violations, "\(deed) is not \(line)")
        continue
      }
      contents[line.compartment, default: []].append((line.t, deed.kind == .put ? deed.register : nil))
      if deed.kind == .took, let citizen = deed.citizen, citizen != deed.register {
        find(\.wrongPerson, "\(citizen) took the documents of \(deed.register) at \(line.t)")
      }
    }
  }

  private func content(of compartment: Int, at time: Double) -> String? {
    contents[compartment]?.last { $0.from <= time }?.register
  }

  /// The compartment where a parcel lies or lay last.
  private func place(of register: String, at time: Double) -> Int? {
    contents.flatMap { number, changes in
      changes.filter { $0.register == register && $0.from <= time }.map { (number, $0.from) }
    }.max { $0.1 < $1.1 }?.0
  }

  // MARK: Unlocks

  private mutating func judgeUnlocks() {
    var intents: [Int: [ExportedRecord]] = [:]
    for record in records where record.kind == "intent" {
      intents[record.compartment ?? 0, default: []].append(record)
    }
    var frames: [Int: Int] = [:]
    for line in truth {
      if line.event == .pulse {
        frames[line.compartment, default: 0] -= 1
        if frames[line.compartment]! < 0 { find(\.unlocksWithoutIntent, "pulse without a frame: \(line)") }
      }
      guard line.event == .unlockFrame else { continue }
      frames[line.compartment, default: 0] += 1
      // The newest intent before this frame; older ones of this door can never be acted upon any more.
      let known = intents[line.compartment] ?? []
      // Records count whole milliseconds.
      guard let index = known.lastIndex(where: { $0.milliseconds <= line.t + 1 }) else {
        find(\.unlocksWithoutIntent, "unlock without intent: \(line)")
        continue
      }
      let intent = known[index]
      intents[line.compartment] = Array(known[(index + 1)...])
      if line.t - intent.milliseconds > Self.frameMillisecondsMax {
        find(
          \.unlocksWithoutIntent, "unlock \(line) long after its intent \(intent.seq): sent a second time?")
      }
      judgePlace(intent, line)
    }
  }

  private mutating func judgePlace(_ intent: ExportedRecord, _ line: TruthLine) {
    let register = intent.order.flatMap { registerOf[$0] }
    switch intent.purpose {
    case "handover":
      if let register, place(of: register, at: line.t) == line.compartment { return }
      find(\.wrongCompartment, "\(line) for \(register ?? "?"), whose documents lie elsewhere")
    case "deposit":
      if content(of: line.compartment, at: line.t) == nil { return }
      find(\.wrongCompartment, "\(line) for a deposit, but something lies there")
    default:
      if retrievalsAsked.contains(line.compartment) { return }
      find(\.wrongCompartment, "\(line) for a retrieval that nobody asked for")
    }
  }

  // MARK: Openings

  private mutating func judgeOpenings() {
    var openings: [Opening] = []
    var current: [Int: Int] = [:]
    for line in truth {
      if line.event == .doorOpened {
        if let last = openings.lastIndex(where: { $0.compartment == line.compartment }) {
          openings[last].next = line.t
        }
        current[line.compartment] = openings.count
        openings.append(Opening(compartment: line.compartment, from: line.t))
      } else if line.event == .doorClosed, let index = current.removeValue(forKey: line.compartment) {
        openings[index].to = line.t
      }
    }
    harm.openings = openings.count
    for opening in openings { judge(opening) }
    // An OPEN_SEEN of a door that did not open is harm too.
    for record in records where record.kind == "opened" && record.sighting != "alreadyOpen" {
      let isTrue = openings.contains {
        $0.compartment == record.compartment && $0.from <= record.milliseconds + 1
          && record.milliseconds <= min($0.to + Self.graceMilliseconds, $0.next)
      }
      if !isTrue {
        find(\.violations, "record \(record.seq) saw door \(record.compartment ?? 0) open; it was not")
      }
    }
  }

  private mutating func judge(_ opening: Opening) {
    let number = opening.compartment
    let mine = records.filter { $0.compartment == number }
    let end = min(opening.to + Self.graceMilliseconds, opening.next)
    let isSeen = mine.contains {
      ($0.kind == "opened" || $0.kind == "uncommanded_opening")
        && $0.milliseconds >= opening.from - 1 && $0.milliseconds <= end
    }
    if isSeen || isAlarmed(opening, mine) { return }
    let watched = lives.map { life in
      max(0, min(opening.to, life.to) - max(opening.from, life.servesFrom ?? .infinity))
    }.reduce(0, +)
    let wasRead = lives.contains { life in
      guard let start = life.servesFrom else { return false }
      return opening.from < start && start < opening.to
    }
    if !wasRead, watched <= Self.watchedMillisecondsMax, isClaimed(opening, mine) {
      harm.claimed += 1
    } else if !wasRead, watched == 0 {
      harm.unobservable += 1
    } else {
      find(
        \.lostOpenings, "lost: \(opening), \(watched) ms before a living station, read at a start: \(wasRead)"
      )
    }
  }

  /// A review item of an alarm's kind that was opened for this opening, or stood open when it happened.
  private func isAlarmed(_ opening: Opening, _ mine: [ExportedRecord]) -> Bool {
    let kinds = ["uncommanded_opening", "contact_flapping", "jammed", "left_open"]
    return mine.contains { alarm in
      guard alarm.kind == "review_opened", kinds.contains(alarm.review ?? "") else { return false }
      if alarm.milliseconds >= opening.from { return alarm.milliseconds <= opening.next }
      let closed = records.first { $0.kind == "review_closed" && $0.item == alarm.seq }
      return (closed?.milliseconds ?? .infinity) > opening.from
    }
  }

  /// The operation that commanded this opening ended as unknown and lies in review.
  private func isClaimed(_ opening: Opening, _ mine: [ExportedRecord]) -> Bool {
    guard let intent = mine.last(where: { $0.kind == "intent" && $0.milliseconds <= opening.from + 1 }) else {
      return false
    }
    let isUnknown = mine.contains {
      $0.kind == "settled" && $0.op == intent.op && $0.outcome == "outcome_unknown"
        && $0.milliseconds >= opening.from
    }
    let items = mine.filter { $0.kind == "review_opened" && $0.review == "outcome_unknown" }
    // An item of this door that stood open already is repeated, not opened twice.
    return isUnknown
      && items.contains { item in
        item.ofOp == intent.op
          || records.contains {
            $0.kind == "review_repeated" && $0.item == item.seq && $0.milliseconds >= opening.from
          }
      }
  }

  // MARK: Deliveries

  private mutating func judgeDeliveries() {
    for record in records where record.kind == "taken" {
      let own = records.filter { $0.op == record.op && $0.seq < record.seq }
      let begin = own.first { $0.kind == "intent" }?.milliseconds ?? .infinity
      let trulyOpened = truth.contains {
        $0.event == .doorOpened && $0.compartment == record.compartment
          && $0.t >= begin - 1 && $0.t <= record.milliseconds + 1
      }
      if !own.contains(where: { $0.kind == "opened" }) || begin == .infinity || !trulyOpened {
        find(\.deliveredWithoutOpening, "record \(record.seq) delivers without an opening")
      }
      let register = record.order.flatMap { registerOf[$0] }
      if let number = record.compartment,
        register == nil || content(of: number, at: record.milliseconds + 1) == register
      {
        find(\.violations, "record \(record.seq): \(register ?? "?") is not taken, it lies in \(number)")
      }
    }
    for record in records where record.kind == "deposited" {
      let register = record.order.flatMap { registerOf[$0] }
      if register == nil || content(of: record.compartment ?? 0, at: record.milliseconds + 1) != register {
        find(
          \.violations, "record \(record.seq): \(register ?? "?") does not lie in \(record.compartment ?? 0)")
      }
    }
  }
}
