// Two watchdogs: systemd's over the station, the machine's over systemd.

enum WatchdogCheck: Check {
  static let code = "watchdog"

  static func look(at scene: Scene) -> [Finding] {
    var findings: [Finding] = []
    let unit = Scene.unitFolders.lazy.compactMap { scene.text("\($0)/kiosk-station.service") }.first
    if let unit {
      let lines = unit.split(separator: "\n")
      if !lines.contains(where: { $0.hasPrefix("WatchdogSec=") }) || !lines.contains("Type=notify") {
        findings.append(.fault(code, "kiosk-station.service has no watchdog", "make install"))
      }
    } else {
      findings.append(
        .unknown(code, "kiosk-station.service is not there", "see the finding 'station-service'"))
    }
    let hardware = scene.setting("RuntimeWatchdogSec", of: "system.conf") ?? "off"
    if ["off", "0", ""].contains(hardware) {
      findings.append(
        .warning(
          code, "nothing watches the machine itself", "set RuntimeWatchdogSec=30s in /etc/systemd/system.conf"
        ))
    } else if !scene.exists("/dev/watchdog") {
      findings.append(
        .warning(code, "the machine has no watchdog device", "switch it on in the firmware, or load softdog"))
    }
    return findings.isEmpty ? [.ok(code, "station and machine are watched")] : findings
  }
}
