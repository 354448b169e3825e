// The citizen at the card reader: the PIN service and the old passport as second factor. Requests of the screen and
// reports of the reader are inputs of the same loop; a job that nobody waits for any more is ended at once.

import Handover
import Identity
import Journal
import Messages
import Secrets

extension StationCore {
  /// A reader is set up and works.
  var isReaderUsable: Bool {
    switch card.reader {
    case .none, .outOfOrder: false
    case .empty, .card, .mute, .busy: true
    }
  }

  // MARK: What the citizen asks

  mutating func beginCardPIN() {
    switch session?.place {
    case nil, .idle, .ended: break
    default: return
    }
    guard isReaderUsable, setup.welcome.hasCardPIN else { return }
    if session == nil { session = Session(connection: screen, language: defaultLanguage, place: .idle) }
    wipe()
    visit(.pin)
  }

  /// To the reader, and on at once where a card lies there already.
  mutating func visit(_ purpose: CardVisit.Purpose) {
    card.isVisited = true
    card.isCardLeft = false
    go(.card(CardVisit(purpose: purpose)))
    startIfCardLies()
  }

  private mutating func startIfCardLies() {
    guard var visit = session?.visit, visit.step == .lay, visit.job == nil, card.reader == .card else {
      return
    }
    switch visit.purpose {
    case .pin: start(.look, &visit)
    case .passport(_, let key): start(.readPassport(key), &visit)
    case .identity(let rights): start(.identify(rights), &visit)
    }
    put(visit)
  }

  private mutating func start(_ job: CardJob, _ visit: inout CardVisit) {
    // One job at a time: whatever ran for this visit before is over.
    if let running = card.running { out.append(.card(.end(job: running))) }
    card.lastJob += 1
    card.running = card.lastJob
    visit.job = card.lastJob
    visit.step = .working
    visit.patience = now + patience(visit)
    out.append(.card(.start(job, job: card.lastJob)))
  }

  /// Who is identified waits for servers, which have times of their own.
  private func patience(_ visit: CardVisit) -> Int64 {
    if case .identity = visit.purpose { return setup.intervals.identification }
    return setup.intervals.card
  }

  /// The visit as it stands now; a page that waits for a person has idle time, one that waits for a card's answer none.
  private mutating func put(_ visit: CardVisit) {
    var visit = visit
    if visit.step != .working { visit.patience = nil }
    session?.place = .card(visit)
    switch visit.step {
    case .lay, .menu, .asking: session?.timer.start(setup.intervals.idle, .idle, now: now)
    case .ended:
      if visit.isOver {
        session?.timer.start(setup.intervals.result, .stage, now: now)
      } else {
        session?.timer.start(setup.intervals.idle, .idle, now: now)
      }
    case .working: session?.timer.deadline = nil
    }
  }

  mutating func choosePinTask(_ task: PinTask) {
    guard var visit = session?.visit, visit.purpose == .pin, case .menu(let standing) = visit.step,
      standing.allows(task)
    else { return }
    visit.task = task
    let job: CardJob =
      switch task {
      case .change, .firstPIN: .changePIN
      case .resume: .resumePIN
      case .unblock: .unblockPIN
      }
    start(job, &visit)
    put(visit)
  }

  /// What was typed goes to the job and is kept nowhere.
  mutating func giveSecret(_ secret: Secret?, isNewPIN: Bool) {
    guard var visit = session?.visit, let job = visit.job, case .asking(let ask) = visit.step,
      !ask.isAtReader,
      let secret
    else { return }
    switch ask.what {
    case .secret(let kind): guard !isNewPIN, secret.count == shown(kind, visit).digits else { return }
    case .newPIN: guard isNewPIN, secret.count == CardSecret.pin.digits else { return }
    case .consent: return
    }
    guard secret.isDigits else { return }
    visit.step = .working
    visit.patience = now + patience(visit)
    put(visit)
    out.append(.card(.give(secret, job: job)))
  }

  /// The person agrees to who reads what of the card.
  mutating func allowReading() {
    guard var visit = session?.visit, let job = visit.job, case .asking(let ask) = visit.step,
      case .consent = ask.what
    else { return }
    visit.step = .working
    visit.patience = now + patience(visit)
    put(visit)
    out.append(.card(.accept(job: job)))
  }

  /// After an end that may go well the next time.
  mutating func cardAgain() {
    guard var visit = session?.visit, case .ended(.advice(let word, _)) = visit.step else { return }
    // What was typed did not open the chip: it is typed anew.
    if case .passport(let id, _) = visit.purpose, word == CardAdvice.checkEntry.rawValue {
      return go(.passportKey(id, wrong: true))
    }
    visit.step = .lay
    visit.task = nil
    put(visit)
    startIfCardLies()
  }

  /// One step back from the reader.
  mutating func backFromCard(_ visit: CardVisit) {
    if case .identity = visit.purpose { return fill(.back) }
    if case .passport(let id, _) = visit.purpose {
      if case .ended = visit.step { return go(.factor(id, wrong: false)) }
      return go(.passportKey(id, wrong: false))
    }
    // Out of a dialogue to the menu, by a new look at the card.
    guard visit.task != nil else { return session = nil }
    var visit = visit
    visit.job = nil
    visit.task = nil
    visit.step = .lay
    put(visit)
    startIfCardLies()
  }

  // MARK: What the reader reports

  mutating func cardReported(_ report: CardReport, _ journal: any JournalStore) {
    switch report {
    case .reader(let sight): readerSeen(sight)
    case .wantsCard(let job): reported(job) { $0.step = .lay }
    case .working(let job):
      let until = now + (session?.visit.map(patience) ?? setup.intervals.card)
      reported(job) {
        $0.step = .working
        $0.patience = until
      }
    case .asks(let job, let ask): reported(job) { $0.step = .asking(ask) }
    case .ended(let job, let outcome): cardEnded(job, outcome, journal)
    }
  }

  /// What a job says counts only while somebody waits for that job.
  private mutating func reported(_ job: Int, _ change: (inout CardVisit) -> Void) {
    guard var visit = session?.visit, visit.job == job else { return }
    change(&visit)
    put(visit)
  }

  /// Ends that a card laid down again answers by itself.
  private static let endsByCard = [CardAdvice.layCard, .leaveCard, .turnCard].map(\.rawValue)

  private mutating func readerSeen(_ sight: ReaderSight) {
    if sight != card.reader { out.append(.log("card reader: \(sight.rawValue)")) }
    let isLaidDown = sight == .card && (card.reader == .empty || card.reader == .mute)
    card.reader = sight
    switch sight {
    case .empty, .none, .outOfOrder: card.isCardLeft = false
    case .card, .mute, .busy: break
    }
    guard var visit = session?.visit else { return }
    switch (visit.step, sight) {
    case (.lay, .card): startIfCardLies()
    case (.ended(.advice(let word, _)), .card) where isLaidDown && Self.endsByCard.contains(word): cardAgain()
    case (.menu, .empty), (.menu, .mute):
      visit.step = .lay
      put(visit)
    case (.lay, .outOfOrder), (.menu, .outOfOrder):
      visit.step = .ended(.advice(CardAdvice.callStaff.rawValue, visit.purpose.shown))
      put(visit)
    default: break
    }
  }

  private mutating func cardEnded(_ job: Int, _ outcome: CardOutcome, _ journal: any JournalStore) {
    if card.running == job { card.running = nil }
    guard var visit = session?.visit, visit.job == job else { return }
    visit.job = nil
    switch (outcome, visit.purpose) {
    case (.standing(let standing), .pin): visit.step = .menu(standing)
    case (.changed, .pin): visit.step = .ended(.changed)
    case (.resumed, .pin): visit.step = .ended(.resumed)
    case (.unblocked, .pin): visit.step = .ended(.unblocked)
    case (.unclear, .pin):
      out.append(.log("card: change-unclear"))
      visit.step = .ended(.unclear)
    case (.passport(let number), .passport(let id, _)): return passportRead(number, id, visit, journal)
    case (.identified(let holder), .identity): return fill(.identified(holder.answers))
    case (.failed(let advice, let code), let purpose):
      out.append(.log("card: \(code)"))
      // Taken away before anything was typed: it is simply laid down again.
      let isLook = visit.purpose == .pin && visit.task == nil
      visit.step =
        isLook && advice == .layCard ? .lay : .ended(.advice(advice.rawValue, purpose.shown))
    case (.standing, _), (.changed, _), (.resumed, _), (.unblocked, _), (.unclear, _), (.passport, _),
      (.identified, _):
      visit.step = .ended(.advice(CardAdvice.tryAgain.rawValue, visit.purpose.shown))
    }
    put(visit)
  }

  /// A genuine passport: is it the one that the order names? Compared as keyed hashes, in constant time.
  private mutating func passportRead(
    _ number: Secret, _ id: OrderID, _ visit: CardVisit, _ journal: any JournalStore
  ) {
    do throws(JournalError) {
      let slot = try slot(journal)
      if isLockedOut(slot: slot) { return }
      let read = keys.hash(.oldSerial, number.withSpan { span in span.indices.map { span[$0] } })
      guard let wanted = try journal.personal(id)?.oldSerial, Secret(wanted.bytes) == Secret(read.bytes)
      else {
        return wrong(slot: slot, .factor(id, wrong: true), journal)
      }
      session?.verified.insert(id)
      session?.oldBrought.insert(id)
      session?.oldRead.insert(id)
      if let personal = try journal.personal(id) {
        session?.contacts[id] = personal.email.map { ($0, personal.language) }
      }
      decideFreely(.citizen) { $0.identifyByOldDocument(id, slot: slot) }
      session?.triesSlot = nil
      nextQuestion(id)
    } catch {
      end(with: .outOfService(.journal))
      out.append(.log("lookup refused: \(error.message)"))
    }
  }

  // MARK: At the end of each input

  /// A job that nobody waits for is ended; a card that was left is said.
  mutating func settleCard() {
    if let running = card.running, session?.visit?.job != running {
      card.running = nil
      out.append(.card(.end(job: running)))
    }
    if card.isVisited, let session { card.language = session.language }
    guard card.isVisited, session == nil || session?.place == .idle else { return }
    card.isVisited = false
    switch card.reader {
    case .card, .mute, .busy: card.isCardLeft = true
    case .none, .outOfOrder, .empty: break
    }
  }

  /// A job that says nothing for too long is given up: nothing hangs.
  mutating func passCardTime() {
    guard var visit = session?.visit, let patience = visit.patience, patience <= now else { return }
    visit.job = nil
    visit.step = .ended(.advice(CardAdvice.tryAgain.rawValue, visit.purpose.shown))
    out.append(.log("card: no answer in time"))
    put(visit)
  }
}
