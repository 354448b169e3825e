// Records a second through the journal, beside the same statements and commits through SQLite's C API in the same
// process. Both begin with copies of one journal, run in turns, and must leave the same file, byte for byte. They
// write to a disk: what memory would show is the price of the head's signature, which no commit on a disk feels.

import Glibc
import Handover
import Journal

enum JournalAppend {
  static func measure(_ programs: Programs, _ options: Options) throws(BenchProblem) -> [Row] {
    let scratch = try Scratch(in: programs.folder)
    var work = JournalWork()
    do {
      try work.prepare()
      let base = try scratch.folder("base")
      try append(work.steps, in: base)
      let start = work.state
      try work.handovers(records: options.count(150, quick: 50))
      let reference = try record(work.steps, from: base, in: try scratch.folder("traced"))
      var ours = Samples()
      var theirs = Samples()
      for run in 0..<options.count(9, quick: 3) {
        try Interruption.check()
        let folder = try scratch.folder("run-\(run)")
        try copy(base, folder)
        let plain = "\(scratch.path)/plain-\(run).sqlite"
        try copyFile("\(base)/\(database)", plain)
        // Whoever goes first may find a busier disk: they take turns in that, too.
        for isOurs in run.isMultiple(of: 2) ? [true, false] : [false, true] {
          let milliseconds = isOurs ? try time(work.steps, in: folder, start) : try reference.run(plain)
          let rate = Double(work.steps.count) * 1000 / milliseconds
          if isOurs { ours.add(rate) } else { theirs.add(rate) }
        }
        guard readFile("\(folder)/\(database)") == readFile(plain) else {
          throw BenchProblem("journal and reference did not write the same file: the comparison is void")
        }
      }
      return [
        Row(
          name: "journal.append", value: ours.median, unit: "records/s", reference: theirs.median,
          against:
            "the \(reference.count) statements and commits of \(work.steps.count) records in C, same file; "
            + "\(ours.count) runs",
          aim: .ratioAtLeast(0.85))
      ]
    } catch let problem as BenchProblem {
      throw problem
    } catch {
      throw BenchProblem("the journal does not write: \(error)")
    }
  }

  private static let database = "journal.sqlite"

  private static func append(_ steps: [JournalStep], in folder: String) throws {
    let journal = try SQLiteJournal(directory: folder) { try JournalWork.keys() }
    for step in steps { try journal.append(step.batch, before: step.before, after: step.after) }
    try journal.close()
  }

  /// Milliseconds for all steps, opening and closing apart.
  private static func time(_ steps: [JournalStep], in folder: String, _ state: State) throws -> Double {
    let journal = try SQLiteJournal(directory: folder) { try JournalWork.keys() }
    guard try journal.load() == state else { throw BenchProblem("the copied journal is not what it was") }
    let start = Clock.nanoseconds
    for step in steps { try journal.append(step.batch, before: step.before, after: step.after) }
    let milliseconds = Clock.milliseconds(since: start)
    try journal.close()
    return milliseconds
  }

  /// Lets SQLite take down what the journal does.
  private static func record(
    _ steps: [JournalStep], from base: String, in folder: String
  ) throws -> PlainSQLite {
    try copy(base, folder)
    let told = try StatementTrace.record { () throws in try append(steps, in: folder) }
    // From the first BEGIN IMMEDIATE on it appends; before it the connection is opened, set and checked.
    guard let first = told.firstIndex(where: { $0.sql == "BEGIN IMMEDIATE" }) else {
      throw BenchProblem("the trace of the journal shows no transaction")
    }
    let settings = told[..<first].map(\.expanded).filter { $0.hasPrefix("PRAGMA ") }
    let last = told.lastIndex { $0.sql == "COMMIT" } ?? first
    let traced = try told[first...last].map { try StatementTrace.parse(sql: $0.sql, expanded: $0.expanded) }
    guard traced.count(where: { $0.sql == "COMMIT" }) == steps.count else {
      throw BenchProblem("the trace of the journal shows other commits than records")
    }
    return PlainSQLite(traced, settings: settings)
  }

  private static func copy(_ from: String, _ to: String) throws(BenchProblem) {
    for name in [database, "station.key", "journal.pub"] {
      try copyFile("\(from)/\(name)", "\(to)/\(name)")
    }
  }

  private static func copyFile(_ from: String, _ to: String) throws(BenchProblem) {
    guard let bytes = readFile(from) else { throw BenchProblem("\(from) cannot be read") }
    if let problem = writeFile(to, bytes, mode: 0o600) { throw problem }
    // What is still on its way to the disk would be paid for by whoever commits first.
    let descriptor = unsafe open(to, O_RDONLY | O_CLOEXEC)
    fsync(descriptor)
    close(descriptor)
  }
}
