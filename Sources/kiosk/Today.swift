// The day on the wall of the machine on which a command runs. It is no station's time: the station has a clock of its
// own, which knows whether it is right.

import Glibc
import Handover

extension CivilDay {
  /// By the machine's clock and its time zone.
  static func today() -> CivilDay {
    var now = time(nil)
    var parts = unsafe tm()
    guard unsafe localtime_r(&now, &parts) != nil else { return CivilDay(number: now / 86_400) }
    let (year, month, day) = unsafe (parts.tm_year, parts.tm_mon, parts.tm_mday)
    return CivilDay(year: Int(year) + 1900, month: Int(month) + 1, day: Int(day))
      ?? CivilDay(number: now / 86_400)
  }
}
