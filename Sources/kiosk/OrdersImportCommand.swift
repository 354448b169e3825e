// `kiosk orders import FILE`: announces the register's orders. Rows that are wrong are named and left out, the rest
// goes to the station in batches; what the station knows already is left as it is.

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
      Rejected rows are named on standard error as FILE:LINE: what is wrong, remedy; the others are imported.
      Exit status: 0 all rows imported or known, 65 some rejected, 66 the file cannot be read, 69 no station \
      answers, 70 refused, 77 no permission.
      """)

  @Argument(help: "The file; - reads standard input.", completion: .file()) var file: String
  @OptionGroup var staff: StaffOptions
  @Flag(help: "Print the counts and the rejected rows as JSON.") var json = false

  /// What `--json` prints.
  struct Summary: Encodable {
    struct Rejected: Encodable {
      /// From 1; nil: the station refused a row that was right in form.
      var line: Int?
      var id: String?
      var reason: String
      var remedy: String?
    }

    var announced = 0
    var known = 0
    /// Rows that were left out; each may have several faults.
    var rejected = 0
    var faults: [Rejected] = []
  }

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      let bytes = try readWhole(file)
      // The station's day, not this machine's: a birth date is at most today.
      guard case .status(let status) = try client.ask(.status),
        let today = CivilDay(iso: status.day)
      else { throw .strange(client.connection.path) }
      let parsed = parseOrders(bytes: bytes, fileName: file, today: today)
      var summary = Summary(rejected: parsed.rejectedRowCount)
      for fault in parsed.rejections {
        summary.faults.append(.init(line: fault.line, id: nil, reason: fault.reason, remedy: fault.remedy))
      }
      var rest = parsed.orders[...]
      while !rest.isEmpty {
        let count = try send(rest.prefix(StaffRequest.importMax), client, language, &summary)
        rest = rest.dropFirst(count)
      }
      report(summary, language)
      if summary.rejected > 0 {
        throw ClientFailure(
          .badData, "\(summary.rejected) \(summary.rejected == 1 ? "Zeile" : "Zeilen") abgelehnt",
          "\(summary.rejected) \(summary.rejected == 1 ? "row" : "rows") rejected")
      }
    }
  }

  /// Sends as many of `orders` as fit one request; how many those were.
  private func send(
    _ orders: ArraySlice<ImportedOrder>, _ client: StaffClient, _ language: DeskLanguage,
    _ summary: inout Summary
  ) throws(ClientFailure) -> Int {
    var batch = orders
    var request = StaffRequest.importOrders(batch.map(OrderImportRow.init))
    while batch.count > 1, MessageCoding.encode(request).count > Frame.requestBytesMax {
      batch = batch.prefix(batch.count / 2)
      request = .importOrders(batch.map(OrderImportRow.init))
    }
    guard case .imported(let result) = try client.ask(request) else { return batch.count }
    summary.announced += result.announced
    summary.known += result.known
    summary.rejected += result.refused.count
    for order in batch {
      guard let reason = result.refused[order.id] else { continue }
      summary.faults.append(.init(line: order.line, id: order.id, reason: reason, remedy: nil))
    }
    return batch.count
  }

  private func report(_ summary: Summary, _ language: DeskLanguage) {
    if json { return Output.json(summary) }
    let name = file == "-" ? "stdin" : PlainText.clean(file)
    for fault in summary.faults {
      let remedy = fault.remedy.map { ": \($0)" } ?? ""
      Output.complain("\(name):\(fault.line ?? 0): \(PlainText.clean(fault.reason))\(remedy)")
    }
    Output.say(
      language.text(
        "Angekündigt \(summary.announced), schon bekannt \(summary.known), abgelehnt \(summary.rejected).",
        "Announced \(summary.announced), known already \(summary.known), rejected \(summary.rejected)."))
  }
}

extension OrderImportRow {
  init(_ order: ImportedOrder) {
    self.init(
      id: order.id, documents: order.documents.map(\.name), serials: order.serials, name: order.name,
      phone: order.phone, email: order.email, slip: order.slip, birthDate: order.birthDate.description,
      size: order.size.name, low: order.wantsLowDoor, counterOnly: order.counterOnly,
      pinLetterConfirmed: order.pinLetterConfirmed, language: order.language)
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
private func readWhole(_ file: String) throws(ClientFailure) -> [UInt8] {
  let descriptor = file == "-" ? STDIN_FILENO : unsafe open(file, O_RDONLY | O_CLOEXEC)
  func failure() -> ClientFailure {
    let reason = "\(PlainText.clean(file)): \(unsafe String(cString: strerror(errno)))"
    return ClientFailure(.noInput, "\(reason): Pfad prüfen", "\(reason): check the path")
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
