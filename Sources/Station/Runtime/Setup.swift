// From Kiosk.conf to what the core and the buses are set up with. Names change here and nothing is decided; what the
// wiring of the lockers cannot do is refused with its remedy.

import Configuration
import Handover
import Lockers
import Messages
import Services

extension Policy {
  init(_ configuration: StationConfiguration) {
    self.init()
    let pickup = configuration.pickup
    codeTriesMax = pickup.codeTriesMax
    lockMilliseconds = Int64(pickup.lockMinutes) * 60_000
    locksUntilCounter = pickup.locksUntilCounter
    holdDays = pickup.holdDays
    reminderDay = pickup.reminderDay
    attemptsMax = pickup.attemptsMax
    extensionsMax = pickup.extensionsMax
    extensionDays = pickup.extensionDays
    switch pickup.oldDocument {
    case .surrender: oldDocument = .surrender
    case .keep: oldDocument = .keep
    case .off: oldDocument = .off
    }
    largerCompartment = configuration.deposit.largerCompartment
    fourEyes = configuration.deposit.fourEyes
    settledDays = configuration.retention.settledDays
  }
}

extension Intervals {
  init(_ pickup: PickupSettings) {
    self.init()
    doorMove = Int64(pickup.doorMoveSeconds) * 1000
    doorOpen = Int64(pickup.doorOpenSeconds) * 1000
    result = Int64(pickup.resultSeconds) * 1000
    idle = Int64(pickup.idleSeconds) * 1000
    warning = Int64(pickup.warningSeconds) * 1000
    reconnect = Int64(pickup.reconnectSeconds) * 1000
  }
}

extension CompartmentPlan {
  init(_ settings: CompartmentSettings) {
    let size: CompartmentSize =
      switch settings.size {
      case .small: .small
      case .medium: .medium
      case .large: .large
      }
    self.init(
      number: settings.number,
      lock: LockAddress(bus: settings.bus, board: settings.board, lock: settings.lock), size: size,
      isLow: settings.isLow, row: settings.row, column: settings.column, hasItemSensor: settings.hasItemSensor
    )
  }
}

extension StationSetup {
  /// `texts`: language tag to key to template.
  init(_ configuration: StationConfiguration, texts: [String: [String: String]], version: String) {
    let plans = configuration.expandedCompartments.map { CompartmentPlan($0) }
    let places = plans.map { Wall.Place(number: $0.number, row: $0.row, column: $0.column) }
    let counter = configuration.counter
    let station = configuration.station
    self.init(
      policy: Policy(configuration), intervals: Intervals(configuration.pickup), plans: plans,
      boards: configuration.buses.enumerated().flatMap { bus in
        bus.element.boards.map { BoardName(bus: bus.offset, board: $0.address) }
      },
      welcome: Welcome(
        version: protocolVersion, town: station.town, theme: station.theme.rawValue,
        languages: station.languages, texts: texts,
        wall: Wall(
          rows: configuration.wall.rows, columns: configuration.wall.columns, compartments: places),
        counter: CounterInfo(
          name: counter.name, address: counter.address, hours: counter.hours, phone: counter.phone),
        lockMinutes: configuration.pickup.lockMinutes),
      name: station.name, version: version, moreTimeMax: configuration.pickup.moreTimeMax,
      wrongTriesPerHourMax: configuration.pickup.stationWrongTriesPerHourMax,
      diskFloorMegabytes: configuration.journal.diskFloorMegabytes,
      backup: BackupPlan(
        directory: configuration.backup.directory, keep: configuration.backup.keep,
        warnAfterDays: configuration.backup.warnAfterDays))
    offers = OfferRules(configuration)
    hasInbox = configuration.exchange.inbox != nil
    hasOutbox = configuration.exchange.outbox != nil
    status = StatusRules(configuration.status)
    notices = NoticeRules(configuration.notices)
    if hasOutbox {
      policy.confirmsToRegister = true
      notices.channels.insert(.register)
    }
    for (bus, settings) in configuration.buses.enumerated() {
      for board in settings.boards {
        provable[BoardName(bus: bus, board: board.address)] = ProvableBoard(board, on: settings)
      }
    }
    declaresLoss = configuration.pickup.oldDocumentMissing == .declare
    hasPrinter = configuration.receipt.printer != nil
    paper = SlipPaper(rawValue: configuration.receipt.paper) ?? .roll80
    hasReader = configuration.card.reader != .none
    identifies =
      configuration.card.path == .ausweisApp && configuration.ausweisApp.isEnabled
      && configuration.ausweisApp.backChannel != nil
    payee = Payee(configuration.payment)
    readsPassports = configuration.card.csca != nil
    welcome.hasCardPIN = configuration.card.path == .own || configuration.ausweisApp.isEnabled
  }
}

extension OfferRules {
  init(_ configuration: StationConfiguration) {
    self.init()
    let profile = configuration.station.profile
    hasLockers = profile.hasLockers
    hasInformation = profile.hasInformation
    // A suitcase has no register and no compartments: it knows of no order.
    hasDocumentStatus = profile != .suitcase
    contactPage = configuration.terminal.contactPage.flatMap { ContentReference(reading: $0) }
    for opening in configuration.openings {
      // Both names stand in Kiosk.conf as they are; a test compares the two lists.
      hours[Offer.Kind(rawValue: opening.service.rawValue)!] = opening.hours
    }
  }
}

extension Payee {
  /// Nil where Kiosk.conf names none, or an account that is none.
  init?(_ settings: PaymentSettings) {
    guard let name = settings.payee, let iban = try? IBAN(settings.iban) else { return nil }
    if settings.bic == nil, iban.needsBIC { return nil }
    self.init(name: name, iban: iban, bic: settings.bic)
  }
}

extension StatusRules {
  init(_ settings: StatusSettings) {
    self.init()
    isOffered = settings.isOffered
    days = settings.days
    perMinuteMax = settings.triesPerMinuteMax
    perHourMax = settings.triesPerHourMax
    unknownMax = settings.unknownMax
    pauseMinutes = settings.pauseMinutes
  }
}

extension NoticeRules {
  init(_ settings: NoticeSettings) {
    self.init()
    if settings.emailFrom != nil { channels.insert(.email) }
    if !settings.smsCommand.isEmpty { channels.insert(.sms) }
    preferred = settings.prefer == .email ? .email : .sms
    attemptsMax = settings.attemptsMax
    daysMax = settings.daysMax
    waitMilliseconds = Int64(settings.retrySeconds) * 1000
    perMinuteMax = settings.perMinuteMax
    afterUnknownEmail = settings.emailAfterUnknown == .ask ? .ask : .resend
    afterUnknownSMS = settings.smsAfterUnknown == .ask ? .ask : .resend
    quiet = (settings.quietFromHour * 60, settings.quietUntilHour * 60)
  }
}

extension BusConfiguration {
  init(_ settings: BusSettings) {
    self.init(path: settings.path, boards: settings.boards.map { BoardConfiguration($0) })
    baud = settings.baud
    echo = settings.echo
    rs485 = settings.rs485
    gapMilliseconds = settings.gapMilliseconds
    quietMilliseconds = settings.quietMilliseconds
    // A line may need a longer silence than what it may babble by default.
    quietMillisecondsMax = max(quietMillisecondsMax, settings.quietMilliseconds)
  }
}

extension BoardConfiguration {
  init(_ settings: BoardSettings) {
    // Both names stand in Kiosk.conf as they are; a test compares the two lists.
    self.init(address: settings.address, dialect: DialectName(rawValue: settings.dialect.rawValue)!)
    lockCount = settings.locks
    closedIsOne = settings.closedIsOne
    invertedLocks = settings.locksInverted
    ignoredLocks = settings.locksIgnored
    pulseMilliseconds = settings.pulseMilliseconds
    modbusPulse = ModbusPulse(rawValue: settings.pulse.rawValue)!
    statusBytes = settings.statusBytes
    switch settings.answersUnlock {
    case .never: answersUnlock = .never
    case .maybe: answersUnlock = .maybe
    case .always: answersUnlock = .always
    }
    irWired = settings.itemSensor
    verifiesSum = settings.verifySum
    switch settings.unlockTimeByteOrder {
    case .unconfirmed: pulseByteOrder = .unconfirmed
    case .highFirst: pulseByteOrder = .highFirst
    case .lowFirst: pulseByteOrder = .lowFirst
    }
    statusTimeoutMilliseconds = settings.statusTimeoutMilliseconds
  }
}
