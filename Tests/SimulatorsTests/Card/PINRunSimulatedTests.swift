// The product's way through PIN, CAN and PUK with the simulated card: every profile, and every fault at every exchange.
// Whatever happens, the run ends or asks, and says why.

import Crypto
import Identity
import Secrets
import Testing

@testable import Simulators

@Suite("PIN run with the simulated card")
struct PINRunSimulatedTests {
  /// A person who knows the secrets, and lays the card down again a few times.
  private final class Person {
    let card: SimulatedCard
    let transport: SimulatedCardTransport
    let run: PINRun
    private(set) var asked: [RetryLadder.Entry] = []
    var wrongFirst: Set<RetryLadder.Entry> = []
    private var insertions = 0

    init(_ profile: CardProfile, _ goal: RetryLadder.Goal, faults: [CardFault] = []) throws {
      card = try SimulatedCard(profile: profile, seed: 11)
      transport = SimulatedCardTransport(card, faults: faults)
      let seeded = SeededChance(seed: 11, purpose: "terminal")
      run = PINRun(goal: goal, chance: { (count) throws(CryptoError) in try seeded.bytes(count) })
    }

    func go() -> RetryLadder.Outcome? {
      var pause = run.resume(on: CardLink(transport))
      for _ in 0..<60 {
        switch pause {
        case .ended(let outcome): return outcome
        case .card:
          insertions += 1
          guard insertions < 5 else {
            pause = run.cancel()
            continue
          }
          transport.insert()
          pause = run.resume(on: CardLink(transport))
        case .question(let question):
          asked.append(question.entry)
          let isWrong = wrongFirst.remove(question.entry) != nil
          pause = run.answer(Secret(Array((isWrong ? wrong(question) : right(question)).utf8)))
        }
      }
      return nil
    }

    private func right(_ question: RetryLadder.Question) -> String {
      switch question.entry {
      case .pin: card.memory.pin
      case .newPIN: "271828"
      case .can: card.memory.can
      case .puk: card.memory.puk
      }
    }

    private func wrong(_ question: RetryLadder.Question) -> String {
      String(right(question).reversed().map { $0 == "9" ? "0" : "9" })
    }
  }

  @Test(
    "each state of a card leads to a new PIN by its own questions",
    arguments: [
      (.normal, [.pin, .newPIN]), (.oneTryUsed, [.pin, .newPIN]), (.suspended, [.can, .pin, .newPIN]),
      (.blocked, [.puk, .pin, .newPIN]), (.transportPIN, [.pin, .newPIN]),
    ] as [(CardProfile, [RetryLadder.Entry])])
  func changes(_ profile: CardProfile, _ questions: [RetryLadder.Entry]) throws {
    let person = try Person(profile, .changePIN)
    #expect(person.go() == .changed)
    #expect(person.asked == questions)
    #expect(person.card.memory.pin == "271828")
    #expect(person.card.memory.pinTries == 3)
    #expect(!person.card.memory.isTransportPIN)
  }

  @Test("cards that cannot be helped here say so")
  func others() throws {
    #expect(try Person(.deactivated, .changePIN).go() == .deactivated)
    #expect(try Person(.pukUsedUp, .changePIN).go() == .pukUsedUp)
    #expect(try Person(.normal, .unblock).go() == .notBlocked)
    let blocked = try Person(.blocked, .unblock)
    #expect(blocked.go() == .unblocked)
    #expect(blocked.card.memory.pinTries == 3)
  }

  @Test("one wrong answer to each question: the ladder is climbed back")
  func wrongAnswers() throws {
    let person = try Person(.oneTryUsed, .changePIN)
    person.wrongFirst = [.pin, .can]
    #expect(person.go() == .changed)
    #expect(person.asked == [.pin, .can, .can, .pin, .newPIN])
  }

  static let kinds: [CardFault.Kind] = [
    .pull, .reset, .delay(milliseconds: 6_000), .status(0x6F00), .status(0x6982), .status(0x6700),
    .status(0x6C01), .status(0x6101), .cut(bytes: 0), .cut(bytes: 1), .shorten(bytes: 1), .garbage, .noise,
    .flip,
  ]

  @Test("every fault at every exchange, once and for good: an end, and never a loop", arguments: kinds)
  func faults(_ kind: CardFault.Kind) throws {
    for isLasting in [false, true] {
      for number in 1...30 {
        let fault = CardFault(kind, at: number, isLasting: isLasting)
        let person = try Person(.suspended, .changePIN, faults: [fault])
        let outcome = person.go()
        #expect(outcome != nil, "\(fault)")
        // What went wrong is said; a run that came through has set the PIN.
        if outcome == .changed { #expect(person.card.memory.pin == "271828", "\(fault)") }
        if number > person.transport.commandCount { break }
      }
    }
  }
}
