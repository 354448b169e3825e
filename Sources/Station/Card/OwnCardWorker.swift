// Works with cards through the station's own card stack, on a thread of its own: one job at a time, each step within the
// time of an exchange. A secret lives in the closure that carries it to its step, and goes with it.

import Crypto
import Identity
import Messages
import Secrets
import Synchronization

final class OwnCardWorker: CardWorker {
  private struct Control {
    /// The job that somebody waits for; another one's steps do nothing any more.
    var job: Int?
    /// It goes on when a card lies there.
    var waitsForCard = false
    /// A person is being asked: a card that goes now is the job's matter.
    var asksPerson = false
    var connection: (any CardConnection)?
    var isStopped = false
  }

  /// What only the card's thread touches.
  private final class Work: @unchecked Sendable {
    var connection: (any CardConnection)?
    var link: CardLink?
    var run: PINRun?
    var kind: CardJob?
  }

  private let source: any CardSource
  private let thread = CardThread("station-card")
  private let control = Mutex(Control())
  private let work = Work()
  private let trace: (any ExchangeTrace & Sendable)?
  private let trust: TrustStore?
  private let today: @Sendable () -> CivilDate
  private let chance: CardChance
  private let post: @Sendable (CardReport) -> Void

  /// Where random bytes come from.
  typealias CardChance = @Sendable (Int) throws(CryptoError) -> Secret

  /// `trust`: who may have signed a passport; nil: none is believed. `today`: for certificates.
  init(
    source: any CardSource, trust: TrustStore?, trace: (any ExchangeTrace & Sendable)?,
    today: @escaping @Sendable () -> CivilDate, chance: @escaping CardChance,
    post: @escaping @Sendable (CardReport) -> Void
  ) {
    self.source = source
    self.trust = trust
    self.trace = trace
    self.today = today
    self.chance = chance
    self.post = post
  }

  /// From here on the reader is watched.
  func start() { source.watch { [weak self] in self?.seen($0) } }

  func take(_ order: CardOrder) {
    switch order {
    case .start(let job, let number):
      control.withLock {
        $0.job = number
        $0.waitsForCard = false
        $0.asksPerson = false
      }
      perform(number) { $0.begin(job, number) }
    case .give(let secret, let number): perform(number) { $0.answer(secret, number) }
    case .accept: break  // Nothing here asks for a consent.
    case .end(let number):
      let connection = control.withLock { control -> (any CardConnection)? in
        guard control.job == number else { return nil }
        control.job = nil
        control.waitsForCard = false
        control.asksPerson = false
        return control.connection
      }
      connection?.cancel()
      thread.perform { [weak self] in self?.letGo() }
    }
  }

  func stop() {
    let connection = control.withLock { control in
      control.isStopped = true
      control.job = nil
      return control.connection
    }
    connection?.cancel()
    thread.perform { [work] in Self.letGo(work) }
    source.stop()
  }

  private func perform(_ number: Int, _ body: @escaping @Sendable (OwnCardWorker) -> Void) {
    thread.perform { [weak self] in
      guard let self, self.isWanted(number) else { return }
      body(self)
    }
  }

  private func isWanted(_ number: Int) -> Bool { control.withLock { $0.job == number } }

  // MARK: The reader, from its own thread

  private func seen(_ sight: ReaderSight) {
    let (isStopped, job, goesOn, isGone) = control.withLock { control in
      let goesOn = control.waitsForCard && sight == .card
      if goesOn { control.waitsForCard = false }
      let isGone = control.asksPerson && sight != .card
      if isGone { control.asksPerson = false }
      return (control.isStopped, control.job, goesOn, isGone)
    }
    guard !isStopped else { return }
    post(.reader(sight))
    guard let job else { return }
    if goesOn { perform(job) { $0.resume(job) } }
    if isGone { perform(job) { $0.cardGone(job) } }
  }

  // MARK: On the card's thread

  private func begin(_ job: CardJob, _ number: Int) {
    letGo()
    work.kind = job
    switch job {
    case .look: finish(number, look())
    case .readPassport(let key): finish(number, readPassport(key))
    // Only the certified program may identify a person online.
    case .identify: finish(number, .failed(.callStaff, code: "ausweisapp-not-running"))
    case .changePIN, .resumePIN, .unblockPIN:
      let goal: RetryLadder.Goal =
        job == .changePIN ? .changePIN : job == .resumePIN ? .usePIN : .unblock
      work.run = PINRun(goal: goal, chance: chance)
      resume(number)
    }
  }

  private func connect() throws(CardError) -> CardLink {
    letGoOfCard()
    let connection = try source.connect()
    work.connection = connection
    control.withLock { $0.connection = connection }
    let link = CardLink(connection, trace: trace)
    work.link = link
    return link
  }

  private func look() -> CardOutcome {
    do throws(CardError) {
      let link = try connect()
      let access = try SecurityInfos(try link.readFile(shortIdentifier: 0x1C, step: .cardAccess))
      switch try PINManagement.state(on: link, access: access) {
      case .ready(let tries): return .standing(tries == 3 ? .ready : .oneUsed)
      case .suspended: return .standing(.suspended)
      case .blocked: return .standing(.blocked)
      case .deactivated: return .failed(.authoritySwitchesOn, code: "pin-deactivated")
      case .unknown: return .failed(.otherDocument, code: "pin-unknown")
      }
    } catch {
      return CardOutcome(look: error)
    }
  }

  private func readPassport(_ typed: TypedPassportKey) -> CardOutcome {
    let day = today()
    let key: PassportKey
    switch typed {
    case .can(let digits): key = .can(digits)
    case .zone(let text):
      guard let access = typed.access(text, today: day) else {
        return .failed(.checkEntry, code: "wrong-mrz")
      }
      key = .mrz(access)
    }
    guard let trust else { return .failed(.otherDocument, code: "no-trust") }
    var kind = CardKind.passport
    do throws(CardError) {
      kind = try recognise()
      // What opens a passport is not tried on an ID card: its CAN would only be refused later, again and again.
      guard kind != .identityCard else { return .failed(.otherDocument, code: "wrong-document") }
      // Powered anew: the look has selected applications, and some passports have no way back from them.
      let link = try connect()
      let reading = try PassportReading.read(
        on: link, access: key, trust: trust, at: day, chance: chance)
      guard reading.data == .genuine else { return .failed(.notProven, code: "not-proven") }
      return .passport(number: Secret(Array(reading.zone.documentNumber.utf8)))
    } catch {
      return kind == .other ? CardOutcome(look: error) : CardOutcome(error)
    }
  }

  /// What lies there. A card that says something odd to the look is no reason not to read it.
  private func recognise() throws(CardError) -> CardKind {
    do throws(CardError) {
      return try CardRecognition.look(on: try connect()).kind
    } catch .refused, .malformed, .unsupported {
      return .other
    }
  }

  private func resume(_ number: Int) {
    guard let run = work.run else { return }
    do throws(CardError) {
      let link = try connect()
      post(.working(job: number))
      settle(run.resume(on: link), number)
    } catch .transport(.noCard), .transport(.removed), .transport(.mute) {
      waitForCard(number)
    } catch {
      settle(run.fail(error), number)
    }
  }

  private func answer(_ secret: Secret, _ number: Int) {
    guard let run = work.run else { return }
    control.withLock { $0.asksPerson = false }
    settle(run.answer(secret), number)
  }

  private func cardGone(_ number: Int) {
    guard let run = work.run else { return }
    settle(run.cardGone(), number)
  }

  /// Goes on to where a person or a card is needed.
  private func settle(_ pause: PINRun.Pause, _ number: Int) {
    guard isWanted(number) else { return }
    switch pause {
    case .card: waitForCard(number)
    case .ended(let outcome): finish(number, CardOutcome(outcome))
    case .question(let question):
      let isAtReader = work.link?.transport.pinPad != nil
      if !isAtReader { control.withLock { $0.asksPerson = true } }
      post(.asks(job: number, CardAsk(question, isAtReader: isAtReader)))
      if isAtReader, let run = work.run { settle(run.answerOnPad(), number) }
    }
  }

  private func waitForCard(_ number: Int) {
    letGoOfCard()
    control.withLock { $0.waitsForCard = true }
    post(.wantsCard(job: number))
  }

  private func finish(_ number: Int, _ outcome: CardOutcome) {
    letGo()
    let isWanted = control.withLock { control in
      guard control.job == number else { return false }
      control.job = nil
      return true
    }
    if isWanted { post(.ended(job: number, outcome)) }
  }

  private func letGo() {
    Self.letGo(work)
    control.withLock { $0.connection = nil }
  }

  private func letGoOfCard() {
    work.connection?.close()
    work.connection = nil
    work.link = nil
    control.withLock { $0.connection = nil }
  }

  private static func letGo(_ work: Work) {
    work.run = nil
    work.link = nil
    work.kind = nil
    work.connection?.close()
    work.connection = nil
  }
}
