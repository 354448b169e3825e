// What `kiosk status` says of the folders of orders and confirmations. A folder that is not set up is not named.

import Messages

extension Listing {
  /// Whether a person must see to it, the title in German and English, and the value.
  static func exchange(
    _ report: ExchangeReport, _ language: DeskLanguage
  ) -> [(isUrgent: Bool, german: String, english: String, value: String)] {
    func value(_ folder: ExchangeReport.Folder, _ german: String, _ english: String) -> String {
      var count = "\(folder.waiting) " + language.pick(german, english)
      if let rejected = folder.rejected {
        let files = language.pick(rejected == 1 ? "Datei" : "Dateien", rejected == 1 ? "file" : "files")
        count += language.pick(
          ", \(rejected) \(files) abgelehnt: Bericht in rejected lesen, Datei berichtigt neu bringen, dort entfernen",
          ", \(rejected) \(files) rejected: read the report in rejected, bring the file corrected, remove it there"
        )
      }
      return folder.trouble.map { "\(count), " + language.pick(SystemWords.german($0), $0) } ?? count
    }
    var lines: [(isUrgent: Bool, german: String, english: String, value: String)] = []
    if let inbox = report.inbox {
      lines.append(
        (
          inbox.trouble != nil || inbox.rejected != nil, "Auftragsordner", "Order folder",
          value(
            inbox, inbox.waiting == 1 ? "Datei wartet" : "Dateien warten",
            inbox.waiting == 1 ? "file waiting" : "files waiting")
        ))
    }
    if let outbox = report.outbox {
      lines.append(
        (
          outbox.trouble != nil, "Rückmeldungen", "Confirmations",
          value(outbox, "nicht geschrieben", "not written")
        ))
    }
    return lines
  }
}
