// The dialogue's state as a person is to see it.

extension AusweisDialogue {
  public var view: AusweisView {
    switch phase {
    case .unconnected, .negotiating: .connecting
    case .ready: .ready
    case .closed(let failure): .closed(failure)
    case .running(let run): view(run)
    }
  }

  private func view(_ run: Run) -> AusweisView {
    switch run.step {
    case .starting: return .starting
    case .consent:
      guard var rights = run.rights, let certificate = run.certificate else { return .starting }
      // Never granted here, so never offered.
      rights.optional.removeAll { $0 == .canAllowed }
      return .consent(AusweisConsent(provider: certificate, rights: rights, isSettled: run.isSettled))
    case .working: return hint(run).map { .card($0) } ?? .working(progress: run.progress)
    case .card: return .card(hint(run) ?? .insert)
    case .secret(let request): return .secret(request)
    case .paused(let cause): return .paused(cause)
    case .cancelling: return .cancelling
    }
  }

  /// Why the run waits for a card; nil: it does not. A card with its function switched off is announced by READER alone:
  /// the program goes on waiting for another one without a word (SDK, READER).
  func hint(_ run: Run) -> AusweisCardHint? {
    if run.step == .card {
      if readers.isEmpty { return .noReader }
    } else if run.step != .working || run.ladder.hasBegun || !run.isAccepted {
      return nil
    }
    for reader in readers {
      switch reader.card {
      case .identity(let card):
        if card.isInoperative { return .inoperative }
        if card.isDeactivated { return .deactivated }
      case .unknown: return .notAnIdentityCard
      case .none: break
      }
    }
    return run.step == .card ? .insert : nil
  }
}
