// The core with the sample town's forms: the test is the keeper of applications, the card worker and the person.

import Foundation
import Handover
import Identity
import Secrets
import Services

@testable import Messages
@testable import Station

enum SampleTown {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Content")

  /// Read once for all tests.
  static let store: ContentStore = {
    var files: [(path: String, bytes: [UInt8])] = []
    let found = FileManager.default.enumerator(atPath: folder.path)
    while let path = found?.nextObject() as? String {
      guard path.hasSuffix(".md") || path.hasSuffix(".toml") else { continue }
      files.append((path, Array(FileManager.default.contents(atPath: folder.path + "/" + path) ?? Data())))
    }
    guard case .success(let store) = ContentBuilder.build(files.sorted { $0.path < $1.path }) else {
      fatalError("the sample town is not in order")
    }
    return store
  }()

  static let edition = ContentEdition(store: store, number: 1, since: 0)

  /// The station's own texts.
  static func texts(_ language: String) -> [String: String] {
    let text =
      (try? String(contentsOf: folder.appendingPathComponent("texts/\(language).toml"), encoding: .utf8))
      ?? ""
    var table = ""
    var texts: [String: String] = [:]
    for line in text.split(separator: "\n") {
      if line.hasPrefix("[") { table = String(line.dropFirst().prefix { $0 != "]" }) }
      guard !line.hasPrefix("#"), let equals = line.range(of: " = \"") else { continue }
      texts["\(table).\(line[..<equals.lowerBound])"] = String(line[equals.upperBound...].dropLast())
    }
    return texts
  }
}

/// A bench with the sample town, an account for fees, destinations that take applications, and a card reader.
func formBench(_ change: (inout StationSetup) -> Void = { _ in }) throws -> CoreBench {
  let bench = try CoreBench {
    $0.hasReader = true
    $0.identifies = true
    $0.content = SampleTown.edition
    $0.payee = Payee(name: "Stadt Musterstadt", iban: try! IBAN("DE02120300000000202051"))
    $0.welcome.texts = ["de": SampleTown.texts("de"), "en": SampleTown.texts("en")]
    change(&$0)
  }
  bench.sees(.empty)
  bench.feed(
    .destinations(["bauhof", "buergeramt", "steueramt"].map { DestinationSight(name: $0, isReady: true) }))
  return bench
}

extension CoreBench {
  var form: FormStage? {
    if case .form(let stage)? = stage { return stage }
    return nil
  }

  var question: FormQuestion? {
    if case .question(let question)? = form { return question }
    return nil
  }

  var review: FormReview? {
    if case .check(let review)? = form { return review }
    return nil
  }

  var done: FormDone? {
    if case .done(let done)? = form { return done }
    return nil
  }

  func form(_ request: FormRequest) { ask(.form(request)) }

  func answer(_ parts: String...) { ask(.form(.answer), parts.joined(separator: "\u{1F}")) }

  /// From the idle screen to the start of the form of that name.
  func beginForm(_ id: String) {
    form(.begin)
    let place = loop.core.session?.form?.listed.firstIndex(of: id) ?? 99
    form(.choose(place))
  }

  /// The defect of the sample town that needs the fewest answers, up to the check page.
  func fillDefect(street: String = "Am Markt 3") {
    beginForm("mangel")
    form(.next)
    answer("2")
    answer(street)
    answer("2")
    answer("2")
  }

  func kept() {
    guard let reference = applications.last?.reference else { return }
    feed(.submission(.kept(reference: reference)))
  }

  static let erika: IdentityHolder = {
    var holder = IdentityHolder()
    holder.familyName = "MUSTERMANN"
    holder.givenNames = "ERIKA"
    holder.birthDate = "1964-08-12"
    holder.street = "HEIDESTRASSE 17"
    holder.postalCode = "51147"
    holder.city = "KÖLN"
    holder.country = "D"
    return holder
  }()

  static let consent = CardConsent(
    provider: "Stadt Musterstadt", rights: ["FamilyName", "GivenNames", "DateOfBirth", "Address"],
    purpose: "Anträge")

  /// From the start page of a form: card, consent, PIN, and what the service says.
  func identify(_ holder: IdentityHolder = erika) {
    form(.next)
    sees(.card)
    report(.asks(job: lastJob, CardAsk(.consent(Self.consent))))
    form(.allowReading)
    report(.asks(job: lastJob, CardAsk(.secret(.pin))))
    ask(.cardSecret, "123456")
    report(.working(job: lastJob))
    ends(.identified(holder))
  }
}
