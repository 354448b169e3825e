// What a proof amounts to: whether it is complete, the values to be configured, and everything that was found.

extension BoardProof {
  /// The next lock to be opened; nil: none is left.
  public var next: Lock? { locks.first { $0.compartment != nil && $0.standing == .waiting } }

  /// Every used lock is proven, or nothing is wired to it; and at least one is proven.
  public var isComplete: Bool {
    let used = locks.filter { $0.compartment != nil }
    return boardFinding == nil && used.contains { if case .proven = $0.standing { true } else { false } }
      && used.allSatisfy {
        switch $0.standing {
        case .proven, .unwired: true
        case .waiting, .failed, .left: false
        }
      }
  }

  public var habit: UnlockHabit {
    guard unlocks >= Self.unlocksForHabit else { return .maybe }
    if unlocksAnswered == 0 { return .never }
    return unlocksAnswered == unlocks ? .always : .maybe
  }

  /// The values to be configured, as far as they are known.
  public var values: BoardValues {
    var ones: [Int] = []
    var zeros: [Int] = []
    var ignored = configured.ignored
    for lock in locks {
      switch lock.standing {
      case .proven(true): ones.append(lock.lock)
      case .proven(false): zeros.append(lock.lock)
      case .unwired: ignored |= 1 << UInt64(lock.lock)
      // Nobody has seen what it opens: nothing may use it until it is proven.
      case .waiting, .failed, .left: if lock.compartment == nil { ignored |= 1 << UInt64(lock.lock) }
      }
    }
    var values = configured
    if ones.count != zeros.count { values.closedIsOne = ones.count > zeros.count }
    values.inverted = BoardValues.mask(values.closedIsOne ? zeros : ones)
    values.ignored = ignored
    values.answersUnlock = habit
    values.byteOrder = byteOrder
    let timeout = (answerMilliseconds * 3 + 9) / 10 * 10
    values.statusTimeout = min(
      max(timeout, Self.statusTimeoutRange.lowerBound), Self.statusTimeoutRange.upperBound)
    return values
  }

  /// Everything that was found, the board's own first, then by lock.
  public var findings: [(finding: ProofFinding, lock: Int?)] {
    var found: [(finding: ProofFinding, lock: Int?)] = []
    if let finding = boardFinding { found.append((finding, nil)) }
    if habit == .never { found.append((.neverAnswersUnlock, nil)) }
    if tellsTime, byteOrder == .unconfirmed { found.append((.orderUnconfirmed, nil)) }
    if tellsTime, byteOrder == .lowFirst { found.append((.lowFirst, nil)) }
    for lock in locks {
      switch lock.standing {
      case .proven(let closedIsOne):
        let isInverted = BoardValues.mask([lock.lock]) & configured.inverted != 0
        if closedIsOne != (configured.closedIsOne != isInverted) { found.append((.inverted, lock.lock)) }
      case .failed(let finding): found.append((finding, lock.lock))
      case .unwired: found.append((.notWired, lock.lock))
      case .waiting, .left: break
      }
    }
    return found
  }
}
