// The shipped texts of notices: whole in each language, short enough, and without anything of a document. E-mails as
// their receivers read them.

import Configuration
import Foundation
import Handover
import Secrets
import Services
import Testing

@testable import Journal
@testable import Messages
@testable import Station

func noticeTexts() throws -> [String: [String: String]] {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  return try TextFiles.load(
    directory: root.appending(path: "Content/notices").path, languages: ["de", "en"]
  ).get().texts
}

/// 3GPP TS 23.038 section 6.2.1: the letters of GSM-7 that count once; those of the extension table count twice.
private let gsm = Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)

@Suite struct NoticeTextTests {
  @Test func theShippedTextsAreWholeAndAgree() throws {
    let texts = try noticeTexts()
    #expect(NoticeTexts(texts: texts).mistake == nil)
    #expect(TextCatalog(languages: ["de", "en"], texts: texts).mistakes == [])
    #expect(NoticeTexts(texts: ["de": [:]]).mistake?.contains("ready.sms is missing") == true)
  }

  @Test("an SMS has at most 160 letters of GSM-7, whatever fills it within Kiosk.conf's limits")
  func shortMessages() throws {
    let longest = [
      "town": 40, "station": 40, "counter": 60, "code": 6, "until": 10,
    ].mapValues { String(repeating: "W", count: $0) }
    for (language, texts) in try noticeTexts() {
      for key in texts.keys where key.hasSuffix(".sms") {
        let template = try TextTemplate(texts[key]!)
        #expect(Set(template.placeNames).isSubset(of: longest.keys), "\(language) \(key)")
        let text = template.filled(with: longest)
        #expect(text.count <= 160, "\(language) \(key) has \(text.count)")
        #expect(text.allSatisfy { gsm.contains($0) }, "\(language) \(key) leaves GSM-7")
      }
    }
  }

  @Test("no notice names a document's kind, and none has a place for a name or a serial number")
  func noDocumentData() throws {
    let words = [
      "pass", "ausweis", "führerschein", "titel", "passport", "card", "licence", "permit", "serien",
    ]
    for (language, texts) in try noticeTexts() {
      for (key, text) in texts {
        for word in words { #expect(!text.lowercased().contains(word), "\(language) \(key): \(word)") }
      }
    }
    #expect(NoticeTexts.places.isDisjoint(with: ["name", "serial", "documents", "birth_date"]))
  }

  @Test func anEmailIsOneWhateverItsWordsAre() throws {
    let message = EmailMessage(
      from: "town@example.org", name: "Stadt Müllheim, Abholstation", to: "a.b@example.org",
      subject: "Frist verlängert bis 28.11.2026, und noch viel länger als eine Zeile es in einem Kopf darf",
      id: "0000000000000001-ready-7.00000000000000aa@example.org", wall: 1_795_334_705_000,
      text: Array("Grüße = 100 %\nEin Leerzeichen am Ende \n\(String(repeating: "ä", count: 60))\n".utf8))
    let bytes = try #require(message.bytes)
    #expect(bytes.allSatisfy { $0 < 0x80 })
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { $0.count <= 76 }, "RFC 2045, 2047")
    #expect(text.contains("Auto-Submitted: auto-generated\n"))
    #expect(text.contains("Date: Sun, 22 Nov 2026 08:05:05 +0000\n"))
    #expect(text.contains("Message-ID: <0000000000000001-ready-7.00000000000000aa@example.org>\n"))
    #expect(text.contains("Gr=C3=BC=C3=9Fe =3D 100 %\n"))
    #expect(text.contains("am Ende=20\n"))
    let subject = text.components(separatedBy: "Subject: ")[1].components(separatedBy: "\nDate")[0]
    let decoded = subject.components(separatedBy: "\n ").map { word -> String in
      String(decoding: Data(base64Encoded: String(word.dropFirst(10).dropLast(2)))!, as: UTF8.self)
    }.joined()
    #expect(decoded == message.subject)
    var bad = message
    for address in ["a@b\nBcc: x@y", "a b@c", "<a@b>", "", "ä@b.de"] {
      bad.to = address
      #expect(bad.bytes == nil, "\(address)")
    }
  }

  @Test func parcelsReadBackWholeOrNotAtAll() throws {
    let program = Program("/bin/x", ["a", "", "ü"], environment: ["A": "1=2", "B": ""], milliseconds: 5)
    let parcel = ErrandParcel(program: program, message: Array("text:,\n".utf8))
    #expect(ErrandParcel(parcel.bytes) == parcel)
    for count in 0..<parcel.bytes.count { #expect(ErrandParcel(Array(parcel.bytes.prefix(count))) == nil) }
    #expect(ErrandParcel(parcel.bytes + [0]) == nil)
  }

  @Test func tracesSayNoMoreThanTheyKnow() {
    #expect(ErrandFile.read("") == .untouched)
    #expect(ErrandFile.read("start") == .untouched)
    #expect(ErrandFile.read("started\n") == .interrupted)
    let endings: [ProgramEnding] = [.exited(0), .exited(75), .killed(9), .timedOut, .notStarted(2)]
    for ending in endings {
      let line = ErrandFile.line(ending)
      #expect(ErrandFile.read("started\n" + line) == .ended(ending))
      for count in 1..<line.count {
        #expect(ErrandFile.read("started\n" + line.prefix(count)) == .interrupted)
      }
    }
    #expect(ErrandOutcome(.exited(0)) == .accepted)
    for status in [74, 1, 2, 127, 255] as [Int32] {
      guard case .unknown = ErrandOutcome(.exited(status)) else {
        Issue.record("status \(status) is not known to mean anything")
        continue
      }
    }
  }

  @Test func aRelativeStateDirectoryIsMadeAbsolute() {
    #expect(ProgramCarrier.absolute("/var/x") == "/var/x")
    let path = ProgramCarrier.absolute("state/notices")
    #expect(path.hasPrefix("/") && path.hasSuffix("/state/notices"))
  }

  @Test func aNumberPrintedWithItsCountryIsKnownWithoutThePlus() {
    let forms = TypedNumber.forms(Secret(Array("491715000001".utf8)))
    #expect(forms.contains { $0.kind == .phone && $0.text == Array("+491715000001".utf8) })
    #expect(TypedNumber.national("+491715000001") == "01715000001")
    #expect(TypedNumber.national("+43660123456") == "+43660123456")
  }

  @Test func theProxysLetterSaysWhereAndWhenAsGermansWriteIt() {
    let letter = Letter(number: "1001", code: "123456", until: "2026-11-28", text: "Testdorf\nHalle")
    let lines = Listing.proxyLetter(letter, .german)
    #expect(lines.first == "Testdorf" && lines.contains { $0.contains("28.11.2026") })
  }

  @Test func nothingSaysThatTheTimeIsOverWhenAClerkMayComeEarlier() throws {
    let texts = try noticeTexts()
    #expect(texts["de"]?["removed.sms"]?.contains("Frist") == false)
    #expect(
      Set(["surrendered", "kept", "owed", "lost"]).allSatisfy { texts["de"]?["receipt.old_\($0)"] != nil })
  }
}
