// Forms filled in from the first page to the last: what is asked, what is not asked twice, what leaves and what does not.

import Foundation
import Handover
import Testing

@testable import Services

@Suite struct FormRunTests {
  static let card: [EIDAttribute: [String]] = [
    .familyName: ["MUSTERMANN"], .givenNames: ["ERIKA"], .birthDate: ["12", "08", "1964"],
    .address: ["HEIDESTRASSE", "17", "51147", "KÖLN"],
  ]

  @Test("a Meldebescheinigung with the ID card asks three questions and leaves once") func registration()
    throws
  {
    var run = try FormFixtures.run("meldebescheinigung")
    #expect(run.step == .start)
    #expect(run.reduce(.next) == [.identify([.familyName, .givenNames, .birthDate, .address])])
    #expect(run.step == .identify)
    _ = run.reduce(.identified(Self.card))
    #expect(run.step == .question("scope") && run.position?.number == 1)
    _ = run.reduce([.answer(["simple"]), .answer(["electronic"])])
    #expect(run.step == .question("email") && run.position?.number == 3 && run.position?.of == 3)
    _ = run.reduce(.answer([" erika@beispiel.de "]))
    #expect(run.step == .check && run.feeCents == 0)
    #expect(
      run.rows.map(\.field.id) == [
        "scope", "delivery", "email", "family_name", "given_names", "birth_date", "address",
      ])
    #expect(run.reduce(.next) == [] && run.step == .declaration)
    let effects = run.reduce(.declare)
    guard case .submit(let submission)? = effects.first, effects.count == 1 else {
      Issue.record("no submission")
      return
    }
    #expect(submission.destination == "buergeramt" && submission.reference == "4827-1190")
    #expect(try FormFixtures.schema().faults(Data(submission.json)) == [])
    #expect(
      String(decoding: submission.json, as: UTF8.self)
        == #"{"format":1,"reference":"4827-1190","form":"meldebescheinigung","version":3,"service":"urn:de:fim:leika:leistung:99115003012000","day":"2026-11-22","#
        + #""identification":"card","declared":true,"answers":["#
        + #"{"field":"scope","type":"choice","source":"typed","value":"simple"},"#
        + #"{"field":"delivery","type":"choice","source":"typed","value":"electronic"},"#
        + #"{"field":"email","type":"email","source":"typed","value":"erika@beispiel.de"},"#
        + #"{"field":"family_name","type":"text","source":"card","value":"MUSTERMANN"},"#
        + #"{"field":"given_names","type":"text","source":"card","value":"ERIKA"},"#
        + #"{"field":"birth_date","type":"date","source":"card","value":"1964-08-12"},"#
        + #"{"field":"address","type":"address","source":"card","value":{"street":"HEIDESTRASSE","#
        + #""house_number":"17","postcode":"51147","place":"KÖLN"}}]}"#)
    // Whatever is pressed while it is sent: nothing is submitted a second time.
    for input in [.declare, .next, .back, .answer(["x"]), .change("scope"), .identified(Self.card)]
      as [FormRun.Input]
    {
      #expect(run.reduce(input) == [] && run.step == .sending)
    }
    _ = run.reduce(.sent)
    #expect(run.step == .done)
    #expect(run.reduce([.declare, .next, .back]) == [] && run.step == .done)
    _ = run.reduce(.end)
    #expect(run.step == .ended && run.answers.isEmpty && run.typed.isEmpty && run.rows.isEmpty)
  }

  @Test("on paper it costs a fee, and a change takes the fee and the pointless answer away again") func fee()
    throws
  {
    var run = try FormFixtures.run("meldebescheinigung")
    _ = run.reduce([
      .next, .identified(Self.card), .answer(["all"]), .answer(["paper"]), .answer(["other"]),
    ])
    #expect(run.step == .check && run.feeCents == 900)
    #expect(run.form.feeRules(on: FormFixtures.today).map(\.cents) == [900])
    var paper = run
    guard case .submit(let submission)? = paper.reduce([.next, .declare]).first else {
      Issue.record("no submission")
      return
    }
    #expect(try FormFixtures.schema().faults(Data(submission.json)) == [])
    let reference = try CreditorReference(body: "4827-1190").text
    #expect(
      String(decoding: submission.json, as: UTF8.self).hasSuffix(
        #""fee":{"cents":900,"items":[{"name":"paper","cents":900}],"creditor_reference":"\#(reference)"}}"#))
    let payee = Payee(name: "Stadt Musterstadt", iban: try IBAN("DE89370400440532013000"))
    let slip = try #require(try run.paymentSlip(to: payee))
    #expect(slip.cents == 900 && slip.reference.text == reference)
    #expect(slip.code.payload.hasSuffix("\nEUR9.00\n\n\(reference)"))
    _ = run.reduce(.change("delivery"))
    #expect(run.step == .question("delivery") && run.typed == ["paper"])
    _ = run.reduce([.answer(["electronic"])])
    #expect(run.step == .question("email") && run.feeCents == 0)
    _ = run.reduce([.answer(["a@b.de"]), .change("scope"), .answer(["simple"])])
    #expect(run.step == .check && run.rows.contains { $0.field.id == "email" })
    var other = run
    _ = other.reduce([.change("delivery"), .answer(["paper"])])
    #expect(other.step == .check && !other.rows.contains { $0.field.id == "email" })
    for purpose in ["pension", "child_benefit"] {
      _ = other.reduce([.change("purpose"), .answer([purpose])])
      #expect(other.step == .check && other.feeCents == 0)
    }
    guard case .submit(let free)? = run.reduce([.next, .declare]).first else {
      Issue.record("no submission")
      return
    }
    #expect(try run.paymentSlip(to: payee) == nil)
    let json = String(decoding: free.json, as: UTF8.self)
    #expect(json.contains("simple") && !json.contains("\"fee\""))
  }

  @Test("a wrong answer is kept with its mistake, and back leads through the questions (UX-6)")
  func wrongAnswers() throws {
    var run = try FormFixtures.run("meldebescheinigung")
    _ = run.reduce([
      .next, .identified(Self.card), .answer(["simple"]), .answer(["electronic"]), .answer(["erika"]),
    ])
    #expect(run.problem == .answer(field: "email", .emailSign) && run.typed == ["erika"])
    #expect(run.step == .question("email"))
    _ = run.reduce(.back)
    #expect(run.step == .question("delivery") && run.problem == nil && run.typed == ["electronic"])
    _ = run.reduce([.back, .back])
    #expect(run.step == .start)
  }

  @Test("what the card says cannot be typed over; without the card there is no way round it") func card()
    throws
  {
    var run = try FormFixtures.run("meldebescheinigung")
    _ = run.reduce([.next, .typeInstead])
    #expect(run.step == .identify)
    _ = run.reduce(.notIdentified)
    #expect(run.problem == .notIdentified)
    #expect(run.reduce(.next) == [.identify(run.form.attributes)])
    _ = run.reduce([
      .identified(Self.card), .answer(["simple"]), .answer(["paper"]), .answer(["other"]),
      .change("family_name"),
    ])
    #expect(run.step == .check && run.problem == .fixedByCard(field: "family_name"))
  }

  @Test("what the card does not say, or says in a way nobody understands, is asked") func incompleteCard()
    throws
  {
    var run = try FormFixtures.run("meldebescheinigung")
    var said = Self.card
    said[.address] = ["", "", "", ""]
    said[.birthDate] = ["", "08", "1964"]
    _ = run.reduce([.next, .identified(said), .answer(["simple"]), .answer(["paper"]), .answer(["other"])])
    #expect(run.step == .question("birth_date"))
    _ = run.reduce([.answer(["12", "8", "1964"]), .answer(["Heidestr.", "17", "51147", "Köln"])])
    #expect(run.step == .check)
  }

  @Test("a dog can be registered by typing, with only what is needed") func dog() throws {
    var run = try FormFixtures.run("hundesteuer")
    _ = run.reduce([
      .next, .typeInstead, .answer(["Muster"]), .answer(["Erika"]), .answer(["12", "8", "1964"]),
      .answer(["Am Markt", "1", "12345", "Musterstadt"]), .answer(["Bello"]), .answer(["Dackel"]),
      .answer(["1", "11", "2026"]), .answer(["0"]), .answer([""]), .answer(["none"]), .answer(["yes"]),
    ])
    #expect(run.step == .question("iban"))
    _ = run.reduce(.answer(["DE89 3704 0044 0532 0130 01"]))
    #expect(run.problem == .answer(field: "iban", .ibanDigits))
    _ = run.reduce([.answer(["de89 3704 0044 0532 0130 00"]), .answer(["0170 / 12 34 56 7"]), .next])
    guard case .submit(let submission)? = run.reduce(.declare).first else {
      Issue.record("no submission")
      return
    }
    #expect(try FormFixtures.schema().faults(Data(submission.json)) == [])
    let json = String(decoding: submission.json, as: UTF8.self)
    #expect(json.contains(#""identification":"typed""#) && json.contains(#""value":"+491701234567""#))
    #expect(json.contains(#""value":"DE89370400440532013000""#) && !json.contains("chip"))
    // It could not be kept: back to the declaration, and the same number when it is tried again.
    _ = run.reduce(.notSent)
    #expect(run.step == .declaration && run.problem == .notSent)
    #expect(run.reduce(.declare) == [.submit(submission)])
  }

  @Test("a defect is reported without a name and without a declaration") func defect() throws {
    var run = try FormFixtures.run("mangel")
    _ = run.reduce([.next, .answer(["other"]), .answer(["Bank"])])
    #expect(run.problem == .answer(field: "description", .tooShort(count: 4, least: 5)))
    _ = run.reduce([.answer(["Die Bank ist kaputt \"ganz\" \\ 💥"]), .answer(["Am Markt 1"]), .answer(["no"])])
    _ = run.reduce([.answer(["no"])])
    #expect(run.step == .check)
    guard case .submit(let submission)? = run.reduce(.next).first else {
      Issue.record("no submission")
      return
    }
    #expect(try FormFixtures.schema().faults(Data(submission.json)) == [])
    #expect(
      String(decoding: submission.json, as: UTF8.self).contains(#""identification":"none","declared":false"#))
  }

  @Test(
    "a Führungszeugnis is prepared and handed over: nothing is asked of the person, nothing leaves (§30c BZRG)"
  )
  func preparation() throws {
    var run = try FormFixtures.run("fuehrungszeugnis")
    #expect(run.form.attributes.isEmpty && run.form.feeRules(on: run.day).map(\.cents) == [1300])
    var effects = run.reduce([.next, .answer(["self"]), .answer(["no"]), .answer(["yes"])])
    #expect(run.step == .check)
    effects += run.reduce([.next, .next, .declare, .sent])
    #expect(run.step == .handOver && effects.isEmpty)
    #expect(FormSubmission(run) == nil)
  }

  @Test("a preparation ends where its answers lead: online with its address, else at the counter")
  func ways() throws {
    let ends = [
      (["1", "n", "y"], "online_self", true), (["2", "n", "y"], "online_authority", true),
      (["1", "y", "y", "y"], "online_self_extended", true),
      (["2", "y", "y", "y"], "online_authority_extended", true),
      (["1", "y", "n", "y"], "no_letter", false), (["2", "y", "n", "n"], "no_letter", false),
      (["1", "n", "n"], "counter_self", false), (["2", "n", "n"], "counter_authority", false),
      (["1", "y", "y", "n"], "counter_self_extended", false),
      (["2", "y", "y", "n"], "counter_authority_extended", false),
    ]
    let words = ["1": "self", "2": "authority", "y": "yes", "n": "no"]
    for (answers, way, isOnline) in ends {
      var run = try FormFixtures.run("fuehrungszeugnis")
      _ = run.reduce([.next] + answers.map { .answer([words[$0] ?? ""]) })
      #expect(run.step == .check)
      #expect(run.handedOver?.textKey == "way.\(way)")
      #expect(run.handedOver?.address == (isOnline ? "https://www.fuehrungszeugnis.bund.de" : nil))
    }
    #expect(try FormFixtures.run("mangel").handedOver == nil)
  }

  @Test("no sequence of inputs submits what is not complete, nor twice without a failure between")
  func randomInputs() throws {
    var random = UInt64(20_261_122)
    func next(_ count: Int) -> Int {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((random >> 33) % UInt64(count))
    }
    let schema = try FormFixtures.schema()
    for id in ["meldebescheinigung", "hundesteuer", "mangel", "fuehrungszeugnis"] {
      let form = try FormFixtures.shipped(id)
      var submitted = 0
      for _ in 0..<300 {
        var run = FormRun(form: form, day: FormFixtures.today, reference: "1234-5678")
        var isOut = false
        for _ in 0..<40 {
          let answers = [
            ["yes"], ["no"], ["simple"], ["all"], ["electronic"], ["paper"], ["other"], ["pension"],
            ["a@b.de"],
            ["1", "2", "2000"], ["3"],
            ["Muster"], ["A", "1", "12345", "B"], ["DE89370400440532013000"], ["lamp"], ["other"], ["none"],
            ["self"], [],
          ]
          let inputs: [FormRun.Input] = [
            .next, .next, .back, .identified(Self.card), .notIdentified, .typeInstead, .declare, .sent,
            .notSent,
            .change(form.fields[next(form.fields.count)].id), .answer(answers[next(answers.count)]),
            .answer(answers[next(answers.count)]), .answer(answers[next(answers.count)]),
            .answer(answers[next(answers.count)]), .answer(answers[next(answers.count)]),
          ]
          let input = inputs[next(inputs.count)]
          for case .submit(let submission) in run.reduce(input) {
            #expect(!isOut)
            isOut = true
            submitted += 1
            #expect(try schema.faults(Data(submission.json)) == [])
          }
          if input == .notSent, run.problem == .notSent { isOut = false }
          if case .question(let id) = run.step { #expect(run.answers[id]?.source != .card) }
        }
      }
      if id == "mangel" { #expect(submitted > 0) }
      if id == "fuehrungszeugnis" { #expect(submitted == 0) }
    }
  }
}
