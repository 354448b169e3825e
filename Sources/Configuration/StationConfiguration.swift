// What Kiosk.conf says, typed and checked: the values that the rest of the station is built with. It is read
// once at a start; a changed file takes effect at the next start.

/// A whole, checked Kiosk.conf. Every value is within the range that the file's comments state.
public struct StationConfiguration: Equatable, Sendable {
  public var station: StationSettings
  public var terminal: TerminalSettings
  /// At most one for each service; a service without one is always open.
  public var openings: [OpeningSettings]
  public var counter: CounterSettings
  public var access: AccessSettings
  public var pickup: PickupSettings
  public var receipt: ReceiptSettings
  public var deposit: DepositSettings
  public var retention: RetentionSettings
  public var journal: JournalSettings
  public var backup: BackupSettings
  public var exchange: ExchangeSettings
  public var status: StatusSettings
  public var card: CardSettings
  public var notices: NoticeSettings
  public var ausweisApp: AusweisAppSettings
  public var payment: PaymentSettings
  /// Where applications go, in the order of the file; names are unique.
  public var destinations: [DestinationSettings]
  /// In the order of the file; a compartment names its bus by the place in this list, from 0.
  public var buses: [BusSettings]
  public var wall: WallSettings
  /// Every compartment, `[[compartments]]` written out, by number. Numbers, locks and places are unique.
  public var expandedCompartments: [CompartmentSettings]
  /// What is allowed and hardly meant: a station starts with it, `kiosk check` says it.
  public var doubts: [ConfigurationMistake] = []

  /// The number of boards on all buses.
  public var boardCount: Int { buses.reduce(0) { $0 + $1.boards.count } }
}

/// `[station]`: texts that are shown, and how.
public struct StationSettings: Equatable, Sendable {
  public enum Theme: String, Sendable, CaseIterable {
    case dark, light
    case highContrast = "high-contrast"
  }

  public var name: String
  public var town: String
  /// A name of the tz database, such as `Europe/Berlin`.
  public var timezone: String
  /// Language tags (`de`, `en`), the first one leads.
  public var languages: [String]
  /// The directory with texts and pages; an absolute path.
  public var contentDirectory: String
  public var theme: Theme
  public var profile: StationProfile
}

/// `[counter]`: where a document waits that is no longer in its compartment.
public struct CounterSettings: Equatable, Sendable {
  public var name: String
  public var address: String
  /// Lines of free text, 0…7.
  public var hours: [String]
  /// Empty: no telephone is named.
  public var phone: String
}

/// `[access]`: which Unix groups have which role.
public struct AccessSettings: Equatable, Sendable {
  public var staffGroup: String
  public var technicianGroup: String
  public var auditGroup: String
  public var citizenGroup: String
  /// Uid 0 and the station's own user hold all roles on the staff socket.
  public var ownerHoldsAllRoles: Bool
}

/// `[pickup]`: what a citizen may try, and how long.
public struct PickupSettings: Equatable, Sendable {
  public enum OldDocument: String, Sendable, CaseIterable {
    /// Laid into the compartment.
    case surrender
    /// Stays with the citizen.
    case keep
    /// Nobody asks.
    case off
  }

  public enum OldDocumentMissing: String, Sendable, CaseIterable {
    /// The loss is declared at the screen.
    case declare
    /// The counter helps.
    case counter
  }

  public var codeTriesMax: Int
  public var lockMinutes: Int
  public var locksUntilCounter: Int
  public var stationWrongTriesPerHourMax: Int
  public var holdDays: Int
  /// The day after the deposit on which the reminder goes out; smaller than `holdDays`.
  public var reminderDay: Int
  public var extensionDays: Int
  public var extensionsMax: Int
  /// What becomes of the document that the new one replaces.
  public var oldDocument: OldDocument
  /// What becomes of somebody who has lost it.
  public var oldDocumentMissing: OldDocumentMissing
  public var attemptsMax: Int
  public var doorMoveSeconds: Int
  public var doorOpenSeconds: Int
  public var moreTimeMax: Int
  public var resultSeconds: Int
  public var idleSeconds: Int
  public var warningSeconds: Int
  public var reconnectSeconds: Int
}

/// `[receipt]`: what a citizen can take along.
public struct ReceiptSettings: Equatable, Sendable {
  /// A queue of CUPS; nil: nothing is printed.
  public var printer: String?
  /// What lies in it: `80mm`, `a5` or `a4`.
  public var paper: String
}

/// `[deposit]`: how documents are laid in.
public struct DepositSettings: Equatable, Sendable {
  public var fourEyes: Bool
  /// A larger compartment may be taken when none of the right size is free.
  public var largerCompartment: Bool
}

/// `[retention]`: what stays how long.
public struct RetentionSettings: Equatable, Sendable {
  /// How long a settled order, without personal data, stays in the list.
  public var settledDays: Int
}

/// `[journal]`: the disk under the journal.
public struct JournalSettings: Equatable, Sendable {
  /// Less free space than this (MiB): no new handover begins.
  public var diskFloorMegabytes: Int
  /// The file (MiB) that is given up when the disk is full.
  public var ballastMegabytes: Int
  /// Where the daily signed head is appended besides the system log; nil for nowhere else.
  public var anchorFile: String?
}

/// `[backup]`: copies of the journal.
public struct BackupSettings: Equatable, Sendable {
  /// Where `kiosk backup` puts them; nil: it must be told.
  public var directory: String?
  /// So many of the newest are kept.
  public var keep: Int
  /// An older last backup (days) is a warning in `kiosk status`.
  public var warnAfterDays: Int
}

/// `[exchange]`: the folders through which a register and the station tell each other of orders.
public struct ExchangeSettings: Equatable, Sendable {
  /// Where files of orders arrive; nil for nowhere.
  public var inbox: String?
  /// Where confirmations are written; nil for nowhere.
  public var outbox: String?
}

/// `[wall]`: how many rows and columns of doors there are.
public struct WallSettings: Equatable, Sendable {
  public var rows: Int
  public var columns: Int
}
