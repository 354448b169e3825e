// The retry ladder as a table: every state of a card and every answer to what is typed there, as text beside this test;
// and what must hold in every state that can be reached at all.

import Foundation
import Identity
import Testing

extension RetryLadder {
  /// A ladder moved by these events.
  static func after(_ goal: Goal, _ events: [Event]) -> (RetryLadder, [Effect]) {
    var ladder = RetryLadder(goal: goal)
    var effects: [Effect] = []
    for event in events { effects = ladder.reduce(event) }
    return (ladder, effects)
  }

  static let refusals: [PasswordRefusal] =
    PasswordKind.allCases.flatMap { kind in
      [nil, 0, 1, 2, 3].map { PasswordRefusal.wrong(kind, triesLeft: $0) }
    } + [.pinSuspended, .pinBlocked, .pinDeactivated, .pukUsedUp]

  /// Everything that can happen to a ladder whose card answers for itself.
  static let ownEvents: [Event] =
    PINState.all.map(Event.card) + [.cardGone, .changed, .unblocked, .cancelled]
    + [.failed(.unauthentic(.paceToken))]
    + Entry.allCases.flatMap { entry in [0, 5, 6, 10].map { Event.entered(entry, digits: $0) } }
    + PasswordKind.allCases.map(Event.accepted) + refusals.map(Event.refused)

  /// Everything that another program can ask.
  static let askedEvents: [Event] = Entry.allCases.flatMap { entry in
    PINState.all.flatMap { state in
      [true, false].map { Event.asked(entry, state, wasTried: $0) }
    }
  }
}

@Suite("Retry ladder: table")
struct LadderTableTests {
  /// The states of a card, and the events that lead a ladder to typing there.
  static let situations: [(String, [RetryLadder.Event])] = [
    ("3 tries", [.card(.ready(tries: 3)), .entered(.pin, digits: 6)]),
    ("2 tries", [.card(.ready(tries: 2)), .entered(.pin, digits: 6)]),
    ("1 try, suspended", [.card(.suspended), .entered(.can, digits: 6)]),
    (
      "1 try, CAN given",
      [.card(.suspended), .entered(.can, digits: 6), .accepted(.can), .entered(.pin, digits: 6)]
    ),
    ("0 tries, blocked", [.card(.blocked), .entered(.puk, digits: 10)]),
    (
      "0 tries, PUK given", [.card(.blocked), .entered(.puk, digits: 10), .accepted(.puk)]
    ),
    ("transport PIN", [.card(.ready(tries: 3)), .entered(.pin, digits: 5)]),
    (
      "PIN given",
      [.card(.ready(tries: 3)), .entered(.pin, digits: 6), .accepted(.pin), .entered(.newPIN, digits: 6)]
    ),
    ("deactivated", [.card(.deactivated)]),
    ("unknown", [.card(.unknown)]),
  ]

  static let answers: [(String, RetryLadder.Event)] = [
    ("right PIN", .accepted(.pin)), ("right CAN", .accepted(.can)), ("right PUK", .accepted(.puk)),
    ("PIN 63C2", .refused(.wrong(.pin, triesLeft: 2))), ("PIN 63C1", .refused(.wrong(.pin, triesLeft: 1))),
    ("PIN 63C0", .refused(.wrong(.pin, triesLeft: 0))), ("PIN 6300", .refused(.wrong(.pin, triesLeft: nil))),
    ("CAN 6300", .refused(.wrong(.can, triesLeft: nil))),
    ("PUK 6300", .refused(.wrong(.puk, triesLeft: nil))),
    ("6985", .refused(.pinSuspended)), ("6983", .refused(.pinBlocked)), ("6984", .refused(.pinDeactivated)),
    ("6982", .refused(.pukUsedUp)), ("changed", .changed), ("counter back", .unblocked),
    ("card gone", .cardGone), ("cancelled", .cancelled), ("failed", .failed(.unauthentic(.paceToken))),
  ]

  @Test("every state x every answer")
  func table() throws {
    var lines: [String] = []
    for goal in RetryLadder.Goal.allCases {
      for (state, events) in Self.situations {
        let (ladder, effects) = RetryLadder.after(goal, events)
        lines += ["", "\(goal.rawValue), \(state): \(Self.text(effects)); \(Self.text(ladder.step))"]
        for (name, event) in Self.answers {
          let (next, effects) = RetryLadder.reduce(ladder, event)
          if next == ladder, effects.isEmpty { continue }
          lines.append("  \(name): \(Self.text(effects))")
        }
      }
    }
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Golden/retry-ladder.txt")
    let text = lines.dropFirst().joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    #expect(text == golden)
  }

  static func text(_ effects: [RetryLadder.Effect]) -> String {
    effects.isEmpty ? "nothing" : effects.map(text).joined(separator: ", ")
  }

  static func text(_ effect: RetryLadder.Effect) -> String {
    switch effect {
    case .awaitCard: "wait for the card"
    case .readState: "read the counter"
    case .ask(let question): "ask \(text(question))"
    case .openChannel(let password): "PACE(\(password))"
    case .setNewPIN: "set the new PIN"
    case .resetCounter: "set the counter back"
    case .closeChannel: "end the channel"
    case .finish(.failed): "end: failed"
    case .finish(let outcome): "end: \(outcome)"
    }
  }

  static func text(_ question: RetryLadder.Question) -> String {
    let tries = question.triesLeft.map { ", \($0) left" } ?? ""
    let digits = question.digits.lowerBound == question.digits.upperBound ? "" : " or transport PIN"
    return "\(question.entry.rawValue)\(digits)\(tries)"
      + text(question.notice)
  }

  static func text(_ notice: RetryLadder.Notice) -> String {
    switch notice {
    case .none: ""
    case .wrong(let entry): " (wrong \(entry.rawValue))"
    default: " (\(notice))"
    }
  }

  static func text(_ step: RetryLadder.Step) -> String {
    switch step {
    case .card: "at the card"
    case .asking(let question): "asking \(question.entry.rawValue)"
    case .trying(let entry): "trying \(entry.rawValue)"
    case .changing: "changing"
    case .unblocking: "unblocking"
    case .ended: "ended"
    }
  }

  @Test("in every state that can be reached: the last try has its CAN, the PUK its block, an end is an end")
  func everywhere() {
    for goal in RetryLadder.Goal.allCases {
      var seen: Set<String> = []
      var open = [RetryLadder(goal: goal)]
      while let ladder = open.popLast() {
        for event in RetryLadder.ownEvents + RetryLadder.askedEvents {
          let (next, effects) = RetryLadder.reduce(ladder, event)
          check(ladder, event, next, effects)
          // The count of entries is no state of its own, and most events move nothing.
          guard next != ladder, next.entries < 3, seen.insert("\(next)").inserted else { continue }
          open.append(next)
        }
      }
      #expect(seen.count > 100)
    }
  }

  /// Plain conditions: `#expect` would be half a million times too slow here.
  private func check(
    _ ladder: RetryLadder, _ event: RetryLadder.Event, _ next: RetryLadder, _ effects: [RetryLadder.Effect]
  ) {
    func demand(_ condition: Bool, _ what: String) {
      if !condition { Issue.record("\(what): \(event) in \(ladder)") }
    }
    if case .ended = ladder.step { return demand(next == ladder && effects.isEmpty, "an end moved") }
    let ends = effects.filter { if case .finish = $0 { true } else { false } }
    if case .ended = next.step {
      demand(ends.count == 1, "one end")
      demand(next.channel == nil || next.step == .ended(.opened), "a channel stays open")
    } else {
      demand(ends.isEmpty, "an end that is none")
    }
    for effect in effects {
      switch effect {
      case .openChannel(.pin):
        demand(ladder.pin != .suspended || ladder.channel == .can, "a last try without its CAN")
        demand(ladder.pin.tries ?? 0 > 0, "a try where none is left")
      case .openChannel(.can): demand(ladder.pin == .suspended, "a CAN that is not needed")
      case .openChannel(.puk): demand(ladder.pin == .blocked, "a PUK that is not needed")
      case .openChannel(.mrz): demand(false, "the ladder knows no MRZ")
      case .setNewPIN: demand(ladder.channel == .pin, "a new PIN without the old one")
      case .resetCounter: demand(next.channel == .puk, "a counter set back without the PUK")
      case .ask(let question):
        demand(next.step == .asking(question), "another step than the question")
        demand(
          RetryLadder.permits(question.entry, pin: next.pin, channel: next.channel), "a forbidden question")
      case .awaitCard, .readState:
        demand(next.step == .card && next.channel == nil, "waiting with a channel")
      case .closeChannel: demand(next.channel == nil, "a closed channel that stays")
      case .finish: break
      }
    }
    if event == .cancelled { demand(next.step == .ended(.cancelled), "cancelling ends") }
  }
}
