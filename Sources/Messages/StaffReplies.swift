// What the station answers staff, technicians and auditors; also what `--json` prints. Nothing here holds a code, a
// birth date or a serial number, except the letter, which exists to be printed.

public enum StaffReply: Codable, Equatable, Sendable {
  case welcome(version: Int, roles: [String])
  case status(StatusReport)
  case orders([OrderRow])
  case compartments([CompartmentRow])
  case review([ReviewRow])
  case imported(ImportResult)
  case operation(OperationView)
  case letter(Letter)
  case notices([NoticeRow])
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

public struct StatusReport: Codable, Equatable, Sendable {
  public var station: String
  public var town: String
  public var version: String
  /// "in-service", "starting", "boards-silent", "journal-refused", "safe-mode".
  public var service: String
  public var safeMode: [String]
  public var clockSuspect: Bool
  public var day: String
  public var compartments: Compartments
  public var orders: Orders
  public var openReviews: Int
  public var liveOperations: [OperationView]
  public var boards: [Board]
  public var journal: Journal
  public var noticesWaiting: Int
  /// Of these: failed or unknown, for a person to decide.
  public var noticesFailed: Int?
  /// Of these: people whom only a letter reaches.
  public var lettersDue: Int?
  /// Free space of the state directory in MiB; nil: not measured yet.
  public var diskFreeMegabytes: Int?
  public var screenConnected: Bool
  /// "ready", "no-paper", "offline" (stopped, rejecting or not there), "unknown"; nil: no receipt printer is set up.
  public var printer: String?
  public var backup: BackupReport
  /// How the folders of orders and confirmations stand.
  public var exchange: ExchangeReport

  public struct Compartments: Codable, Equatable, Sendable {
    public var all: Int
    public var loaded: Int
    public var free: Int
    public var blocked: Int
    public var unclear: Int
    public var doorsUnknown: Int
    public var doorsOpen: Int
    /// An old document lies inside, to be collected.
    public var oldDocuments: Int

    public init(
      all: Int, loaded: Int, free: Int, blocked: Int, unclear: Int, doorsUnknown: Int, doorsOpen: Int,
      oldDocuments: Int = 0
    ) {
      self.all = all
      self.loaded = loaded
      self.free = free
      self.blocked = blocked
      self.unclear = unclear
      self.doorsUnknown = doorsUnknown
      self.doorsOpen = doorsOpen
      self.oldDocuments = oldDocuments
    }
  }

  public struct Orders: Codable, Equatable, Sendable {
    public var announced: Int
    public var deposited: Int
    public var overdue: Int
    public var retrieved: Int
    public var missing: Int
    public var handedOver: Int

    public init(announced: Int, deposited: Int, overdue: Int, retrieved: Int, missing: Int, handedOver: Int) {
      self.announced = announced
      self.deposited = deposited
      self.overdue = overdue
      self.retrieved = retrieved
      self.missing = missing
      self.handedOver = handedOver
    }
  }

  public struct Board: Codable, Equatable, Sendable {
    public var bus: Int
    public var board: Int
    public var answering: Bool

    public init(bus: Int, board: Int, answering: Bool) {
      self.bus = bus
      self.board = board
      self.answering = answering
    }
  }

  public struct Journal: Codable, Equatable, Sendable {
    public var records: Int64
    /// Hexadecimal hash of the head.
    public var head: String
    public var writable: Bool

    public init(records: Int64, head: String, writable: Bool) {
      self.records = records
      self.head = head
      self.writable = writable
    }
  }

  public init(
    station: String, town: String, version: String, service: String, safeMode: [String], clockSuspect: Bool,
    day: String, compartments: Compartments, orders: Orders, openReviews: Int,
    liveOperations: [OperationView],
    boards: [Board], journal: Journal, noticesWaiting: Int, diskFreeMegabytes: Int?, screenConnected: Bool,
    backup: BackupReport = BackupReport(), exchange: ExchangeReport = ExchangeReport()
  ) {
    self.station = station
    self.town = town
    self.version = version
    self.service = service
    self.safeMode = safeMode
    self.clockSuspect = clockSuspect
    self.day = day
    self.compartments = compartments
    self.orders = orders
    self.openReviews = openReviews
    self.liveOperations = liveOperations
    self.boards = boards
    self.journal = journal
    self.noticesWaiting = noticesWaiting
    self.diskFreeMegabytes = diskFreeMegabytes
    self.screenConnected = screenConnected
    self.backup = backup
    self.exchange = exchange
  }
}

public struct OrderRow: Codable, Equatable, Sendable {
  public var order: String
  public var documents: [String]
  /// "announced", "deposited", "overdue", "retrieved", "missing", "handed_over".
  public var stage: String
  public var compartment: Int?
  public var since: String?
  public var until: String?
  public var counterOnly: Bool
  /// Only where asked for, and only for staff.
  public var name: String?

  public init(
    order: String, documents: [String], stage: String, compartment: Int?, since: String?, until: String?,
    counterOnly: Bool, name: String?
  ) {
    self.order = order
    self.documents = documents
    self.stage = stage
    self.compartment = compartment
    self.since = since
    self.until = until
    self.counterOnly = counterOnly
    self.name = name
  }
}

public struct CompartmentRow: Codable, Equatable, Sendable {
  public var compartment: Int
  public var bus: Int
  public var board: Int
  public var lock: Int
  public var size: String
  public var low: Bool
  public var row: Int
  public var column: Int
  public var epoch: Int
  /// "unconfirmed", "empty", "holds", "unclear", "old_document".
  public var content: String
  public var order: String?
  /// "open", "closed", "unknown": what the contact says now.
  public var door: String
  public var blocked: String?

  public init(
    compartment: Int, bus: Int, board: Int, lock: Int, size: String, low: Bool, row: Int, column: Int,
    epoch: Int,
    content: String, order: String?, door: String, blocked: String?
  ) {
    self.compartment = compartment
    self.bus = bus
    self.board = board
    self.lock = lock
    self.size = size
    self.low = low
    self.row = row
    self.column = column
    self.epoch = epoch
    self.content = content
    self.order = order
    self.door = door
    self.blocked = blocked
  }
}

public struct ReviewRow: Codable, Equatable, Sendable {
  public var item: Int64
  public var kind: String
  public var compartment: Int?
  public var order: String?
  public var operation: String?
  public var repeats: Int

  public init(item: Int64, kind: String, compartment: Int?, order: String?, operation: String?, repeats: Int)
  {
    self.item = item
    self.kind = kind
    self.compartment = compartment
    self.order = order
    self.operation = operation
    self.repeats = repeats
  }
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
