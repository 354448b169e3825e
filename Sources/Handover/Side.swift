// What stands beside the journal and can be emptied without breaking the chain: personal data, the logins behind
// user ids, the words of a reason. It is written in the transaction of the record that it belongs to.

/// A keyed hash (HMAC-SHA-256, 32 bytes) of something a person types; made by the station, compared by the journal.
public struct KeyedHash: Hashable, Sendable {
  public var bytes: [UInt8]

  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }
}

/// Personal data of an order. In clear only what a clerk must read or a notice needs.
public struct Personal: Hashable, Sendable {
  /// The register's id of the order; imports are idempotent by it.
  public var register: KeyedHash
  /// Keyed hashes of what the person may type as "number": phone (E.164) and slip number.
  public var identifiers: [KeyedHash]
  /// Keyed hash of the birth date (ISO text).
  public var birthDate: KeyedHash
  /// Keyed hashes of the documents' serial numbers.
  public var serials: [KeyedHash]
  public var name: String?
  public var phone: String?
  public var email: String?
  public var slip: String?
  /// Language of notices (BCP 47).
  public var language: String

  public init(
    register: KeyedHash, identifiers: [KeyedHash], birthDate: KeyedHash, serials: [KeyedHash], name: String?,
    phone: String?, email: String?, slip: String?, language: String
  ) {
    self.register = register
    self.identifiers = identifiers
    self.birthDate = birthDate
    self.serials = serials
    self.name = name
    self.phone = phone
    self.email = email
    self.slip = slip
    self.language = language
  }
}

/// A change of a side table, written with a record.
public enum SideChange: Hashable, Sendable {
  case put(OrderID, Personal)
  /// Deletes name, phone, e-mail and slip; keeps the keyed hashes, so that the code still answers.
  case eraseClear(OrderID)
  /// Deletes everything of an order.
  case erase(OrderID)
  /// The keyed hash that a counter of wrong tries belongs to.
  case putCounter(slot: Int, KeyedHash)
  case eraseCounter(slot: Int)
  /// The login's name and the words of a reason, for the record that is being written.
  case note(login: String?, reason: String?)
}
