// What the core does with content: it takes over editions, keeps what it has when one is refused, counts uses, and says
// how both stand. It reads no file and waits for nobody.

import Handover
import Messages
import Services

extension StationCore {
  /// A checked edition takes the place of the one before.
  mutating func contentCame(_ edition: ContentEdition) {
    content = edition
    contentTrouble = nil
    out.append(.log("content: edition \(edition.number), \(edition.store.references.count) items"))
  }

  /// What was read did not pass: what there is stays.
  mutating func contentRefused(_ what: String) {
    guard contentTrouble?.what != what else { return }
    contentTrouble = ContentTrouble(what: what, since: time.moment.wall)
    out.append(
      .log("content refused, \(content == nil ? "nothing is shown" : "the one before stays"): \(what)"))
  }

  /// Somebody opened this item or form: counted by month, if the content has it.
  mutating func count(_ target: LinkTarget) {
    guard content?.store.contains(target) == true else { return }
    let month = UseMonth(time.moment.day)
    usage.add(target, in: month)
    out.append(.count(target, month))
  }

  /// So many rows make a table of most used services that says something.
  static let mostUsedRowsMin = 5
  /// Own counts are those of so many months.
  static let mostUsedMonths = 12

  /// What is used most: the kiosk's own counts of the last twelve months when there are enough, else the town's table,
  /// else what own counts there are; nil: nothing is known. At most `limit` rows, the largest count first.
  func mostUsed(in language: String, limit: Int) -> MostUsed? {
    guard let store = content?.store else { return nil }
    let last = UseMonth(time.moment.day)
    let range = (last + (1 - Self.mostUsedMonths))...last
    let own = usage.sums(range).compactMap { sum in
      store.name(of: sum.target, in: language).map {
        MostUsed.Row(name: $0, target: sum.target, count: sum.count)
      }
    }
    if own.count < Self.mostUsedRowsMin, let table = store.mostUsed {
      let languages = store.town.fallback(language)
      let rows = table.rows.compactMap { row -> MostUsed.Row? in
        let name =
          row.target.flatMap { store.name(of: $0, in: language) }
          ?? languages.lazy.compactMap { row.names[$0] }.first
        return name.map { MostUsed.Row(name: $0, target: row.target, count: row.count) }
      }
      return MostUsed(
        source: .town(title: table.title(in: languages) ?? "", year: table.year),
        rows: Array(rows.prefix(max(0, limit))))
    }
    guard !own.isEmpty else { return nil }
    return MostUsed(source: .own(range), rows: Array(own.prefix(max(0, limit))))
  }
}

/// A table of what is used most.
struct MostUsed: Equatable, Sendable {
  enum Source: Equatable, Sendable {
    /// This kiosk counted, in these months; counts below `UseCounts.shownMin` are left out.
    case own(ClosedRange<UseMonth>)
    /// The town published it.
    case town(title: String, year: Int)
  }

  struct Row: Equatable, Sendable {
    /// In the language that was asked for.
    var name: String
    /// Where it leads; nil: nowhere in this kiosk.
    var target: LinkTarget?
    var count: Int
  }

  var source: Source
  var rows: [Row]
}
