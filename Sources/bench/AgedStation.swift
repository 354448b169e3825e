// What ten years of records cost a clerk and a start: the same station once on its first day, once with 4,000,000
// records behind it, both with the same compartments and the same sets in them.

import Glibc
import Handover
import Messages

enum AgedStation {
  static let records = 4_000_000
  static let recordsQuick = 100_000

  static func measure(_ programs: Programs, _ options: Options) throws(BenchProblem) -> [Row] {
    let scratch = try Scratch(in: programs.folder)
    let young = try Stand(programs, scratch, "young")
    let old = try Stand(programs, scratch, "old")
    let wanted = options.count(records, quick: recordsQuick)
    _ = try young.write(records: 0)
    complain("writing \(wanted) records …")
    let begun = Clock.nanoseconds
    let count = try old.write(records: wanted)
    let writing = Clock.milliseconds(since: begun) / 1000
    complain("verifying \(count) records …")
    let verifying = try old.verify()
    let stands = [young, old]
    var starts = [Samples(), Samples()]
    var lookups = [Samples(), Samples()]
    // The first start of each fits the journal to this program and is not counted.
    for round in 0..<options.count(12, quick: 4) {
      for place in round.isMultiple(of: 2) ? [0, 1] : [1, 0] {
        try Interruption.check()
        let (milliseconds, station) = try stands[place].start()
        defer { station.end() }
        guard round > 0 else { continue }
        starts[place].add(milliseconds)
        if round <= 4 { try stands[place].lookUp(options.count(200, quick: 50), into: &lookups[place]) }
      }
    }
    let things = "\(JournalAge.compartments) compartments, \(JournalAge.lying) sets"
    return [
      Row(
        name: "journal.lookup", value: lookups[1].median, unit: "ms", reference: lookups[0].median,
        against: "the same orders by id, serial and slip number over the staff socket, no history; \(things)",
        aim: .ratioAtMost(1.2, words: "ratio <= 1.2")),
      Row(
        name: "station.start", value: starts[1].median, unit: "ms", reference: starts[0].median,
        against:
          "the same start, from exec to the answer of the staff socket, with \(young.count) records; \(things)",
        aim: .ratioAtMost(1.2, words: "ratio <= 1.2")),
      Row(
        name: "journal.verify", value: verifying, unit: "s", reference: writing,
        against: "writing these \(count) records in transactions of \(JournalAge.recordsPerTransaction)",
        aim: .none),
    ]
  }

  /// A journal, and stations on it.
  private final class Stand {
    private let programs: Programs
    private let folder: String
    private let file: String
    private var lying = 0..<0
    private(set) var count: Int64 = 0
    private var starts = 0

    init(_ programs: Programs, _ scratch: Scratch, _ name: String) throws(BenchProblem) {
      self.programs = programs
      folder = try scratch.folder(name)
      _ = try scratch.folder("\(name)/state")
      file = "\(folder)/Kiosk.conf"
      if let problem = writeFile(file, Array(Self.configuration(programs.content, folder).utf8)) {
        throw problem
      }
    }

    func write(records: Int) throws(BenchProblem) -> Int64 {
      do {
        (count, lying) = try JournalAge.write(records: records, in: "\(folder)/state")
        return count
      } catch let problem as BenchProblem {
        throw problem
      } catch {
        throw BenchProblem("the journal cannot be written: \(error)")
      }
    }

    /// Seconds that `kiosk journal verify` takes to accept the file.
    func verify() throws(BenchProblem) -> Double {
      let log = "\(folder)/verify.log"
      let child = try ChildProcess(
        programs.kiosk,
        [
          "journal", "verify", "\(folder)/state/journal.sqlite", "--key", "\(folder)/state/journal.pub",
        ], .file(log))
      try wait("the verification", milliseconds: 600_000) { !child.isAlive }
      let seconds = Clock.milliseconds(since: child.startedAt) / 1000
      let said = readFile(log).map { String(decoding: $0.prefix(600), as: UTF8.self) } ?? ""
      guard said.contains(": accepted, records: \(count),") else {
        throw BenchProblem("the written journal is not accepted: \(said)")
      }
      return seconds
    }

    /// From exec until the station answers on its staff socket.
    func start() throws(BenchProblem) -> (milliseconds: Double, ChildProcess) {
      starts += 1
      let sockets = "\(folder)/s"
      let station = try ChildProcess(
        programs.kiosk,
        ["station", "--config", file, "--state", "\(folder)/state", "--socket", sockets],
        .file("\(folder)/station.log"))
      let path = "\(sockets)/\(SocketName.staff)"
      let end = Clock.nanoseconds + 30_000_000_000
      while true {
        if let clerk = try? FrameConnection(path: path) {
          try clerk.send(StaffRequest.hello(version: protocolVersion))
          _ = try clerk.receive(StaffReply.self)
          return (Clock.milliseconds(since: station.startedAt), station)
        }
        guard station.isAlive, Clock.nanoseconds < end else {
          let said = readFile("\(folder)/station.log").map { String(decoding: $0.suffix(600), as: UTF8.self) }
          throw BenchProblem("kiosk station does not answer; it says: \(said ?? "")")
        }
        var pause = timespec(tv_sec: 0, tv_nsec: 200_000)
        unsafe nanosleep(&pause, nil)
      }
    }

    /// Asks for orders in each of the ways that staff name them. A set that lies in a compartment cannot be withdrawn:
    /// the answer is a refusal that only somebody can give who has found the order, and nothing is written.
    func lookUp(_ count: Int, into samples: inout Samples) throws(BenchProblem) {
      let clerk = try FrameConnection(path: "\(folder)/s/\(SocketName.staff)")
      try clerk.send(StaffRequest.hello(version: protocolVersion))
      _ = try clerk.receive(StaffReply.self)
      var chance = SeededChance(state: 4_000_000)
      for turn in 0..<count {
        let number = Int.random(in: lying, using: &chance)
        let name =
          switch turn % 3 {
          case 0: JournalAge.order(number).description
          case 1: JournalAge.serial(number)
          default: JournalAge.slip(number)
          }
        let begun = Clock.nanoseconds
        try clerk.send(StaffRequest.withdraw(order: name, reason: "bench"))
        let reply = try clerk.receive(StaffReply.self)
        samples.add(Clock.milliseconds(since: begun))
        guard case .refused(let refused) = reply, refused.code == "already-deposited" else {
          throw BenchProblem("order \(name) is not found: \(reply)")
        }
      }
    }

    /// Three lines on which nobody answers: finding an order and starting need no board.
    private static func configuration(_ content: String, _ folder: String) -> String {
      var text = """
        [station]
        town = "\(PretendedStation.town)"
        content = "\(content)"
        [counter]
        name = "Bürgeramt"
        address = "Am Markt 1"
        [journal]
        disk_floor_megabytes = 16
        ballast_megabytes = 0

        """
      for (bus, boards) in [13, 13, 12].enumerated() {
        text += "[[bus]]\nname = \"bus\(bus)\"\npath = \"\(folder)/no-line-\(bus)\"\n"
        for board in 0..<boards { text += "[[bus.board]]\naddress = \(board)\n" }
      }
      text += "[wall]\nrows = 8\ncolumns = 76\n"
      for (bus, count) in [208, 208, 192].enumerated() {
        text += """
          [[compartments]]
          first = \(bus * 208 + 1)
          count = \(count)
          bus = "bus\(bus)"
          column = \(bus * 26 + 1)
          columns = \(count / 8)

          """
      }
      return text
    }
  }
}
