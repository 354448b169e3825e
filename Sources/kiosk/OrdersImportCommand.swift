// `kiosk orders import FILE`: announces the register's orders and takes back what it withdraws. Rows that are wrong
// are named and left out, the rest goes to the station in batches; what the station knows already is left as it is.

import ArgumentParser
import Glibc
import Handover
import Messages
import Station

struct OrdersImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Announce orders from a file of JSON lines or CSV; known ones are left as they are.",
    discussion: """
      CSV may have English or German column names, ; or , between cells, and be UTF-8 or Windows-1252; \
      docs/exchange.md describes every column. Rows that were not simply taken are named on standard error as \
      FILE:LINE:COLUMN: what is wrong: remedy (COLUMN only for a cell of CSV); the others are imported.
      Exit status: 0 all rows imported or known, 65 some rejected or different from what is known, 66 the file \
      cannot be read, 69 no station answers, 70 refused, 77 no permission.
      """)

  @Argument(help: "The file; - reads standard input.", completion: .file()) var file: String
  @OptionGroup var staff: StaffOptions
  @Flag(help: "Change nothing, say what would come of it.") var check = false
  @Flag(help: "Print the counts and the rows that were not simply taken as JSON.") var json = false

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      let bytes = try readWhole(file)
      // The station's day, not this machine's: a birth date is at most today.
      guard case .status(let status) = try client.ask(.status),
        let today = CivilDay(iso: status.day)
      else { throw .strange(client.connection.path) }
      let parsed = parseOrders(bytes: bytes, fileName: file, today: today)
      var summary = ImportSummary(parsed)
      var rest = parsed.rows[...]
      while !rest.isEmpty {
        let count = try send(rest.prefix(StaffRequest.importMax), client, &summary)
        rest = rest.dropFirst(count)
      }
      report(summary, language)
      let left = summary.rejected + summary.differs
      if left > 0 {
        throw ClientFailure(
          .badData,
          "\(left) \(left == 1 ? "Zeile" : "Zeilen") nicht übernommen",
          "\(left) \(left == 1 ? "row" : "rows") not taken over")
      }
    }
  }

  /// Sends as many of `rows` as fit one request; how many those were.
  private func send(
    _ rows: ArraySlice<(line: Int, row: OrderImportRow)>, _ client: StaffClient,
    _ summary: inout ImportSummary
  ) throws(ClientFailure) -> Int {
    func request(_ rows: ArraySlice<(line: Int, row: OrderImportRow)>) -> StaffRequest {
      check ? .checkOrders(rows.map(\.row)) : .importOrders(rows.map(\.row))
    }
    var batch = rows
    while batch.count > 1, MessageCoding.encode(request(batch)).count > Frame.requestBytesMax {
      batch = batch.prefix(batch.count / 2)
    }
    guard case .imported(let result) = try client.ask(request(batch)) else {
      throw .strange(client.connection.path)
    }
    summary.add(result, for: batch)
    return batch.count
  }

  private func report(_ summary: ImportSummary, _ language: DeskLanguage) {
    if json { return Output.json(summary) }
    let name = file == "-" ? "stdin" : PlainText.clean(file)
    for note in summary.notes {
      let place = note.column.map { "\(note.line):\($0)" } ?? "\(note.line)"
      Output.complain("\(name):\(place): \(note.sentence(language))")
    }
    var german = ["schon bekannt \(summary.known)"]
    var english = ["known already \(summary.known)"]
    if summary.withdrawn + summary.absent > 0 {
      german.append("zurückgenommen \(summary.withdrawn), dafür nicht gefunden \(summary.absent)")
      english.append("withdrawn \(summary.withdrawn), not found for that \(summary.absent)")
    }
    if summary.differs > 0 {
      german.append("abweichend \(summary.differs)")
      english.append("different \(summary.differs)")
    }
    german.append("abgelehnt \(summary.rejected)")
    english.append("rejected \(summary.rejected)")
    let first = language.text("Angekündigt", "Announced")
    let trial = check ? language.text("Probe, nichts geändert. ", "Trial, nothing changed. ") : ""
    Output.say(
      "\(trial)\(first) \(summary.announced), "
        + language.text(german.joined(separator: ", "), english.joined(separator: ", ")) + ".")
  }
}

extension CivilDay {
  /// From `2026-11-22`.
  init?(iso text: String) {
    let pieces = text.split(separator: "-").compactMap { Int($0) }
    guard pieces.count == 3 else { return nil }
    self.init(year: pieces[0], month: pieces[1], day: pieces[2])
  }
}

/// The bytes of a file or of standard input, no more than an import may have and one more, so that the parser says so.
func readWhole(_ file: String) throws(ClientFailure) -> [UInt8] {
  let descriptor = file == "-" ? STDIN_FILENO : unsafe open(file, O_RDONLY | O_CLOEXEC)
  func failure() -> ClientFailure {
    let name = PlainText.clean(file)
    let reason = unsafe String(cString: strerror(errno))
    return ClientFailure(
      .noInput, "\(name): \(SystemWords.german(reason)): Pfad prüfen", "\(name): \(reason): check the path")
  }
  guard descriptor >= 0 else { throw failure() }
  defer { if file != "-" { _ = close(descriptor) } }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 64 << 10)
  while bytes.count <= ImportLimit.fileBytesMax {
    let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
    if count < 0 && errno == EINTR { continue }
    guard count >= 0 else { throw failure() }
    if count == 0 { break }
    bytes += chunk[..<count]
  }
  return bytes
}
