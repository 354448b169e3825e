// The consent: who asks, what for, which rights are required and which may be granted one by one. Nothing is accepted
// that was not shown, and what may be left out is left out until the person says otherwise (GDPR article 25 (2)).

extension AusweisDialogue.Run {
  /// Everything is there, and the program has confirmed every choice.
  var isSettled: Bool {
    guard let rights, certificate != nil else { return false }
    return unconfirmed == 0 && rights.granted == wanted
  }

  /// ACCESS_RIGHTS: the first of a run, or the answer to a choice.
  mutating func asked(_ asked: AccessRights, _ error: String?) -> Move {
    guard !isChangingPIN else { return .stop(.outOfTurn) }
    switch step {
    case .consent:
      unconfirmed = max(0, unconfirmed - 1)
      rights = asked
      guard error == nil else { return .stop(.rightsNotTaken) }
    case .starting, .working:
      // After ACCEPT this would be a new question: it is shown anew.
      step = .consent
      isAccepted = false
      unconfirmed = 0
      wanted = []
      rights = asked
      certificate = nil
    case .card, .secret, .paused, .cancelling: return .stop(.outOfTurn)
    }
    if asked.required.contains(.canAllowed) { return .stop(.canAllowed) }
    wanted.formIntersection(asked.optional)
    var commands: [AusweisCommand] = []
    if certificate == nil, unconfirmed == 0 { commands.append(.getCertificate) }
    if unconfirmed == 0, asked.granted != wanted {
      // Asked again and again it will not do it.
      guard choices < AusweisLimit.rightsMax * 4 else { return .stop(.rightsNotTaken) }
      commands.append(choose())
    }
    return .on(commands)
  }

  /// CERTIFICATE.
  mutating func shown(_ shown: ProviderCertificate) -> Move {
    guard step == .consent else { return .stay }
    certificate = shown
    return .on([])
  }

  mutating func grant(_ right: AccessRight, _ isGranted: Bool) -> Move {
    guard step == .consent, let rights, rights.optional.contains(right), right != .canAllowed,
      wanted.contains(right) != isGranted, choices < AusweisLimit.rightsMax * 4
    else { return .stay }
    if isGranted { wanted.insert(right) } else { wanted.remove(right) }
    return .on([choose()])
  }

  mutating func accept() -> Move {
    guard step == .consent, isSettled else { return .stay }
    isAccepted = true
    step = .working
    return .on([.accept])
  }

  private mutating func choose() -> AusweisCommand {
    unconfirmed += 1
    choices += 1
    return .setAccessRights(rights?.optional.filter { wanted.contains($0) } ?? [])
  }
}
