// The clocks of the product: the kernel's two, the boot's id and the town's civil day. Everything else gets the time
// as an argument; a simulator never comes here.

import Crypto
import Glibc
import Handover

/// Why there is no clock for a time zone.
public struct ClockError: Error, Equatable, Sendable {
  public var message: String
}

/// Reads the time. Made once, before there are threads: it sets the process's time zone.
public struct StationClock: Sendable {
  static let zoneDirectory = "/usr/share/zoneinfo"
  static let bootFile = "/proc/sys/kernel/random/boot_id"

  /// Which start of the machine monotonic times count from.
  let boot: UInt64

  /// `timezone` is a name of the tz database, whose file must be there: without it glibc would silently count in UTC
  /// and every deadline would be wrong by hours.
  public init(timezone: String) throws(ClockError) {
    let file = "\(Self.zoneDirectory)/\(timezone)"
    guard !timezone.isEmpty, !timezone.contains(".."), unsafe access(file, R_OK) == 0 else {
      throw ClockError(
        message: "station.timezone: \(timezone) is not in \(Self.zoneDirectory), install the package tzdata")
    }
    unsafe setenv("TZ", ":" + file, 1)
    tzset()
    boot = Self.bootNumber(of: (try? SmallFile.read(Self.bootFile, bytesMax: 256)) ?? [])
  }

  /// The first 8 bytes, big-endian, of the SHA-256 of what the kernel calls this boot; 0 where it says nothing.
  static func bootNumber(of text: [UInt8]) -> UInt64 {
    let trimmed = text.filter { $0 > UInt8(ascii: " ") }
    guard !trimmed.isEmpty else { return 0 }
    return SHA256.digest(of: trimmed).bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The clocks now.
  public func now() -> StationTime {
    let wall = Self.milliseconds(CLOCK_REALTIME)
    let (day, minute) = Self.civil(wall: wall)
    return StationTime(
      moment: Moment(wall: wall, monotonic: Self.milliseconds(CLOCK_BOOTTIME), boot: boot, day: day),
      minuteOfDay: minute)
  }

  /// The civil day and the minute of it, 0 to 1439, in the time zone that was set.
  static func civil(wall: Int64) -> (day: CivilDay, minute: Int) {
    var seconds = time_t(wall >= 0 ? wall / 1000 : (wall - 999) / 1000)
    var parts = unsafe tm()
    guard unsafe localtime_r(&seconds, &parts) != nil,
      let day = unsafe CivilDay(
        year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday))
    else {
      // A clock outside the years 1 to 9999: a day that the rules do not believe.
      return (CivilDay(number: 0), 0)
    }
    return unsafe (day, Int(parts.tm_hour) * 60 + Int(parts.tm_min))
  }

  private static func milliseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
