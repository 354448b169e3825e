// Every way in which work with a card can end badly, typed: what the reader says, what the card says, what does not
// verify. Each has a stable code with a heading in docs/failures.md; what the citizen should do is in CardAdvice.

/// A failure of reader, card or proof. No case carries personal data or a secret.
public enum CardError: Error, Equatable, Sendable {
  /// Reader, pcscd or the card's power.
  case transport(TransportFault)
  /// The card answered a step with a status word that means no.
  case refused(CardStep, StatusWord)
  /// The card's answer to a step is not what the standard allows: a length, a tag, a point, an encoding.
  case malformed(CardStep, String)
  /// A MAC, a token or a signature of a step is wrong: the other side is not who it says, or the line was disturbed.
  case unauthentic(CardStep)
  /// The PIN, CAN, PUK or MRZ was not accepted.
  case password(PasswordRefusal)
  /// The card or the file speaks of something that this program does not do; what, in the standard's words.
  case unsupported(CardStep, String)
  /// A chain of certificates does not hold.
  case certificate(CertificateFault)
  /// The run was ended from outside: the citizen went back, or the session's time was up.
  case cancelled
}

/// What reader, driver and daemon can report (identity.md E.2).
public enum TransportFault: String, Sendable, CaseIterable {
  /// The card was taken away.
  case removed
  /// Something else reset the card: its secure channel is gone.
  case reset
  /// The card moved or the field broke down in an exchange.
  case moved
  /// There is no card on the reader.
  case noCard = "no-card"
  /// The card does not answer: upside down, dirty, or no chip.
  case mute
  /// Another program holds the reader.
  case busy
  /// The reader was unplugged.
  case readerGone = "reader-gone"
  /// No reader is connected.
  case noReader = "no-reader"
  /// pcscd is not there.
  case serviceGone = "service-gone"
  /// pcscd or its rules do not let this user in.
  case accessDenied = "access-denied"
  /// The reader does not take a command this long.
  case tooLong = "too-long"
  /// No answer within the time of a step.
  case timedOut = "timed-out"
  /// An answer without a status word, or longer than any answer can be.
  case malformedAnswer = "malformed-answer"
  /// Anything else that PC/SC says; the number stands in the log.
  case other
}

/// The secret of PACE, with the standard's numbers (TR-03110 part 3, table of MSE:Set AT, tag 83).
public enum PasswordKind: UInt8, Sendable, CaseIterable {
  case mrz = 1
  case can = 2
  case pin = 3
  case puk = 4
}

/// Why a secret was not accepted.
public enum PasswordRefusal: Equatable, Sendable {
  /// Wrong; how many tries are left, where the card says so (the PIN alone).
  case wrong(PasswordKind, triesLeft: Int?)
  /// One try is left, and the card wants the CAN before it.
  case pinSuspended
  /// No try is left: the PUK lifts the block.
  case pinBlocked
  /// The online ID function is switched off: an authority can switch it on.
  case pinDeactivated
  /// The PUK was used ten times: a new PIN can only be set by an authority.
  case pukUsedUp
}

/// Where a run stood when it failed; raw values go into traces and failure codes.
public enum CardStep: String, Sendable, CaseIterable {
  case connect
  case select
  case cardAccess = "card-access"
  case retryCounter = "retry-counter"
  case paceSetUp = "pace-set-up"
  case paceNonce = "pace-nonce"
  case paceMapping = "pace-mapping"
  case paceAgreement = "pace-agreement"
  case paceToken = "pace-token"
  case bac
  case secureMessaging = "secure-messaging"
  case changePIN = "change-pin"
  case unblockPIN = "unblock-pin"
  case certificateChain = "certificate-chain"
  case terminalAuthentication = "terminal-authentication"
  case cardSecurity = "card-security"
  case passiveAuthentication = "passive-authentication"
  case chipAuthentication = "chip-authentication"
  case activeAuthentication = "active-authentication"
  case readFile = "read-file"
  case dataGroup = "data-group"
  case verify
}

/// Why a chain of certificates, of a terminal (CVC) or of a document signer (X.509), does not hold.
public enum CertificateFault: String, Error, Sendable, CaseIterable {
  /// Not a certificate at all.
  case malformed
  /// Its signature does not verify under its issuer's key.
  case signature
  /// No trusted issuer is known.
  case unknownIssuer = "unknown-issuer"
  /// Not valid yet.
  case notYetValid = "not-yet-valid"
  /// Expired.
  case expired
  /// It does not carry the right that the run needs.
  case rights
  /// It is on a revocation list.
  case revoked
  /// A hash of a data group is not the signed one, or the signed list does not name it.
  case dataGroupHash = "data-group-hash"
  /// The infos of EF.CardAccess do not reappear in the signed file.
  case cardAccess = "card-access"
  /// The private key does not belong to the certificate.
  case key
  /// A signature or key of a kind that is unknown or too weak to prove anything: SHA-1, short keys, odd curves.
  case algorithm
}
