// What `kiosk documents` and `kiosk status` say of the register's word: counts and days, no numbers.

import Messages

extension Listing {
  /// One line each.
  public static func documents(_ counts: RegisterCounts, _ language: DeskLanguage) -> String {
    let rows: [(String, String, Int)] = [
      ("Bestellt", "Ordered", counts.ordered), ("Produziert", "Produced", counts.produced),
      ("Eingetroffen", "Arrived", counts.arrived), ("Am Schalter", "At the counter", counts.ready),
      ("Abgeholt", "Handed over", counts.handedOver), ("Zurückgezogen", "Withdrawn", counts.withdrawn),
    ]
    var lines = rows.map { german, english, count in
      let title = language.pick(german, english)
      return title + String(repeating: " ", count: max(1, 18 - title.count)) + String(count)
    }
    lines.append(lastImport(counts, language))
    return lines.joined(separator: "\n")
  }

  /// The same in one line.
  static func documentsLine(_ counts: RegisterCounts, _ language: DeskLanguage) -> String {
    language.pick("\(counts.all) Nummern, ", "\(counts.all) numbers, ") + lastImport(counts, language)
  }

  private static func lastImport(_ counts: RegisterCounts, _ language: DeskLanguage) -> String {
    guard let day = counts.lastImport else {
      return language.pick("noch keine Datei", "no file yet")
    }
    return language.pick(
      "letzte Datei \(day), vergessen nach \(counts.days) Tagen",
      "last file \(day), forgotten after \(counts.days) days")
  }
}
