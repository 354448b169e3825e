// Whether the time zone of Kiosk.conf is installed: without it deadlines would be wrong by hours.

import Configuration

enum TimezoneCheck: Check {
  static let code = "timezone"

  static func look(at scene: Scene) -> [Finding] {
    guard let zone = try? scene.configuration.get().station.timezone else {
      return [.unknown(code, "Kiosk.conf names no time zone", "see the finding 'configuration'")]
    }
    let path = "/usr/share/zoneinfo/\(zone)"
    return scene.exists(path)
      ? [.ok(code, "\(zone) is installed")]
      : [.fault(code, "\(path) is not there", "apt-get install tzdata")]
  }
}
