// FTDI adapters hold short answers back for 16 ms unless they are told otherwise.

enum BusLatencyCheck: Check {
  static let code = "bus-latency"

  static let millisecondsMax = 2

  static func look(at scene: Scene) -> [Finding] {
    let findings: [Finding] = scene.buses.compactMap { bus in
      guard let name = scene.resolved(bus.path).split(separator: "/").last else { return nil }
      let path = "/sys/bus/usb-serial/devices/\(name)/latency_timer"
      switch scene.read(path) {
      case .absent: return nil
      case .refused(let reason): return .unread(code, path, reason)
      case .text(let text):
        guard let milliseconds = Int(text.filter(\.isNumber)) else {
          return .unknown(code, "\(bus.name): \(path) says no number", "look at the adapter's driver")
        }
        if milliseconds > millisecondsMax {
          return .warning(
            code, "\(bus.name): the adapter holds answers back for \(milliseconds) ms",
            "install 70-kiosk-lockers.rules and plug the adapter in again")
        }
        return .ok(code, "\(bus.name): \(milliseconds) ms")
      }
    }
    if !findings.isEmpty { return findings }
    guard !scene.buses.isEmpty, scene.buses.allSatisfy({ scene.exists($0.path) }) else {
      return [.unknown(code, "no adapter to look at", "see the finding 'bus-device'")]
    }
    return [.ok(code, "no adapter has a latency timer")]
  }
}
