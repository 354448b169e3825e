// What a station is set up with: rules, intervals, what its screens are told. Made from Kiosk.conf by the runtime, by
// hand in tests and simulations.

import Handover
import Messages
import Services

public struct StationSetup: Sendable {
  public var policy: Policy
  public var intervals: Intervals
  public var plans: [CompartmentPlan]
  /// Boards that must have reported before the station serves.
  public var boards: [BoardName]
  /// What Kiosk.conf says of each board; a board that is not here cannot be proven.
  public var provable: [BoardName: ProvableBoard] = [:]
  public var welcome: Welcome
  /// The station's own name in `kiosk status`.
  public var name: String
  public var version: String
  /// "More time" can be asked for this often in one stage.
  public var moreTimeMax: Int
  /// Wrong tries of all identifiers together within an hour; then the station pauses.
  public var wrongTriesPerHourMax: Int
  /// Below this much free disk (MiB) no door is opened.
  public var diskFloorMegabytes: Int
  public var backup: BackupPlan
  /// How notices leave.
  public var notices = NoticeRules()
  public var noticeTexts = NoticeTexts()
  /// Who has lost the old document declares it at the screen; otherwise the counter helps.
  public var declaresLoss = true
  /// The question for a document's state.
  public var status = StatusRules()
  /// A card reader is set up.
  public var hasReader = false
  /// It is known whom a passport must be signed by.
  public var readsPassports = false
  /// What Kiosk.conf names for it and cannot be used; nil: it can, or none is named.
  public var unusableTrust: String?
  /// Online identification is set up: AusweisApp and the back channel.
  public var identifies = false
  /// Where fees are paid to; nil: no form with a fee is offered.
  public var payee: Payee?
  /// A receipt printer is set up.
  public var hasPrinter = false
  /// What lies in it.
  public var paper = SlipPaper.roll80

  /// What is offered, and when.
  public var offers = OfferRules()

  /// Files of orders are awaited in a folder.
  public var hasInbox = false
  /// Confirmations are written to a folder.
  public var hasOutbox = false

  /// The content that is there at the start; nil: it comes later, or is wrong.
  public var content: ContentEdition?
  /// What was counted before the start.
  public var usage = UseCounts()

  public init(
    policy: Policy, intervals: Intervals, plans: [CompartmentPlan], boards: [BoardName], welcome: Welcome,
    name: String, version: String, moreTimeMax: Int, wrongTriesPerHourMax: Int, diskFloorMegabytes: Int,
    backup: BackupPlan = BackupPlan()
  ) {
    self.policy = policy
    self.intervals = intervals
    self.plans = plans
    self.boards = boards
    self.welcome = welcome
    self.name = name
    self.version = version
    self.moreTimeMax = moreTimeMax
    self.wrongTriesPerHourMax = wrongTriesPerHourMax
    self.diskFloorMegabytes = diskFloorMegabytes
    self.backup = backup
  }
}

/// All in milliseconds.
public struct Intervals: Equatable, Sendable {
  /// From the unlock until the citizen is asked whether the door moved.
  public var doorMove: Int64 = 20_000
  public var doorOpen: Int64 = 60_000
  public var result: Int64 = 30_000
  /// On a question page without a key.
  public var idle: Int64 = 60_000
  /// The same on pages of information, which are read longer.
  public var info: Int64 = 90_000
  public var warning: Int64 = 30_000
  /// A session without a screen ends after this long, unless a door is in question.
  public var reconnect: Int64 = 10_000
  /// How long a clerk may take with an open door, and with an answer.
  public var staff: Int64 = 600_000
  /// After a start: how long a silent board is waited for before its operations end unknown.
  public var recovery: Int64 = 30_000
  /// How long the work with a card may say nothing.
  public var card: Int64 = 30_000
  /// The same for an identification, which waits for servers: longer than they themselves may take.
  public var identification: Int64 = 75_000
  /// How long the keeper of applications may say nothing.
  public var submission: Int64 = 10_000
  /// Between trials of a journal that failed.
  public var probe: Int64 = 5_000

  public init() {}
}

/// A board: the place of its bus in Kiosk.conf and its address.
public struct BoardName: Hashable, Comparable, Sendable {
  public var bus: Int
  public var board: Int

  public init(bus: Int, board: Int) {
    self.bus = bus
    self.board = board
  }

  public static func < (left: BoardName, right: BoardName) -> Bool {
    (left.bus, left.board) < (right.bus, right.board)
  }
}

/// The clocks at one instant, with the town's time of day.
public struct StationTime: Hashable, Sendable {
  public var moment: Moment
  /// Minutes since midnight in the town's time zone, 0 to 1439.
  public var minuteOfDay: Int

  public init(moment: Moment, minuteOfDay: Int) {
    self.moment = moment
    self.minuteOfDay = minuteOfDay
  }
}

/// A connection to one of the sockets, counted up from 1.
public struct ConnectionID: Hashable, Comparable, Sendable {
  public var number: Int

  public init(_ number: Int) {
    self.number = number
  }

  public static func < (left: ConnectionID, right: ConnectionID) -> Bool { left.number < right.number }
}
