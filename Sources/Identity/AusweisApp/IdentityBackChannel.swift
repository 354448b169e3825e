// Where the identity data come from: the eID-server behind the refresh address, which the town's own service asks
// (TR-03130: useID, getResult). AusweisApp never sees a name. Here is the interface with its values; how bytes travel is
// the station's matter.

/// The town's service for online identification, seen from the station. Calls block, for a finite time; they come from a
/// thread of their own, never from the station's executor.
public protocol IdentityBackChannel: Sendable {
  /// Opens a session for one identification (TR-03130 useID): what may be read, and the address for AusweisApp.
  func begin(_ request: IdentityRequest) throws(BackChannelFailure) -> IdentitySession

  /// What became of it (TR-03130 getResult), once: a second call is `used`. `pending` may be asked again.
  func result(of session: IdentitySession) throws(BackChannelFailure) -> IdentityResult
}

/// What is to be read.
public struct IdentityRequest: Equatable, Sendable {
  public var required: [AccessRight]
  public var optional: [AccessRight]

  public init(required: [AccessRight], optional: [AccessRight] = []) {
    self.required = required
    self.optional = optional
  }
}

/// An open session. Its number is as good as the data: it stands in no log and in no list of processes.
public struct IdentitySession: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
  public let id: String
  /// The tcTokenURL for AusweisApp: https.
  public let address: String
  /// From its beginning, seconds; afterwards it is `expired`.
  public let lifeSeconds: Int

  public init(id: String, address: String, lifeSeconds: Int) {
    self.id = id
    self.address = address
    self.lifeSeconds = lifeSeconds
  }

  public var description: String { "IdentitySession(…)" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// What became of an identification.
public enum IdentityResult: Equatable, Sendable {
  case identified(IdentityHolder)
  /// The card's holder has not ended it yet.
  case pending
  /// The server says that it failed: the last part of its minor code (TR-03130), such as `cancellationByUser`.
  case failed(String)
}

/// Why there is no session or no result.
public enum BackChannelFailure: String, Error, CaseIterable, Sendable {
  /// The service cannot be reached, or its certificate does not hold.
  case unreachable
  case timedOut = "timed-out"
  /// It does not want this station.
  case refused
  /// It does not know the session.
  case unknownSession = "unknown-session"
  /// The result was fetched before: it is given once.
  case used
  /// The session's time was over.
  case expired
  /// It has a fault of its own.
  case serverFault = "server-fault"
  /// What it says is none of what is agreed.
  case unreadable
}

/// The holder's data, as far as they were granted. Never printed.
public struct IdentityHolder: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
  public var familyName: String?
  public var givenNames: String?
  public var birthName: String?
  public var doctoralDegree: String?
  /// ISO 8601; parts that the card does not know are left out from the end: `1964-08`, `1964`.
  public var birthDate: String?
  public var placeOfBirth: String?
  public var street: String?
  public var postalCode: String?
  public var city: String?
  public var country: String?
  public var nationality: String?
  /// `ID`, `AR`, `UB` (TR-03127).
  public var documentType: String?
  /// ISO 8601.
  public var validUntil: String?
  /// The card's pseudonym for this service, hexadecimal.
  public var pseudonym: String?
  /// The answer to a check of age.
  public var isOldEnough: Bool?

  public init() {}

  public var description: String { "IdentityHolder(…)" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
