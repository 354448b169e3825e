// What `kiosk status` says of the town's content and what `kiosk usage` prints: which edition is shown and since when,
// why a newer one is not, and how often what was opened.

import Messages

extension Listing {
  /// Lines with whether they are urgent, German title, English title and value.
  static func contentWords(
    _ report: StatusReport.Content, _ language: DeskLanguage
  ) -> [(isUrgent: Bool, german: String, english: String, value: String)] {
    var lines: [(isUrgent: Bool, german: String, english: String, value: String)] = []
    if let edition = report.edition, let since = report.since {
      let languages = (report.languages ?? []).joined(separator: ", ")
      lines.append(
        (
          false, "Inhalte", "Content",
          language.pick(
            "Ausgabe \(edition) seit \(since): \(report.items ?? 0) Einträge, \(report.forms ?? 0) Anträge (\(languages))",
            "edition \(edition) since \(since): \(report.items ?? 0) items, \(report.forms ?? 0) forms (\(languages))"
          )
        ))
    } else if report.refusal == nil {
      lines.append((false, "Inhalte", "Content", language.pick("werden gelesen", "are being read")))
    }
    if let refusal = report.refusal {
      let since = report.refusedSince ?? "?"
      let rest =
        report.edition == nil
        ? language.pick("keine Auskunft am Bildschirm", "no information on the screen")
        : language.pick("die Ausgabe davor gilt weiter", "the edition before it stays")
      lines.append(
        (
          true, "Inhalte", "Content",
          language.pick("seit \(since) nicht übernommen, ", "not taken over since \(since), ")
            + "\(rest): \(refusal)"
        ))
    }
    return lines
  }

  /// A row for each item: what is used most comes first.
  public static func usage(_ report: UsageReport, _ language: DeskLanguage) -> [String] {
    guard !report.rows.isEmpty else {
      return [language.pick("Noch nichts gezählt.", "Nothing counted yet.")]
    }
    let few = "<\(report.shownMin)"
    var table = PlainTable([
      (language.pick("12 Monate", "12 months"), .right), (report.months.last ?? "", .right),
      (language.pick("Eintrag", "Item"), .left), (language.pick("Name", "Name"), .left),
    ])
    for row in report.rows {
      table.add([
        row.year.map(String.init) ?? few, row.counts.last.flatMap { $0 }.map(String.init) ?? few, row.item,
        row.name ?? "-",
      ])
    }
    guard report.leftOut > 0 else { return table.lines }
    return table.lines + [
      language.pick("und \(report.leftOut) weitere", "and \(report.leftOut) more")
    ]
  }

  /// One line for each item and month; what is told to nobody is an empty cell.
  public static func csv(_ report: UsageReport) -> String {
    var text = CSVWriting.mark + CSVWriting.line(["month", "item", "name", "count"])
    for (index, month) in report.months.enumerated() {
      for row in report.rows where index < row.counts.count && row.counts[index] != 0 {
        text += CSVWriting.line([month, row.item, row.name ?? "", row.counts[index].map(String.init) ?? ""])
      }
    }
    return text
  }
}
