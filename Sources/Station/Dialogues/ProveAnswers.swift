// The technician's half of `kiosk lockers prove`: what each answer leads to. An answer that is none is asked again.

import Messages

extension ProveDialogue {
  mutating func answer(_ line: String) {
    switch step {
    case .askBoard:
      yesNo(line, again: row.map { .askBoard($0) }) {
        $0.askShut()
      } no: {
        $0.nextBoard()
      }
    case .askShut:
      yesNo(line, again: .askDoorsShut) { dialogue in
        guard let row = dialogue.row else { return dialogue.finish() }
        dialogue.send(.prove(bus: row.bus, board: row.board, pulse: dialogue.pulse), .starting)
      } no: { dialogue in
        dialogue.say(.shutFirst)
        dialogue.askShut()
      }
    case .askEmpty: answerEmpty(line)
    case .askOpen: answerOpen(line)
    case .askMoved: answerMoved(line)
    case .askShutAgain:
      yesNo(line, again: .askShutNow) {
        $0.send(.proveSay(.shut))
      } no: { dialogue in
        dialogue.ask(.askShutNow, .askShutAgain)
      }
    case .askUnmoved: answerUnmoved(line)
    case .askNotSent: answerNotSent(line)
    case .listing, .starting, .waiting, .finishing, .over: break
    }
  }

  private mutating func yesNo(
    _ line: String, again: ProveText?, yes: (inout ProveDialogue) -> Void, no: (inout ProveDialogue) -> Void
  ) {
    switch YesNo.read(line) {
    case true?: yes(&self)
    case false?: no(&self)
    case nil:
      out.append(.say(.answerYesOrNo))
      if let again { out.append(.ask(.prove(again))) }
    }
  }

  private mutating func answerEmpty(_ line: String) {
    guard let view else { return finish() }
    let unsure = view.locks.filter { $0.asksEmpty && $0.state == "waiting" }.compactMap(\.compartment)
    yesNo(line, again: .askEmpty(unsure)) { dialogue in
      dialogue.saidEmpty = Set(unsure)
      dialogue.nextLock(view)
    } no: { dialogue in
      dialogue.say(.leavesUnsure(unsure))
      dialogue.leaving = unsure
      dialogue.nextLock(view)
    }
  }

  private mutating func answerOpen(_ line: String) {
    guard let view,
      let next = view.locks.first(where: { $0.state == "waiting" && $0.compartment != nil }),
      let number = next.compartment
    else { return finish() }
    switch line.lowercased() {
    case "", "j", "ja", "y", "yes":
      send(.proveOpen(compartment: number, saysEmpty: saidEmpty.contains(number)))
    case "n", "nein", "no": send(.proveLeave(compartment: number, .left))
    case "e", "ende", "end", "q": send(.proveEnd, .finishing)
    default:
      say(.answerOpen)
      ask(.askOpen(next), .askOpen)
    }
  }

  private mutating func answerMoved(_ line: String) {
    guard let view else { return finish() }
    switch line.lowercased() {
    case "j", "ja", "y", "yes": send(.proveSay(.opened))
    case "n", "nein", "no": send(.proveSay(.unmoved))
    case "a", "andere", "o", "other": send(.proveSay(.otherDoors))
    default:
      say(.answerMoved)
      ask(.askMoved(view), .askMoved)
    }
  }

  private mutating func answerUnmoved(_ line: String) {
    guard let view, let number = view.current else { return finish() }
    switch line {
    case "1": send(.proveOpen(compartment: number, saysEmpty: true))
    case "2": send(.proveLeave(compartment: number, .jammed))
    case "3": send(.proveLeave(compartment: number, .unwired))
    default:
      say(.answerNumber)
      ask(.askUnmoved(view), .askUnmoved)
    }
  }

  private mutating func answerNotSent(_ line: String) {
    guard let view, let number = view.current else { return finish() }
    switch line {
    case "1":
      out.append(.rest)
      send(.proveOpen(compartment: number, saysEmpty: true))
    case "2": send(.proveLeave(compartment: number, .left))
    default:
      say(.answerNumber)
      ask(.askNotSent(view), .askNotSent)
    }
  }
}
