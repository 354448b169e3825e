// The wrong-code rule: tries count per entered identifier, unknown ones too, and the count is durable before the
// answer is shown (I10). A wrong birth date counts on the same counter.

/// How an identifier stands.
public enum TryStanding: Hashable, Sendable {
  case free(triesLeft: Int)
  case locked(untilWall: Int64)
  case needsCounter
}

extension State {
  /// How the counter in `slot` stands; nil: no wrong try yet.
  public func standing(slot: Int?, now: Moment, policy: Policy) -> TryStanding {
    guard let slot, let counter = counters[slot] else { return .free(triesLeft: policy.codeTriesMax) }
    if counter.needsCounter { return .needsCounter }
    if let until = counter.lockedUntil {
      // Within one boot the monotonic clock counts; after a restart the wall clock, and a jump never locks longer
      // than the lock lasts.
      let left = until.boot == now.boot ? until.monotonic - now.monotonic : until.wall - now.wall
      if left > 0, left <= policy.lockMilliseconds { return .locked(untilWall: now.wall + left) }
    }
    return .free(triesLeft: max(0, policy.codeTriesMax - counter.tries))
  }
}

extension Decision {
  /// Counts a wrong try. `slot` is where this identifier is counted already, nil: its first. While it is locked a try
  /// changes nothing: it neither shortens nor lifts the lock.
  public mutating func wrongTry(_ identifier: KeyedHash, slot known: Int?) {
    guard case .free = state.standing(slot: known, now: now, policy: policy) else { return }
    var side: [SideChange] = []
    let slot: Int
    if let known, state.counters[known] != nil {
      slot = known
    } else {
      slot = freeSlot()
      side = [.putCounter(slot: slot, identifier)]
    }
    var counter =
      known == slot ? state.counters[slot] ?? Decision.noTries(now) : Decision.noTries(now)
    counter.tries += 1
    counter.lastTry = now
    counter.lockedUntil = nil
    if counter.tries >= policy.codeTriesMax {
      counter.tries = 0
      counter.locks += 1
      counter.needsCounter = counter.locks >= policy.locksUntilCounter
      counter.lockedUntil = Moment(
        wall: now.wall + policy.lockMilliseconds, monotonic: now.monotonic + policy.lockMilliseconds,
        boot: now.boot,
        day: now.day)
    }
    append(.wrongTry(slot: slot, counter), side: side)
  }

  private static func noTries(_ now: Moment) -> TryCounter {
    TryCounter(tries: 0, locks: 0, lockedUntil: nil, needsCounter: false, lastTry: now)
  }

  /// An unused slot, or the one whose last try is longest ago; one that was locked before only when all were, and one
  /// that needs the counter last of all.
  private func freeSlot() -> Int {
    for slot in 0..<policy.countersMax where state.counters[slot] == nil { return slot }
    let oldest = (0..<policy.countersMax).min { left, right in
      guard let first = state.counters[left], let second = state.counters[right] else { return false }
      func rank(_ counter: TryCounter) -> (Int, Int64) {
        (counter.needsCounter ? 2 : counter.locks > 0 ? 1 : 0, counter.lastTry.wall)
      }
      return rank(first) < rank(second)
    }
    return oldest ?? 0
  }

  /// Both factors were right: the tries of this identifier are forgotten. The code of an order that was handed over is
  /// dead and identifies nobody (I10).
  public mutating func identify(_ order: OrderID, as person: PickupPerson = .holder, slot: Int?) {
    switch state.orders[order]?.stage {
    case nil, .handedOver: return
    case .announced, .deposited, .retrieved, .missing:
      if person == .proxy, state.orders[order]?.proxy.isLive != true { return }
      append(person == .holder ? .identified(order) : .identifiedAs(order, person))
    }
    clearTries(slot)
  }

  /// The code was right, and the old document at the reader is the one that the order names; as `identify`, for the
  /// holder alone.
  public mutating func identifyByOldDocument(_ order: OrderID, slot: Int?) {
    switch state.orders[order]?.stage {
    case nil, .handedOver: return
    case .announced, .deposited, .retrieved, .missing: append(.identifiedByOldDocument(order))
    }
    clearTries(slot)
  }

  /// Staff, or success, clears a counter.
  public mutating func clearTries(_ slot: Int?) {
    guard let slot, state.counters[slot] != nil else { return }
    append(.triesCleared(slot: slot), side: [.eraseCounter(slot: slot)])
  }
}
