// The citizen's screen as a service: installed, enabled, running, and seen by the station.

import Messages

enum ScreenServiceCheck: Check {
  static let code = "screen-service"

  static func look(at scene: Scene) -> [Finding] {
    var findings = scene.service("kiosk-screen.service", code: code)
    if let station = scene.station, !station.screenConnected {
      findings.append(
        .warning(code, "no screen is connected to the station", "systemctl restart kiosk-screen"))
    }
    return findings
  }
}
