// Opening hours that are well written and cannot be meant: a place that never opens, or never again.

import Handover

extension OpeningHours {
  /// What cannot be meant, and what to write; nil where nothing is.
  var contradiction: (what: String, remedy: String)? {
    let opens = rules.contains { rule in
      if case .open(let spans) = rule.effect { return !spans.isEmpty }
      return false
    }
    guard opens else {
      return ("these hours never open", "write a span such as Mo-Fr 08:00-12:00, or leave hours out")
    }
    return nil
  }

  /// The same for a place that opened on days before `day` alone.
  func ended(on day: CivilDay) -> (what: String, remedy: String)? {
    var last: CivilDay?
    for rule in rules {
      guard case .open(let spans) = rule.effect, !spans.isEmpty else { continue }
      guard !rule.days.dates.isEmpty else { return nil }
      for range in rule.days.dates {
        guard let from = range.first.year else { return nil }
        let end = range.last.lastDay(in: range.last.year ?? from)
        guard end < day else { return nil }
        last = max(last ?? end, end)
      }
    }
    guard let last else { return nil }
    return ("these hours are over since \(last + 1)", "write those that hold today, or leave hours out")
  }
}
