// What the citizen's screen is shown of the work with a card, and the small questions of that page. Nothing is decided here.

import Handover
import Identity
import Journal
import Messages
import Secrets

extension StationCore {
  func cardStage(_ visit: CardVisit) -> CardStage {
    switch visit.step {
    case .lay: .lay(visit.purpose.shown)
    case .working: .leave(visit.purpose.shown)
    case .menu(let standing): .pinMenu(standing)
    case .ended(let end): .end(end)
    case .asking(let ask):
      switch ask.what {
      case .newPIN: ask.isAtReader ? .atReader(.pin) : .newPIN
      case .consent(let consent): .consent(consent)
      case .secret(let kind):
        ask.isAtReader ? .atReader(shown(kind, visit)) : .secret(shown(kind, visit), ask.hint)
      }
    }
  }

  /// The PIN of the letter has five digits and is asked for as such.
  func shown(_ kind: CardSecret, _ visit: CardVisit) -> CardSecret {
    kind == .pin && visit.task == .firstPIN ? .transportPIN : kind
  }
}

extension Session {
  /// The visit at the card reader, if that is where the person stands.
  var visit: CardVisit? {
    if case .card(let visit) = place { return visit }
    return nil
  }
}

extension PinStanding {
  /// What can be done while the PIN stands so.
  func allows(_ task: PinTask) -> Bool {
    switch task {
    case .change, .firstPIN: self != .blocked
    case .resume: self == .suspended
    case .unblock: self == .blocked
    }
  }
}

extension Secret {
  /// ASCII digits and nothing else; looks at all of them, whatever it finds.
  var isDigits: Bool {
    withSpan { span in
      var others: UInt8 = 0
      for index in span.indices { others |= span[index] >= 0x30 && span[index] <= 0x39 ? 0 : 1 }
      return others == 0
    }
  }
}
