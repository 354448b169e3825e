// Guests of the terminal: people who do not come for a document. They read, apply with the ID card or by typing, answer
// well, badly and with ill will, go back, change their mind and their language, and leave by the key or just so. Every
// answer of theirs carries their mark.

import Handover
import Messages
import Secrets
import Station

/// One person at the screen.
struct Guest {
  var id: Int
  var mark: FormMark
  /// Begins with this: reads, asks how far a document is, or applies.
  var wish: CitizenRequest
  /// So many pages, then they have had enough.
  var pagesLeft: Int
  var badAnswersLeft: Int
  var wrongPINsLeft: Int
  var cardTroublesLeft: Int
  /// What they saw last on the check page.
  var review: FormReview?
  /// What they confirmed, as the judge numbers it.
  var confirmation: Int?
  var wordsLeft = 3
  var hasPrinted = false
}

/// Everything of the terminal in the simulated world.
struct TerminalWorld {
  /// Chance of its own, so that the doors' day does not become another one for each page.
  var random: SeededRandom
  var guest: Guest?
  var guests = 0
  var waiting = 0
  var judge = FormJudge()
  /// Whose answers a page may still show, and until when, microseconds: somebody walked away without a word.
  var left: (mark: FormMark, until: Int64)?
  var reader = SimulatedReader()
  var office: SimulatedOffice
  var edition = 1
  /// The last page with answers, for a planted bug.
  var personal: Stage?
}

extension World {
  /// Longer than an identification that goes on alone, idle time and warning together: then nothing of a person who walked
  /// away may be seen.
  private static let leftMax: Int64 = 175_000_000

  /// Guests come by all day.
  func guestsCome() {
    after(Int64(terminal.random.pick(300...1800)) * 100_000) {
      if !self.clerkRests { self.terminal.waiting = min(3, self.terminal.waiting + 1) }
      self.welcomeNext()
      self.guestsCome()
    }
  }

  /// Steps up to an idle screen, before those who wait for their documents or after.
  func welcomeGuest() -> Bool {
    guard terminal.waiting > 0, queue.isEmpty || terminal.random.happens(400) else { return false }
    terminal.waiting -= 1
    terminal.guests += 1
    let number = terminal.guests
    let wish: CitizenRequest =
      switch terminal.random.pick(0...9) {
      case 0...1: .info(.begin)
      case 2: .documentStatus(.begin)
      default: .form(.begin)
      }
    terminal.guest = Guest(
      id: number, mark: FormMark(guest: number), wish: wish,
      pagesLeft: terminal.random.pick(12...60), badAnswersLeft: terminal.random.pick(0...3),
      wrongPINsLeft: terminal.random.happens(150) ? 1 : 0, cardTroublesLeft: terminal.random.pick(0...3))
    guestSees(.idle)
    return true
  }

  /// What stands on the screen, and whether it may.
  func judgePage(_ snapshot: Snapshot, _ bytes: [UInt8]) {
    var allowed: FormMark?
    switch snapshot.stage {
    case .form(.question), .form(.check):
      if FormMark.isIn(bytes) { terminal.personal = snapshot.stage }
      allowed = terminal.guest?.mark
      if let left = terminal.left, now <= left.until { allowed = allowed ?? left.mark }
    default: break
    }
    if !terminal.judge.saw(bytes, allowed: allowed) { trace.add("HARM a page shows answers") }
    if case .form(.done(let done)) = snapshot.stage {
      let file = done.reference + ".json"
      terminal.judge.promised(
        done.reference,
        isSafe: terminal.office.spool.survives(file) || terminal.office.taken.contains(done.reference))
    }
    countFormHarm()
  }

  func countFormHarm() {
    let harm = terminal.judge.harm
    judge.count { $0.forms = harm }
  }

  private func did(_ what: String) { judge.count { $0.terminal[what, default: 0] += 1 } }

  // MARK: At the screen

  func guestSees(_ stage: Stage) {
    guard let guest = terminal.guest else { return }
    if guest.pagesLeft <= 0 || terminal.random.happens(8) { return guestWalksAway() }
    terminal.guest?.pagesLeft -= 1
    if terminal.random.happens(25) {
      guestSoon(stage) { self.ask(.language(self.snapshot?.language == "de" ? "en" : "de")) }
    }
    leavesIfNothingHappens(guest.id, stage)
    switch stage {
    case .idle:
      // Also after a restart: what they had begun is gone, and they begin anew.
      terminal.guest?.confirmation = nil
      terminal.guest?.review = nil
      terminal.guest?.hasPrinted = false
      guestSoon(stage) { self.ask(guest.wish) }
    case .info(let info): guestSoon(stage) { self.read(info) }
    case .form(let form): guestSoon(stage) { self.fillIn(form) }
    case .card(let card): guestSoon(stage) { self.atReader(card) }
    case .documentStatus(.number):
      guestSoon(stage) {
        self.did("asked_status")
        self.ask(.documentStatus(.number), "L01X\(self.terminal.random.pick(10_000...99_999))")
      }
    default: guestSoon(stage) { self.guestEnds() }
    }
  }

  /// Nobody stands before the same page for longer than this.
  private func leavesIfNothingHappens(_ id: Int, _ stage: Stage) {
    after(150_000_000) {
      guard self.terminal.guest?.id == id, self.snapshot?.stage == stage else { return }
      self.did("gave_up")
      self.guestWalksAway()
    }
  }

  /// After a human's time, unless the screen says something else by then.
  private func guestSoon(_ stage: Stage, _ body: @escaping () -> Void) {
    let id = terminal.guest?.id
    after(Int64(terminal.random.pick(5...80)) * 100_000) {
      guard let id, self.terminal.guest?.id == id, self.snapshot?.stage == stage, self.screenIsUp else {
        return
      }
      body()
    }
  }

  /// With the key for it: at once nothing of theirs may be seen.
  func guestEnds() {
    guard let mark = terminal.guest?.mark else { return }
    gone(mark, until: screenIsUp ? now : now + World.leftMax)
    ask(.end)
  }

  private func guestWalksAway() {
    guard let mark = terminal.guest?.mark else { return }
    did("walked_away")
    gone(mark, until: now + World.leftMax)
  }

  private func gone(_ mark: FormMark, until: Int64) {
    terminal.guest = nil
    terminal.left = (mark, until)
    // Most take their card along.
    if terminal.reader.lies {
      after(Int64(terminal.random.pick(10...600)) * 100_000) { self.liftCard() }
    }
    let born = life
    after(World.leftMax + 1_000_000) {
      guard born == self.life, self.terminal.guest?.mark != mark, let snapshot = self.snapshot,
        self.screenIsUp,
        FormMark.all(in: MessageCoding.encode(CitizenReply.snapshot(snapshot))).contains(mark)
      else { return }
      self.trace.add("HARM answers stay on the screen")
      self.terminal.judge.leftBehind()
      self.countFormHarm()
    }
    after(5_000_000) { self.welcomeNext() }
  }

  private func read(_ info: InfoStage) {
    did("read")
    let choice = terminal.random.pick(0...5)
    switch terminal.random.pick(0...9) {
    case 0: ask(.back)
    case 1: ask(.info(.turn(terminal.random.happens(500) ? 1 : -1)))
    case 2: ask(.info(.beginSearch))
    case 3: ask(.info(.print))
    case 4: ask(.info(.apply))
    case 5: ask(.form(.begin))
    case 6: guestEnds()
    default:
      if case .search = info { ask(.info(.search), "dienst") } else { ask(.info(.choose(choice))) }
    }
  }

  private func fillIn(_ form: FormStage) {
    if terminal.random.happens(30) { return ask(.back) }
    switch form {
    case .list(let list):
      guard !list.entries.isEmpty else { return guestEnds() }
      did("begun")
      terminal.guest?.confirmation = nil
      ask(.form(.choose(terminal.random.pick(0...list.entries.count - 1))))
    case .start(let start):
      if start.canType, !start.isReaderUsable || terminal.random.happens(400) {
        return ask(.form(.typeInstead))
      }
      guard !start.needsCard || start.isReaderUsable else { return guestEnds() }
      ask(.form(.next))
    case .question(let question): answer(question)
    case .check(let review):
      terminal.guest?.review = review
      if !review.rows.isEmpty, terminal.random.happens(120) {
        return ask(.form(.change(terminal.random.pick(0...review.rows.count - 1))))
      }
      if !review.hasDeclaration, !review.isPreparation { return lastWord(review, .next) }
      ask(.form(.next))
    case .declaration:
      guard let review = terminal.guest?.review else { return ask(.back) }
      lastWord(review, .declare)
    case .sending: break
    case .unclear:
      did("unclear")
      guestEnds()
    case .done(let done):
      if terminal.guest?.hasPrinted != true {
        did("done")
        terminal.guest?.hasPrinted = true
        if done.paper == .open, terminal.random.happens(700) { return ask(.form(.print)) }
      }
      guestEnds()
    case .handOver: ask(.form(terminal.random.happens(300) ? .print : .next))
    }
  }

  /// The last word before an application leaves.
  private func lastWord(_ review: FormReview, _ request: FormRequest) {
    guard let guest = terminal.guest, guest.wordsLeft > 0 else { return guestEnds() }
    terminal.guest?.wordsLeft -= 1
    did(guest.confirmation == nil ? "confirmed" : "confirmed_again")
    let confirmation = terminal.judge.confirmed(review, again: guest.confirmation)
    terminal.guest?.confirmation = confirmation
    ask(.form(request))
  }

  private func answer(_ question: FormQuestion) {
    guard let guest = terminal.guest else { return }
    if !question.isRequired, terminal.random.happens(500) { return ask(.form(.skip)) }
    let mark = guest.mark.text
    if guest.badAnswersLeft > 0, terminal.random.happens(250) {
      terminal.guest?.badAnswersLeft -= 1
      let bad = [
        "", "\(mark)\u{0}", String(repeating: mark, count: 600), "99\u{1F}99\u{1F}9999",
        "\u{1F}\u{1F}\u{1F}\u{1F}\u{1F}",
        "\(mark)\"},{\"declared\":true", "\u{202E}\(mark)", "0",
      ]
      return ask(.form(.answer), terminal.random.element(of: bad))
    }
    ask(.form(.answer), good(question.entry, mark))
  }

  private func good(_ entry: FormEntry, _ mark: String) -> String {
    switch entry {
    case .text: "\(mark) sagt"
    case .digits(let max): String(repeating: "7", count: max)
    case .date: "12\u{1F}8\u{1F}1964"
    case .number(let min, _): "\(min)"
    case .choice(let options): "\(terminal.random.pick(1...options.count))"
    case .yesNo: "\(terminal.random.pick(1...2))"
    case .address: "\(mark)weg\u{1F}7\u{1F}51147\u{1F}\(mark)"
    case .iban: "DE02120300000000202051"
    case .email: "\(mark)@town.example"
    case .phone: "0170 1234567"
    }
  }
}
