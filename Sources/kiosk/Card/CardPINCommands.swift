// `kiosk card change-pin` and `unblock`: a run of the retry ladder with a technician, who gives each secret once. What
// the ladder asks beyond that ends the command with what the card said: nothing is tried a second time.

import ArgumentParser
import Crypto
import Identity
import Secrets

struct CardChangePINCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "change-pin", abstract: "Set a new PIN of six digits; the old one may be the transport PIN.",
    discussion: """
      Asks for the PIN (KIOSK_PIN) and the new one (KIOSK_NEW_PIN), and for the CAN (KIOSK_CAN) before a PIN's last try.
      \(cardExitStatusHelp)
      """)

  @OptionGroup var options: CardOptions
  @Option(help: "What opens the card; pin is the only one that may change it.") var with = CardPassword.pin

  func validate() throws {
    guard with == .pin else {
      throw ValidationError("--with \(with.rawValue): a PIN is changed with the PIN")
    }
  }

  func run() throws { try CardPINWork(options, goal: .changePIN).run() }
}

struct CardUnblockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unblock", abstract: "Give a blocked PIN its three tries again; the PIN stays the same.",
    discussion: """
      Asks for the PUK (KIOSK_PUK), and only if the PIN is blocked: a PUK works ten times.
      \(cardExitStatusHelp)
      """)

  @OptionGroup var options: CardOptions
  @Option(help: "What opens the card; puk is the only one that lifts a block.") var with = CardPassword.puk

  func validate() throws {
    guard with == .puk else {
      throw ValidationError("--with \(with.rawValue): a PIN is unblocked with the PUK")
    }
  }

  func run() throws { try CardPINWork(options, goal: .unblock).run() }
}

/// The run behind both.
private struct CardPINWork {
  let options: CardOptions
  let goal: RetryLadder.Goal
  let secrets: CardSecrets

  private struct Answer: Encodable {
    var reader: String
    /// changed or unblocked.
    var result: String
    var pin: State
    var exchanges: Int

    struct State: Encodable {
      var state: String
      var triesLeft: Int?
    }
  }

  init(_ options: CardOptions, goal: RetryLadder.Goal) {
    self.options = options
    self.goal = goal
    secrets = CardSecrets(
      german: options.language == .german, needed: goal == .changePIN ? [.pin, .can, .newPIN] : [.puk],
      changesPIN: goal == .changePIN)
  }

  func run() throws {
    try options.run { (desk) throws(CardCommandFailure) in
      try desk.expect(.identityCard)
      let (link, _) = try desk.begin { (link) throws(CardError) in try link.selectMasterFile() }
      let run = PINRun(goal: goal, chance: randomSecret)
      let outcome = try drive(run, link)
      try judge(outcome, link)
      let answer = Answer(
        reader: desk.reader, result: goal == .changePIN ? "changed" : "unblocked",
        pin: Answer.State(state: run.ladder.pin.name, triesLeft: run.ladder.pin.tries),
        exchanges: link.exchangeCount)
      if options.json { return Output.json(answer) }
      Output.say([
        options.language.text(
          goal == .changePIN ? "Die PIN ist geändert." : "Die Sperre ist aufgehoben; die PIN ist dieselbe.",
          goal == .changePIN ? "The PIN is changed." : "The block is lifted; the PIN is the same."),
        "exchanges: \(answer.exchanges)",
      ])
    }
  }

  private func drive(_ run: PINRun, _ link: CardLink) throws(CardCommandFailure) -> RetryLadder.Outcome {
    var pause = run.resume(on: link)
    var given: Set<RetryLadder.Entry> = []
    while true {
      switch pause {
      case .ended(let outcome): return outcome
      case .card:
        throw CardCommandFailure(
          link.passwordsTried.contains(.puk) ? .unblockUnclear : .card(.transport(.removed)))
      case .question(let question):
        try refuse(question, run, given)
        given.insert(question.entry)
        if link.transport.pinPad != nil {
          pause = run.answerOnPad()
        } else {
          let typed =
            try question.entry == .can
            ? secrets.getForLastTry() : secrets.get(Self.secret(question.entry))
          pause = run.answer(typed)
        }
      }
    }
  }

  /// A question that says what went wrong with an answer is this command's end.
  private func refuse(
    _ question: RetryLadder.Question, _ run: PINRun, _ given: Set<RetryLadder.Entry>
  ) throws(CardCommandFailure) {
    if case .wrong(let entry) = question.notice, let kind = entry.password {
      _ = run.cancel()
      let left = entry == .pin ? run.ladder.pin.tries : nil
      throw CardCommandFailure(.password(.wrong(kind, triesLeft: left)))
    }
    // Changing asks for the PUK of a blocked PIN; here that is a command of its own.
    if question.entry == .puk, goal == .changePIN {
      _ = run.cancel()
      throw CardCommandFailure(.password(.pinBlocked))
    }
    guard !given.contains(question.entry) else {
      _ = run.cancel()
      throw CardCommandFailure(.transport(.removed))
    }
  }

  private static func secret(_ entry: RetryLadder.Entry) -> CardSecret {
    switch entry {
    case .pin: .pin
    case .newPIN: .newPIN
    case .can: .can
    case .puk: .puk
    }
  }

  /// Whether the card may have done what it was told: no answer came, or one that is nobody's. A refusal is an answer.
  private static func leavesOpen(_ error: CardError) -> Bool {
    switch error {
    case .transport, .unauthentic(.secureMessaging): true
    default: false
    }
  }

  private func judge(_ outcome: RetryLadder.Outcome, _ link: CardLink) throws(CardCommandFailure) {
    switch outcome {
    case .changed, .unblocked: return
    case .notBlocked: throw CardCommandFailure(.notBlocked)
    case .deactivated: throw CardCommandFailure(.password(.pinDeactivated))
    case .pukUsedUp: throw CardCommandFailure(.password(.pukUsedUp))
    case .unknown: throw CardCommandFailure(.unsupported(.retryCounter, "a card without a PIN counter"))
    case .changeUnclear: throw CardCommandFailure(.changeUnclear)
    case .cancelled: throw CardCommandFailure(.cancelled)
    case .failed(let error):
      throw CardCommandFailure(
        link.passwordsTried.contains(.puk) && Self.leavesOpen(error) ? .unblockUnclear : .card(error))
    case .opened, .outOfTurn, .tooManyEntries:
      throw CardCommandFailure(.unsupported(.retryCounter, "an answer out of turn"))
    }
  }
}

extension PINState {
  /// Its word in answers.
  var name: String {
    switch self {
    case .ready: "ready"
    case .suspended: "suspended"
    case .blocked: "blocked"
    case .deactivated: "deactivated"
    case .unknown: "unknown"
    }
  }
}
