// What `kiosk check FILE` says, as text, and the exit statuses that go with it (sysexits.h). It prints
// nothing and ends nothing: the command does.

import Glibc

/// The outcome of checking one file.
public enum ConfigurationReport: Equatable, Sendable {
  /// `doubts`: allowed and hardly meant.
  case inOrder(file: String, compartments: Int, boards: Int, doubts: [ConfigurationMistake] = [])
  case mistakes([ConfigurationMistake])
  /// The file could not be read; `problem` in words.
  case unreadable(file: String, problem: String)

  /// `EX_OK`.
  public static let inOrderStatus: Int32 = 0
  /// `EX_CONFIG`: something in the file is wrong.
  public static let mistakesStatus: Int32 = 78
  /// `EX_NOINPUT`: the file could not be read.
  public static let unreadableStatus: Int32 = 66

  /// Checks the file at `path`; `-` is standard input.
  public static func check(path: String) -> ConfigurationReport {
    switch StationConfiguration.load(path: path) {
    case .success(let configuration):
      .inOrder(
        file: path, compartments: configuration.expandedCompartments.count, boards: configuration.boardCount,
        doubts: configuration.doubts)
    case .failure(.mistakes(let mistakes)): .mistakes(mistakes.mistakes)
    case .failure(.unreadable(let file, let problem)): .unreadable(file: file, problem: problem)
    }
  }

  /// The lines to print: to standard output when the file is in order, else to standard error.
  public var lines: [String] {
    switch self {
    case .inOrder(let file, let compartments, let boards, let doubts):
      ["\(printable(file)): in order, \(counted(compartments, "compartment")) on \(counted(boards, "board"))"]
        + doubts.map(\.warning)
    case .mistakes(let mistakes): mistakes.map(\.description)
    case .unreadable(let file, let problem):
      ["\(printable(file)): \(problem), name a file that this user can read"]
    }
  }

  /// The exit status of `kiosk check`, and of a station that does not start because of its file.
  public var status: Int32 {
    switch self {
    case .inOrder: Self.inOrderStatus
    case .mistakes: Self.mistakesStatus
    case .unreadable: Self.unreadableStatus
    }
  }

  private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}

/// Why no configuration came out of a file.
public enum ConfigurationFailure: Error, Equatable, Sendable {
  case mistakes(ConfigurationMistakes)
  case unreadable(file: String, problem: String)

  /// The same as a report, with its lines and exit status.
  public var report: ConfigurationReport {
    switch self {
    case .mistakes(let mistakes): .mistakes(mistakes.mistakes)
    case .unreadable(let file, let problem): .unreadable(file: file, problem: problem)
    }
  }
}

extension StationConfiguration {
  /// Reads the file at `path`; `-` is standard input.
  public static func load(path: String) -> Result<StationConfiguration, ConfigurationFailure> {
    readFile(path).mapError { .unreadable(file: path, problem: $0.words) }.flatMap { bytes in
      load(bytes: bytes, file: path).mapError(ConfigurationFailure.mistakes)
    }
  }
}
