// Where the programs under test lie: beside the bundle that runs the tests. Nothing is built from here, and nothing
// that is installed on the machine is tested by mistake.

import Foundation

enum Products {
  struct Missing: Error, CustomStringConvertible {
    var description: String
  }

  /// The path of a built program such as `kiosk`.
  static func path(_ name: String) throws -> String {
    for directory in directories {
      let path = "\(directory)/\(name)"
      if FileManager.default.isExecutableFile(atPath: path) { return path }
    }
    throw Missing(description: "\(name) is not beside the tests (\(directories)): run 'swift build' first")
  }

  /// The directory of the running test bundle, as far as it can be told.
  private static let directories: [String] = {
    var candidates = CommandLine.arguments.filter { $0.contains(".xctest") }
    if let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
      candidates.append(own)
    }
    var found: [String] = []
    for candidate in candidates {
      // The bundle may be the program itself or a directory around it.
      var directory = (candidate as NSString).deletingLastPathComponent
      while directory.contains(".xctest") { directory = (directory as NSString).deletingLastPathComponent }
      if !directory.isEmpty, !found.contains(directory) { found.append(directory) }
    }
    return found
  }()
}

/// Milliseconds of the clock that never jumps.
func monotonicMilliseconds() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}

/// Milliseconds since 1970, with fractions, as truth lines count them.
func wallMilliseconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1_000_000
}
