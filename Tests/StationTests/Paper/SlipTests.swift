// Slips as PDF: the bones of the file, the words, and where they stand. That other programs read them is shown in
// Tests/ProcessTests/Paper.

import Foundation
import Handover
import Messages
import Testing

@testable import Services
@testable import Station

@Suite struct SlipTests {
  private func golden(_ name: String, _ text: String) throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "Golden/\(name)")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try text.write(to: url, atomically: true, encoding: .utf8)
    }
    let old = try String(contentsOf: url, encoding: .utf8)
    #expect(old == text, "\(name)")
  }

  private func samples(_ paper: SlipPaper) throws -> [(String, SlipDocument)] {
    try ["de", "en"].flatMap { language in
      [
        ("payment-\(language)", try SlipSamples.payment(language, paper)),
        ("application-\(language)", try SlipSamples.application(language, paper)),
        ("information-\(language)", SlipSamples.information(language, paper)),
      ]
    }
  }

  @Test(arguments: SlipPaper.allCases) func `the words of every slip, line by line`(_ paper: SlipPaper) throws
  {
    for (name, slip) in try samples(paper) {
      let pages = try PDFReading.pages(slip.pdf)
      var lines: [String] = []
      for page in pages {
        lines.append("page \(page.width) x \(page.height), \(slip.media)")
        for line in page.lines {
          lines.append(
            "\(line.font == .bold ? "B" : "R")\(line.size) \(Int(line.x)) \(Int(line.y)) \(line.text)")
        }
        for code in page.codes { lines.append("code \(code.module) \(Int(code.x)) \(Int(code.y))") }
      }
      try golden("\(name)-\(paper.rawValue).txt", lines.joined(separator: "\n") + "\n")
    }
  }

  @Test func `the file itself, and the same slip is the same bytes`() throws {
    let slip = try SlipSamples.payment()
    #expect(slip.pdf == (try SlipSamples.payment().pdf))
    try golden("payment-de.pdf.txt", String(decoding: slip.pdf, as: UTF8.self))
  }

  @Test(arguments: SlipPaper.allCases)
  func `nothing stands outside the margins, and nothing in a code's quiet zone`(_ paper: SlipPaper) throws {
    for (name, slip) in try samples(paper) {
      for page in try PDFReading.pages(slip.pdf) {
        let margin = Double(paper.margin) / 1_000
        #expect(page.width == Double(paper.width) / 1_000)
        for line in page.lines {
          let width = Double(line.font.width(line.bytes, size: line.size)) / 1_000
          #expect(
            line.x >= margin - 0.001 && line.x + width <= page.width - margin + 0.001, "\(name) \(line.text)")
          #expect(line.y >= margin && line.y + Double(line.size) <= page.height - margin + 0.001, "\(name)")
        }
        for code in page.codes {
          let side = Double((code.runs.map { $0[1] }.max() ?? 0) + 1)
          #expect(code.module >= 0.5 * 72 / 25.4, "half a millimetre is the least")
          let quiet = 4 * code.module
          let (left, right) = (code.x - quiet, code.x + side * code.module + quiet)
          let (top, bottom) = (code.y + quiet, code.y - side * code.module - quiet)
          #expect(left >= 0 && right <= page.width && top <= page.height && bottom >= 0)
          for line in page.lines {
            #expect(line.y >= top || line.y + Double(line.size) <= bottom + 0.001, "\(name): \(line.text)")
          }
        }
      }
    }
  }

  @Test func `the code on the slip is the code of the slip, module by module`() throws {
    let code = try QRCode.modules(SlipSamples.slip().code.payload)
    let page = try #require(PDFReading.pages(SlipSamples.payment().pdf).first)
    var isDark = [Bool](repeating: false, count: code.side * code.side)
    for run in try #require(page.codes.first).runs {
      for column in run[0]..<run[0] + run[2] { isDark[run[1] * code.side + column] = true }
    }
    #expect(isDark == code.isDark)
  }

  @Test func `a payment slip says amount, payee, account, reference and case, grouped for the eye`() throws {
    let text = try PDFReading.pages(SlipSamples.payment().pdf)[0].lines.map(\.text).joined(separator: "\n")
    for words in [
      "9,00 EUR".replacing(" ", with: "\u{A0}"),
      "DE89 3704 0044 0532 0130 00".replacing(" ", with: "\u{A0}"), "4827-1190", "05.12.2026",
      try SlipSamples.slip().reference.grouped.replacing(" ", with: "\u{A0}"),
      "Stadt Münster, Amt für Bürger & Größe", "Bürgeramt",
    ] {
      #expect(text.contains(words), "\(words)")
    }
  }

  @Test func `money as each language writes it`() {
    let (german, english) = (SlipSamples.frame("de").say, SlipSamples.frame("en").say)
    #expect(SlipDocument.money(5, german) == "0,05\u{A0}EUR")
    #expect(SlipDocument.money(123_450, english) == "1234.50\u{A0}EUR")
  }

  @Test func `a very long slip goes on for six pages and says that there is more`() throws {
    let text = String(repeating: "Ein langer Satz, der nicht aufhört. ", count: 5_000)
    for paper in SlipPaper.allCases {
      var service = SlipService(name: "Lang")
      service.summary = text
      service.online = OnlineAddress(address: "https://a.example", short: "a.example")
      let pages = try PDFReading.pages(
        SlipDocument.information(service, SlipSamples.frame("de", paper)).pdf)
      #expect(pages.count == SlipLayout.pagesMax)
      #expect(pages.last?.lines.last?.text == "[…]")
      #expect(pages.allSatisfy { $0.height <= Double(paper.height) / 1_000 })
    }
  }

  @Test
  func `words wider than the paper are broken, an empty document is a page, an address too long is typed`()
    throws
  {
    let frame = SlipSamples.frame()
    var service = SlipService(name: String(repeating: "Wort", count: 200))
    service.online = OnlineAddress(
      address: "https://a.example/" + String(repeating: "x", count: 4_000), short: "a.example/kurz")
    let page = try #require(PDFReading.pages(SlipDocument.information(service, frame).pdf).first)
    #expect(page.codes.count == 1, "the short form has a code")
    #expect(page.lines.contains { $0.text == "a.example/kurz" })
    #expect(
      page.lines.allSatisfy {
        $0.x + Double($0.font.width($0.bytes, size: $0.size)) / 1_000 <= page.width - 11
      })
    let empty = SlipDocument(town: "", title: "", parts: [], language: "", paper: .a5)
    #expect(try PDFReading.pages(empty.pdf).count == 1)
    let parts: [SlipDocument.Part] = [
      .heading(""), .paragraph(""), .steps([]), .list([""]), .facts([SlipFact("", "")]), .rule,
      .emphasis(SlipFact("", "(\\)\n\u{0}")),
    ]
    #expect(
      try PDFReading.pages(
        SlipDocument(town: "T", title: "(", parts: parts, language: "de) /X (", paper: .roll80).pdf
      ).count == 1)
  }

  @Test func `fees of a service as they hold on the day`() throws {
    var facts = ServiceFacts()
    let (first, second) = (CivilDay(year: 2026, month: 1, day: 1)!, CivilDay(year: 2026, month: 7, day: 1)!)
    facts.fees = [
      Fee(id: "a", label: "Papier", from: first, until: nil, amount: Euro(cents: 900), amountMax: nil),
      Fee(id: "a", label: "Papier", from: second, until: nil, amount: Euro(cents: 1_000), amountMax: nil),
      Fee(id: "b", label: "", from: first, until: nil, amount: Euro(cents: 0), amountMax: nil),
      Fee(
        id: "c", label: "Eilig", from: first, until: nil, amount: Euro(cents: 500),
        amountMax: Euro(cents: 800)),
    ]
    facts.documents = ["Ausweis"]
    let item = ContentItem(
      reference: ContentReference(kind: .service, id: "x"), language: "de", name: "Dienst", summary: "",
      searchWords: [], situations: [], blocks: [], detail: .service(facts))
    let say = SlipSamples.frame().say
    let before = SlipService(item, on: CivilDay(year: 2026, month: 6, day: 30)!, places: [], say: say)
    #expect(before.fees[0] == SlipFact("Papier", "9,00\u{A0}EUR") && before.bring == ["Ausweis"])
    #expect(
      SlipService(item, on: second, places: [], say: say).fees == [
        SlipFact("Papier", "10,00\u{A0}EUR"), SlipFact("Gebühr", "kostenfrei"),
        SlipFact("Eilig", "5,00\u{A0}EUR bis 8,00\u{A0}EUR"),
      ])
  }

  @Test func `every text of a slip is there in each language, printable, and used`() throws {
    let german = SlipSamples.texts("de")
    #expect(german.count > 30)
    var sources = ""
    for folder in ["Paper", "Core"] {
      let url = SlipSamples.repository.appendingPathComponent("Sources/Station/\(folder)")
      for file in try FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil) {
        sources += try String(contentsOf: file, encoding: .utf8)
      }
    }
    for language in ["de", "en"] {
      let texts = SlipSamples.texts(language)
      #expect(Set(texts.keys) == Set(german.keys))
      for (key, text) in texts { #expect(WinAnsi.isReadable(text), "\(language) \(key)") }
    }
    // What became of a slip is said on pages.
    let said = ["slip.printing", "slip.printed", "slip.no_paper", "slip.failed"]
    for key in german.keys where !said.contains(key) {
      #expect(sources.contains("\"\(key)\""), "nothing says \(key)")
    }
  }
}
