// How a run with AusweisApp ends. Success is what the program says in so many words; whatever else happened has a
// failure with a stable code and a heading in docs/failures.md, and "perhaps changed" is an end of its own.

/// The end of a run.
public enum AusweisEnding: Equatable, Sendable {
  /// The provider's server has what was granted. The data come from the server behind this address, never from here.
  case authenticated(refresh: String)
  /// The card has taken the new PIN.
  case pinChanged
  /// Ended by the citizen, at the screen or at the reader's pad, or by the session.
  case cancelled
  case failed(AusweisFailure)
  /// The new PIN was on its way to the card, and no word of success came back: the old one or the new one holds.
  case pinUnclear(AusweisFailure)
}

/// Why a run did not succeed.
public enum AusweisFailure: Error, Hashable, Sendable, CaseIterable {
  // The program and the line to it.
  /// The program does not run, or is not spoken to yet.
  case notRunning
  /// The connection broke.
  case connectionLost
  /// No answer in time.
  case timedOut
  /// What came is no JSON of a message, passes a limit, or has not what it needs.
  case unreadable
  /// A message that does not fit the moment, such as a PIN asked for before anything was accepted.
  case outOfTurn
  /// It says that our command does not fit its moment.
  case badState
  /// It does not know one of our commands, or could not read it.
  case commandRefused
  /// It found a mistake in itself.
  case internalError
  /// It has no API level that we have.
  case apiLevel
  /// It did not take the rights as they were chosen.
  case rightsNotTaken
  // The card.
  /// The card went away, or was another one afterwards.
  case cardRemoved
  /// The card says no in a way that has no case of its own.
  case cardRefused
  /// The online ID function is switched off.
  case deactivated
  /// The PUK was used ten times.
  case pukUsedUp
  /// The card still has the transport PIN of its letter: it is to be changed first.
  case transportPIN
  /// It is not known how many tries the PIN has left: no PIN is risked.
  case triesUnknown
  /// A PIN is asked for that would be the last try, and the CAN was not given: never.
  case lastTryWithoutCAN
  /// The PUK is asked for though the PIN is not blocked.
  case pukOutOfTurn
  // The provider and its server.
  /// The run was not begun: the address is none.
  case notStarted
  /// The server could not be reached, or the connection to it is not trusted.
  case network
  /// The provider's certificate does not check: its chain leads to no root that the program knows, or has expired. With
  /// an old program this is the program's age.
  case providerNotTrusted
  /// The provider may read with the CAN alone, which nobody at an unattended station may use (section 18a PAuswG).
  case canAllowed
  /// The server ended it.
  case serverRefused
  /// It succeeded, but no address leads on.
  case noAddress
  /// The program says that it failed, and nothing more.
  case unspecified

  /// The heading in docs/failures.md: `### ausweisapp CODE`.
  public var code: String {
    switch self {
    case .notRunning: "not-running"
    case .connectionLost: "connection-lost"
    case .timedOut: "timed-out"
    case .unreadable: "unreadable"
    case .outOfTurn: "out-of-turn"
    case .badState: "bad-state"
    case .commandRefused: "command-refused"
    case .internalError: "internal-error"
    case .apiLevel: "api-level"
    case .rightsNotTaken: "rights-not-taken"
    case .cardRemoved: "card-removed"
    case .cardRefused: "card-refused"
    case .deactivated: "deactivated"
    case .pukUsedUp: "puk-used-up"
    case .transportPIN: "transport-pin"
    case .triesUnknown: "tries-unknown"
    case .lastTryWithoutCAN: "last-try-without-can"
    case .pukOutOfTurn: "puk-out-of-turn"
    case .notStarted: "not-started"
    case .network: "network"
    case .providerNotTrusted: "provider-not-trusted"
    case .canAllowed: "can-allowed"
    case .serverRefused: "server-refused"
    case .noAddress: "no-address"
    case .unspecified: "unspecified"
    }
  }
}

extension AusweisEnding {
  /// The end that AUTH's minor code and reason, or CHANGE_PIN's reason, speak of. Both may be missing (1.26.2 has no
  /// reasons); the codes are those of the SDK's "Failure Codes" and of TR-03112-1.
  init(minor: String?, reason: String?) {
    switch minor {
    case "cancellationByUser": self = .cancelled
    case "trustedChannelEstablishmentFailed", "communicationError": self = .failed(.network)
    default: self = .failed(.unspecified)
    }
    guard let reason else { return }
    if reason.hasSuffix("User_Cancelled") {
      self = .cancelled
    } else if let failure = Self.failure(reason: reason) {
      self = .failed(failure)
    }
  }

  private static func failure(reason: String) -> AusweisFailure? {
    switch reason {
    case "Card_Removed": return .cardRemoved
    case "Connect_Card_Eid_Inactive": return .deactivated
    case "Establish_Pace_Channel_Puk_Inoperative": return .pukUsedUp
    case "Establish_Pace_Channel_No_Active_Pin": return .transportPIN
    default: break
    }
    func begins(_ beginnings: String...) -> Bool { beginnings.contains { reason.hasPrefix($0) } }
    func ends(_ ends: String...) -> Bool { ends.contains { reason.hasSuffix($0) } }
    if begins("Pre_Verification_") { return .providerNotTrusted }
    if ends("Network_Error", "Tls_Error", "Service_Unavailable") { return .network }
    if begins("Connect_Card", "Establish_Pace", "Maintain_Card", "Transmit_Card", "Prepace_", "Change_Pin_")
      || ends("Card_Command_Failed")
    {
      return .cardRefused
    }
    if begins(
      "Certificate_Check_", "Extract_Cvcs_", "Process_Certificates_", "Did_Authenticate_", "Parse_TcToken_",
      "Get_TcToken_", "Generic_", "Start_Paos_", "Check_Refresh_", "Redirect_")
    {
      return .serverRefused
    }
    return nil
  }
}
