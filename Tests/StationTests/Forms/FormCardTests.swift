// The ID card in an application: everything that can happen between the start page and the first question. Whatever it
// is, the person stands on a page that says what to do, nothing of what was answered before is lost, and nothing is sent.

import Identity
import Secrets
import Testing

@testable import Messages
@testable import Services
@testable import Station

@Suite struct FormCardTests {
  /// At the consent, after a card was laid down.
  private func atConsent(_ id: String = "meldebescheinigung") throws -> CoreBench {
    let bench = try formBench()
    bench.beginForm(id)
    bench.form(.next)
    bench.sees(.card)
    bench.report(.asks(job: bench.lastJob, CardAsk(.consent(CoreBench.consent))))
    return bench
  }

  @Test(
    "Whatever goes wrong has its page, and once more begins anew",
    arguments: [
      CardAdvice.layCard, .leaveCard, .turnCard, .tryAgain, .serverAway, .firstPIN, .callStaff,
      .otherDocument,
      .authoritySetsPIN, .authoritySwitchesOn, .none,
    ])
  func troubles(_ advice: CardAdvice) throws {
    let bench = try atConsent()
    bench.form(.allowReading)
    bench.ends(.failed(advice, code: "test"))
    #expect(bench.cardStage == .end(.advice(advice.rawValue, .identity)))
    let job = bench.lastJob
    bench.ask(.cardAgain)
    #expect(bench.lastJob == job + 1 && bench.cardStage == .leave(.identity))
    bench.report(.asks(job: bench.lastJob, CardAsk(.consent(CoreBench.consent))))
    bench.form(.allowReading)
    bench.ends(.identified(CoreBench.erika))
    #expect(bench.question?.field == "scope")
    #expect(bench.applications.isEmpty)
  }

  @Test("Back from every step leads to the start of the form, and the job is ended")
  func back() throws {
    for step in 0..<5 {
      let bench = try formBench()
      bench.beginForm("hundesteuer")
      bench.form(.next)
      if step > 0 { bench.sees(.card) }
      if step > 1 { bench.report(.asks(job: bench.lastJob, CardAsk(.consent(CoreBench.consent)))) }
      if step > 2 { bench.form(.allowReading) }
      if step > 3 { bench.report(.asks(job: bench.lastJob, CardAsk(.secret(.pin)))) }
      bench.ask(.back)
      guard case .start(let start)? = bench.form else {
        Issue.record("step \(step): \(String(describing: bench.stageName))")
        continue
      }
      #expect(start.canType)
      if step > 0 { #expect(bench.cards.last == .end(job: bench.lastJob)) }
      // Late words of the old job change nothing.
      bench.ends(.identified(CoreBench.erika))
      #expect(bench.form == .start(start))
      bench.form(.typeInstead)
      #expect(bench.question?.field == "family_name")
    }
  }

  @Test("The end of the session at every step ends the job and reminds of the card")
  func end() throws {
    for step in 0..<3 {
      let bench = try atConsent()
      if step > 0 { bench.form(.allowReading) }
      if step > 1 { bench.report(.asks(job: bench.lastJob, CardAsk(.secret(.pin)))) }
      bench.ask(.end)
      #expect(bench.cards.last == .end(job: bench.lastJob) && bench.stage == .card(.take))
      bench.sees(.empty)
      #expect(bench.stage == .idle)
    }
  }

  @Test(
    "Without the card, where the law allows it: from the reader and from the page that says what went wrong")
  func typing() throws {
    let bench = try atConsent("hundesteuer")
    bench.form(.typeInstead)
    #expect(bench.question?.field == "family_name" && bench.cards.last == .end(job: bench.lastJob))
    let other = try atConsent("hundesteuer")
    other.ends(.failed(.serverAway, code: "back-channel-unreachable"))
    other.form(.typeInstead)
    #expect(other.question?.field == "family_name")
    let strict = try atConsent("meldebescheinigung")
    strict.form(.typeInstead)
    #expect(strict.cardStage == .consent(CoreBench.consent))
  }

  @Test("A reader that is out of order: the start page says so, and the card cannot be chosen")
  func broken() throws {
    let bench = try formBench()
    bench.sees(.outOfOrder)
    bench.beginForm("hundesteuer")
    guard case .start(let start)? = bench.form else {
      Issue.record("no start")
      return
    }
    #expect(start.needsCard && start.canType && !start.isReaderUsable)
    bench.form(.next)
    #expect(bench.form == .start(start))
    bench.form(.typeInstead)
    #expect(bench.question?.field == "family_name")
  }

  @Test("A card that is laid down again after it was taken away goes on by itself")
  func pulled() throws {
    let bench = try atConsent()
    bench.form(.allowReading)
    bench.sees(.empty)
    bench.ends(.failed(.layCard, code: "ausweisapp-card-removed"))
    #expect(bench.cardStage == .end(.advice("lay-card", .identity)))
    bench.sees(.card)
    #expect(bench.cardStage == .leave(.identity))
    // AusweisApp itself may wait for the card in the middle of a run.
    bench.report(.asks(job: bench.lastJob, CardAsk(.consent(CoreBench.consent))))
    bench.form(.allowReading)
    bench.report(.wantsCard(job: bench.lastJob))
    #expect(bench.cardStage == .lay(.identity))
    let job = bench.lastJob
    bench.sees(.empty)
    bench.sees(.card)
    #expect(bench.lastJob == job)
    bench.report(.asks(job: job, CardAsk(.secret(.pin), .wrong(triesLeft: 2))))
    #expect(bench.cardStage == .secret(.pin, .wrong(triesLeft: 2)))
  }

  @Test("Servers may take their time, but not for ever")
  func patience() throws {
    let bench = try formBench()
    bench.beginForm("meldebescheinigung")
    bench.form(.next)
    bench.sees(.card)
    bench.pass(74_000)
    #expect(bench.cardStage == .leave(.identity))
    bench.pass(2_000)
    #expect(bench.cardStage == .end(.advice("try-again", .identity)))
    #expect(bench.cards.last == .end(job: bench.lastJob))
  }

  @Test("A card that knows less: what is missing is asked, with what it knows in its place")
  func partly() throws {
    let bench = try formBench()
    bench.beginForm("hundesteuer")
    var holder = CoreBench.erika
    holder.birthDate = "1964-08"
    holder.street = "AUF DEM WERDER"
    holder.givenNames = nil
    bench.identify(holder)
    #expect(bench.question?.field == "given_names" && bench.question?.typed == [])
    bench.answer("Erika")
    #expect(bench.question?.field == "birth_date" && bench.question?.typed == ["", "08", "1964"])
    bench.answer("12", "8", "1964")
    #expect(bench.question?.typed == ["AUF DEM WERDER", "", "51147", "KÖLN"])
    bench.answer("AUF DEM WERDER", "3", "51147", "KÖLN")
    #expect(bench.question?.field == "dog_name")
  }

  @Test("Shown once is enough: who goes back to the start need not lay the card down again")
  func again() throws {
    let bench = try formBench()
    bench.beginForm("meldebescheinigung")
    bench.identify()
    bench.ask(.back)
    guard case .start(let start)? = bench.form else {
      Issue.record("no start")
      return
    }
    #expect(!start.needsCard)
    bench.form(.next)
    #expect(bench.question?.field == "scope")
  }

  @Test(
    "House numbers as cards write them",
    arguments: [
      ("HEIDESTRASSE 17", "HEIDESTRASSE", "17"), ("STRASSE DES 17. JUNI 135", "STRASSE DES 17. JUNI", "135"),
      ("HEIDESTRAẞE 17 A", "HEIDESTRAẞE", "17 A"), ("Am Markt 3a", "Am Markt", "3a"),
      ("Hauptstraße 5 1/2", "Hauptstraße", "5 1/2"), ("Hauptstraße 12-14", "Hauptstraße", "12-14"),
      ("Q 7 24", "Q 7", "24"), ("Q 7, 24", "Q 7", "24"), ("AUF DEM WERDER", "AUF DEM WERDER", ""),
      ("HEIDESTRASSE 17 WHG 3", "HEIDESTRASSE 17 WHG 3", ""), ("17", "17", ""), ("", "", ""),
    ])
  func houses(_ line: String, _ street: String, _ number: String) {
    let split = IdentityHolder.split(line)
    #expect(split.street == street && split.number == number)
  }

  @Test("An address abroad and a holder without data answer nothing")
  func abroad() {
    var holder = IdentityHolder()
    #expect(holder.answers.isEmpty)
    holder.street = "RUE DU LAC 3"
    holder.city = "GENÈVE"
    holder.country = "CH"
    #expect(holder.answers.isEmpty)
    holder.country = nil
    #expect(holder.answers[.address] == ["RUE DU LAC", "3", "", "GENÈVE"])
    #expect(IdentityHolder.dateParts("1964") == ["", "", "1964"])
  }
}
