// What the monitor believes, and what follows when PC/SC says something else. Pure: rows in, events out, so that every
// order of events can be tested; it makes no call and knows no time.

/// The readers and their cards, as far as they were seen.
struct ReaderTable {
  private struct Row {
    var name: String
    /// Fed back to PC/SC whole: flags below, the counter of insertions and removals above.
    var state: UInt32 = 0
    var card = CardPresence.unknown
  }

  private var rows: [Row] = []
  private var plugAndPlay: UInt32 = 0
  private var fault: CardError? = .transport(.serviceGone)

  var snapshot: ReaderSnapshot {
    ReaderSnapshot(fault: fault, readers: rows.map { ReaderState(name: $0.name, card: $0.card) })
  }

  /// What to ask next: every reader, and the name that tells of new ones, last.
  var watches: [ReaderWatch] {
    rows.map { ReaderWatch(name: $0.name, current: $0.state) }
      + [ReaderWatch(name: ReaderWatch.plugAndPlay, current: plugAndPlay)]
  }

  mutating func serviceUp() -> [ReaderEvent] {
    guard fault != nil else { return [] }
    fault = nil
    return [.serviceUp]
  }

  /// The context is dead: everything that it said is void.
  mutating func serviceDown(_ error: CardError) -> [ReaderEvent] {
    let events = listed([]) + (fault == error && rows.isEmpty ? [] : [.serviceDown(error)])
    fault = error
    plugAndPlay = 0
    return events
  }

  /// The list as pcscd gives it now. A reader that left and came back under its name is seen by its counter.
  mutating func listed(_ names: [String]) -> [ReaderEvent] {
    var events: [ReaderEvent] = []
    for row in rows where !names.contains(row.name) { events += Self.leaving(row) }
    let known = rows
    rows = names.map { name in known.first { $0.name == name } ?? Row(name: name) }
    for name in names where !known.contains(where: { $0.name == name }) { events.append(.readerAdded(name)) }
    return events
  }

  private static func leaving(_ row: Row) -> [ReaderEvent] {
    (row.card.isCard ? [.card(reader: row.name, .absent)] : []) + [.readerRemoved(row.name)]
  }

  /// What a call of statusChange said, in the order of `watches`.
  mutating func observed(_ answers: [ReaderWatch]) -> [ReaderEvent] {
    var events: [ReaderEvent] = []
    for answer in answers {
      if answer.name == ReaderWatch.plugAndPlay {
        plugAndPlay = answer.event & ~ReaderWatch.changed
        continue
      }
      guard let index = rows.firstIndex(where: { $0.name == answer.name }) else { continue }
      if answer.event & ReaderWatch.unknown != 0 {
        events += Self.leaving(rows[index])
        rows.remove(at: index)
      } else if answer.event & 0xFFFF != 0 {
        events += observe(answer, at: index)
      }
    }
    return events
  }

  private mutating func observe(_ answer: ReaderWatch, at index: Int) -> [ReaderEvent] {
    let before = rows[index]
    let card = Self.presence(answer)
    rows[index].state = answer.event & ~ReaderWatch.changed
    rows[index].card = card
    let wasSeen = before.state & 0xFFFF != 0
    let counted = (answer.event >> 16) != (before.state >> 16)
    // A card before, a card now, and the counter moved or the card answers otherwise: it was swapped while nobody
    // looked. Whatever was proven with the first one says nothing of the second.
    let isSwapped =
      wasSeen && before.card.isCard && card.isCard && (counted || Self.differ(before.card, card))
    if isSwapped { return [.card(reader: before.name, .absent), .card(reader: before.name, card)] }
    return card == before.card ? [] : [.card(reader: before.name, card)]
  }

  private static func differ(_ one: CardPresence, _ other: CardPresence) -> Bool {
    guard let first = atr(one), let second = atr(other), !first.isEmpty, !second.isEmpty else { return false }
    return first != second
  }

  private static func atr(_ card: CardPresence) -> [UInt8]? {
    switch card {
    case .present(let atr), .exclusive(let atr): atr
    case .unknown, .absent, .mute: nil
    }
  }

  static func presence(_ answer: ReaderWatch) -> CardPresence {
    if answer.event & (ReaderWatch.unknown | ReaderWatch.unavailable) != 0 { return .unknown }
    if answer.event & ReaderWatch.present != 0 {
      if answer.event & ReaderWatch.mute != 0 { return .mute }
      return answer.event & ReaderWatch.exclusive != 0
        ? .exclusive(atr: answer.atr) : .present(atr: answer.atr)
    }
    return answer.event & ReaderWatch.empty != 0 ? .absent : .unknown
  }
}
