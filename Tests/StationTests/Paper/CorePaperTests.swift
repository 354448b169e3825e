// Slips at the station: offered where paper may come, known to be missing before it matters, in the person's language.

import Messages
import Testing

@testable import Station

@Suite struct CorePaperTests {
  private func bench(_ change: (inout StationSetup) -> Void = { _ in }) throws -> CoreBench {
    try CoreBench {
      $0.hasPrinter = true
      $0.welcome.texts = ["de": SlipSamples.texts("de"), "en": SlipSamples.texts("en")]
      change(&$0)
    }
  }

  @Test func `without paper, or with a stopped printer, no slip is offered, and the page can say so before`()
    throws
  {
    let bench = try bench()
    let cases: [(PrinterState, Bool, ReceiptState)] = [
      (.unknown, true, .open), (.ready, true, .open), (.noPaper, false, .noPaper), (.offline, false, .failed),
    ]
    for (state, canPrint, paper) in cases {
      bench.feed(.printer(state))
      #expect(bench.loop.core.canPrint == canPrint && bench.loop.core.paper == paper, "\(state)")
    }
    let without = try self.bench { $0.hasPrinter = false }
    without.feed(.printer(.ready))
    #expect(!without.loop.core.canPrint && without.loop.core.paper == nil)
  }

  @Test func `a slip that found no paper is known to the next person at once`() throws {
    let bench = try bench()
    bench.feed(.printer(.ready))
    bench.feed(.printed(reference: "slip", .noPaper))
    #expect(!bench.loop.core.canPrint)
    bench.feed(.printer(.ready))
    #expect(bench.loop.core.canPrint)
  }

  @Test func `a slip goes to the printer as a PDF on the town's paper`() throws {
    let bench = try bench { $0.paper = .a5 }
    var core = bench.loop.core
    let slip = SlipDocument.information(SlipService(name: "Hund"), core.slipFrame("en"))
    #expect(slip.language == "en" && slip.paper == .a5)
    core.printSlip(slip, reference: "info-7")
    guard case .printDocument("info-7", let pdf, "A5")? = core.out.last else {
      Issue.record("nothing is printed")
      return
    }
    #expect(pdf == slip.pdf)
  }

  @Test func `a language whose letters the fonts lack is printed in the first one`() throws {
    let bench = try bench {
      $0.welcome.texts["ar"] = SlipSamples.texts("de").mapValues { _ in "مرحبا" }
      $0.welcome.texts["pl"] = SlipSamples.texts("de").mapValues { _ in "Zażółć gęślą jaźń" }
    }
    let core = bench.loop.core
    #expect(core.slipFrame("ar").language == "de" && core.slipFrame("ar").say("slip.fee") == "Gebühr")
    #expect(core.slipFrame("pl").language == "pl")
    #expect(core.slipFrame("xx").language == "de", "a language that nobody wrote")
  }
}
