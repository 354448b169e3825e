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
  /// Keyed hash of the serial number of the document that the new one replaces; nil: the register names none.
  public var oldSerial: KeyedHash?
  public var name: String?
  public var phone: String?
  public var email: String?
  public var slip: String?
  /// The register's id in clear, to confirm to it what became of the order; goes with the contact data.
  public var registerID: String?
  /// Keyed hashes of the birth dates of custodians who may pick up in the order's name.
  public var custodianBirthDates: [KeyedHash]
  /// Language of notices (BCP 47).
  public var language: String

  public init(
    register: KeyedHash, identifiers: [KeyedHash], birthDate: KeyedHash, serials: [KeyedHash], name: String?,
    phone: String?, email: String?, slip: String?, language: String, registerID: String? = nil,
    custodianBirthDates: [KeyedHash] = [], oldSerial: KeyedHash? = nil
  ) {
    self.oldSerial = oldSerial
    self.register = register
    self.identifiers = identifiers
    self.birthDate = birthDate
    self.serials = serials
    self.name = name
    self.phone = phone
    self.email = email
    self.slip = slip
    self.language = language
    self.registerID = registerID
    self.custodianBirthDates = custodianBirthDates
  }
}

extension Personal {
  /// What stays of a settled order until it is forgotten.
  public var settled: Personal {
    Personal(
      register: register, identifiers: [], birthDate: KeyedHash([]), serials: [], name: nil, phone: nil,
      email: nil, slip: nil, language: "")
  }
}

/// A change of a side table, written with a record.
public enum SideChange: Hashable, Sendable {
  case put(OrderID, Personal)
  /// Deletes name, phone, e-mail, slip and the register's id; keeps the keyed hashes, so that the code still answers.
  case eraseClear(OrderID)
  /// Deletes everything of an order but the keyed hash of the register's id: a settled order that the register sends
  /// once more must not be announced again.
  case eraseSettled(OrderID)
  /// Deletes everything of an order.
  case erase(OrderID)
  /// What a pending notice needs, in a row of its own.
  case putContact(Notice, NoticeContact)
  /// The same, taken from the order's own data as it stands: before that is erased.
  case keepContact(Notice)
  /// Deletes a notice's contact and what is known of its delivery; with the record that ends it.
  case eraseContact(Notice)
  /// The keyed hash that a counter of wrong tries belongs to.
  case putCounter(slot: Int, KeyedHash)
  case eraseCounter(slot: Int)
  /// The login's name and the words of a reason, for the record that is being written.
  case note(login: String?, reason: String?)
}
