// What an import says of a row in both languages: whole sentences of one language, the column called as the file calls it,
// and for every sentence of the sources a German one and a code.

import Foundation
import Handover
import Testing

@testable import Messages
@testable import Station

private let today = CivilDay(year: 2026, month: 11, day: 22)!

@Suite struct ImportWordingTests {
  @Test func theColumnIsCalledAsInTheFile() throws {
    let text =
      "Auftragsnummer;Dokumente;GEBURTSDATUM ;Handynummer\n1;Hut;31.02.1985;0171\n2;Reisepass;17.3.1985;\n"
    let summary = ImportSummary(parseOrders(bytes: Array(text.utf8), fileName: "x.csv", today: today))
    #expect(
      summary.notes.map { $0.sentence(.german) } == [
        "Dokumente: nennt eine Dokumentart, die nicht bekannt ist: erlaubt: Reisepass, Personalausweis, Personalausweis unter 16, Aufenthaltstitel, Führerschein",
        "GEBURTSDATUM: ist ein Tag, den es nicht gibt: 1985-03-17 oder 17.03.1985 schreiben",
        "Handynummer: ist keine Telefonnummer: +49 170 1234567, 0049 170 1234567 oder 0170 1234567 schreiben",
        "weder Telefonnummer noch Briefnummer ist angegeben: Telefonnummer oder Briefnummer angeben",
      ])
    #expect(summary.notes[1].code == "date")
    #expect(
      summary.notes[1].sentence(.english)
        == "GEBURTSDATUM: is a day that does not exist: write 1985-03-17 or 17.03.1985")
    #expect(summary.notes[1].reason == "birth_date: is a day that does not exist", "for programs")
    let report = ImportReport(file: "x.csv", station: "S", time: "", summary, fault: nil)
    let halves = report.text.components(separatedBy: "-- English --")
    #expect(halves.count == 2)
    for word in ["line", "Rows", "is a day", "write"] { #expect(!halves[0].contains(word), "\(word)") }
    for word in ["Zeile", "Abgelehnt", "schreiben"] { #expect(!halves[1].contains(word), "\(word)") }
  }

  /// Sentences are read out of the sources: a new one without German fails here.
  @Test func everySentenceOfTheSourcesHasGermanAndACode() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    var sentences = 0
    for folder in ["Import", "Exchange"] {
      let path = root.appendingPathComponent("Sources/Station/\(folder)").path
      for name in try FileManager.default.contentsOfDirectory(atPath: path) {
        let source = try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
        for match in source.matches(of: /RowFault\(\s*"((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)"/) {
          func plain(_ text: Substring) -> String {
            String(text).replacing(/\\\([^()]*(\([^()]*\)[^()]*)*\)/, with: "7").replacing("\\\"", with: "\"")
          }
          let parts = plain(match.1).split(separator: ": ", maxSplits: 1).map(String.init)
          let isField = parts.count == 2 && (OrderField(rawValue: parts[0]) != nil || parts[0] == "7")
          let reason = isField ? parts[1] : plain(match.1)
          if reason != "7, and nothing was imported", reason != "7" {
            sentences += 1
            #expect(ImportSentence(reason: reason) != nil, "\(name): \(reason)")
          }
          let remedy = plain(match.2)
          let isDone = ImportSentence.remedy(remedy) != remedy || remedy.hasPrefix("use ")
          // A literal that goes on in the next line of the source is looked up whole at run time.
          let goesOn = remedy.hasSuffix(";")
          #expect(isDone || goesOn || remedy.contains("7"), "\(name): \(remedy)")
        }
      }
    }
    #expect(sentences > 30, "the sources are written in another way now")
  }

  @Test func troubleIsSaidInOneLanguage() {
    let report = ExchangeReport(
      inbox: ExchangeReport.Folder(
        waiting: 1,
        trouble: "the folder of orders: "
          + FolderError(call: "the folder cannot be opened", number: ENOENT).message),
      outbox: nil)
    #expect(
      Listing.exchange(report, .german)[0].value
        == "1 Datei wartet, der Auftragsordner: der Ordner lässt sich nicht öffnen: gibt es nicht")
    #expect(Listing.exchange(report, .english)[0].value.hasSuffix("No such file or directory"))
  }
}
