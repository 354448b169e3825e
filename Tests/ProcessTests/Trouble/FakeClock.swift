// A station whose wall clock is set by hand: libfaketime(1) before the real program, with the offset in a file that
// it reads at each look at the clock. The monotonic clocks stay as they are, as they do when somebody sets a clock.

import Foundation

struct FakeClock {
  private static let library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"
  private let file: String

  /// Gives the stand's station a clock of its own, which is right until `set`. Nil, with a word why, without the library.
  init?(of stand: Stand) throws {
    let library = Self.libraries.first { FileManager.default.fileExists(atPath: $0) }
    guard let library else {
      print("skipped: a clock that jumps needs the package libfaketime")
      return nil
    }
    file = stand.scratch.file("clock")
    // Twice: the library puts a variable into the environment of the first program that has it, which moves the
    // environment, and Swift finds its arguments by where that lies.
    stand.tracer = [
      "/usr/bin/env", "LD_PRELOAD=\(library)", "FAKETIME_TIMESTAMP_FILE=\(file)", "FAKETIME_NO_CACHE=1",
      "FAKETIME_DONT_FAKE_MONOTONIC=1", "NO_FAKE_STAT=1", "/usr/bin/env",
    ]
    try set(offset: 0)
  }

  private static var libraries: [String] {
    let multiarch = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib")) ?? []
    return [library] + multiarch.sorted().map { "/usr/lib/\($0)/faketime/libfaketimeMT.so.1" }
  }

  /// From now on so many seconds after the true time. Renamed into place: the station never reads half a number.
  func set(offset seconds: Int) throws {
    try (seconds < 0 ? "\(seconds)\n" : "+\(seconds)\n").write(
      toFile: file, atomically: true, encoding: .utf8)
  }

  /// From now on as if it were this moment, `yyyy-mm-ddThh:mm:ssZ`.
  func set(_ moment: String) throws {
    let numbers = moment.split(whereSeparator: { !$0.isNumber }).compactMap { Int32($0) }
    var parts = tm()
    parts.tm_year = numbers[0] - 1900
    parts.tm_mon = numbers[1] - 1
    parts.tm_mday = numbers[2]
    (parts.tm_hour, parts.tm_min, parts.tm_sec) = (numbers[3], numbers[4], numbers[5])
    try set(offset: timegm(&parts) - time(nil))
  }
}
