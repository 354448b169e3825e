// PINRun with a card that counts and runs PACE: the ways of the ladder over real commands, how many of them there are,
// and the card that goes at any of them.

import Crypto
import Identity
import Secrets
import Testing

@Suite("PIN run")
struct PINRunTests {
  private func ascii(_ text: String) -> Secret { Secret(Array(text.utf8)) }

  private func start(
    _ goal: RetryLadder.Goal, _ card: PaperCard
  ) -> (run: PINRun, link: CardLink, first: RetryLadder.Question?) {
    let run = PINRun(goal: goal, chance: chance(seed: 7))
    let link = CardLink(card)
    let pause = run.resume(on: link)
    if case .question(let question) = pause { return (run, link, question) }
    return (run, link, nil)
  }

  private func entry(_ pause: PINRun.Pause) -> RetryLadder.Entry? {
    if case .question(let question) = pause { question.entry } else { nil }
  }

  @Test("the PIN opens a channel in seven exchanges: EF.CardAccess, the counter, PACE")
  func usePIN() {
    let card = PaperCard()
    let (run, link, question) = start(.usePIN, card)
    #expect(question?.entry == .pin && question?.triesLeft == 3)
    #expect(run.answer(ascii("123456")) == .ended(.opened))
    #expect(link.exchangeCount == 7)
    #expect(link.channelPassword == .pin)
    #expect(run.result?.authorities == [Array("DETESTeID00001".utf8)])
  }

  @Test("A.4: 3, 2, 1 suspended, CAN, 0 blocked, PUK, three tries again, and the PIN is changed")
  func wholeLadder() {
    let card = PaperCard()
    let (run, _, _) = start(.changePIN, card)
    #expect(entry(run.answer(ascii("000000"))) == .pin)
    #expect(card.tries == 2)
    #expect(entry(run.answer(ascii("000000"))) == .can)
    #expect(card.tries == 1)
    #expect(entry(run.answer(ascii("111111"))) == .can)
    #expect(entry(run.answer(ascii("500540"))) == .pin)
    #expect(entry(run.answer(ascii("000000"))) == .puk)
    #expect(card.tries == 0)
    #expect(entry(run.answer(ascii("1111111111"))) == .puk)
    guard case .question(let again) = run.answer(ascii("9876543210")) else {
      Issue.record("\(run.pause)")
      return
    }
    #expect(again.entry == .pin && again.notice == .unblocked && again.triesLeft == 3)
    #expect(card.pukUses == 1)
    #expect(entry(run.answer(ascii("123456"))) == .newPIN)
    #expect(run.answer(ascii("654321")) == .ended(.changed))
    #expect(card.pin == Array("654321".utf8))
    #expect(card.violations == 0)
  }

  @Test("CAN and PIN in one session: the right PIN gives three tries again")
  func canThenPIN() {
    let card = PaperCard()
    card.tries = 1
    let (run, link, question) = start(.usePIN, card)
    #expect(question?.entry == .can)
    #expect(entry(run.answer(ascii("500540"))) == .pin)
    #expect(link.channelPassword == .can)
    #expect(run.answer(ascii("123456")) == .ended(.opened))
    #expect(card.tries == 3)
    #expect(card.violations == 0)
  }

  @Test("a cancelled CAN and PIN run loses the resumption")
  func cancelled() {
    let card = PaperCard()
    card.tries = 1
    let (run, link, _) = start(.usePIN, card)
    _ = run.answer(ascii("500540"))
    #expect(run.cancel() == .ended(.cancelled))
    #expect(link.secureMessaging == nil)
    let (_, _, question) = start(.usePIN, card)
    #expect(question?.entry == .can)
  }

  @Test("the transport PIN is taken for the first change only, and five digits never go out elsewhere")
  func transportPIN() {
    let card = PaperCard()
    card.pin = Array("12345".utf8)
    let (use, _, _) = start(.usePIN, card)
    let before = card.exchanges
    guard case .question(let question) = use.answer(ascii("12345")) else {
      Issue.record("\(use.pause)")
      return
    }
    #expect(question.notice == .transportPIN)
    #expect(card.exchanges == before)
    let (change, _, _) = start(.changePIN, card)
    #expect(entry(change.answer(ascii("12345"))) == .newPIN)
    #expect(entry(change.answer(ascii("12345"))) == .newPIN)
    #expect(change.answer(ascii("123456")) == .ended(.changed))
    #expect(card.pin == Array("123456".utf8))
  }

  @Test("unblocking: only when blocked, ten times, and letters never go out")
  func unblocking() {
    let card = PaperCard()
    let (fine, _, _) = start(.unblock, card)
    #expect(fine.pause == .ended(.notBlocked))
    card.tries = 0
    let (run, link, question) = start(.unblock, card)
    #expect(question?.entry == .puk)
    let before = card.exchanges
    #expect(entry(run.answer(ascii("98765432x0"))) == .puk)
    #expect(card.exchanges == before)
    #expect(run.answer(ascii("9876543210")) == .ended(.unblocked))
    #expect(card.tries == 3)
    #expect(link.secureMessaging == nil)
    card.tries = 0
    card.pukUses = 10
    let (usedUp, _, _) = start(.unblock, card)
    #expect(usedUp.answer(ascii("9876543210")) == .ended(.pukUsedUp))
  }

  @Test("switched off")
  func deactivated() {
    let card = PaperCard()
    card.isDeactivated = true
    for goal in RetryLadder.Goal.allCases {
      #expect(start(goal, card).run.pause == .ended(.deactivated))
    }
  }

  @Test(
    "a card that goes at any exchange ends nothing: it comes back, and every way leads on", arguments: 1...25)
  func pulled(at exchange: Int) {
    let card = PaperCard()
    card.tries = 1
    card.goneAt = exchange
    let run = PINRun(goal: .changePIN, chance: chance(seed: 3))
    var pause = run.resume(on: CardLink(card))
    var changed = false
    for _ in 0..<20 {
      switch pause {
      case .card:
        card.reset()
        pause = run.resume(on: CardLink(card))
      case .question(let question):
        let answers: [RetryLadder.Entry: String] = [
          .can: "500540", .pin: "123456", .newPIN: "654321", .puk: "9876543210",
        ]
        if question.entry == .newPIN { changed = true }
        pause = run.answer(ascii(answers[question.entry]!))
      case .ended(let outcome):
        #expect(outcome == .changed || outcome == .changeUnclear && changed)
        #expect(card.violations == 0)
        return
      }
    }
    Issue.record("no end")
  }

  @Test("a reader's own pad: nothing is typed here, and the reader's new PIN is the reader's")
  func pad() {
    final class Pad: PinPad {
      var passwords: [PasswordKind] = []
      var changes = 0
      func establishPACE(_ request: PinPadRequest) throws(CardError) -> PinPadAnswer {
        passwords.append(request.password)
        if passwords.count == 1 { throw .password(.wrong(.can, triesLeft: nil)) }
        return PinPadAnswer(cardAccess: [], authorities: [], cardIdentifier: [])
      }
      func destroyPACE() throws(CardError) {}
      func changePIN() throws(CardError) { changes += 1 }
    }
    let card = PaperCard()
    card.tries = 1
    let pad = Pad()
    card.pinPad = pad
    let (run, _, question) = start(.changePIN, card)
    #expect(question?.entry == .can)
    #expect(entry(run.answerOnPad()) == .can)
    #expect(entry(run.answerOnPad()) == .pin)
    #expect(entry(run.answerOnPad()) == .newPIN)
    #expect(run.answerOnPad() == .ended(.changed))
    #expect(pad.passwords == [.can, .can, .pin])
    #expect(pad.changes == 1)
  }
}
