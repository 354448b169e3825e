// How the station says it is: counts and states, for a person and for monitoring. No row of an order, a compartment or a
// door stands here.

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
  /// A `ReaderSight`; nil: no card reader is set up.
  public var reader: String?
  /// The path of `[card] csca` when it cannot be used: no passport is read; nil: it can, or none is set up.
  public var unusableTrust: String?
  /// Where applications go; nil: no destination is set up.
  public var destinations: [DestinationView]?
  /// The town's content; nil: the station is set up without.
  public var content: Content?
  public var backup: BackupReport
  /// How the folders of orders and confirmations stand.
  public var exchange: ExchangeReport
  /// What is known of documents by the register's word; nil: nobody can ask for it here.
  public var documents: RegisterCounts?

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
    /// The name of the bus as Kiosk.conf has it; nil: only its place is known.
    public var busName: String?

    public init(bus: Int, board: Int, answering: Bool) {
      self.bus = bus
      self.board = board
      self.answering = answering
    }
  }

  public struct Content: Codable, Equatable, Sendable {
    /// Counts up with each content that was taken over since the start; nil: none was.
    public var edition: Int?
    public var items: Int?
    public var forms: Int?
    /// The first one leads.
    public var languages: [String]?
    /// Day and minute, in the town's time.
    public var since: String?
    /// The first mistake of content that was not taken over, as `FILE:LINE: what, remedy`.
    public var refusal: String?
    public var refusedSince: String?

    public init() {}
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
