// What the core does with content: it takes over editions, keeps what it has when one is refused, counts uses, and says
// how both stand. It reads no file and waits for nobody.

import Handover
import Messages
import Services

extension StationCore {
  /// A checked edition takes the place of the one before.
  mutating func contentCame(_ edition: ContentEdition) {
    content = edition
    contentSince = minuteText
    contentTrouble = nil
    out.append(.log("content: edition \(edition.number), \(edition.store.references.count) items"))
  }

  /// What was read did not pass: what there is stays.
  mutating func contentRefused(_ what: String) {
    guard contentTrouble?.what != what else { return }
    contentTrouble = ContentTrouble(what: what, since: minuteText)
    out.append(
      .log("content refused, \(content == nil ? "nothing is shown" : "the one before stays"): \(what)"))
  }

  /// Day and minute of this input, in the town's time.
  private var minuteText: String {
    let (hour, minute) = time.minuteOfDay.quotientAndRemainder(dividingBy: 60)
    return "\(time.moment.day) \(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
  }

  /// For `kiosk status`.
  var contentReport: StatusReport.Content {
    var report = StatusReport.Content()
    if let edition = content {
      report.edition = edition.number
      report.items = edition.store.references.count
      report.forms = edition.store.forms.forms.count
      report.languages = edition.store.town.allLanguages
      report.since = contentSince
    }
    report.refusal = contentTrouble?.what
    report.refusedSince = contentTrouble?.since
    return report
  }

  /// For `kiosk usage`.
  var usageReport: UsageReport {
    let last = UseMonth(time.moment.day)
    let months = (0..<UsageReport.monthsMax).reversed().map { last + -$0 }
    let year = (last + (1 - Self.mostUsedMonths))...last
    let sums = Dictionary(uniqueKeysWithValues: usage.sums(year).map { ($0.target, $0.count) })
    let targets = Set(months.flatMap { usage.months[$0]?.keys.map { $0 } ?? [] })
    let sorted = targets.sorted { (sums[$1] ?? 0, $0) < (sums[$0] ?? 0, $1) }
    let language = content?.store.town.leading ?? ""
    let rows = sorted.prefix(UsageReport.rowsMax).map { target in
      UsageReport.Row(
        item: target.description, name: content?.store.name(of: target, in: language),
        counts: months.map { month in
          let count = usage.months[month]?[target] ?? 0
          return count == 0 || count >= UseCounts.shownMin ? count : nil
        }, year: sums[target])
    }
    return UsageReport(
      months: months.map(\.description), rows: rows, leftOut: max(0, sorted.count - rows.count),
      shownMin: UseCounts.shownMin)
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
    // Thousands may be counted: the names of those that are shown are read, and no others.
    let own = Array(
      usage.sums(range).lazy.compactMap { sum in
        store.name(of: sum.target, in: language).map {
          MostUsed.Row(name: $0, target: sum.target, count: sum.count)
        }
      }.prefix(max(limit, Self.mostUsedRowsMin)))
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
