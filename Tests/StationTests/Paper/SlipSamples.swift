// Slips of a town that does not exist, in the words of Content/texts, and a reader of the PDF that they become: it checks
// the file's bones and gives back what is drawn, in points.

import Foundation
import Handover
import Testing

@testable import Services
@testable import Station

enum SlipSamples {
  static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The texts `slip.*` of a language's file: `name = "text"` below `[slip]`.
  static func texts(_ language: String) -> [String: String] {
    let file = repository.appendingPathComponent("Content/texts/\(language).toml")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [:] }
    var texts: [String: String] = [:]
    var isSlip = false
    for line in text.split(separator: "\n") {
      if line.hasPrefix("[") { isSlip = line == "[slip]" }
      let halves = line.split(separator: "=", maxSplits: 1)
      guard isSlip, halves.count == 2 else { continue }
      let value = halves[1].drop { $0 == " " }
      texts["slip." + halves[0].filter { $0 != " " }] = String(value.dropFirst().dropLast())
    }
    return texts
  }

  static func frame(_ language: String = "de", _ paper: SlipPaper = .roll80) -> SlipFrame {
    let texts = texts(language)
    return SlipFrame(
      town: "Stadt Musterstadt",
      contact: SlipContact(
        name: "Bürgeramt", address: ["Am Markt 1, 12345 Musterstadt"], phone: "01234 567-0"),
      language: language, paper: paper
    ) { key, values in
      guard let text = texts[key], let template = try? TextTemplate(text) else { return "<\(key)>" }
      return template.filled(with: values)
    }
  }

  static func slip(cents: Int = 900) throws -> PaymentSlip {
    try PaymentSlip(
      payee: Payee(name: "Stadt Münster, Amt für Bürger & Größe", iban: IBAN("DE89370400440532013000")),
      cents: cents, reference: CreditorReference(body: "48271190"))
  }

  static func payment(_ language: String = "de", _ paper: SlipPaper = .roll80) throws -> SlipDocument {
    try .payment(
      slip(), for: "Erweiterte Meldebescheinigung", reference: "4827-1190", until: "05.12.2026",
      frame(language, paper))
  }

  static func application(_ language: String = "de", _ paper: SlipPaper = .roll80) throws -> SlipDocument {
    try .application(
      "Erweiterte Meldebescheinigung", reference: "4827-1190", day: "21.11.2026",
      next: ["Wir prüfen Ihren Antrag.", "Die Bescheinigung kommt mit der Post."],
      payment: (slip(), nil), frame(language, paper))
  }

  static func information(_ language: String = "de", _ paper: SlipPaper = .roll80) -> SlipDocument {
    var service = SlipService(name: "Hund anmelden")
    service.summary = "Wer einen Hund hält, meldet ihn innerhalb von 14 Tagen an."
    service.bring = ["Personalausweis oder Reisepass", "Nachweis über den Chip des Hundes (15 Ziffern)"]
    service.fees = [SlipFact("Erster Hund, im Jahr", "96,00 EUR"), SlipFact("Zweiter Hund", "120,00 EUR")]
    service.duration = "Sofort, wenn alles da ist."
    service.places = [
      SlipContact(
        name: "Steueramt", address: ["Rathausplatz 2", "12345 Musterstadt"],
        hours: ["Montag bis Freitag 08:00–12:00", "Donnerstag 14:00–18:00"], phone: "01234 567-80")
    ]
    service.online = OnlineAddress(
      address: "https://musterstadt.example/hund", short: "musterstadt.example/hund")
    return .information(service, frame(language, paper))
  }
}

/// What a page of a PDF of ours draws.
struct DrawnPage {
  struct Line: Equatable {
    var font: SlipFont
    var size: Int
    var x: Double
    /// Its base line, up from the lower edge.
    var y: Double
    var bytes: [UInt8]
    var text: String { String(bytes.map { Character(WinAnsiReading.letters[Int($0)]) }) }
  }

  var width = 0.0
  var height = 0.0
  var lines: [Line] = []
  /// Side of a module, and the upper left corner of the code.
  var codes: [(module: Double, x: Double, y: Double, runs: [[Int]])] = []
}

enum WinAnsiReading {
  /// Windows-1252 as Foundation knows it.
  static let letters: [Unicode.Scalar] = (0...255).map { byte in
    String(data: Data([UInt8(byte)]), encoding: .windowsCP1252)?.unicodeScalars.first ?? "\u{FFFD}"
  }
}

enum PDFReading {
  /// Follows the table of objects from the file's end; a place, a length or a count that is wrong is an issue.
  static func pages(_ pdf: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws -> [DrawnPage] {
    let text = String(decoding: pdf, as: UTF8.self)
    #expect(pdf.allSatisfy { $0 < 0x80 }, "all of it is ASCII", sourceLocation: sourceLocation)
    #expect(text.hasPrefix("%PDF-1.4\n") && text.hasSuffix("%%EOF\n"), sourceLocation: sourceLocation)
    let start = try #require(text.firstMatch(of: /startxref\n(\d+)\n%%EOF\n$/).flatMap { Int($0.1) })
    let table = String(decoding: pdf[start...], as: UTF8.self)
    let head = try #require(table.firstMatch(of: /^xref\n0 (\d+)\n/))
    let count = try #require(Int(head.1))
    let entries = Array(pdf[(start + head.0.utf8.count)...].prefix(20 * count))
    var objects: [Int: String] = [:]
    for index in 0..<count {
      let entry = String(decoding: entries[(20 * index)..<(20 * index + 20)], as: UTF8.self)
      #expect(entry.hasSuffix(index == 0 ? " 65535 f \n" : " 00000 n \n"), sourceLocation: sourceLocation)
      guard index > 0, let place = Int(entry.prefix(10)) else { continue }
      let rest = String(decoding: pdf[place...], as: UTF8.self)
      #expect(rest.hasPrefix("\(index) 0 obj\n"), "object \(index)", sourceLocation: sourceLocation)
      let end = try #require(rest.range(of: "endobj\n"))
      objects[index] = String(rest[..<end.lowerBound])
    }
    #expect(table.contains("/Size \(count) /Root 1 0 R"), sourceLocation: sourceLocation)
    let kids = try #require(objects[2]?.firstMatch(of: /\/Kids \[([^\]]*)\]/))
    return try kids.1.matches(of: /(\d+) 0 R/).map { kid in
      let page = try #require(objects[Int(kid.1) ?? 0])
      let contents = try #require(page.firstMatch(of: /\/Contents (\d+) 0 R/).flatMap { Int($0.1) })
      let stream = try #require(objects[contents])
      let parts = try #require(stream.firstMatch(of: /<< \/Length (\d+) >>\nstream\n([\s\S]*)endstream\n$/))
      #expect(Int(parts.1) == parts.2.utf8.count, "the length of \(contents)", sourceLocation: sourceLocation)
      var drawn = try read(String(parts.2))
      let box = try #require(page.firstMatch(of: /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/))
      drawn.width = Double(box.1) ?? 0
      drawn.height = Double(box.2) ?? 0
      return drawn
    }
  }

  private static func read(_ stream: String) throws -> DrawnPage {
    var page = DrawnPage()
    for line in stream.split(separator: "\n") {
      if let text = line.wholeMatch(of: /BT \/F([12]) (\d+) Tf (\S+) (\S+) Td \((.*)\) Tj ET/) {
        let font = try #require(SlipFont(rawValue: Int(text.1) ?? 0))
        page.lines.append(
          DrawnPage.Line(
            font: font, size: Int(text.2) ?? 0, x: Double(text.3) ?? 0, y: Double(text.4) ?? 0,
            bytes: unescaped(Array(text.5.utf8))))
      } else if let code = line.wholeMatch(of: /q (\S+) 0 0 -(\S+) (\S+) (\S+) cm/) {
        page.codes.append((Double(code.1) ?? 0, Double(code.3) ?? 0, Double(code.4) ?? 0, []))
      } else if line.hasSuffix(" re") {
        let runs = line.matches(of: /(\d+) (\d+) (\d+) 1 re/).map { [Int($0.1)!, Int($0.2)!, Int($0.3)!] }
        page.codes[page.codes.count - 1].runs += runs
      } else if line != "f Q", line.wholeMatch(of: /[\d.]+ w [\d.]+ [\d.]+ m [\d.]+ [\d.]+ l S/) == nil {
        Issue.record("not drawn by us: \(line)")
      }
    }
    return page
  }

  private static func unescaped(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    var at = 0
    while at < bytes.count {
      if bytes[at] != UInt8(ascii: "\\") {
        out.append(bytes[at])
        at += 1
      } else if bytes[at + 1] < 0x38, bytes[at + 1] >= 0x30 {
        out.append(UInt8(String(decoding: bytes[(at + 1)...(at + 3)], as: UTF8.self), radix: 8) ?? 0)
        at += 4
      } else {
        out.append(bytes[at + 1])
        at += 2
      }
    }
    return out
  }
}
