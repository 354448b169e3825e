// What `kiosk submissions` and `kiosk status` print of applications for people: what a person must decide first, marked `!`.
// Programs read `--json` instead.

import Messages

extension Listing {
  public static func submissions(_ rows: [SubmissionRow], _ language: DeskLanguage) -> [String] {
    guard !rows.isEmpty else { return [language.pick("Keine Anträge.", "No applications.")] }
    var table = PlainTable([
      ("", .left), (language.pick("Nummer", "Reference"), .left), (language.pick("Formular", "Form"), .left),
      (language.pick("Ziel", "Destination"), .left), (language.pick("Stand", "State"), .left),
      (language.pick("vom", "of"), .left), (language.pick("seit", "since"), .left),
      (language.pick("Versuche", "Tries"), .right), (language.pick("nächster", "next"), .right),
      (language.pick("Grund", "Reason"), .left),
    ])
    for row in rows.filter(\.isOpen) + rows.filter({ !$0.isOpen }) {
      table.add([
        row.isOpen ? attention : "", PlainText.clean(row.reference), PlainText.clean(row.form),
        PlainText.clean(row.destination), state(row.state, language), row.day, row.since,
        String(row.attempts), row.nextInSeconds.map { "\($0) s" } ?? "-", PlainText.clean(row.fault ?? "-"),
      ])
    }
    return table.lines
  }

  private static func state(_ state: String, _ language: DeskLanguage) -> String {
    switch state {
    case "kept": language.pick("verwahrt", "kept")
    case "announced": language.pick("angekündigt", "announced")
    case "sent": language.pick("abgesendet", "sent")
    case "accepted": language.pick("angenommen", "accepted")
    case "rejected": language.pick("abgelehnt", "rejected")
    case "failed": language.pick("gescheitert", "failed")
    default: state
    }
  }

  /// One line of `kiosk status` for each destination.
  static func destinations(
    _ views: [DestinationView], _ language: DeskLanguage
  ) -> [(isUrgent: Bool, german: String, english: String, value: String)] {
    views.map { view in
      var value =
        view.name + ": "
        + (view.ready
          ? language.pick("bereit", "ready") : language.pick("kein Schlüssel", "no key to encrypt with"))
      value += language.pick(
        ", wartend \(view.waiting), zugestellt \(view.delivered), zu klären \(view.failed)",
        ", waiting \(view.waiting), delivered \(view.delivered), to be settled \(view.failed)")
      if let day = view.oldestWaitingSince {
        value += language.pick(", ältester vom \(day)", ", oldest of \(day)")
      }
      if let fault = view.lastFault {
        value += language.pick(", zuletzt: \(fault)", ", last fault: \(fault)")
      }
      return (view.isOpen, "Anträge", "Applications", value)
    }
  }
}
