// Slips in the hands of other programs: poppler reads the words and draws the page as a printer would, zbar reads the QR
// code from the drawing, byte for byte what was put into it.

import Foundation
import Testing

@testable import Services
@testable import Station

@Suite(
  .serialized, .timeLimit(.minutes(3)),
  .enabled(if: PaperTools.isMissing == nil, "needs zbar-tools and poppler-utils"))
struct PaperTests {
  static let payees = [
    "Stadt Münster", "Gemeinde Groß-Köris, Kämmerei Öffentl. Ä", "Kreis Düren & Söhne <§>", "Plön",
    "Stadt Trier", "Gmina Łódź", "Ville d’Évreux",
  ]

  private func slip(_ payee: String, cents: Int) throws -> PaymentSlip {
    try PaymentSlip(
      payee: Payee(name: payee, iban: IBAN("DE89370400440532013000")), cents: cents,
      reference: CreditorReference(body: "48271190"))
  }

  @Test(arguments: SlipPaper.allCases)
  func `a GiroCode is read from the drawn slip byte for byte, umlauts and line ends included`(
    _ paper: SlipPaper
  )
    throws
  {
    let tools = try PaperTools("giro-\(paper.rawValue)")
    for (index, payee) in Self.payees.enumerated() {
      let slip = try slip(payee, cents: 900 + index)
      #expect(slip.code.payload.contains("\n"))
      let pdf = SlipDocument.payment(
        slip, for: "Meldebescheinigung", reference: "4827-1190", PaperTools.frame("de", paper)
      ).pdf
      // 203 dots to the inch, as a receipt printer has them.
      #expect(try tools.decoded(pdf, dotsPerInch: 203) == Array(slip.code.payload.utf8), "\(payee)")
    }
  }

  @Test func `the largest GiroCode that there is can be read on a roll at a receipt printer's resolution`()
    throws
  {
    let tools = try PaperTools("large")
    let long = String(repeating: "Größe5", count: 41)
    for text in [long, String(repeating: "7", count: GiroCode.byteCountMax), String(long.prefix(120))] {
      let slip = SlipDocument(
        town: "T", title: "T", parts: [.code(try QRCode.modules(text), caption: "")], language: "de",
        paper: .roll80)
      #expect(try tools.decoded(slip.pdf, dotsPerInch: 203) == Array(text.utf8))
    }
  }

  @Test func `the address of a service is read from its slip, and nothing else`() throws {
    let tools = try PaperTools("address")
    var service = SlipService(name: "Hund anmelden")
    service.summary = "Wer einen Hund hält, meldet ihn an."
    service.online = OnlineAddress(
      address: "https://musterstadt.example/hund?a=1&b=%C3%A4#oben", short: "musterstadt.example/hund")
    for paper in SlipPaper.allCases {
      for language in ["de", "en"] {
        let pdf = SlipDocument.information(service, PaperTools.frame(language, paper)).pdf
        #expect(try tools.decoded(pdf, dotsPerInch: 150) == Array(service.online!.address.utf8))
      }
    }
  }

  @Test
  func `poppler reads every word of a slip, umlauts, section and euro signs, and has nothing to complain of`()
    throws
  {
    let tools = try PaperTools("words")
    let slip = try slip("Stadt Münster, Größe § 5 €", cents: 123_456)
    let document = SlipDocument.application(
      "Erweiterte Meldebescheinigung", reference: "4827-1190", day: "21.11.2026",
      next: ["Wir prüfen „Ihren“ Antrag – das dauert 3 Tage."], payment: (slip, "05.12.2026"),
      PaperTools.frame("de", .a4))
    let words = try tools.words(document.pdf)
    for wanted in [
      "Stadt Musterstadt", "Bestätigung", "4827-1190", "Erweiterte Meldebescheinigung", "21.11.2026",
      "Wir prüfen „Ihren“ Antrag – das dauert 3 Tage.", "1234,56 EUR", "Stadt Münster, Größe § 5 €",
      "DE89 3704 0044 0532 0130 00", slip.reference.grouped, "05.12.2026", "Bürgeramt",
    ] {
      #expect(words.contains(wanted), "\(wanted): \(words)")
    }
    let facts = try tools.run(["pdfinfo", tools.scratch.file("slip.pdf")])
    #expect(facts.contains("Pages:           1") && facts.contains("PDF version:     1.4"), "\(facts)")
    #expect(facts.contains("A4"))
    #expect(!facts.contains("CreationDate"))
  }
}

/// Programs that read a slip, and the words of Content/texts that stand on it.
final class PaperTools {
  static let programs = ["pdftotext", "pdftoppm", "pdfinfo", "zbarimg"]

  /// Why it cannot run here; nil: it can.
  static var isMissing: String? {
    programs.first { !FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)") }
  }

  let scratch: Scratch

  init(_ name: String) throws { scratch = try Scratch("paper-\(name)") }

  /// Everything that zbar finds on the drawn pages.
  func decoded(_ pdf: [UInt8], dotsPerInch: Int) throws -> [UInt8] {
    try Data(pdf).write(to: URL(fileURLWithPath: scratch.file("slip.pdf")))
    return try decoded(file: scratch.file("slip.pdf"), dotsPerInch: dotsPerInch)
  }

  func decoded(file: String, dotsPerInch: Int) throws -> [UInt8] {
    let image = scratch.file("slip.png")
    _ = try run([
      "pdftoppm", "-png", "-gray", "-singlefile", "-r", "\(dotsPerInch)", file, scratch.file("slip"),
    ])
    // As anybody would call it: what it writes are letters of the terminal, UTF-8, and a line's end behind them.
    _ = try run([
      "zbarimg", "--nodbus", "--quiet", "--raw", "--oneshot", "-Sdisable", "-Sqrcode.enable", image,
    ])
    let read = Array(try Data(contentsOf: URL(fileURLWithPath: scratch.file("zbarimg.out"))))
    return read.last == UInt8(ascii: "\n") ? read.dropLast() : read
  }

  func words(_ pdf: [UInt8]) throws -> String {
    try Data(pdf).write(to: URL(fileURLWithPath: scratch.file("slip.pdf")))
    let text = try run(["pdftotext", "-layout", "-enc", "UTF-8", scratch.file("slip.pdf"), "-"])
    return text.replacing("\u{A0}", with: " ")
  }

  /// The program must succeed and have nothing to complain of.
  func run(_ command: [String]) throws -> String {
    let name = command[0]
    let result = try ChildProcess.run(["/usr/bin/\(name)"] + command.dropFirst(), name: name, in: scratch)
    let complaints = scratch.text("\(name).err")
    guard result.status == 0, complaints.isEmpty else {
      throw ChildProcess.Failure(description: "\(name): \(result.status) \(complaints)")
    }
    return result.output
  }

  static func frame(_ language: String, _ paper: SlipPaper) -> SlipFrame {
    var texts: [String: String] = [:]
    var section = ""
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appendingPathComponent("Content/texts/\(language).toml")
    for line in ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(separator: "\n") {
      if line.hasPrefix("[") { section = String(line.dropFirst().dropLast()) }
      let halves = line.split(separator: "=", maxSplits: 1)
      guard section == "slip", halves.count == 2 else { continue }
      texts["slip." + halves[0].filter { $0 != " " }] = String(
        halves[1].drop { $0 == " " }.dropFirst().dropLast())
    }
    return SlipFrame(
      town: "Stadt Musterstadt",
      contact: SlipContact(name: "Bürgeramt", address: ["Am Markt 1"], phone: "01234 567-0"),
      language: language, paper: paper
    ) { [texts] key, values in
      (texts[key].flatMap { try? TextTemplate($0) })?.filled(with: values) ?? "<\(key)>"
    }
  }
}
