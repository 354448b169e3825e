// Applications from the list to the last page: what is asked, what is shown, what is sent, and that nothing is sent
// before it was confirmed or twice.

import Foundation
import Handover
import Identity
import Secrets
import Testing

@testable import Messages
@testable import Services
@testable import Station

@Suite struct FormPathTests {
  @Test("The list shows what can be applied for here, and a form whose office cannot take it is not there")
  func list() throws {
    let bench = try formBench()
    #expect(bench.snapshot?.offers.map(\.kind).contains(.application) == true)
    bench.form(.begin)
    guard case .list(let list)? = bench.form else {
      Issue.record("no list")
      return
    }
    #expect(list.entries.map(\.name).contains(.content("Mangel melden")) && list.entries.count == 4)
    #expect(list.hint == nil)
    bench.ask(.back)
    #expect(bench.stage == .idle)
    // No key for the Bauhof any more.
    bench.feed(.destinations([DestinationSight(name: "bauhof", isReady: false)]))
    bench.form(.begin)
    #expect(bench.loop.core.session?.form?.listed == ["fuehrungszeugnis"])
    #expect(!bench.loop.core.canApply("mangel") && bench.loop.core.canApply("fuehrungszeugnis"))
  }

  @Test("A destination that takes only services of the catalogue: a form without a LeiKa key is not offered")
  func service() throws {
    let bench = try formBench()
    bench.feed(
      .destinations(
        ["bauhof", "buergeramt"].map { DestinationSight(name: $0, isReady: true, needsService: true) }))
    #expect(!bench.loop.core.canApply("mangel") && bench.loop.core.canApply("meldebescheinigung"))
    #expect(bench.loop.core.formsWithoutService == ["mangel"])
    #expect(
      bench.loop.core.destinationViews.map(\.lastFault) == ["no LeiKa key, so not offered: mangel", nil])
  }

  @Test("Nothing to apply for: a page that says so, and no offer on the idle screen")
  func none() throws {
    let bench = try formBench { $0.content = nil }
    #expect(bench.snapshot?.offers.map(\.kind).contains(.application) == false)
    bench.form(.begin)
    #expect(bench.stage == .idle)
  }

  @Test(
    "Fees without an account to pay to, and cards without a service to read them: such forms are not offered")
  func needs() throws {
    let poor = try formBench { $0.payee = nil }
    poor.form(.begin)
    #expect(poor.loop.core.session?.form?.listed.contains("meldebescheinigung") == false)
    let offline = try formBench { $0.identifies = false }
    offline.form(.begin)
    #expect(offline.loop.core.session?.form?.listed == ["fuehrungszeugnis", "hundesteuer", "mangel"])
    // The card or typing: only typing is left, and going on means that.
    offline.beginForm("hundesteuer")
    offline.form(.begin)
    offline.ask(.end)
    offline.beginForm("hundesteuer")
    guard case .start(let start)? = offline.form else {
      Issue.record("no start")
      return
    }
    #expect(!start.needsCard && start.canType && !start.isReaderUsable)
    offline.form(.next)
    #expect(offline.question?.field == "family_name")
  }

  @Test(
    "A defect: every question with its words, a mistake, a change from the check page, the end with its number"
  )
  func defect() throws {
    let bench = try formBench()
    bench.beginForm("mangel")
    guard case .start(let start)? = bench.form else {
      Issue.record("no start")
      return
    }
    #expect(start.title == "Mangel melden" && !start.needsCard && start.fees.isEmpty)
    bench.form(.next)
    #expect(bench.question?.question == "Was ist kaputt?" && bench.question?.number == 1)
    guard case .choice(let options)? = bench.question?.entry else {
      Issue.record("no choice")
      return
    }
    #expect(options.first == "Straßenlampe")
    bench.answer("9")
    #expect(bench.question?.mistake == "Diese Antwort gibt es nicht. Wählen Sie eine aus der Liste.")
    bench.answer("1")
    #expect(bench.question?.field == "lamp_number" && bench.question?.isRequired == false)
    bench.form(.skip)
    #expect(bench.question?.field == "street")
    bench.form(.skip)
    #expect(bench.question?.field == "street", "required")
    bench.answer("Am Markt 3")
    bench.answer("1")
    bench.answer("1")
    #expect(bench.question?.field == "email")
    bench.answer("erika@")
    #expect(bench.question?.mistake?.isEmpty == false && bench.question?.typed == ["erika@"])
    // UX-6, C.3: another language words everything anew and keeps what was typed.
    bench.ask(.language("en"))
    #expect(bench.question?.typed == ["erika@"] && bench.question?.title != "Mangel melden")
    bench.ask(.language("de"))
    bench.answer("erika@beispiel.de")
    #expect(
      bench.review?.rows.map(\.value) == [
        "Straßenlampe", "keine Angabe", "Am Markt 3", "Ja", "Ja", "erika@beispiel.de",
      ])
    bench.form(.change(0))
    #expect(bench.question?.typed == ["1"])
    bench.answer("2")
    #expect(
      bench.review?.rows.map(\.value) == [
        "Straße oder Gehweg", "Am Markt 3", "Ja", "Ja", "erika@beispiel.de",
      ])
    #expect(bench.applications.isEmpty)
    bench.form(.next)
    #expect(bench.applications.count == 1)
    #expect(bench.review != nil, "nothing flickers while the keeper writes")
    bench.form(.next)
    #expect(bench.applications.count == 1)
    bench.kept()
    let reference = bench.applications[0].reference
    #expect(bench.done?.reference == reference && reference.wholeMatch(of: /[0-9]{4}-[0-9]{4}/) != nil)
    #expect(bench.done?.next == "Der Bauhof sieht nach. Bei Gefahr rufen Sie bitte 110 oder 112 an.")
    #expect(bench.done?.slip == nil)
    #expect(bench.applications[0].title == "Mangel melden" && bench.applications[0].form == "mangel")
    bench.ask(.end)
    #expect(bench.stage == .idle && bench.loop.core.session == nil)
  }

  @Test("A certificate with the card: consent, PIN, two choices, check, declaration, slip with GiroCode")
  func certificate() throws {
    let bench = try formBench { $0.hasPrinter = true }
    bench.feed(.printer(.ready))
    bench.beginForm("meldebescheinigung")
    guard case .start(let start)? = bench.form else {
      Issue.record("no start")
      return
    }
    #expect(start.needsCard && !start.canType && start.isReaderUsable && start.paper == .open)
    #expect(start.fees == [FormFee(label: "Meldebescheinigung auf Papier", cents: 900)])
    bench.form(.typeInstead)
    #expect(bench.form == .start(start), "the law wants the card")
    bench.form(.next)
    #expect(bench.cardStage == .lay(.identity))
    bench.sees(.card)
    #expect(bench.cardStage == .leave(.identity))
    #expect(
      bench.lastStart?.job
        == .identify(["FamilyName", "GivenNames", "DateOfBirth", "Address"].map(AccessRight.init)))
    bench.report(.asks(job: bench.lastJob, CardAsk(.consent(CoreBench.consent))))
    #expect(bench.cardStage == .consent(CoreBench.consent))
    bench.ask(.cardSecret, "123456")
    #expect(
      bench.cards.last == .start(bench.lastStart!.job, job: bench.lastJob), "no secret before the consent")
    bench.form(.allowReading)
    #expect(bench.cards.last == .accept(job: bench.lastJob))
    bench.report(.asks(job: bench.lastJob, CardAsk(.secret(.pin))))
    bench.ask(.cardSecret, "123456")
    bench.ends(.identified(CoreBench.erika))
    #expect(bench.question?.field == "scope" && bench.question?.of == 2)
    bench.answer("1")
    bench.answer("2")
    #expect(bench.question?.field == "purpose")
    bench.answer("1")
    #expect(
      bench.review?.rows.map(\.value) == [
        "Einfach: Namen, auch frühere, und Anschrift", "Auf Papier mit der Post", "Für etwas anderes",
        "MUSTERMANN", "ERIKA",
        "12. August 1964", "HEIDESTRASSE 17, 51147 KÖLN",
      ])
    #expect(bench.review?.rows.map(\.isFixed) == [false, false, false, true, true, true, true])
    #expect(bench.review?.cents == 900 && bench.review?.hasDeclaration == true)
    bench.form(.change(3))
    #expect(bench.review != nil, "what the card says is not typed over")
    bench.ask(.language("en"))
    #expect(bench.review?.rows[5].value == "12 August 1964")
    bench.ask(.language("de"))
    bench.form(.next)
    bench.form(.next)
    #expect(bench.applications.isEmpty)
    bench.form(.declare)
    #expect(bench.applications.count == 1)
    bench.form(.declare)
    #expect(bench.applications.count == 1)
    bench.pass(500)
    #expect(bench.form == .sending(title: "Meldebescheinigung beantragen"))
    bench.ask(.end)
    #expect(bench.loop.core.session != nil, "its number is waited for")
    bench.kept()
    #expect(bench.done?.slip?.cents == 900 && bench.done?.slip?.iban == "DE02 1203 0000 0000 2020 51")
    #expect(bench.done?.slip?.reference.hasPrefix("RF") == true && (bench.done?.slip?.code?.side ?? 0) > 20)
    #expect(bench.done?.paper == .open)
    bench.form(.print)
    #expect(bench.done?.paper == .printing)
    bench.form(.print)
    let json =
      try JSONSerialization.jsonObject(
        with: Data(bench.applications[0].data.withSpan { span in span.indices.map { span[$0] } }))
      as? [String: Any]
    #expect(json?["identification"] as? String == "card" && json?["declared"] as? Bool == true)
    bench.ask(.end)
    #expect(bench.stage == .card(.take), "the card still lies there")
  }

  @Test("The keeper says no: the answers stand, and the same number is sent once more")
  func notKept() throws {
    let bench = try formBench()
    bench.fillDefect()
    bench.form(.next)
    let reference = bench.applications[0].reference
    bench.feed(.submission(.notKept(reference: reference, why: "the disk is full")))
    #expect(bench.review?.isNotSent == true && bench.review?.rows.isEmpty == false)
    bench.form(.next)
    #expect(bench.applications.map(\.reference) == [reference, reference])
    bench.kept()
    #expect(bench.done?.reference == reference)
  }

  @Test("The keeper says nothing: nobody claims anything, the number stands, and a late answer counts")
  func silence() throws {
    let bench = try formBench()
    bench.fillDefect()
    bench.form(.next)
    let reference = bench.applications[0].reference
    bench.pass(10_500)
    #expect(bench.form == .unclear(title: "Mangel melden", reference: reference))
    bench.form(.next)
    bench.form(.declare)
    #expect(bench.applications.count == 1)
    bench.kept()
    #expect(bench.done?.reference == reference)
    let gone = try formBench()
    gone.fillDefect()
    gone.form(.next)
    gone.pass(10_500)
    gone.pass(121_000)
    #expect(gone.stage == .idle && gone.loop.core.session == nil)
    gone.kept()
    #expect(gone.stage == .idle && gone.applications.count == 1)
  }

  @Test(
    "A good conduct certificate is prepared: nothing personal is asked, nothing is sent, the address has its code"
  )
  func preparation() throws {
    let bench = try formBench { $0.hasPrinter = true }
    bench.feed(.printer(.noPaper))
    bench.beginForm("fuehrungszeugnis")
    bench.form(.next)
    var steps = 0
    while bench.question != nil, steps < 10 {
      // For an authority, not extended, with an online ID card.
      bench.answer(bench.question?.field == "online_card" ? "1" : "2")
      steps += 1
    }
    #expect(bench.review?.isPreparation == true)
    bench.form(.next)
    guard case .handOver(let shown)? = bench.form else {
      Issue.record("no hand-over")
      return
    }
    #expect(shown.address.text == "fuehrungszeugnis.bund.de" && shown.address.side > 20)
    #expect(shown.paper == .noPaper, "known before it matters")
    bench.ask(.back)
    #expect(bench.review != nil)
    bench.form(.next)
    bench.form(.next)
    #expect(bench.stage == .idle && bench.applications.isEmpty)
  }

  @Test("A certificate that only the counter can prepare has no address, and says what to bring")
  func counterWay() throws {
    let bench = try formBench { $0.hasPrinter = true }
    bench.beginForm("fuehrungszeugnis")
    bench.form(.next)
    for text in ["2", "2", "2"] { bench.answer(text) }
    bench.form(.next)
    guard case .handOver(let shown)? = bench.form else {
      Issue.record("no hand-over, but \(String(describing: bench.form))")
      return
    }
    #expect(shown.address == QRPicture(side: 0, modules: "", text: ""))
    #expect(shown.text.contains("am Schalter") && shown.text.contains("Belegart O"))
  }
}
