// The card reader of the simulated world and who works with it: cards that are laid down, pulled and forgotten, servers
// that are away or silent, wrong PINs, every end that the card stack knows. It obeys the seam and knows no screen.

import Identity
import Messages
import Station

struct SimulatedReader {
  /// A card lies there; it outlives the station.
  var lies = false
  /// The job that runs.
  var job: Int?
  var asksPIN = false
}

extension World {
  func tellReader() {
    let sight: ReaderSight = terminal.reader.lies ? .card : .empty
    feed(.card(.reader(sight)))
  }

  func layCard() {
    guard !terminal.reader.lies else { return }
    terminal.reader.lies = true
    tellReader()
  }

  func liftCard() {
    guard terminal.reader.lies else { return }
    terminal.reader.lies = false
    tellReader()
    guard let job = terminal.reader.job else { return }
    if terminal.random.happens(500) {
      report(.wantsCard(job: job), 1...10)
    } else {
      end(job, .failed(.layCard, code: "card-removed"))
    }
  }

  /// What the guest does there.
  func atReader(_ stage: CardStage) {
    guard let guest = terminal.guest else { return }
    if guest.cardTroublesLeft > 0, terminal.random.happens(120) {
      terminal.guest?.cardTroublesLeft -= 1
      return terminal.random.happens(700) ? liftCard() : ask(.back)
    }
    switch stage {
    case .lay:
      // One that lies there already is laid down anew.
      if terminal.reader.lies { liftCard() }
      layCard()
    case .leave, .atReader, .newPIN, .pinMenu: break
    case .consent: ask(.form(.allowReading))
    case .secret:
      let isWrong = guest.wrongPINsLeft > 0
      if isWrong { terminal.guest?.wrongPINsLeft -= 1 }
      terminal.reader.asksPIN = isWrong
      ask(.cardSecret, isWrong ? "111111" : "739184")
    case .end(.advice):
      let dice = terminal.random.pick(0...9)
      if dice == 9 { return guestEnds() }
      ask(dice < 6 ? .cardAgain : .back)
    case .end: guestEnds()
    case .take: liftCard()
    }
  }

  // MARK: The worker

  func take(_ order: CardOrder) {
    switch order {
    case .start(.identify, let job):
      terminal.reader.job = job
      begin(job)
    case .start(_, let job): terminal.reader.job = job
    case .accept(let job):
      guard terminal.reader.job == job, !fails(job) else { return }
      report(.asks(job: job, CardAsk(.secret(.pin))), 5...40)
    case .give(_, let job):
      guard terminal.reader.job == job, !fails(job) else { return }
      if terminal.reader.asksPIN {
        return report(.asks(job: job, CardAsk(.secret(.pin), .wrong(triesLeft: 2))), 5...40)
      }
      report(.working(job: job), 1...5)
      guard let mark = terminal.guest?.mark.text else { return }
      terminal.reader.job = nil
      report(.ended(job: job, .identified(holder(mark))), 10...250)
    case .end(let job):
      // Sometimes a late word of it is on its way already.
      if terminal.reader.job == job, terminal.random.happens(200), let mark = terminal.guest?.mark.text {
        report(.ended(job: job, .identified(holder(mark))), 1...30)
      }
      if terminal.reader.job == job { terminal.reader.job = nil }
    }
  }

  private func begin(_ job: Int) {
    guard !fails(job) else { return }
    let consent = CardConsent(provider: "Musterstadt", rights: ["FamilyName"], purpose: "")
    report(.asks(job: job, CardAsk(.consent(consent))), 5...60)
  }

  /// Sometimes it ends here, in any of the ways that there are, or says nothing any more.
  private func fails(_ job: Int) -> Bool {
    guard options.hasFaults, terminal.random.happens(90) else { return false }
    if terminal.random.happens(250) {
      terminal.reader.job = nil
      judge.count { $0.terminal["card_silent", default: 0] += 1 }
      return true
    }
    judge.count { $0.terminal["card_failed", default: 0] += 1 }
    end(job, .failed(terminal.random.element(of: CardAdvice.allCases), code: "simulated"))
    return true
  }

  private func end(_ job: Int, _ outcome: CardOutcome) {
    terminal.reader.job = nil
    report(.ended(job: job, outcome), 1...30)
  }

  private func report(_ report: CardReport, _ tenths: ClosedRange<Int>) {
    let born = life
    after(Int64(terminal.random.pick(tenths)) * 100_000) { if born == self.life { self.feed(.card(report)) } }
  }

  private func holder(_ mark: String) -> IdentityHolder {
    var holder = IdentityHolder()
    holder.familyName = mark
    holder.givenNames = "\(mark) Anna"
    holder.birthDate = terminal.random.happens(100) ? "1964" : "1964-08-12"
    // Some have no number in their address: it is asked for.
    holder.street = terminal.random.happens(200) ? "\(mark)hof" : "\(mark)weg 7"
    holder.postalCode = "51147"
    holder.city = mark
    holder.country = "D"
    return holder
  }
}
