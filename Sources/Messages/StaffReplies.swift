// What the station answers staff, technicians and auditors; also what `--json` prints. Nothing here holds a code, a
// birth date or a serial number, except the letter, which exists to be printed.

public enum StaffReply: Codable, Equatable, Sendable {
  case welcome(version: Int, roles: [String])
  case status(StatusReport)
  case orders([OrderRow])
  case compartments([CompartmentRow])
  case review([ReviewRow])
  case imported(ImportResult)
  case documentsImported(RegisterResult)
  case documents(RegisterCounts)
  case operation(OperationView)
  case letter(Letter)
  case notices([NoticeRow])
  case submissions([SubmissionRow])
  case usage(UsageReport)
  /// JSON lines of records; `next` is where to go on, nil at the end of the journal.
  case records([String], next: Int64?)
  case backup(BackupOffer)
  /// Canonical bytes of records in hexadecimal, in their order.
  case backupSlice([String])
  case boards([BoardRow])
  case proof(ProofView)
  case done
  case refused(Refused)
}

/// An operation as its clerk sees it.
public struct OperationView: Codable, Equatable, Sendable {
  public var operation: Int64
  public var reference: String
  public var purpose: String
  public var compartment: Int
  public var row: Int
  public var column: Int
  /// "intended", "sent", "notSent", "noMovement", "open", "closed", "notTaken", "settled".
  public var phase: String
  public var attempt: Int
  public var order: String?
  /// The name on the documents, for staff at the wall.
  public var name: String?
  /// What must lie inside, each `index/part` with the document's kind.
  public var parts: [Part]
  public var confirmedEmpty: Bool
  /// Set when settled.
  public var outcome: String?
  public var confirmation: String?
  /// Deposited, and no message reaches this person: a letter is due.
  public var needsLetter: Bool?

  public struct Part: Codable, Equatable, Sendable {
    /// `index/part`, as `confirmDeposit` wants it.
    public var id: String
    public var document: String
    public var part: String

    public init(id: String, document: String, part: String) {
      self.id = id
      self.document = document
      self.part = part
    }
  }

  public init(
    operation: Int64, reference: String, purpose: String, compartment: Int, row: Int, column: Int,
    phase: String,
    attempt: Int, order: String?, name: String?, parts: [Part], confirmedEmpty: Bool, outcome: String?,
    confirmation: String?
  ) {
    self.operation = operation
    self.reference = reference
    self.purpose = purpose
    self.compartment = compartment
    self.row = row
    self.column = column
    self.phase = phase
    self.attempt = attempt
    self.order = order
    self.name = name
    self.parts = parts
    self.confirmedEmpty = confirmedEmpty
    self.outcome = outcome
    self.confirmation = confirmation
  }
}

/// What a letter to somebody without a phone says. Shown to staff on demand, journaled, never stored.
public struct Letter: Codable, Equatable, Sendable {
  public var number: String
  public var code: String
  public var until: String?

  /// The whole letter as it is printed, lines ended by line feeds.
  public var text: String?

  public init(number: String, code: String, until: String?, text: String? = nil) {
    self.number = number
    self.code = code
    self.until = until
    self.text = text
  }
}
