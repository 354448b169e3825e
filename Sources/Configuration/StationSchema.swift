// Every key that Kiosk.conf knows, with range, unit and default. This is the one place where a default
// stands; the comments of the shipped file are compared with it by a test.

/// The keys of Kiosk.conf, table by table.
enum StationSchema {
  static let root = TableRule(keys: [
    KeyRule("station", .table(station), .means("its defaults")),
    KeyRule("terminal", .table(terminal), .means("its defaults")),
    KeyRule("opening", .tables(opening, max: OpeningSettings.Service.allCases.count), .means("always open")),
    KeyRule("counter", .table(counter), .means("its defaults")),
    KeyRule("access", .table(access), .means("its defaults")),
    KeyRule("pickup", .table(pickup), .means("its defaults")),
    KeyRule("receipt", .table(receipt), .means("its defaults")),
    KeyRule("deposit", .table(deposit), .means("its defaults")),
    KeyRule("retention", .table(retention), .means("its defaults")),
    KeyRule("journal", .table(journal), .means("its defaults")),
    KeyRule("backup", .table(backup), .means("its defaults")),
    KeyRule("exchange", .table(exchange), .means("its defaults")),
    KeyRule("status", .table(status), .means("its defaults")),
    KeyRule("card", .table(card), .means("its defaults")),
    KeyRule("notices", .table(notices), .means("its defaults")),
    KeyRule("ausweisapp", .table(ausweisApp), .means("its defaults")),
    KeyRule("payment", .table(payment), .means("its defaults")),
    KeyRule(
      "destination", .tables(destination, max: ConfigurationLimit.destinationsMax),
      .means("no application is offered")),
    KeyRule("bus", .tables(bus, max: ConfigurationLimit.busesMax), .means("no compartments")),
    KeyRule("wall", .table(wall), .means("its defaults")),
    KeyRule("compartments", .tables(block, max: ConfigurationLimit.compartmentTablesMax), .means("none")),
    KeyRule(
      "compartment", .tables(compartment, max: ConfigurationLimit.compartmentTablesMax), .means("none")),
  ])

  static let timezones = [
    "Europe/Berlin", "Europe/Busingen", "Europe/Vienna", "Europe/Zurich", "Europe/Luxembourg",
    "Europe/Brussels",
  ]

  static let station = TableRule(keys: [
    KeyRule("name", .text(1...40, .line), default: .text("Abholstation")),
    KeyRule("town", .text(1...40, .line), .required),
    KeyRule("timezone", .word(timezones), default: .text("Europe/Berlin")),
    KeyRule("languages", .texts(1...8, each: 2...12), default: .array([.text("de"), .text("en")])),
    KeyRule("content", .text(1...200, .path), default: .text("/usr/share/kiosk/Content")),
    KeyRule("theme", .word(["dark", "light", "high-contrast"]), default: .text("dark")),
    KeyRule("profile", .word(StationProfile.allCases.map(\.rawValue)), default: .text("both")),
  ])

  static let counter = TableRule(keys: [
    KeyRule("name", .text(1...60, .line), .required),
    KeyRule("address", .text(1...80, .line), .required),
    KeyRule("hours", .texts(0...7, each: 1...54), default: .array([])),
    KeyRule("phone", .text(0...30, .line), default: .text("")),
  ])

  static let access = TableRule(keys: [
    KeyRule("staff_group", .text(1...32, .group), default: .text("kiosk-staff")),
    KeyRule("technician_group", .text(1...32, .group), default: .text("kiosk-tech")),
    KeyRule("audit_group", .text(1...32, .group), default: .text("kiosk-audit")),
    KeyRule("citizen_group", .text(1...32, .group), default: .text("kiosk-screen")),
    KeyRule("owner", .flag, default: .flag(true)),
  ])

  static let pickup = TableRule(keys: [
    KeyRule("code_tries_max", .integer(1...10, unit: "tries"), default: .integer(5)),
    KeyRule("lock_minutes", .integer(1...1_440, unit: "minutes"), default: .integer(15)),
    KeyRule("locks_until_counter", .integer(1...10, unit: "locks"), default: .integer(3)),
    KeyRule("station_wrong_tries_per_hour_max", .integer(10...10_000, unit: "tries"), default: .integer(60)),
    KeyRule("hold_days", .integer(1...60, unit: "days"), default: .integer(7)),
    KeyRule("reminder_day", .integer(1...59, unit: "days"), default: .integer(5)),
    KeyRule("extension_days", .integer(1...30, unit: "days"), default: .integer(3)),
    KeyRule("extensions_max", .integer(0...5, unit: "extensions"), default: .integer(1)),
    KeyRule("old_document", .word(["surrender", "keep", "off"]), default: .text("surrender")),
    KeyRule("old_document_missing", .word(["declare", "counter"]), default: .text("declare")),
    KeyRule("attempts_max", .integer(1...3, unit: "attempts"), default: .integer(3)),
    KeyRule("door_move_seconds", .integer(5...120, unit: "seconds"), default: .integer(20)),
    KeyRule("door_open_seconds", .integer(20...600, unit: "seconds"), default: .integer(60)),
    KeyRule("more_time_max", .integer(10...100, unit: "times"), default: .integer(10)),
    KeyRule("result_seconds", .integer(10...300, unit: "seconds"), default: .integer(30)),
    KeyRule("idle_seconds", .integer(20...600, unit: "seconds"), default: .integer(60)),
    KeyRule("warning_seconds", .integer(20...120, unit: "seconds"), default: .integer(30)),
    KeyRule("reconnect_seconds", .integer(2...60, unit: "seconds"), default: .integer(10)),
  ])

  static let receipt = TableRule(keys: [
    KeyRule("printer", .text(0...40, .queueOrNothing), default: .text("")),
    KeyRule("paper", .word(["80mm", "a5", "a4"]), default: .text("80mm")),
  ])

  static let deposit = TableRule(keys: [
    KeyRule("four_eyes", .flag, default: .flag(true)),
    KeyRule("larger_compartment", .flag, default: .flag(true)),
  ])

  static let retention = TableRule(keys: [
    KeyRule("settled_days", .integer(0...90, unit: "days"), default: .integer(30))
  ])

  static let journal = TableRule(keys: [
    KeyRule("disk_floor_megabytes", .integer(16...4_096, unit: "MiB"), default: .integer(64)),
    KeyRule("ballast_megabytes", .integer(0...1_024, unit: "MiB"), default: .integer(64)),
    KeyRule("anchor_file", .text(0...200, .pathOrNothing), default: .text("")),
  ])

  static let backup = TableRule(keys: [
    KeyRule("directory", .text(0...200, .pathOrNothing), default: .text("")),
    KeyRule("keep", .integer(1...365, unit: "backups"), default: .integer(7)),
    KeyRule("warn_after_days", .integer(1...90, unit: "days"), default: .integer(3)),
  ])

  static let exchange = TableRule(keys: [
    KeyRule("inbox", .text(0...200, .pathOrNothing), default: .text("")),
    KeyRule("outbox", .text(0...200, .pathOrNothing), default: .text("")),
  ])

  static let bus = TableRule(keys: [
    KeyRule("name", .text(1...16, .name), .required),
    KeyRule("path", .text(1...200, .path), .required),
    KeyRule(
      "baud", .integerOf([9_600, 19_200, 57_600, 115_200], unit: "baud"),
      .means("19200; 9600 for xor and modbus")),
    KeyRule("echo", .flag, default: .flag(false)),
    KeyRule("quiet_milliseconds", .integer(25...200, unit: "milliseconds"), default: .integer(25)),
    KeyRule("gap_milliseconds", .integer(5...100, unit: "milliseconds"), default: .integer(5)),
    KeyRule("rs485", .flag, default: .flag(false)),
    KeyRule("board", .tables(board, max: ConfigurationLimit.boardsPerBusMax), .required),
  ])

  static let addresses = 0...247
  static let locks = 0...(ConfigurationLimit.locksPerBoardMax - 1)
  static let lockCounts = 0...ConfigurationLimit.locksPerBoardMax

  static let board = TableRule(keys: [
    KeyRule("address", .integer(addresses, unit: ""), .required),
    KeyRule("dialect", .word(["kerong", "xor", "modbus"]), default: .text("kerong")),
    KeyRule("locks", .integer(1...ConfigurationLimit.locksPerBoardMax, unit: "locks"), default: .integer(16)),
    KeyRule("closed_is_one", .flag, default: .flag(true)),
    KeyRule("locks_inverted", .integers(lockCounts, each: locks), default: .array([])),
    KeyRule("locks_ignored", .integers(lockCounts, each: locks), default: .array([])),
    KeyRule("pulse", .word(["coil-flash", "register-momentary"]), default: .text("coil-flash")),
    KeyRule(
      "pulse_milliseconds", .integer(10...60_000, unit: "milliseconds"),
      .means("300 for xor, 1000 for register-momentary, else 500")),
    KeyRule("status_bytes", .integer(2...8, unit: "bytes"), .means("3, or as many as the locks need")),
    KeyRule("answers_unlock", .word(["never", "always", "maybe"]), default: .text("maybe")),
    KeyRule("item_sensor", .flag, default: .flag(false)),
    KeyRule("verify_sum", .flag, default: .flag(true)),
    KeyRule(
      "unlock_time_byte_order", .word(["unconfirmed", "high-first", "low-first"]),
      default: .text("unconfirmed")),
    KeyRule(
      "status_timeout_milliseconds", .integer(60...150, unit: "milliseconds"), default: .integer(100)),
  ])

  static let wall = TableRule(keys: [
    KeyRule("rows", .integer(1...ConfigurationLimit.wallRowsMax, unit: "rows"), default: .integer(3)),
    KeyRule(
      "columns", .integer(1...ConfigurationLimit.wallColumnsMax, unit: "columns"), default: .integer(16)),
  ])

  static let numbers = 1...ConfigurationLimit.compartmentNumberMax
  static let rows = 1...ConfigurationLimit.wallRowsMax
  static let columns = 1...ConfigurationLimit.wallColumnsMax

  static let block = TableRule(keys: [
    KeyRule("first", .integer(numbers, unit: ""), default: .integer(1)),
    KeyRule("count", .integer(numbers, unit: "compartments"), .required),
    KeyRule("bus", .text(1...16, .name), .required),
    KeyRule("board", .integer(addresses, unit: ""), default: .integer(0)),
    KeyRule("lock", .integer(locks, unit: ""), default: .integer(0)),
    KeyRule("size", .word(["S", "M", "L"]), default: .text("S")),
    KeyRule("row", .integer(rows, unit: ""), default: .integer(1)),
    KeyRule("column", .integer(columns, unit: ""), default: .integer(1)),
    KeyRule("rows", .integer(rows, unit: "rows"), .means("down to the wall's last row")),
    KeyRule("columns", .integer(columns, unit: "columns"), .means("up to the wall's last column")),
    KeyRule("fill", .word(["rows", "columns"]), default: .text("rows")),
    KeyRule("low_rows", .integers(0...ConfigurationLimit.wallRowsMax, each: rows), default: .array([])),
  ])

  static let compartment = TableRule(keys: [
    KeyRule("number", .integer(numbers, unit: ""), .required),
    KeyRule("bus", .text(1...16, .name), .required),
    KeyRule("board", .integer(addresses, unit: ""), .required),
    KeyRule("lock", .integer(locks, unit: ""), .required),
    KeyRule("size", .word(["S", "M", "L"]), default: .text("S")),
    KeyRule("height", .word(["low", "normal"]), default: .text("normal")),
    KeyRule("row", .integer(rows, unit: ""), .required),
    KeyRule("column", .integer(columns, unit: ""), .required),
  ])
}
