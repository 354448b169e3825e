// What an import asks and is answered, and how the folders stand through which orders come and confirmations go.

/// One order of an import, checked already for form.
public struct OrderImportRow: Codable, Equatable, Sendable {
  /// The register's id; imports are idempotent by it.
  public var id: String
  public var documents: [String]
  public var serials: [String]
  public var name: String?
  /// E.164.
  public var phone: String?
  public var email: String?
  public var slip: String?
  /// ISO 8601.
  public var birthDate: String
  public var size: String
  public var low: Bool
  public var counterOnly: Bool
  public var pinLetterConfirmed: Bool
  public var language: String
  /// The kind of the old document that is to be brought; nil: none.
  public var oldDocument: String?
  /// The serial number of that document; nil: the register does not name it.
  public var oldSerial: String?
  /// Birth dates (ISO 8601) of those who may pick up for a minor; nil: none.
  public var custodians: [String]?
  /// True: the register takes the order back, and only `id` counts.
  public var withdraws: Bool?

  public init(
    id: String, documents: [String], serials: [String], name: String?, phone: String?, email: String?,
    slip: String?,
    birthDate: String, size: String, low: Bool, counterOnly: Bool, pinLetterConfirmed: Bool, language: String,
    oldDocument: String? = nil, oldSerial: String? = nil, custodians: [String]? = nil, withdraws: Bool? = nil
  ) {
    self.id = id
    self.documents = documents
    self.serials = serials
    self.name = name
    self.phone = phone
    self.email = email
    self.slip = slip
    self.birthDate = birthDate
    self.size = size
    self.low = low
    self.counterOnly = counterOnly
    self.pinLetterConfirmed = pinLetterConfirmed
    self.language = language
    self.oldDocument = oldDocument
    self.oldSerial = oldSerial
    self.custodians = custodians
    self.withdraws = withdraws
  }

  /// A row by which the register takes an order back.
  public init(withdrawing id: String) {
    self.init(
      id: id, documents: [], serials: [], name: nil, phone: nil, email: nil, slip: nil, birthDate: "",
      size: "S", low: false, counterOnly: false, pinLetterConfirmed: false, language: "de", withdraws: true)
  }
}

public struct ImportResult: Codable, Equatable, Sendable {
  public var announced: Int
  public var known: Int
  /// Orders that the register took back.
  public var withdrawn: Int
  /// Register ids that were refused, with the reason.
  public var refused: [String: String]
  /// Register ids that are known with other facts, and the fields that differ; the known order stays as it is.
  public var differs: [String: [String]]
  /// Register ids to be taken back of which no order is known, or not any more.
  public var absent: [String]

  public init(
    announced: Int, known: Int, withdrawn: Int = 0, refused: [String: String],
    differs: [String: [String]] = [:], absent: [String] = []
  ) {
    self.announced = announced
    self.known = known
    self.withdrawn = withdrawn
    self.refused = refused
    self.differs = differs
    self.absent = absent
  }
}

/// The folders of Kiosk.conf's [exchange]; nil: none is set up.
public struct ExchangeReport: Codable, Equatable, Sendable {
  public var inbox: Folder?
  public var outbox: Folder?

  public struct Folder: Codable, Equatable, Sendable {
    /// Files of orders that were not imported yet, or confirmations that are not written yet.
    public var waiting: Int
    /// What a person must see to; nil: nothing.
    public var trouble: String?
    /// Files that were rejected and lie there still; nil: none.
    public var rejected: Int?

    public init(waiting: Int, trouble: String?, rejected: Int? = nil) {
      self.rejected = rejected
      self.waiting = waiting
      self.trouble = trouble
    }
  }

  public init(inbox: Folder? = nil, outbox: Folder? = nil) {
    self.inbox = inbox
    self.outbox = outbox
  }
}
