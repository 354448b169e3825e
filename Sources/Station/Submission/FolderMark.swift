// How a folder of an office is known again: a small file with a number of its own, laid there before the first application.
// A share that is not mounted, a folder made anew and one whose names with a point were cleared have no such file. It says
// nothing of any application.

import Crypto
import Handover
import Secrets

enum FolderMark {
  /// Whatever clears files that stand aside clears this one with them: its name looks like theirs.
  static let file = "kiosk-folder.json"
  static let bytesMax = 64
  /// Random bytes of a mark.
  static let chanceBytes = 16

  /// Nil: there is none, or a power cut left a torn one.
  static func read(_ disk: any SpoolDisk) throws(FileError) -> String? {
    guard let bytes = try disk.read(disk.asideName(file), bytesMax: bytesMax), bytes.last == 0x0A else {
      return nil
    }
    let mark = bytes.dropLast()
    let isMark = mark.allSatisfy {
      (0x30...0x39).contains($0) || (0x61...0x66).contains($0) || $0 == 0x2D
    }
    return isMark && mark.count > 2 * chanceBytes ? String(decoding: mark, as: UTF8.self) : nil
  }

  /// `wall`: wall milliseconds.
  static func make(
    at wall: Int64, _ chance: (Int) throws(CryptoError) -> Secret
  ) throws(CryptoError) -> String {
    let digits = Array("0123456789abcdef")
    var mark = "\(max(0, wall))-"
    try chance(chanceBytes).withSpan { bytes in
      for index in bytes.indices {
        mark += String([digits[Int(bytes[index] >> 4)], digits[Int(bytes[index] & 15)]])
      }
    }
    return mark
  }

  /// Durable before anything stands beside it.
  static func write(_ mark: String, _ disk: any SpoolDisk) throws(FileError) {
    try disk.writeAside(file, Array((mark + "\n").utf8))
    try disk.syncNames()
  }
}
