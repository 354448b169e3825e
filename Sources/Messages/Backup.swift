// What the station says about backups: what a copy begins with, and how old the last one is. The copy itself is made
// by `kiosk backup`, from records that it asks for in slices; nothing personal is among them.

/// The end of the chain at which a copy stops, with everything that is needed to check it.
public struct BackupOffer: Codable, Equatable, Sendable {
  /// The station's id, 16 hexadecimal digits.
  public var station: String
  /// The last record of the copy; what is appended meanwhile is not in it.
  public var sequence: Int64
  /// Hexadecimal: chain hash of that record, and the station's signature over the head.
  public var hash: String
  public var signature: String
  /// The station's public key as PEM.
  public var publicKey: String
  /// As Kiosk.conf has them; nil: no directory is configured.
  public var directory: String?
  public var keep: Int

  public init(
    station: String, sequence: Int64, hash: String, signature: String, publicKey: String, directory: String?,
    keep: Int
  ) {
    self.station = station
    self.sequence = sequence
    self.hash = hash
    self.signature = signature
    self.publicKey = publicKey
    self.directory = directory
    self.keep = keep
  }
}

/// The last verified backup, as `kiosk status` shows it.
public struct BackupReport: Codable, Equatable, Sendable {
  /// Nil: none is configured.
  public var directory: String?
  /// The last record in it; nil: there was none yet.
  public var sequence: Int64?
  /// ISO 8601, the town's day.
  public var day: String?
  public var ageDays: Int?
  public var warnAfterDays: Int
  /// Older than configured, or configured and never made.
  public var isOld: Bool

  public init(
    directory: String? = nil, sequence: Int64? = nil, day: String? = nil, ageDays: Int? = nil,
    warnAfterDays: Int = 3, isOld: Bool = false
  ) {
    self.directory = directory
    self.sequence = sequence
    self.day = day
    self.ageDays = ageDays
    self.warnAfterDays = warnAfterDays
    self.isOld = isOld
  }
}
