// A person's way through PIN, CAN and PUK with a card on a reader: does what the retry ladder says over a link, and
// stops where a person or a card is needed. Everything happens on the card's own thread; no secret outlives its step.

import Crypto
import Secrets

/// A run with one person; the card may go and come back.
public final class PINRun {
  /// Where the run waits.
  public enum Pause: Equatable, Sendable {
    /// For what a person types; on a reader with a PIN pad it is typed there, and `answerOnPad` starts it.
    case question(RetryLadder.Question)
    /// For a card: `resume(on:)`.
    case card
    case ended(RetryLadder.Outcome)
  }

  public private(set) var ladder: RetryLadder
  public private(set) var pause = Pause.card
  /// What PACE with the PIN left behind; the link keeps the channel.
  public private(set) var result: PACEResult?

  private let chance: Chance
  private let chat: [UInt8]?
  private var link: CardLink?
  private var access: SecurityInfos?

  /// - Parameter chat: goes along with the PIN if Terminal Authentication is to follow.
  public init(goal: RetryLadder.Goal, chat: [UInt8]? = nil, chance: @escaping Chance) {
    ladder = RetryLadder(goal: goal)
    self.chat = chat
    self.chance = chance
  }

  /// Goes on with the card on `link`, at the beginning and after `Pause.card`: reads EF.CardAccess and the counter.
  public func resume(on link: CardLink) -> Pause {
    guard pause == .card else { return pause }
    self.link = link
    access = nil
    return drive(readState())
  }

  /// Goes on with what a person typed: ASCII digits, as many as the question takes.
  public func answer(_ secret: Secret) -> Pause {
    guard case .question(let question) = pause else { return pause }
    return drive(.entered(question.entry, digits: PINDigits.count(secret)), typed: secret)
  }

  /// Goes on with the reader's own pad.
  public func answerOnPad() -> Pause {
    guard case .question(let question) = pause, link?.transport.pinPad != nil else { return pause }
    return drive(.entered(question.entry, digits: question.digits.upperBound))
  }

  /// The reader says that the card is not there any more.
  public func cardGone() -> Pause { drive(.cardGone) }

  /// The person goes back, or the time is up.
  public func cancel() -> Pause { drive(.cancelled) }

  /// Something outside went wrong for good.
  public func fail(_ error: CardError) -> Pause { drive(.failed(error)) }

  // MARK: - Effects

  private func drive(_ event: RetryLadder.Event, typed: Secret? = nil) -> Pause {
    var next: RetryLadder.Event? = event
    while let event = next {
      next = nil
      for effect in ladder.reduce(event) {
        switch effect {
        case .awaitCard:
          link = nil
          pause = .card
        case .ask(let question): pause = .question(question)
        case .finish(let outcome): pause = .ended(outcome)
        case .closeChannel: if let link { PINManagement.closeChannel(on: link) }
        case .readState: next = readState()
        case .openChannel(let password):
          next = self.event(of: .accepted(password)) { (link) throws(CardError) in
            try self.open(password, link, typed)
          }
        case .setNewPIN:
          next = self.event(of: .changed) { (link) throws(CardError) in try self.setNewPIN(typed, link) }
        case .resetCounter:
          next = self.event(of: .unblocked) { (link) throws(CardError) in
            try PINManagement.resetCounter(on: link)
          }
        }
      }
    }
    return pause
  }

  /// `success`, or what went wrong as the ladder knows it.
  private func event(
    of success: RetryLadder.Event, _ body: (CardLink) throws(CardError) -> Void
  ) -> RetryLadder.Event {
    guard let link else { return .cardGone }
    do {
      try body(link)
      return success
    } catch {
      return Self.event(of: error)
    }
  }

  private static func event(of error: CardError) -> RetryLadder.Event {
    switch error {
    case .password(let refusal): .refused(refusal)
    case .transport(.removed), .transport(.reset), .transport(.moved), .transport(.noCard),
      .transport(.mute):
      .cardGone
    case .cancelled: .cancelled
    default: .failed(error)
    }
  }

  private func readState() -> RetryLadder.Event {
    guard let link else { return .cardGone }
    do throws(CardError) {
      let known: SecurityInfos
      if let access {
        known = access
      } else {
        known = try SecurityInfos(try link.readCardAccess())
        access = known
      }
      return .card(try PINManagement.state(on: link, access: known))
    } catch {
      return Self.event(of: error)
    }
  }

  private func open(_ password: PasswordKind, _ link: CardLink, _ typed: Secret?) throws(CardError) {
    let template = password == .pin ? chat : nil
    if let pad = link.transport.pinPad, typed == nil {
      _ = try pad.establishPACE(PinPadRequest(password: password, chat: template ?? []))
      link.channelPassword = password
      return
    }
    guard let access, let typed else { throw .unsupported(.paceSetUp, "nothing was typed") }
    let made = try PACERun.establish(
      on: link, access: access, password: password, secret: typed, chat: template, chance: chance)
    if password == .pin { result = made }
  }

  private func setNewPIN(_ typed: Secret?, _ link: CardLink) throws(CardError) {
    if let pad = link.transport.pinPad, typed == nil { return try pad.changePIN() }
    guard let typed else { throw .unsupported(.changePIN, "nothing was typed") }
    try PINManagement.setNewPIN(typed, on: link)
  }
}
