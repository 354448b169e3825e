// The command line, and which part of the bench measures which rows.

struct Options {
  /// Fewer samples: for trying the bench itself.
  var isQuick = false
  /// Only rows whose names begin so.
  var only: String?

  static let usage = """
    Usage: bench [--quick] [--only NAME]

    Measures the programs kiosk and kiosk-screen that lie beside it, and the journal. Prints one table; with
    BENCH_JSON=FILE also an array of {name, value, unit, reference, ratio}. Scratch files lie in TMPDIR or /tmp,
    those of the journal beside the program, since memory is no disk.

      --quick       fewer samples
      --only NAME   only the rows whose names begin with NAME: \(BenchPart.allCases.flatMap(\.names).joined(separator: ", "))
      --help        this text

    Exit status: 0 everything was measured, whatever the figures; 64 wrong arguments; 69 something could not be
    measured; 73 BENCH_JSON cannot be written; 130 interrupted.
    """

  enum Outcome {
    case run(Options)
    case help
    case wrong(String)
  }

  static func parse(_ words: [String]) -> Outcome {
    var options = Options()
    var rest = words[...]
    while let word = rest.popFirst() {
      switch word {
      case "--help", "-h": return .help
      case "--quick": options.isQuick = true
      case "--only":
        guard let name = rest.popFirst() else { return .wrong("--only needs the name of a row") }
        options.only = name
        guard BenchPart.allCases.contains(where: options.wants) else {
          let names = BenchPart.allCases.flatMap(\.names).joined(separator: ", ")
          return .wrong("--only \(name): there is no such row; rows are \(names)")
        }
      default: return .wrong("unknown argument \(word): see bench --help")
      }
    }
    return .run(options)
  }

  func wants(_ part: BenchPart) -> Bool {
    guard let only else { return true }
    return part.names.contains { $0.hasPrefix(only) }
  }

  func count(_ full: Int, quick: Int) -> Int { isQuick ? quick : full }
}

/// Parts that are measured one after another, each with its rows.
enum BenchPart: CaseIterable {
  case unlock, sweep, screenStart, screenKeys, station, journal, age, card, search, content

  var names: [String] {
    switch self {
    case .unlock: ["unlock.latency", "unlock.latency.p99"]
    case .sweep: ["sweep.38x16"] + (1...Sweep.boards.count).map { "sweep.38x16.bus\($0)" }
    case .screenStart: ["screen.start", "screen.memory", "screen.memory.pss"]
    case .screenKeys: ["screen.key.p50", "screen.key.p99"]
    case .station: ["station.memory", "station.memory.pss"]
    case .journal: ["journal.append"]
    case .age: ["journal.lookup", "station.start", "journal.verify"]
    case .card: ["card.pace", "card.full"]
    case .search: ["search.p99", "search.memory"]
    case .content: ["content.memory", "content.memory.changed", "content.memory.peak", "content.takeover"]
    }
  }

  /// For whoever waits.
  var doing: String {
    switch self {
    case .unlock: "unlocking simulated doors"
    case .sweep: "sweeping 38 boards"
    case .screenStart: "starting screens"
    case .screenKeys: "typing"
    case .station: "running a station"
    case .journal: "writing journals"
    case .age: "ageing a station by ten years"
    case .card: "talking to a simulated card"
    case .search: "searching 5,000 services in 8 languages"
    case .content: "taking over 5,000 services in 8 languages"
    }
  }

  func measure(_ programs: Programs, _ options: Options) throws(BenchProblem) -> [Row] {
    switch self {
    case .unlock: try UnlockLatency.measure(programs, options)
    case .sweep: try Sweep.measure(programs, options)
    case .screenStart: try ScreenStart.measure(programs, options)
    case .screenKeys: try ScreenKeys.measure(programs, options)
    case .station: try StationMemory.measure(programs, options)
    case .journal: try JournalAppend.measure(programs, options)
    case .age: try AgedStation.measure(programs, options)
    case .card: try CardProtocols.measure(programs, options)
    case .search: try ContentSearch.measure(programs, options)
    case .content: try ContentMemory.measure(programs, options)
    }
  }
}
