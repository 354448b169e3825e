// Opening hours that are well written and cannot be meant: a place that never opens, and holidays that a later rule opens
// again, because a later rule replaces the day that an earlier one describes.

extension OpeningHours {
  /// What cannot be meant, and what to write; nil where nothing is.
  var contradiction: (what: String, remedy: String)? {
    let opens = rules.contains { rule in
      if case .open(let spans) = rule.effect { return !spans.isEmpty }
      return false
    }
    if !opens {
      return ("these hours never open", "write a span such as Mo-Fr 08:00-12:00, or leave hours out")
    }
    for (index, rule) in rules.enumerated() {
      guard rule.days.holidays, rule.days.weekdays.isEmpty, rule.days.dates.isEmpty, rule.days.weeks.isEmpty,
        rule.effect == .closed([])
      else { continue }
      let again = rules[(index + 1)...].contains { later in
        guard case .open = later.effect else { return false }
        return !later.days.holidays && later.days.dates.isEmpty && later.days.weeks.isEmpty
      }
      if again { return ("a rule behind PH off opens on holidays again", "write PH off as the last rule") }
    }
    return nil
  }
}
