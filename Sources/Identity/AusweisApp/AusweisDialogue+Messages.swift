// What each message of AusweisApp means at each moment. A message that does not fit is refused where believing it could
// cost a try, a consent or the truth about an end, and is passed over where it could not.

extension AusweisDialogue {
  mutating func handle(_ message: AusweisMessage) -> [AusweisEffect] {
    note(message)
    switch phase {
    case .unconnected, .closed: return []
    case .negotiating(let step): return negotiate(step, message)
    case .ready(let isAsked):
      switch message {
      case .readerList: return isAsked ? move(.ready(isAsked: false)) : []
      case .internalError: return lose(.internalError)
      // The rest of a run that has ended already, a reader, a word of a newer program.
      default: return []
      }
    case .running: return inRun { $0.hear(message) } + afterReaders(message)
    }
  }

  /// Readers come and go at any time.
  private mutating func note(_ message: AusweisMessage) {
    switch message {
    case .reader(let reader):
      readers.removeAll { $0.name == reader.name }
      if reader.isAttached, !reader.isSimulated, readers.count < AusweisLimit.readersMax {
        readers.append(reader)
        readers.sort { $0.name < $1.name }
      }
    case .readerList(let list):
      readers = list.filter { $0.isAttached && !$0.isSimulated }.sorted { $0.name < $1.name }
    default: break
    }
  }

  /// A card that the run cannot use was laid down or taken: a person is waited for, or not any more.
  private mutating func afterReaders(_ message: AusweisMessage) -> [AusweisEffect] {
    if case .reader = message, case .running(let run) = phase, run.step == .working, !run.ladder.hasBegun {
      waits += 1
    }
    return []
  }
}

extension AusweisDialogue.Run {
  typealias Move = AusweisDialogue.Move

  mutating func hear(_ message: AusweisMessage) -> Move {
    messages += 1
    guard messages <= AusweisLimit.messagesPerRunMax else { return .lose(.unreadable) }
    if case .cancelling(let ending) = step { return afterCancel(message, ending) }
    switch message {
    case .authStarted, .info, .apiLevel, .readerList, .other: return .stay
    case .changePINStarted:
      guard isChangingPIN, step == .starting else { return .stay }
      step = .working
      return .on([])
    case .status(_, let progress, let state): return status(progress, state)
    case .reader(let reader): return changed(reader)
    case .authRejected: return isChangingPIN ? .stop(.outOfTurn) : .end(.failed(.notStarted))
    case .authEnded(let result): return isChangingPIN ? .stop(.outOfTurn) : .end(ending(result))
    case .changePINEnded(let succeeded, let reason):
      return isChangingPIN ? .end(ending(succeeded, reason)) : .stop(.outOfTurn)
    case .accessRights(let rights, let error): return asked(rights, error)
    case .certificate(let certificate): return shown(certificate)
    case .insertCard: return wantsCard()
    case .enter(let kind, let error, let reader): return asked(kind, error, reader)
    case .pause(let cause):
      guard isAccepted else { return .stop(.outOfTurn) }
      step = .paused(cause)
      return .on([])
    case .badState(let command) where step == .card && command.hasPrefix("SET_"):
      // The card was taken away while the secret was under way.
      return .stay
    case .badState(let command):
      // Nothing runs that we know of: whose run it is that stands in the way, closing ends it.
      return command.hasPrefix("RUN_") ? .lose(.badState) : .stop(.badState)
    case .unknownCommand, .invalid: return .stop(.commandRefused)
    case .internalError: return .lose(.internalError)
    case .incomplete(let name):
      // A reader without a name changes nothing; a question or an end that cannot be read changes everything.
      return name == "READER" || name == "INFO" ? .stay : .stop(.unreadable)
    }
  }

  /// After CANCEL only the end counts.
  private mutating func afterCancel(_ message: AusweisMessage, _ known: AusweisEnding) -> Move {
    switch message {
    case .authEnded(let result) where !isChangingPIN:
      // It had succeeded before it heard us: that is the truth then.
      if case .authenticated = ending(result), known == .cancelled { return .end(ending(result)) }
      return .end(known)
    case .changePINEnded(let succeeded, _) where isChangingPIN:
      return .end(succeeded == true && hasGivenNewPIN ? .pinChanged : known)
    case .authRejected: return .end(known)
    case .badState("CANCEL"), .internalError: return .lose(.badState)
    default: return .stay
    }
  }

  // MARK: Progress

  private mutating func status(_ progress: Int?, _ state: String?) -> Move {
    self.progress = progress
    guard step == .working else { return step == .starting ? .on([]) : .stay }
    if state == "INSERT_CARD" { return wantsCard() }
    return .on([])
  }

  private mutating func wantsCard() -> Move {
    guard isAccepted else { return .stop(.outOfTurn) }
    ladder.cardGone()
    step = .card
    return .on([])
  }

  /// A reader or its card changed.
  private mutating func changed(_ reader: AusweisReader) -> Move {
    if reader.isAttached, case .identity(let card) = reader.card {
      guard step == .card, !reader.isSimulated, !card.isDeactivated, !card.isInoperative else { return .stay }
      // This is the card that was waited for.
      step = .working
      return .on([])
    }
    if reader.name == ladder.reader { ladder.cardGone() }
    return .stay
  }

  // MARK: Ends

  private func ending(_ result: AusweisAuthResult) -> AusweisEnding {
    guard result.isOK else { return AusweisEnding(minor: result.minor, reason: result.reason) }
    guard isAccepted else { return .failed(.outOfTurn) }
    return result.address.map { .authenticated(refresh: $0) } ?? .failed(.noAddress)
  }

  private func ending(_ succeeded: Bool?, _ reason: String?) -> AusweisEnding {
    if succeeded == true { return hasGivenNewPIN ? .pinChanged : .failed(.outOfTurn) }
    return AusweisEnding(minor: nil, reason: reason)
  }
}
