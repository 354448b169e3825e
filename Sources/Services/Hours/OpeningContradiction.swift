// Opening hours that are well written and cannot be meant: a place that never opens.

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
}
