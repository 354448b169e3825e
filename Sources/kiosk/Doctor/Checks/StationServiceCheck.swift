// The station as a service: installed, enabled, running.

enum StationServiceCheck: Check {
  static let code = "station-service"

  static func look(at scene: Scene) -> [Finding] { scene.service("kiosk-station.service", code: code) }
}
