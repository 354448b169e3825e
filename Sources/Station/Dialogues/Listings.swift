// What `kiosk orders`, `compartments`, `review` and `status` print for people: aligned columns, what needs a person
// marked `!` and first (AX-69: no colour, no drawing). Programs read `--json` instead.

import Messages

public enum Listing {
  static let attention = "!"

  public static func orders(_ rows: [OrderRow], withNames: Bool, _ language: DeskLanguage) -> [String] {
    guard !rows.isEmpty else { return [language.pick("Keine Aufträge.", "No orders.")] }
    var columns: [(String, PlainTable.Alignment)] = [
      ("", .left), (language.pick("Auftrag", "Order"), .left), (language.pick("Stand", "Stage"), .left),
      (language.pick("Fach", "Door"), .right), (language.pick("seit", "since"), .left),
      (language.pick("bis", "until"), .left), (language.pick("Dokumente", "Documents"), .left),
    ]
    if withNames { columns.append((language.pick("Name", "Name"), .left)) }
    var table = PlainTable(columns)
    let urgent = rows.filter { needsPerson($0) }
    for row in urgent + rows.filter({ !needsPerson($0) }) {
      var documents = row.documents.map(language.document).joined(separator: ", ")
      if row.counterOnly { documents += language.pick(" (nur Schalter)", " (counter only)") }
      var cells = [
        needsPerson(row) ? attention : "", row.order, language.stage(row.stage),
        row.compartment.map(String.init) ?? "-", row.since ?? "-", row.until ?? "-", documents,
      ]
      if withNames { cells.append(row.name ?? "-") }
      table.add(cells)
    }
    return table.lines
  }

  private static func needsPerson(_ row: OrderRow) -> Bool {
    row.stage == "overdue" || row.stage == "missing"
  }

  public static func compartments(_ rows: [CompartmentRow], _ language: DeskLanguage) -> [String] {
    guard !rows.isEmpty else { return [language.pick("Keine Fächer.", "No compartments.")] }
    var table = PlainTable([
      ("", .left), (language.pick("Fach", "Door"), .right), (language.pick("Größe", "Size"), .left),
      (language.pick("Reihe", "Row"), .right), (language.pick("Spalte", "Column"), .right),
      (language.pick("Tür", "Door is"), .left), (language.pick("Inhalt", "Content"), .left),
      (language.pick("Auftrag", "Order"), .left), (language.pick("Schloss", "Lock"), .left),
      (language.pick("gesperrt", "Out of service"), .left),
    ])
    func needsPerson(_ row: CompartmentRow) -> Bool {
      row.blocked != nil || row.content == "unclear" || row.content == "old_document" || row.door != "closed"
    }
    let urgent = rows.filter(needsPerson)
    for row in urgent + rows.filter({ !needsPerson($0) }) {
      table.add([
        needsPerson(row) ? attention : "", String(row.compartment),
        row.size + (row.low ? language.pick(" unten", " low") : ""), String(row.row), String(row.column),
        language.door(row.door), language.content(row.content), row.order ?? "-",
        lock(row, language), row.blocked.map(language.cause) ?? "-",
      ])
    }
    return table.lines
  }

  /// Where a lock is, as Kiosk.conf and the other commands name it.
  private static func lock(_ row: CompartmentRow, _ language: DeskLanguage) -> String {
    guard let bus = row.busName else { return "\(row.bus).\(row.board).\(row.lock)" }
    return language.pick(
      "\(bus), Platine \(row.board), Schloss \(row.lock)", "\(bus), board \(row.board), lock \(row.lock)")
  }

  public static func review(_ rows: [ReviewRow], _ language: DeskLanguage) -> [String] {
    guard !rows.isEmpty else { return [language.pick("Nichts zu klären.", "Nothing to review.")] }
    var table = PlainTable([
      ("", .left), (language.pick("Punkt", "Item"), .right), (language.pick("Grund", "Reason"), .left),
      (language.pick("Fach", "Door"), .right), (language.pick("Auftrag", "Order"), .left),
      (language.pick("Vorgang", "Operation"), .left), (language.pick("wiederholt", "Repeats"), .right),
    ])
    for row in rows {
      table.add([
        attention, String(row.item), language.cause(row.kind), row.compartment.map(String.init) ?? "-",
        row.order ?? "-", row.operation ?? "-", String(row.repeats),
      ])
    }
    return table.lines
  }

  /// What needs a person comes first, each with `!`; then one fact a line.
  public static func status(_ report: StatusReport, _ language: DeskLanguage) -> [String] {
    func line(_ mark: Bool, _ german: String, _ english: String, _ value: String) -> String {
      let title = language.pick(german, english)
      let fill = String(repeating: " ", count: max(1, 18 - title.count))
      return (mark ? "! " : "  ") + title + fill + PlainText.clean(value)
    }
    var lines: [(isUrgent: Bool, text: String)] = []
    func add(_ isUrgent: Bool, _ german: String, _ english: String, _ value: String) {
      lines.append((isUrgent, line(isUrgent, german, english, value)))
    }
    add(
      report.service != "in-service", "Betrieb", "Service", language.service(report.service))
    for reason in report.safeMode { add(true, "Sicherheitsbetrieb", "Safe mode", reason) }
    add(
      report.clockSuspect, "Uhr", "Clock",
      report.day
        + (report.clockSuspect
          ? language.pick(", fraglich: 'kiosk clock confirm'", ", doubtful: 'kiosk clock confirm'") : ""))
    let doors = report.compartments
    add(
      doors.blocked + doors.unclear + doors.doorsUnknown + doors.doorsOpen > 0, "Fächer", "Compartments",
      language.pick(
        "\(doors.all), belegt \(doors.loaded), frei \(doors.free), gesperrt \(doors.blocked), unklar \(doors.unclear), Tür offen \(doors.doorsOpen), Tür unbekannt \(doors.doorsUnknown)",
        "\(doors.all), loaded \(doors.loaded), free \(doors.free), out of service \(doors.blocked), unclear \(doors.unclear), doors open \(doors.doorsOpen), doors unknown \(doors.doorsUnknown)"
      ))
    if doors.oldDocuments > 0 {
      add(
        true, "Alte Dokumente", "Old documents",
        language.pick(
          "\(doors.oldDocuments) abzuholen: 'kiosk retrieve --overdue'",
          "\(doors.oldDocuments) to collect: 'kiosk retrieve --overdue'"))
    }
    let orders = report.orders
    add(
      orders.overdue + orders.missing > 0, "Aufträge", "Orders",
      language.pick(
        "angekündigt \(orders.announced), im Fach \(orders.deposited), davon überfällig \(orders.overdue), am Schalter \(orders.retrieved), vermisst \(orders.missing), ausgehändigt \(orders.handedOver)",
        "announced \(orders.announced), in compartments \(orders.deposited), of these overdue \(orders.overdue), at the counter \(orders.retrieved), missing \(orders.missing), handed over \(orders.handedOver)"
      ))
    add(
      report.openReviews > 0, "Klärung", "Review",
      language.pick("\(report.openReviews) offen", "\(report.openReviews) open"))
    for operation in report.liveOperations {
      add(
        false, "Vorgang", "Operation",
        "\(operation.operation), \(language.purpose(operation.purpose)), "
          + language.pick("Fach ", "compartment ")
          + "\(operation.compartment), \(language.phase(operation.phase))")
    }
    for board in report.boards {
      add(
        !board.answering, "Platine", "Board",
        (board.busName.map { "\($0) \(board.board): " } ?? "\(board.bus).\(board.board) ")
          + (board.answering
            ? language.pick("antwortet", "answers") : language.pick("antwortet nicht", "is silent")))
    }
    add(
      !report.journal.writable, "Journal", "Journal",
      "\(report.journal.records) "
        + (report.journal.writable
          ? language.pick("Einträge", "records")
          : language.pick(
            "Einträge, nicht schreibbar: Platz, Rechte und Einhängung seines Datenträgers prüfen",
            "records, not writable: check space, permissions and mount of its disk")))
    for (isUrgent, german, english, value) in exchange(report.exchange, language) {
      add(isUrgent, german, english, value)
    }
    for line in report.content.map({ contentWords($0, language) }) ?? [] {
      add(line.isUrgent, line.german, line.english, line.value)
    }
    if let documents = report.documents, documents.all > 0 {
      add(false, "Dokumentstände", "Documents", documentsLine(documents, language))
    }
    add(report.backup.isOld, "Sicherung", "Backup", backup(report.backup, language))
    let (failed, letters) = (report.noticesFailed ?? 0, report.lettersDue ?? 0)
    add(
      failed + letters > 0, "Ausgang", "Notices",
      language.pick(
        "\(report.noticesWaiting) wartend, davon \(failed) zu klären, \(letters) nur per Brief",
        "\(report.noticesWaiting) waiting, of these \(failed) to be settled, \(letters) by letter only"))
    if let free = report.diskFreeMegabytes {
      let isLow = report.service == "disk-low"
      add(
        isLow, "Speicherplatz", "Disk",
        "\(free) MiB"
          + (isLow
            ? language.pick(
              ": auf dem Datenträger des Journals Platz schaffen, dann geht es von selbst weiter",
              ": free space on the journal's disk, then it goes on by itself") : ""))
    }
    add(
      !report.screenConnected, "Bildschirm", "Screen",
      report.screenConnected
        ? language.pick("verbunden", "connected") : language.pick("nicht verbunden", "not connected"))
    if let reader = report.reader {
      add(
        reader == "out-of-order" || reader == "busy", "Kartenleser", "Card reader",
        readerWords(reader, language))
    }
    if let path = report.unusableTrust {
      add(true, "Alte Pässe", "Old passports", trustWords(path, language))
    }
    if let printer = report.printer {
      add(printer != "ready", "Drucker", "Printer", printerWords(printer, language))
    }
    for (isUrgent, german, english, value) in destinations(report.destinations ?? [], language) {
      add(isUrgent, german, english, value)
    }
    let title = PlainText.clean("\(report.station), \(report.town), kiosk \(report.version)")
    return [title] + lines.filter(\.isUrgent).map(\.text) + lines.filter { !$0.isUrgent }.map(\.text)
  }

  private static func backup(_ report: BackupReport, _ language: DeskLanguage) -> String {
    guard let day = report.day, let age = report.ageDays, let sequence = report.sequence else {
      return report.directory == nil
        ? language.pick(
          "keine eingerichtet: [backup] in Kiosk.conf", "none configured: [backup] in Kiosk.conf")
        : language.pick("noch keine: 'kiosk backup'", "none yet: 'kiosk backup'")
    }
    let words = language.pick(
      "geprüft am \(day) (vor \(age) Tagen), bis Eintrag \(sequence)",
      "verified on \(day) (\(age) days ago), up to record \(sequence)")
    return report.isOld
      ? words
        + language.pick(
          ", älter als \(report.warnAfterDays) Tage: 'kiosk backup'",
          ", older than \(report.warnAfterDays) days: 'kiosk backup'")
      : words
  }
}
