// One person at the card reader: what the card is wanted for, and where that stands. It belongs to the session; what was
// typed leaves it with the step that needed it, but for what is printed in a passport, which a second try may need.

import Handover
import Identity
import Messages

struct CardVisit: Equatable, Sendable {
  enum Purpose: Equatable, Sendable {
    case pin
    /// The order whose old passport is shown, and what opens it.
    case passport(OrderID, TypedPassportKey)
    /// Who applies; what of the card the form needs.
    case identity([AccessRight])

    var shown: CardPurpose {
      switch self {
      case .pin: .pin
      case .passport: .passport
      case .identity: .identity
      }
    }
  }

  enum Step: Equatable, Sendable {
    /// No card, or none that answers.
    case lay
    /// A job runs.
    case working
    case menu(PinStanding)
    case asking(CardAsk)
    case ended(CardEnd)
  }

  var purpose: Purpose
  var step = Step.lay
  /// What the person chose in the menu.
  var task: PinTask?
  /// The job that runs for this visit; nil: none.
  var job: Int?
  /// Monotonic milliseconds after which a job that says nothing is given up.
  var patience: Int64?

  /// The PIN service's last page stands: nothing is left to do.
  var isOver: Bool {
    if case .ended = step { return purpose == .pin }
    return false
  }

  /// Time runs for the person, not for the card.
  var waitsForPerson: Bool {
    switch step {
    case .working: false
    case .ended: !isOver
    case .lay, .menu, .asking: true
    }
  }
}

/// What the loop knows of the reader, session or not.
struct CardDesk: Equatable, Sendable {
  var reader = ReaderSight.none
  /// The number of the job that was started last.
  var lastJob = 0
  /// The job that was started and has not ended.
  var running: Int?
  /// The session that stands here now has been at the reader.
  var isVisited = false
  /// The session is over, and its card still lies there.
  var isCardLeft = false
  /// The language of that session; nil: none has been at the reader.
  var language: String?
}
