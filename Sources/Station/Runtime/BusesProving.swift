// A board on trial, on its way between the station and its bus: commands down, samples and unlock times up.

import Handover
import Lockers

extension Buses {
  func probe(_ board: BoardName, _ isProbed: Bool) {
    guard buses.indices.contains(board.bus) else { return }
    buses[board.bus].probe(board: board.board, isProbed)
  }

  func readUnlockTime(_ board: BoardName) {
    guard buses.indices.contains(board.bus) else {
      inbox.post(.unlockTime(board, .none))
      return
    }
    buses[board.bus].readPulseTime(board: board.board, token: token(board))
  }

  func setUnlockTime(_ board: BoardName, _ milliseconds: Int, _ order: TimeByteOrder) {
    guard buses.indices.contains(board.bus) else {
      inbox.post(.unlockTime(board, .none))
      return
    }
    let order: PulseByteOrder =
      switch order {
      case .unconfirmed: .unconfirmed
      case .highFirst: .highFirst
      case .lowFirst: .lowFirst
      }
    buses[board.bus].setPulseTime(
      board: board.board, milliseconds: milliseconds, order: order, token: token(board))
  }

  private func token(_ board: BoardName) -> BusToken {
    shared.withLock { shared in
      shared.lastToken += 1
      let token = BusToken(shared.lastToken)
      shared.timed[token] = board
      return token
    }
  }

  /// On the thread of a bus: whether the event was a board's on trial.
  func tookProof(_ event: BusEvent, from bus: Int) -> Bool {
    switch event {
    case .probe(let probe):
      inbox.post(.probed(BoardName(bus: bus, board: probe.board), BoardSample(probe)))
      return true
    case .pulseTime(let token, let result, _):
      guard let board = shared.withLock({ $0.timed.removeValue(forKey: token) }) else { return false }
      inbox.post(.unlockTime(board, UnlockTime(result)))
      return true
    default: return false
    }
  }
}

extension BoardSample {
  init(_ probe: BusProbe) {
    let kind: Kind =
      switch probe.kind {
      case .status: .status
      case .unlock(let lock): .unlock(lock: lock)
      case .service: .service
      }
    let verdict: Verdict =
      switch probe.verdict {
      case .contacts(let bits): .contacts(bits)
      case .acknowledged: .acknowledged
      case .refused: .refused
      case .twoAnswers: .twoAnswers
      case .strange: .strange
      case .silent: .silent
      }
    self.init(kind, verdict, milliseconds: probe.microseconds.map { Int(($0 + 999) / 1000) })
  }
}

extension UnlockTime {
  /// A board on trial is always read in both orders; any other answer says nothing of its order.
  init(_ result: PulseTimeResult) {
    switch result {
    case .undecided(let highFirst, let lowFirst): self = .both(highFirst: highFirst, lowFirst: lowFirst)
    default: self = .none
    }
  }
}
