// `kiosk documents`: how far ordered documents are by the register's word, counted; and `kiosk documents import FILE`, which
// takes such words from a file. No number of anybody is ever listed: the station keeps none.

import ArgumentParser
import Handover
import Messages
import Station

struct DocumentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "documents",
    abstract: "What the register says of ordered documents: count it, or take it from a file.",
    discussion: exitStatusHelp,
    subcommands: [DocumentsCountCommand.self, DocumentsImportCommand.self],
    defaultSubcommand: DocumentsCountCommand.self)
}

struct DocumentsCountCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "count", abstract: "How many documents have each state; no numbers.",
    discussion: exitStatusHelp)

  @OptionGroup var staff: StaffOptions
  @Flag(help: "Print the station's answer as JSON.") var json = false

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      guard case .documents(let counts) = try client.ask(.documents) else {
        throw .strange(client.connection.path)
      }
      if json { Output.json(counts) } else { Output.say(Listing.documents(counts, language)) }
    }
  }
}

struct DocumentsImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take states of documents from a file of CSV or JSON lines; the newest word stays.",
    discussion: """
      Columns: serial or slip, state, kind, day, in English or German; docs/exchange.md describes them. Rows that were \
      not taken are named on standard error as FILE:LINE:COLUMN: what is wrong: remedy; the others are imported. Of the \
      numbers the station keeps keyed hashes alone.
      Exit status: 0 all rows taken or known, 65 some rejected or older than what is known, 66 the file cannot be \
      read, 69 no station answers, 70 refused, 77 no permission.
      """)

  @Argument(help: "The file; - reads standard input.", completion: .file()) var file: String
  @OptionGroup var staff: StaffOptions
  @Flag(help: "Change nothing, say what would come of it.") var dryRun = false
  @Flag(help: "Print the counts and the rows that were not taken as JSON.") var json = false

  func run() throws {
    try staff.run { (client, language) throws(ClientFailure) in
      let bytes = try readWhole(file)
      // The station's day, not this machine's: a state is at most of today.
      guard case .status(let status) = try client.ask(.status), let today = CivilDay(iso: status.day)
      else { throw .strange(client.connection.path) }
      let parsed = parseStates(bytes: bytes, fileName: file, today: today)
      var summary = StatusSummary(parsed)
      var rest = parsed.states[...]
      while !rest.isEmpty {
        // A row is short: as many as the station takes fit one request.
        let batch = rest.prefix(StaffRequest.importMax)
        let rows = batch.map(\.row)
        guard
          case .documentsImported(let result) = try client.ask(
            dryRun ? .checkDocuments(rows) : .importDocuments(rows))
        else { throw .strange(client.connection.path) }
        summary.add(result, for: batch)
        rest = rest.dropFirst(batch.count)
      }
      report(summary, language)
      let left = summary.rejected + summary.older
      if left > 0 {
        throw ClientFailure(
          .badData,
          "\(left) \(left == 1 ? "Zeile" : "Zeilen") nicht übernommen",
          "\(left) \(left == 1 ? "row" : "rows") not taken over")
      }
    }
  }

  private func report(_ summary: StatusSummary, _ language: DeskLanguage) {
    if json { return Output.json(summary) }
    let name = file == "-" ? "stdin" : PlainText.clean(file)
    for note in summary.notes {
      let place = note.column.map { "\(note.line):\($0)" } ?? "\(note.line)"
      Output.complain("\(name):\(place): \(note.sentence(language))")
    }
    let trial = dryRun ? language.text("Probe, nichts geändert. ", "Trial, nothing changed. ") : ""
    Output.say(
      trial
        + language.text(
          "Übernommen \(summary.taken), schon bekannt \(summary.known), Neueres bekannt \(summary.older), abgelehnt \(summary.rejected).",
          "Taken \(summary.taken), known already \(summary.known), something newer known \(summary.older), rejected \(summary.rejected)."
        ))
  }
}
