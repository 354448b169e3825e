// "PIN of my ID card" in the core: every step, every end, and that a job never outlives the person who waits for it.

import Handover
import Identity
import Secrets
import Testing

@testable import Messages
@testable import Station

@Suite struct PinServiceTests {
  @Test("A PIN is changed: look, menu, old PIN, new PIN, done; no secret stays in the core")
  func change() throws {
    let bench = try cardBench()
    bench.ask(.beginCardPIN)
    #expect(bench.cardStage == .lay(.pin))
    #expect(bench.cards.isEmpty)
    bench.sees(.card)
    #expect(bench.lastStart?.job == .look)
    #expect(bench.cardStage == .leave(.pin))
    bench.ends(.standing(.ready))
    #expect(bench.cardStage == .pinMenu(.ready))
    bench.ask(.choosePinTask(.change))
    #expect(bench.lastStart?.job == .changePIN)
    bench.report(.asks(job: bench.lastJob, CardAsk(.secret(.pin))))
    #expect(bench.cardStage == .secret(.pin, .none))
    bench.ask(.cardSecret, "123456")
    #expect(bench.cards.last == .give(Secret(Array("123456".utf8)), job: bench.lastJob))
    #expect(bench.cardStage == .leave(.pin))
    bench.report(.asks(job: bench.lastJob, CardAsk(.newPIN)))
    #expect(bench.cardStage == .newPIN)
    bench.ask(.newPIN, "654321")
    #expect(bench.cards.last == .give(Secret(Array("654321".utf8)), job: bench.lastJob))
    bench.ends(.changed)
    #expect(bench.cardStage == .end(.changed))
    #expect(!String(reflecting: bench.loop.core.session as Any).contains("654321"))
    #expect(bench.kinds.allSatisfy { !$0.contains("identified") }, "the PIN service leaves no record")
  }

  @Test("The five digits of the letter are asked for as such, and the CAN before a last try")
  func transport() throws {
    let bench = try cardBench()
    bench.pinMenu(.suspended)
    bench.ask(.choosePinTask(.firstPIN))
    bench.report(.asks(job: bench.lastJob, CardAsk(.secret(.can))))
    #expect(bench.cardStage == .secret(.can, .none))
    bench.ask(.cardSecret, "500308")
    bench.report(.asks(job: bench.lastJob, CardAsk(.secret(.pin), .canAccepted)))
    #expect(bench.cardStage == .secret(.transportPIN, .canAccepted))
    let before = bench.cards.count
    bench.ask(.cardSecret, "123456")
    bench.ask(.cardSecret, "12a45")
    #expect(bench.cards.count == before, "neither six digits nor letters are a transport PIN")
    bench.ask(.cardSecret, "12345")
    #expect(bench.cards.count == before + 1)
  }

  @Test("What the PIN's state does not allow is not begun", arguments: PinStanding.allCases)
  func menu(standing: PinStanding) throws {
    for task in PinTask.allCases {
      let bench = try cardBench()
      bench.pinMenu(standing)
      bench.ask(.choosePinTask(task))
      #expect((bench.lastStart?.job != .look) == standing.allows(task))
    }
  }

  @Test("UX-12 without a reader, or with one that is out of order, the service is not begun")
  func noReader() throws {
    let bench = try cardBench()
    bench.sees(.outOfOrder)
    bench.ask(.beginCardPIN)
    #expect(bench.stage == .idle && bench.snapshot?.reader == .outOfOrder)
    let without = try CoreBench()
    without.ask(.beginCardPIN)
    #expect(without.stage == .idle && without.snapshot?.reader == ReaderSight.none)
  }

  @Test("Every failure of card and reader has a page and leads on", arguments: CardAdvice.allCases)
  func failures(advice: CardAdvice) throws {
    let bench = try cardBench()
    bench.pinMenu(.ready)
    bench.ask(.choosePinTask(.change))
    bench.ends(.failed(advice, code: "some-code"))
    #expect(bench.cardStage == .end(.advice(advice.rawValue, .pin)))
    bench.ask(.cardAgain)
    #expect(bench.lastStart?.job == .look)
    bench.ends(.standing(.oneUsed))
    #expect(bench.cardStage == .pinMenu(.oneUsed))
    bench.ask(.end)
    #expect(bench.cardStage == .take)
  }

  @Test("Who left a card is told in the language of the session, until it is taken")
  func leftInEnglish() throws {
    let bench = try cardBench()
    bench.pinMenu(.ready)
    bench.ask(.language("en"))
    bench.ask(.end)
    #expect(bench.cardStage == .take && bench.snapshot?.language == "en")
    bench.sees(.empty)
    #expect(bench.stage == .idle && bench.snapshot?.language == "de")
  }

  @Test("A card that is taken away before anything was typed is laid down again")
  func takenEarly() throws {
    let bench = try cardBench()
    bench.ask(.beginCardPIN)
    bench.sees(.card)
    bench.sees(.empty)
    bench.ends(.failed(.layCard, code: "removed"))
    #expect(bench.cardStage == .lay(.pin))
    bench.sees(.card)
    bench.ends(.standing(.ready))
    bench.sees(.empty)
    #expect(bench.cardStage == .lay(.pin), "out of the menu, too")
    bench.sees(.mute)
    #expect(bench.snapshot?.reader == .mute && bench.cardStage == .lay(.pin))
  }

  @Test("In a dialogue the job itself waits for the card")
  func takenInDialogue() throws {
    let bench = try cardBench()
    bench.pinMenu(.ready)
    bench.ask(.choosePinTask(.change))
    bench.report(.asks(job: bench.lastJob, CardAsk(.secret(.pin))))
    bench.sees(.empty)
    bench.report(.wantsCard(job: bench.lastJob))
    #expect(bench.cardStage == .lay(.pin))
    let starts = bench.cards.count
    bench.sees(.card)
    #expect(bench.cards.count == starts, "the job goes on by itself")
    bench.report(.working(job: bench.lastJob))
    #expect(bench.cardStage == .leave(.pin))
  }

  @Test("Back out of a dialogue ends the job and looks anew; back out of the menu ends the service")
  func back() throws {
    let bench = try cardBench()
    bench.pinMenu(.ready)
    bench.ask(.choosePinTask(.change))
    let job = bench.lastJob
    bench.report(.asks(job: job, CardAsk(.secret(.pin))))
    bench.ask(.back)
    #expect(bench.cards.contains(.end(job: job)))
    #expect(bench.lastStart?.job == .look && bench.lastJob == job + 1)
    bench.report(.asks(job: job, CardAsk(.newPIN)))
    #expect(bench.cardStage == .leave(.pin), "what an ended job says counts nothing")
    bench.ends(.standing(.ready))
    bench.ask(.back)
    #expect(bench.cardStage == .take, "the card lies there still")
    bench.sees(.empty)
    #expect(bench.stage == .idle)
  }

  @Test("The session's end ends the job, whatever ends it")
  func endings() throws {
    for ending in ["end", "time", "screen"] {
      let bench = try cardBench()
      bench.pinMenu(.ready)
      bench.ask(.choosePinTask(.change))
      let job = bench.lastJob
      bench.report(.asks(job: job, CardAsk(.secret(.pin))))
      switch ending {
      case "end": bench.ask(.end)
      case "time": bench.pass(100_000)
      default:
        bench.feed(.citizenGone(CoreBench.screen))
        bench.pass(15_000)
      }
      #expect(bench.cards.filter { $0 == .end(job: job) }.count == 1, "\(ending)")
    }
  }

  @Test("A job that says nothing for half a minute is given up")
  func silence() throws {
    let bench = try cardBench()
    bench.ask(.beginCardPIN)
    bench.sees(.card)
    let job = bench.lastJob
    bench.pass(31_000)
    #expect(bench.cardStage == .end(.advice("try-again", .pin)))
    #expect(bench.cards.last == .end(job: job))
    bench.pass(31_000)
    #expect(bench.cardStage == .take, "the result page has its time")
  }

  @Test("A reader with keys of its own takes the secret; the screen's is not taken")
  func pinPad() throws {
    let bench = try cardBench()
    bench.pinMenu(.ready)
    bench.ask(.choosePinTask(.change))
    bench.report(.asks(job: bench.lastJob, CardAsk(.secret(.pin), isAtReader: true)))
    #expect(bench.cardStage == .atReader(.pin))
    let before = bench.cards.count
    bench.ask(.cardSecret, "123456")
    #expect(bench.cards.count == before)
  }

  @Test("The reader's loss while somebody stands there is said, and a reader that comes back serves again")
  func readerLost() throws {
    let bench = try cardBench()
    bench.ask(.beginCardPIN)
    bench.sees(.outOfOrder)
    #expect(bench.cardStage == .end(.advice("call-staff", .pin)))
    bench.ask(.end)
    #expect(bench.stage == .idle)
    bench.sees(.empty)
    bench.ask(.beginCardPIN)
    #expect(bench.cardStage == .lay(.pin))
  }

  @Test("kiosk status tells how the reader is; without one nothing")
  func status() throws {
    let bench = try cardBench()
    bench.sees(.mute)
    guard case .status(let report)? = bench.staff(.status) else {
      Issue.record("no status")
      return
    }
    #expect(report.reader == "mute")
    guard case .status(let none)? = try CoreBench().staff(.status) else {
      Issue.record("no status")
      return
    }
    #expect(none.reader == nil)
  }
}
