// Which key of Kiosk.conf becomes which property. Names here are the file's; a test compares them with the
// schema by loading a file in which every key stands.

extension StationSettings {
  init(_ section: Section) {
    name = section.text("name")
    town = section.text("town")
    timezone = section.text("timezone")
    languages = section.texts("languages")
    contentDirectory = section.text("content")
    theme = section.word("theme")
    profile = section.word("profile")
  }
}

extension CounterSettings {
  init(_ section: Section) {
    name = section.text("name")
    address = section.text("address")
    hours = section.texts("hours")
    phone = section.text("phone")
  }
}

extension AccessSettings {
  init(_ section: Section) {
    staffGroup = section.text("staff_group")
    technicianGroup = section.text("technician_group")
    auditGroup = section.text("audit_group")
    citizenGroup = section.text("citizen_group")
    ownerHoldsAllRoles = section.flag("owner")
  }
}

extension PickupSettings {
  init(_ section: Section) {
    codeTriesMax = section.integer("code_tries_max")
    lockMinutes = section.integer("lock_minutes")
    locksUntilCounter = section.integer("locks_until_counter")
    stationWrongTriesPerHourMax = section.integer("station_wrong_tries_per_hour_max")
    holdDays = section.integer("hold_days")
    reminderDay = section.integer("reminder_day")
    extensionDays = section.integer("extension_days")
    extensionsMax = section.integer("extensions_max")
    oldDocument = section.word("old_document")
    oldDocumentMissing = section.word("old_document_missing")
    attemptsMax = section.integer("attempts_max")
    doorMoveSeconds = section.integer("door_move_seconds")
    doorOpenSeconds = section.integer("door_open_seconds")
    moreTimeMax = section.integer("more_time_max")
    resultSeconds = section.integer("result_seconds")
    idleSeconds = section.integer("idle_seconds")
    warningSeconds = section.integer("warning_seconds")
    reconnectSeconds = section.integer("reconnect_seconds")
  }
}

extension ReceiptSettings {
  init(_ section: Section) {
    let queue = section.text("printer")
    printer = queue.isEmpty ? nil : queue
    paper = section.text("paper")
  }
}

extension DepositSettings {
  init(_ section: Section) {
    fourEyes = section.flag("four_eyes")
    largerCompartment = section.flag("larger_compartment")
  }
}

extension JournalSettings {
  init(_ section: Section) {
    diskFloorMegabytes = section.integer("disk_floor_megabytes")
    ballastMegabytes = section.integer("ballast_megabytes")
    let path = section.text("anchor_file")
    anchorFile = path.isEmpty ? nil : path
  }
}

extension BackupSettings {
  init(_ section: Section) {
    let path = section.text("directory")
    directory = path.isEmpty ? nil : path
    keep = section.integer("keep")
    warnAfterDays = section.integer("warn_after_days")
  }
}

extension ExchangeSettings {
  init(_ section: Section) {
    let folders = ["inbox", "outbox"].map { section.text($0) }
    inbox = folders[0].isEmpty ? nil : folders[0]
    outbox = folders[1].isEmpty ? nil : folders[1]
  }
}

extension WallSettings {
  init(_ section: Section) {
    rows = section.integer("rows")
    columns = section.integer("columns")
  }
}

extension BusSettings {
  init(_ section: Section) {
    name = section.text("name")
    path = section.text("path")
    echo = section.flag("echo")
    quietMilliseconds = section.integer("quiet_milliseconds")
    gapMilliseconds = section.integer("gap_milliseconds")
    rs485 = section.flag("rs485")
    boards = section.sections("board").map(BoardSettings.init).sorted { $0.address < $1.address }
    baud = section.integerIfPresent("baud") ?? (boards.first?.dialect ?? .kerong).row.baud
  }
}

extension BoardSettings {
  init(_ section: Section) {
    address = section.integer("address")
    dialect = section.word("dialect")
    locks = section.integer("locks")
    closedIsOne = section.flag("closed_is_one")
    locksInverted = section.integers("locks_inverted").sorted()
    locksIgnored = section.integers("locks_ignored").sorted()
    pulse = section.word("pulse")
    pulseMilliseconds =
      section.integerIfPresent("pulse_milliseconds") ?? dialect.pulseMilliseconds(section.word("pulse"))
    statusBytes =
      section.integerIfPresent("status_bytes") ?? Self.statusBytes(locks: section.integer("locks"))
    answersUnlock = section.word("answers_unlock")
    itemSensor = section.flag("item_sensor")
    verifySum = section.flag("verify_sum")
    unlockTimeByteOrder = section.word("unlock_time_byte_order")
    statusTimeoutMilliseconds = section.integer("status_timeout_milliseconds")
  }
}
