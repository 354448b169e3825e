// Whatever keys are pressed, and whatever cards, keepers and printers say in between: nothing crashes, no number is
// sent twice, nothing is sent without the last word, and what was answered stays between person, screen and keeper.

import Foundation
import Handover
import Identity
import Secrets
import Testing

@testable import Messages
@testable import Services
@testable import Station

@Suite struct FormStormTests {
  private struct Dice {
    var state: UInt64
    mutating func roll(_ sides: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int((z ^ (z >> 31)) % UInt64(sides))
    }
  }

  private static let typed = [
    "1", "2", "3", "GEHEIM", "GEHEIM\u{1F}7\u{1F}51147\u{1F}GEHEIM", "12\u{1F}8\u{1F}1964", "e@geheim.de", "",
    "DE02120300000000202051", "0170 1234567", "\u{0}", "276098012345678", "99999999999999999999",
  ]

  @Test("Five thousand requests in an order that chance gives", arguments: [1, 2, 3, 4])
  func storm(_ seed: UInt64) throws {
    let bench = try formBench { $0.hasPrinter = true }
    bench.feed(.printer(.ready))
    var dice = Dice(state: seed)
    var open: Set<String> = []
    var sent: Set<String> = []
    for _ in 0..<5_000 {
      let count = bench.applications.count
      let before = bench.form
      let request = random(&dice, bench)
      request(bench)
      #expect(bench.applications.count <= count + 1)
      if bench.applications.count > count, let application = bench.applications.last {
        #expect(open.insert(application.reference).inserted, "\(application.reference) is sent twice")
        switch before {
        case .declaration: break
        case .check(let review): #expect(!review.hasDeclaration)
        default: Issue.record("sent from \(String(describing: bench.stageName))")
        }
        sent.insert(application.reference)
      }
      if case .done(let done)? = bench.form { #expect(sent.contains(done.reference)) }
      // What the keeper did not keep may come once more.
      if dice.roll(3) == 0, let last = bench.applications.last?.reference {
        if dice.roll(3) == 0 {
          open.remove(last)
          bench.feed(.submission(.notKept(reference: last, why: "chance")))
        } else {
          bench.kept()
        }
      }
    }
    #expect(!sent.isEmpty)
    #expect(!bench.logs.contains { $0.contains("GEHEIM") || $0.contains("geheim") || $0.contains("ERIKA") })
    #expect(bench.prints.isEmpty && !bench.slips.isEmpty || bench.slips.isEmpty)
  }

  private func random(_ dice: inout Dice, _ bench: CoreBench) -> (CoreBench) -> Void {
    let job = bench.lastJob
    let text = Self.typed[dice.roll(Self.typed.count)]
    let number = dice.roll(9)
    // Half of the time something that fits the page, so that the storm gets far.
    if dice.roll(2) == 0 {
      switch bench.stage {
      case .idle?: return { $0.form(.begin) }
      case .form(.list)?: return { $0.form(.choose(number)) }
      case .form(.start)?: return { $0.form(number < 3 ? .typeInstead : .next) }
      case .form(.question(let question))?:
        let fitting: String? =
          switch question.entry {
          case .choice, .yesNo: "\(number % 3 + 1)"
          case .date: "12\u{1F}8\u{1F}1964"
          case .address: "GEHEIM\u{1F}7\u{1F}51147\u{1F}GEHEIM"
          case .email: "e@geheim.de"
          case .iban: "DE02120300000000202051"
          case .phone: "0170 1234567"
          case .number: "1"
          case .text: "GEHEIM"
          case .digits: "276098012345678"
          }
        return { $0.ask(.form(.answer), fitting) }
      case .form(.check)?, .form(.handOver)?: return { $0.form(.next) }
      case .form(.declaration)?: return { $0.form(.declare) }
      case .card(.lay)?: return { $0.sees(.card) }
      case .card(.leave)?:
        return number < 5
          ? { $0.report(.asks(job: job, CardAsk(.consent(CoreBench.consent)))) }
          : { $0.ends(.identified(CoreBench.erika)) }
      case .card(.consent)?: return { $0.form(.allowReading) }
      default: break
      }
    }
    switch dice.roll(22) {
    case 0: return { $0.form(.begin) }
    case 1: return { $0.form(.choose(number)) }
    case 2: return { $0.form(.turn(number - 4)) }
    case 3: return { $0.form(.next) }
    case 4: return { $0.form(.typeInstead) }
    case 5: return { $0.form(.allowReading) }
    case 6: return { $0.ask(.form(.answer), text) }
    case 7: return { $0.form(.skip) }
    case 8: return { $0.form(.change(number - 1)) }
    case 9: return { $0.form(.declare) }
    case 10: return { $0.form(.print) }
    case 11: return { $0.ask(.back) }
    case 12: return { if number == 0 { $0.ask(.end) } }
    case 13: return { $0.ask(.language(number < 4 ? "de" : "en")) }
    case 14: return { $0.sees(number < 5 ? .card : .empty) }
    case 15: return { $0.ends(.failed(.tryAgain, code: "chance")) }
    case 16: return { $0.ask(.cardAgain) }
    case 17: return { $0.pass(Int64(number) * 4_000) }
    case 18: return { $0.ask(.cardSecret, "123456") }
    case 19:
      return { bench in
        if let slip = bench.slips.last {
          bench.feed(.printed(reference: slip.reference, number < 4 ? .noPaper : .printed))
        }
      }
    case 20: return { $0.ask(.moreTime) }
    default: return { $0.ask(.active) }
    }
  }

  @Test("AX-71 What was answered stands in no log, no record and no count")
  func sentinel() throws {
    let bench = try formBench()
    bench.fillDefect(street: "GEHEIM 7")
    bench.form(.next)
    bench.kept()
    bench.ask(.end)
    bench.beginForm("meldebescheinigung")
    bench.identify()
    bench.answer("1")
    bench.answer("1")
    bench.answer("geheim@beispiel.de")
    bench.form(.next)
    bench.form(.declare)
    bench.kept()
    bench.pass(200_000)
    let sinks = bench.logs + bench.kinds + ["\(bench.applications)", String(reflecting: bench.applications)]
    for sink in sinks {
      for word in ["GEHEIM", "geheim", "ERIKA", "MUSTERMANN", "HEIDESTRASSE"] {
        #expect(!sink.contains(word))
      }
    }
    #expect(bench.loop.core.session == nil)
  }
}
