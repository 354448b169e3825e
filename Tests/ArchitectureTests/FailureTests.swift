// docs/failures.md against the code: each way to fail has a heading there, and each heading a way to fail. Headings
// are `### KIND CODE`; the kinds are refusal, journal, outcome, review, notice, finding, proof, exit, board, wire,
// card, ausweisapp and submission.

import Foundation
import Testing

@Suite("docs/failures.md")
struct FailureTests {
  private let sources = SourceTree.files(["Sources"])

  private func headings(_ kind: String) throws -> Set<String> {
    let text = try #require(SourceTree.file("docs/failures.md")).text
    let found = text.split(separator: "\n").filter { $0.hasPrefix("### \(kind) ") }
      .map { String($0.dropFirst(5 + kind.count)) }
    #expect(Set(found).count == found.count, "a heading of \(kind) stands twice")
    return Set(found)
  }

  private func compare(_ kind: String, _ codes: Set<String>) throws {
    #expect(!codes.isEmpty, "no code of \(kind) is found: this test reads the sources wrongly")
    let written = try headings(kind)
    for code in codes.subtracting(written).sorted() {
      Issue.record("docs/failures.md: \"### \(kind) \(code)\" is missing")
    }
    for code in written.subtracting(codes).sorted() {
      Issue.record("docs/failures.md: \"### \(kind) \(code)\" is not in the code any more")
    }
  }

  /// The text of `member` in a file, up to the brace at its own indentation.
  private func body(_ path: String, _ opening: String) throws -> String {
    let text = try #require(SourceTree.file(path)).text
    let start = try #require(text.range(of: opening), "\(path): \(opening)")
    let lineStart =
      text[..<start.lowerBound].lastIndex(of: "\n").map { text.index(after: $0) } ?? text.startIndex
    let indentation = text[lineStart...].prefix { $0 == " " }
    let end = text[start.upperBound...].range(of: "\n\(indentation)}")?.lowerBound ?? text.endIndex
    return String(text[start.upperBound..<end])
  }

  /// The strings that the cases of a switch give.
  private func words(_ path: String, _ opening: String) throws -> Set<String> {
    Set(try body(path, opening).matches(of: /case [^:\n]*: "([a-z0-9_-]+)"/).map { String($0.1) })
  }

  /// The names of an enumeration's own cases.
  private func cases(_ path: String, _ opening: String) throws -> Set<String> {
    var names: Set<String> = []
    for match in try body(path, opening).matches(of: /\n {2}case ([^\n]+)/) {
      let bare = match.1.replacing(/\([^)]*\)/, with: "")
      for name in bare.split(separator: ",") { names.insert(name.trimmingCharacters(in: .whitespaces)) }
    }
    return names
  }

  @Test("why a board is unknown, and what is odd on the wire")
  func wire() throws {
    try compare(
      "board",
      cases("Sources/Lockers/BusInput.swift", "public enum UnknownCause: String, Hashable, Sendable {"))
    try compare(
      "wire", cases("Sources/Lockers/BusInput.swift", "public enum BusDiagnostic: Hashable, Sendable {"))
  }

  @Test("how a notice stands that did not leave by itself")
  func notices() throws {
    let stages = try words(
      "Sources/Journal/Delivery.swift", "public enum Stage: UInt8, Hashable, Sendable, CaseIterable {")
    try compare("notice", stages.subtracting(["waiting", "sending"]))
  }

  /// Every refusal's code: those of the core, and those that the station makes where it stands.
  private func refusalCodes() throws -> Set<String> {
    var codes = try words("Sources/Handover/Refusal.swift", "public var code: String {")
    for file in sources {
      for match in file.text.matches(of: /Refused\(\s*code: "([^"]+)"/) { codes.insert(String(match.1)) }
      for match in file.text.matches(of: /\brefuse\(\s*(?:\w+,\s*)?"([^"]+)"/) {
        codes.insert(String(match.1))
      }
      for match in file.text.matches(of: /\bturnAway\(\s*\w+,\s*\w+,\s*"([^"]+)"/) {
        codes.insert(String(match.1))
      }
    }
    return codes
  }

  @Test("refusals")
  func refusals() throws { try compare("refusal", refusalCodes()) }

  @Test("each refusal has a German sentence, and each German sentence a refusal")
  func germanRefusals() throws {
    let table = try body("Sources/Station/Dialogues/RefusalTexts.swift", "static func german(")
    var german: [String] = []
    for match in table.matches(of: /\n {4}case ([^\n]*):/) {
      german += match.1.matches(of: /"([^"]+)"/).map { String($0.1) }
    }
    #expect(Set(german).count == german.count, "a code stands twice")
    let codes = try refusalCodes()
    for code in codes.subtracting(german).sorted() {
      Issue.record("RefusalTexts.swift: \(code) has no German sentence")
    }
    for code in Set(german).subtracting(codes).sorted() {
      Issue.record("RefusalTexts.swift: \(code) is not in the code any more")
    }
  }

  @Test("ways in which the journal refuses")
  func journal() throws {
    let cases = try body("Sources/Journal/JournalError.swift", "public enum JournalError")
      .matches(of: /\n  case (\w+)/).map { Self.hyphenated($0.1) }
    try compare("journal", Set(cases))
  }

  @Test("ends of an operation")
  func outcomes() throws {
    let path = "Sources/Handover/Operations.swift"
    let text = try body(path, "public enum Outcome")
    let codes = text.matches(of: /case \.\w+: "([a-z_]+)"/).map { String($0.1) }
    try compare("outcome", Set(codes))
  }

  @Test("what a person must settle")
  func reviews() throws {
    let text = try body("Sources/Handover/Review.swift", "public enum ReviewKind")
    try compare("review", Set(text.matches(of: /case \.\w+: "([a-z_]+)"/).map { String($0.1) }))
  }

  @Test("findings of the doctor")
  func findings() throws {
    let checks = sources.filter { $0.folder == "Sources/kiosk/Doctor/Checks" }
    let codes = checks.flatMap { $0.text.matches(of: /static let code = "([a-z-]+)"/).map { String($0.1) } }
    #expect(codes.count == checks.count, "each check has a file and a code")
    try compare("finding", Set(codes))
  }

  @Test("what is found on a board")
  func proofs() throws {
    let text = try body("Sources/Handover/Proving.swift", "public enum ProofFinding")
    try compare("proof", Set(text.matches(of: /case \.\w+: "([a-z-]+)"/).map { String($0.1) }))
  }

  /// The raw values of an enumeration of strings: the word behind the case, or the case itself.
  private func rawValues(_ path: String, _ opening: String) throws -> Set<String> {
    let found = try body(path, opening).matches(of: /\n {2}case (\w+)(?: = "([^"]+)")?/)
    return Set(found.map { String($0.2 ?? $0.1) })
  }

  @Test("ways in which a run with AusweisApp ends badly")
  func ausweisApp() throws {
    try compare(
      "ausweisapp", words("Sources/Identity/AusweisApp/AusweisEnding.swift", "public var code: String {"))
  }

  @Test("why the back channel gives no session or no result")
  func backChannel() throws {
    let cases = try body(
      "Sources/Identity/AusweisApp/IdentityBackChannel.swift", "public enum BackChannelFailure"
    ).matches(of: /\n  case (\w+)/).map { Self.hyphenated($0.1) }
    try compare("back-channel", Set(cases))
  }

  @Test("ways in which work with a card ends badly")
  func cards() throws {
    let errors = "Sources/Identity/Card/CardError.swift"
    let own = "Sources/Identity/Reader/CardAdvice.swift"
    var codes = try rawValues(errors, "public enum TransportFault: String, Sendable, CaseIterable {")
    for fault in try rawValues(errors, "public enum CertificateFault: ") {
      codes.insert("certificate-\(fault)")
    }
    codes.formUnion(try words(own, "extension CardError {"))
    codes.formUnion(try words(own, "extension PasswordRefusal {"))
    codes.formUnion(
      try words("Sources/kiosk/Card/CardCommandFailure.swift", "struct CardCommandFailure: Error {"))
    try compare("card", codes)
  }

  @Test("what keeps an application from its destination")
  func submissions() throws {
    try compare(
      "submission",
      rawValues(
        "Sources/Station/Submission/SubmissionFault.swift",
        "enum SubmissionFaultCode: String, CaseIterable, Sendable {"))
  }

  @Test("exit statuses")
  func exits() throws {
    var codes: Set<String> = []
    for file in sources {
      for match in file.text.matches(of: /(?:\bexit\(|ExitCode\(|\bstatus: |Status(?:: Int32)? = )(\d+)\b/) {
        codes.insert(String(match.1))
      }
      guard file.text.contains("exitStatus: Int32 {") || file.text.contains("enum Status: Int32") else {
        continue
      }
      for opening in ["exitStatus: Int32 {", "enum Status: Int32 {"] where file.text.contains(opening) {
        for match in try body(file.path, opening).matches(of: /(?:case [^:\n=]*[:=]) (\d+)/) {
          codes.insert(String(match.1))
        }
      }
    }
    codes.remove("0")
    try compare("exit", codes)
  }

  @Test("each heading has a cause and a cure")
  func causeAndCure() throws {
    let text = try #require(SourceTree.file("docs/failures.md")).text
    for section in text.components(separatedBy: "\n### ").dropFirst() {
      let name = section.prefix { $0 != "\n" }
      #expect(section.contains("Cause: "), "docs/failures.md: \(name) names no cause")
      #expect(section.contains("Cure: "), "docs/failures.md: \(name) names no cure")
    }
  }

  private static func hyphenated(_ name: Substring) -> String {
    name.reduce(into: "") { $0 += $1.isUppercase ? "-" + $1.lowercased() : String($1) }
  }
}
