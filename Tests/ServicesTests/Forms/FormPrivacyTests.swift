// That nothing prints an answer, and that the schema's checker and the sample of docs/examples are worth something.

import Foundation
import Testing

@testable import Services

@Suite struct FormPrivacyTests {
  @Test("no value of a form says an answer when it is printed") func printing() throws {
    var run = try FormFixtures.run("hundesteuer")
    let inputs: [FormRun.Input] = [
      .next, .identified(FormRunTests.card), .answer(["Bello-Geheim"]),
      .answer([String(repeating: "Geheim", count: 50)]),
    ]
    for input in inputs { _ = run.reduce(input) }
    var printed = ""
    for value in [run, inputs, run.answers, run.rows.map(\.answer), run.problem as Any] as [Any] {
      printed += "\(value) \(String(reflecting: value))"
      dump(value, to: &printed)
    }
    _ = run.reduce([
      .answer(["Dackel"]), .answer(["1", "1", "2026"]), .answer(["0"]), .answer([]), .answer(["none"]),
      .answer(["no"]),
      .answer([]), .next,
    ])
    let effects = run.reduce(.declare)
    #expect(effects.count == 1)
    printed += "\(effects) \(String(reflecting: effects))"
    dump(effects, to: &printed)
    for word in ["Geheim", "MUSTERMANN", "ERIKA", "HEIDESTRASSE", "1964", "Dackel"] {
      #expect(!printed.contains(word), "\(word)")
    }
    #expect(printed.contains("hundesteuer"))
  }

  @Test("the sample of a submission fits the schema and is what the form writes") func sample() throws {
    var run = try FormFixtures.run("hundesteuer")
    _ = run.reduce([
      .next, .identified(FormRunTests.card), .answer(["Bello"]), .answer(["Dackel"]),
      .answer(["1", "11", "2026"]),
      .answer(["1"]), .answer(["276098012345678"]), .answer(["none"]), .answer(["yes"]),
      .answer(["DE89370400440532013000"]), .answer(["0170 1234567"]), .next,
    ])
    guard case .submit(let submission)? = run.reduce(.declare).first else {
      Issue.record("no submission")
      return
    }
    let file = FormFixtures.root.appendingPathComponent("docs/examples/application.json")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try Data(submission.json + [0x0A]).write(to: file)
    }
    #expect(try Data(contentsOf: file) == Data(submission.json + [0x0A]))
    #expect(try FormFixtures.schema().faults(Data(submission.json)) == [])
  }

  @Test("the checker finds what does not fit") func wrong() throws {
    let file = FormFixtures.root.appendingPathComponent("docs/examples/application.json")
    let right = try String(contentsOf: file, encoding: .utf8)
    for (old, new) in [
      (#""format":1"#, #""format":true"#), ("4827-1190", "48271190"), (#""version":1"#, #""version":0"#),
      ("1964-08-12", "12.8.1964"), (#""source":"card""#, #""source":"guess""#),
      (#""value":true"#, #""value":"yes""#),
      (#""declared":true,"#, ""), (#""identification":"card""#, #""identification":"fax""#),
      (#""value":1}"#, #""value":1.5}"#), ("51147", "5114"), ("+49170", "0170"),
      (#""declared":true"#, #""declared":true,"x":1"#),
    ] {
      #expect(right.contains(old), "\(old)")
      let changed = right.replacing(old, with: new)
      #expect(try !FormFixtures.schema().faults(Data(changed.utf8)).isEmpty, "\(new)")
    }
  }
}
