// Beginning, cancelling and ending: from the first GET_INFO to `ended`, with what rings in between. Whatever way a run
// goes, it ends once, and an unknown end is never called a success.

extension AusweisDialogue {
  // MARK: Beginning

  /// The answers to our questions about the program.
  mutating func negotiate(_ step: Negotiation, _ message: AusweisMessage) -> [AusweisEffect] {
    switch (step, message) {
    case (.info, .info(let name, let version)):
      program = (name, version)
      return move(.negotiating(.levels), [.send(.getAPILevel)])
    case (.levels, .apiLevel(let available, let current, _)):
      let levels = Set(available).filter { (1...levelMax).contains($0) }.sorted(by: >)
      guard let best = levels.first else { return lose(.apiLevel) }
      if best == current { return agree(best) }
      return move(.negotiating(.setting(best, lower: Array(levels.dropFirst()))), [.send(.setAPILevel(best))])
    case (.levels, .unknownCommand):
      // The command is older than all levels but the first.
      return agree(1)
    case (.setting(let wanted, let lower), .apiLevel(_, let current, let error)):
      if error == nil, current == wanted { return agree(wanted) }
      guard let next = lower.first else { return lose(.apiLevel) }
      return move(.negotiating(.setting(next, lower: Array(lower.dropFirst()))), [.send(.setAPILevel(next))])
    case (.readers, .readerList):
      let effects = move(.ready(isAsked: false))
      guard let run = queued else { return effects }
      queued = nil
      return effects + begin(run)
    case (_, .unknownCommand), (_, .badState), (_, .invalid): return lose(.commandRefused)
    case (_, .internalError): return lose(.internalError)
    case (_, .incomplete("INFO")), (_, .incomplete("READER_LIST")): return lose(.unreadable)
    default: return []
    }
  }

  private mutating func agree(_ level: Int) -> [AusweisEffect] {
    self.level = level
    return move(.negotiating(.readers), [.send(.getReaderList)])
  }

  mutating func begin(_ run: AusweisRun) -> [AusweisEffect] {
    switch phase {
    case .unconnected, .negotiating:
      if queued == nil { queued = run }
      return []
    case .ready:
      switch run {
      case .authenticate(let address):
        guard let address = ShownText.address(address) else { return [.ended(.failed(.notStarted))] }
        return move(.running(Run(kind: run)), [.send(.runAuth(address: address))])
      case .changePIN:
        var state = Run(kind: run)
        // Nobody else is given anything: there is nothing to agree to.
        state.isAccepted = true
        return move(.running(state), [.send(.runChangePIN)])
      }
    case .running, .closed: return []
    }
  }

  // MARK: Ending

  mutating func cancel() -> [AusweisEffect] {
    if queued != nil {
      queued = nil
      return [.ended(.cancelled)]
    }
    return stop(.cancelled)
  }

  /// Sends CANCEL; `ending` holds unless the program's own word is better.
  mutating func stop(_ ending: AusweisEnding) -> [AusweisEffect] {
    guard case .running(var run) = phase else { return [] }
    if case .cancelling = run.step { return [] }
    run.step = .cancelling(ending)
    return move(.running(run), [.send(.cancel)])
  }

  /// The run is over, and the connection stays.
  mutating func end(_ ending: AusweisEnding) -> [AusweisEffect] {
    guard case .running(let run) = phase else { return [] }
    return move(.ready(isAsked: false), [.ended(run.honest(ending))])
  }

  /// The connection is of no use any more; a run on it is over.
  mutating func lose(_ failure: AusweisFailure) -> [AusweisEffect] {
    close(failure, [.disconnect(failure)])
  }

  mutating func close(_ failure: AusweisFailure, _ effects: [AusweisEffect]) -> [AusweisEffect] {
    var effects = effects
    if case .running(let run) = phase {
      var ending = AusweisEnding.failed(failure)
      if case .cancelling(let known) = run.step { ending = known }
      effects.append(.ended(run.honest(ending)))
    } else if queued != nil {
      queued = nil
      effects.append(.ended(.failed(failure)))
    }
    return move(.closed(failure), effects)
  }

  // MARK: Time

  /// What is waited for now, and so how long.
  public var deadline: AusweisDeadline? {
    switch phase {
    case .unconnected, .closed, .ready(isAsked: false): nil
    case .negotiating, .ready(isAsked: true): .answer
    case .running(let run):
      switch run.step {
      case .starting: .start
      case .consent: run.isSettled ? .person : .answer
      case .working: hint(run) == nil ? .work : .person
      case .card, .paused: .person
      case .secret(let request): request.isKeypadActive ? .keypad : .person
      case .cancelling: .cancel
      }
    }
  }

  mutating func rang(_ rung: AusweisDeadline) -> [AusweisEffect] {
    // One that was set before something else was waited for says nothing.
    guard rung == deadline else { return [] }
    guard case .running(let run) = phase else { return lose(.timedOut) }
    if case .cancelling = run.step { return lose(.timedOut) }
    return stop(.failed(.timedOut))
  }
}

extension AusweisDialogue.Run {
  /// Once a new PIN was on its way, only the program's word of success says which one holds.
  func honest(_ ending: AusweisEnding) -> AusweisEnding {
    guard hasGivenNewPIN else { return ending }
    switch ending {
    case .pinChanged, .pinUnclear: return ending
    case .failed(let failure): return .pinUnclear(failure)
    case .cancelled, .authenticated: return .pinUnclear(.unspecified)
    }
  }
}
