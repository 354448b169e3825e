// Whether the clock follows a time server: deadlines are days by the wall clock.

import CClock

enum ClockSyncCheck: Check {
  static let code = "clock-sync"

  static let synchronized = "/run/systemd/timesync/synchronized"

  static func look(at scene: Scene) -> [Finding] {
    let remedy = "apt-get install chrony, name the town's time server in it, then 'chronyc waitsync'"
    if scene.exists(synchronized) { return [.ok(code, "systemd-timesyncd has set the clock")] }
    let hasDaemon = [
      "/usr/sbin/chronyd", "/lib/systemd/systemd-timesyncd", "/usr/lib/systemd/systemd-timesyncd",
    ]
    .contains { scene.exists($0) }
    guard hasDaemon else { return [.fault(code, "no time service is installed", remedy)] }
    guard scene.isRunning else {
      return [
        .unknown(code, "only the running kernel knows whether its clock is set", "run 'kiosk doctor' there")
      ]
    }
    switch kiosk_clock_is_kept() {
    case 1: return [.ok(code, "the kernel's clock follows a time server")]
    case 0: return [.warning(code, "the clock follows no time server", remedy)]
    default: return [.unread(code, "the kernel's clock", "no permission")]
    }
  }
}
