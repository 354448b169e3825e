// Two stations on one wall would each believe their own journal (C15): a line that another process has ends the start
// before a second journal is founded. Every other trouble of a line is left to its driver, which waits and says so.

import Journal
import Lockers

enum LineCheck {
  /// EX_TEMPFAIL: the other process may end.
  static let inUseStatus: Int32 = 75

  /// Opens each line once and closes it again. Throws when another process has one, unless that process is a station
  /// with the same state directory: then the journal's own lock says it better.
  static func run(_ buses: [BusConfiguration], state: String) throws(StartFailure) {
    for bus in buses {
      do throws(SerialLineError) {
        _ = try SerialLine(path: bus.path, baud: bus.baud, rs485: bus.rs485)
      } catch .inUse(let path) {
        if JournalPaths(directory: state).isHeld { return }
        throw StartFailure(status: inUseStatus, lines: ["\(SerialLineError.inUse(path: path))"])
      } catch {}
    }
  }
}
