// The JSON Schemas of docs/schema against the samples of docs/examples and against what the station truly writes. The
// checker knows the words that these schemas use, and fails on any other.

import Foundation
import Handover
import Testing

@testable import Messages
@testable import Station

private let docs = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs")

private func sample(_ name: String) throws -> Data {
  try Data(contentsOf: docs.appendingPathComponent("examples/\(name)"))
}

/// What is wrong with `value` by the schema `name`.
private func faults(_ value: Data, _ name: String) throws -> [String] {
  let file = docs.appendingPathComponent("schema/\(name).schema.json")
  let root = try #require(
    try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
  let json = try JSONSerialization.jsonObject(with: value, options: .fragmentsAllowed)
  return check(json, root, root, "")
}

private func isType(_ value: Any, _ type: String) -> Bool {
  let isFlag = (value as? NSNumber).map { isTruthValue($0) } ?? false
  switch type {
  case "object": return value is [String: Any]
  case "array": return value is [Any]
  case "string": return value is String
  case "null": return value is NSNull
  case "boolean": return isFlag
  case "integer":
    return !isFlag && (value as? NSNumber).map { $0.doubleValue == $0.doubleValue.rounded() } == true
  default: return false
  }
}

/// Whether a number is a truth value. Foundation reads both as `NSNumber`.
private func isTruthValue(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }

private func check(_ value: Any, _ schema: [String: Any], _ root: [String: Any], _ place: String) -> [String]
{
  var found: [String] = []
  for (word, rule) in schema.sorted(by: { $0.key < $1.key }) {
    switch word {
    case "$schema", "title", "description", "$defs": break
    case "$ref":
      let key = (rule as? String)?.split(separator: "/").last.map(String.init) ?? ""
      let target = (root["$defs"] as? [String: Any])?[key] as? [String: Any]
      found += target.map { check(value, $0, root, place) } ?? ["\(place): \(rule) is missing"]
    case "type":
      let types = rule as? [String] ?? [rule as? String ?? ""]
      if !types.contains(where: { isType(value, $0) }) { found.append("\(place): is no \(types)") }
    case "const": if "\(value)" != "\(rule)" { found.append("\(place): is not \(rule)") }
    case "enum":
      if !(rule as? [String] ?? []).contains(value as? String ?? "") { found.append("\(place): not allowed") }
    case "minLength":
      if (value as? String).map({ $0.count < rule as! Int }) == true { found.append("\(place): short") }
    case "maxLength":
      if (value as? String).map({ $0.count > rule as! Int }) == true { found.append("\(place): long") }
    case "minItems":
      if (value as? [Any]).map({ $0.count < rule as! Int }) == true { found.append("\(place): few") }
    case "maxItems":
      if (value as? [Any]).map({ $0.count > rule as! Int }) == true { found.append("\(place): many") }
    case "minimum":
      if (value as? NSNumber).map({ $0.intValue < rule as! Int }) == true { found.append("\(place): small") }
    case "pattern":
      if let text = value as? String, text.range(of: rule as! String, options: .regularExpression) == nil {
        found.append("\(place): does not match")
      }
    case "items":
      for (index, item) in (value as? [Any] ?? []).enumerated() {
        found += check(item, rule as! [String: Any], root, "\(place)[\(index)]")
      }
    case "required":
      for key in rule as! [String] where (value as? [String: Any])?[key] == nil {
        found.append("\(place).\(key): missing")
      }
    case "properties":
      for (key, item) in value as? [String: Any] ?? [:] {
        if let rule = (rule as! [String: Any])[key] as? [String: Any] {
          found += check(item, rule, root, "\(place).\(key)")
        }
      }
    case "additionalProperties":
      let known = (schema["properties"] as? [String: Any] ?? [:]).keys
      for key in (value as? [String: Any] ?? [:]).keys where !known.contains(key) {
        found.append("\(place).\(key): unknown")
      }
    case "anyOf":
      if !(rule as! [[String: Any]]).contains(where: { check(value, $0, root, place).isEmpty }) {
        found.append("\(place): fits none")
      }
    default: found.append("the checker does not know \(word)")
    }
  }
  return found
}

@Suite struct ExchangeSchemaTests {
  private let today = CivilDay(year: 2026, month: 11, day: 22)!

  @Test func samplesFitTheirSchemasAndTheReader() throws {
    let lines = try sample("orders.jsonl")
    for line in lines.split(separator: 0x0A) { #expect(try faults(Data(line), "order-row") == []) }
    #expect(try faults(sample("confirmation.json"), "confirmation") == [])
    #expect(try faults(sample("auftraege.csv.report.json"), "import-report") == [])
    for name in ["orders.jsonl", "auftraege.csv"] {
      let parsed = parseOrders(bytes: Array(try sample(name)), fileName: name, today: today)
      #expect(parsed.rejections == [], "\(name)")
      #expect(parsed.orders.count == 3 && parsed.withdrawals.map(\.id) == ["00471090"])
    }
  }

  @Test func statesFitTheirSchemaAndTheReader() throws {
    for line in try sample("status-documents.jsonl").split(separator: 0x0A) {
      #expect(try faults(Data(line), "status-row") == [])
    }
    for name in ["status-documents.jsonl", "status-ausweise.csv"] {
      let parsed = parseStates(bytes: Array(try sample(name)), fileName: name, today: today)
      #expect(parsed.rejections == [] && parsed.states.count == 3, "\(name)")
    }
    let schema = try String(
      contentsOf: docs.appendingPathComponent("schema/status-row.schema.json"), encoding: .utf8)
    for field in StatusField.allCases {
      #expect(schema.contains("\"\(field.rawValue)\":"), "\(field)")
      for name in [field.rawValue] + field.synonyms { #expect(StatusField(column: name) == field, "\(name)") }
    }
    var summary = StatusSummary(
      parseStates(bytes: Array("serial;state\nL01;x\n".utf8), fileName: "status.csv", today: today))
    summary.taken = 3
    let report = ImportReport(
      file: "status.csv", station: "S", time: UTCTime.text(1_800_000_000_000), summary, fault: nil)
    #expect(try faults(Data(report.json), "import-report") == [])
    #expect(
      report.result == .processed && report.text.contains("Übernommen") && report.text.contains("Taken"))
  }

  @Test func theCheckerFindsMistakes() throws {
    for wrong in [
      #"{"documents":["passport"]}"#, #"{"id":1}"#, #"{"id":"1","colour":"red"}"#, #"{"id":"","low":3}"#,
      "[]",
    ] { #expect(try !faults(Data(wrong.utf8), "order-row").isEmpty, "\(wrong)") }
    #expect(try !faults(Data(#"{"format":2}"#.utf8), "confirmation").isEmpty)
  }

  @Test func everyFieldOfTheReaderStandsInTheSchemaAndThePage() throws {
    let schema = try String(
      contentsOf: docs.appendingPathComponent("schema/order-row.schema.json"), encoding: .utf8)
    let page = try String(contentsOf: docs.appendingPathComponent("exchange.md"), encoding: .utf8)
    for field in OrderField.allCases {
      #expect(schema.contains("\"\(field.rawValue)\":"), "\(field)")
      #expect(page.contains("`\(field.rawValue)`") || page.contains("\"\(field.rawValue)\""), "\(field)")
      #expect(OrderField(column: field.rawValue) == field)
      for name in field.synonyms { #expect(OrderField(column: name) == field, "\(name)") }
    }
  }

  @Test func realReportsFit() throws {
    let parsed = parseOrders(
      bytes: Array(
        "id;documents;birth_date;slip\n1;passport;31.2.1999;4827\n2;passport;1999-02-01;4827\n".utf8),
      fileName: "x.csv", today: today)
    var summary = ImportSummary(parsed)
    summary.add(
      ImportResult(announced: 0, known: 0, refused: [:], differs: ["2": ["size"]]), for: parsed.rows)
    for fault in [nil, RowFault("the file is a symbolic link", "bring the file")] {
      let report = ImportReport(
        file: "x.csv", station: "S", time: UTCTime.text(1_800_000_000_000), summary, fault: fault)
      #expect(try faults(Data(report.json), "import-report") == [])
    }
  }

  @Test func realConfirmationsFit_andComeOncePerEvent() throws {
    let bench = try CoreBench {
      $0.hasOutbox = true
      $0.policy.confirmsToRegister = true
      $0.notices.channels = [.register]
    }
    var files: [String: ConfirmationFile] = [:]
    func carry() throws {
      while let errand = bench.errands.first {
        bench.errands.removeFirst()
        let bytes = errand.message.withSpan { span in span.indices.map { span[$0] } }
        #expect(try faults(Data(bytes), "confirmation") == [])
        let file = try #require(MessageCoding.decode(ConfirmationFile.self, from: bytes))
        let name = file.name
        // A mutating call inside the macro would run twice.
        let isNew = files.updateValue(file, forKey: name) == nil
        #expect(isNew, "\(name) was given out twice")
        bench.feed(.errandEnded(errand.notice, attempt: errand.attempt, .accepted))
      }
    }
    let order = bench.deposited(slip: "4827")
    bench.feed(.tick)
    try carry()
    bench.signIn(slip: "4827", order)
    bench.ask(.open)
    bench.work()
    bench.move(1, .closed)
    bench.ask(.answerTaken(true))
    bench.feed(.tick)
    try carry()
    let sorted = files.values.sorted { $0.sequence < $1.sequence }
    #expect(sorted.map(\.event) == ["deposited", "handed_over"])
    #expect(Set(sorted.map(\.order)) == ["R-4827-0"])
    #expect(sorted[0].until == "2026-11-29" && sorted[1].until == nil)
    #expect(sorted[1].day == "2026-11-22")
    #expect(sorted[0].person == nil && sorted[0].oldDocument == nil)
    #expect(sorted[1].person == "holder" && sorted[1].oldDocument == "none")
    #expect(bench.loop.core.durable.outbox.filter { $0.kind == .confirmation }.isEmpty)
    #expect(try bench.journal.personal(order)?.registerID == nil)
    // Sent once more by the register, it is known.
    let row = OrderImportRow(
      id: "R-4827-0", documents: ["passport"], serials: [], name: "Muster", phone: nil, email: nil,
      slip: "4827",
      birthDate: "1964-08-12", size: "S", low: false, counterOnly: false, pinLetterConfirmed: true,
      language: "de")
    #expect(
      bench.staff(.importOrders([row])) == .imported(ImportResult(announced: 0, known: 1, refused: [:])))
  }

  @Test func whatIsTakenBackOrRetrievedIsConfirmedThoughItsDataGoes() throws {
    let bench = try CoreBench {
      $0.hasOutbox = true
      $0.policy.confirmsToRegister = true
      $0.notices.channels = [.register]
    }
    let row = OrderImportRow(
      id: "R-1", documents: ["passport"], serials: [], name: nil, phone: nil, email: nil, slip: "1111",
      birthDate: "1964-08-12", size: "S", low: false, counterOnly: false, pinLetterConfirmed: true,
      language: "de")
    _ = bench.staff(.importOrders([row]))
    _ = bench.staff(.importOrders([OrderImportRow(withdrawing: "R-1")]))
    let order = bench.deposited(slip: "4827")
    guard case .operation(let view)? = bench.staff(.retrieve(compartment: 1)) else {
      Issue.record("no retrieval")
      return
    }
    bench.work()
    bench.move(1, .closed)
    _ = bench.staff(.answerRetrieval(operation: view.operation, answer: .retrieved, order: nil))
    #expect(try bench.journal.personal(order)?.registerID == nil)
    var events: [String] = []
    for _ in 0..<12 {
      bench.feed(.tick)
      guard let errand = bench.errands.first else { continue }
      bench.errands.removeFirst()
      let bytes = errand.message.withSpan { span in span.indices.map { span[$0] } }
      let file = try #require(MessageCoding.decode(ConfirmationFile.self, from: bytes))
      events.append("\(file.event) \(file.order)")
      // The first try of each fails, and nothing is lost by it.
      bench.feed(
        .errandEnded(
          errand.notice, attempt: errand.attempt,
          errand.attempt == 1 ? .later(reason: "folder missing") : .accepted))
      bench.pass(11_000)
    }
    #expect(Set(events) == ["withdrawn R-1", "deposited R-4827-0", "retrieved R-4827-0"])
    #expect(events.count == 6)
    #expect(bench.loop.core.durable.outbox.filter { $0.kind == .confirmation }.isEmpty)
  }
}
