// What comes of the rows of a status file: taken, known already, older than what is known, no room. The newest word
// stays, by its day and then by its place. Nothing of custody changes: this is the register's word, not the station's.

import Handover
import Journal
import Messages

extension StationCore {
  /// Judges rows; what is to be written goes out as one effect.
  mutating func importDocuments(
    _ rows: [RegisterRow], _ journal: any JournalStore
  ) throws(DeskError) -> RegisterResult {
    guard rows.count <= StaffRequest.importMax else {
      throw .refused(
        Refused(
          code: "too-many-rows",
          message: "\(rows.count) rows at once: send at most \(StaffRequest.importMax) at a time"))
    }
    if statusDesk.stored == nil {
      statusDesk.stored = try DeskError.wrap { () throws(JournalError) in
        try journal.documentStateCounts().all
      }
    }
    var result = RegisterResult()
    var fresh: [KeyedHash: RegisterState] = [:]
    var order: [KeyedHash] = []
    for (place, row) in rows.enumerated() {
      guard let entry = entry(row) else {
        result.malformed.append(place)
        continue
      }
      let stored = try DeskError.wrap { () throws(JournalError) in try journal.documentState(entry.number) }
      let known = fresh[entry.number] ?? stored
      var state = entry.state
      if let known {
        if known.since > state.since {
          result.older.append(place)
          continue
        }
        // A word without a kind takes none back.
        state.kind = state.kind ?? known.kind
      } else if (statusDesk.stored ?? 0) >= StatusRules.storedMax {
        result.full.append(place)
        continue
      } else {
        statusDesk.stored = (statusDesk.stored ?? 0) + 1
      }
      if let known, known.stage == state.stage, known.kind == state.kind, known.since == state.since {
        result.known += 1
        // That a file named it today keeps it from being forgotten; once a day is enough.
        if known.imported == state.imported { continue }
      } else {
        result.taken += 1
      }
      if fresh.updateValue(state, forKey: entry.number) == nil { order.append(entry.number) }
    }
    if !order.isEmpty {
      out.append(
        .documentStates(
          order.compactMap { number in fresh[number].map { RegisterEntry(number: number, state: $0) } }))
    }
    return result
  }

  /// What `importDocuments` would answer; nothing is changed.
  func checkDocuments(
    _ rows: [RegisterRow], _ journal: any JournalStore
  ) throws(DeskError) -> RegisterResult {
    var trial = self
    return try trial.importDocuments(rows, journal)
  }

  /// Nil: no row that an import could have made.
  private func entry(_ row: RegisterRow) -> RegisterEntry? {
    let today = time.moment.day
    let number: KeyedHash
    switch (row.serial, row.slip) {
    case (let serial?, nil): number = keys.hash(.serial, serial)
    case (nil, let slip?): number = keys.hash(.slip, slip)
    default: return nil
    }
    var since = today
    if let text = row.day {
      guard let day = CivilDay(isoText: text), day <= today else { return nil }
      since = day
    }
    var kind: DocumentKind?
    if let name = row.kind {
      guard let known = DocumentKind(name: name) else { return nil }
      kind = known
    }
    return RegisterEntry(
      number: number,
      state: RegisterState(stage: row.state.stage, kind: kind, since: since, imported: today))
  }

  /// How many numbers have each state.
  func registerCounts(_ journal: any JournalStore) throws(DeskError) -> RegisterCounts {
    let stored = try DeskError.wrap { () throws(JournalError) in try journal.documentStateCounts() }
    var counts = RegisterCounts(days: setup.status.days)
    counts.ordered = stored.counts[.ordered] ?? 0
    counts.produced = stored.counts[.produced] ?? 0
    counts.arrived = stored.counts[.arrived] ?? 0
    counts.ready = stored.counts[.ready] ?? 0
    counts.handedOver = stored.counts[.handedOver] ?? 0
    counts.withdrawn = stored.counts[.withdrawn] ?? 0
    counts.lastImport = stored.lastImport?.description
    return counts
  }

  /// Once a day what no file has named for long is forgotten, a slice with each input.
  mutating func sweepDocuments() {
    guard statusDesk.sweptDay != time.moment.day, !isStarting, !durable.isClockSuspect else { return }
    out.append(
      .forgetDocumentStates(before: time.moment.day + -setup.status.days, limit: StatusRules.sweepMax))
  }

  /// So many were forgotten; less than a slice: that is all for today.
  mutating func swept(_ count: Int) {
    if count > 0 { statusDesk.stored = nil }
    if count < StatusRules.sweepMax { statusDesk.sweptDay = time.moment.day }
  }
}

extension RegisterWord {
  var stage: RegisterState.Stage {
    switch self {
    case .ordered: .ordered
    case .produced: .produced
    case .arrived: .arrived
    case .ready: .ready
    case .handedOver: .handedOver
    case .withdrawn: .withdrawn
    }
  }
}

extension CivilDay {
  /// From `2026-11-22`, exactly so.
  init?(isoText text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy({ $0.allSatisfy(isDigit) }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }
}
