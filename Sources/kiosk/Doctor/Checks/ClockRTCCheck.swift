// Whether the battery clock is there and near the system's: after a night without power it is all there is.

import Glibc

enum ClockRTCCheck: Check {
  static let code = "clock-rtc"

  static let secondsMax: Int64 = 60
  /// Before this the clock was never set: 1 January 2025.
  static let plausible: Int64 = 1_735_689_600

  static func look(at scene: Scene) -> [Finding] {
    let path = "/sys/class/rtc/rtc0/since_epoch"
    switch scene.read(path) {
    case .absent:
      return [
        .warning(
          code, "there is no battery clock",
          "after a power cut the station waits for a time server: see that it can")
      ]
    case .refused(let reason): return [.unread(code, path, reason)]
    case .text(let text):
      guard let battery = Int64(text.filter(\.isNumber)) else {
        return [.unknown(code, "\(path) says no number", "hwclock --show")]
      }
      var now = timespec()
      unsafe clock_gettime(CLOCK_REALTIME, &now)
      if battery < plausible {
        return [
          .fault(
            code, "the battery clock was never set",
            "set the clock, then 'hwclock --systohc'; its battery may be empty")
        ]
      }
      if abs(battery - Int64(now.tv_sec)) > secondsMax {
        return [
          .warning(
            code, "the battery clock is \(abs(battery - Int64(now.tv_sec))) s off", "hwclock --systohc")
        ]
      }
      return [.ok(code, "the battery clock is right")]
    }
  }
}
