// Whether the serial device of each bus is there.

enum BusDeviceCheck: Check {
  static let code = "bus-device"

  static func look(at scene: Scene) -> [Finding] {
    guard !scene.buses.isEmpty else {
      return [.unknown(code, "Kiosk.conf names no bus", "see the finding 'configuration'")]
    }
    return scene.buses.map { bus in
      switch scene.look(bus.path) {
      case .there(let node) where node.kind == .device:
        return .ok(code, "\(bus.name): \(bus.path) is \(scene.resolved(bus.path))")
      case .there:
        return .fault(
          code, "\(bus.name): \(bus.path) is no serial device", "name the adapter's device in [[bus]] path")
      case .refused(let reason): return .unread(code, bus.path, reason)
      case .absent:
        return .fault(
          code, "\(bus.name): \(bus.path) is not there",
          "plug the adapter in; give it its name in /etc/udev/rules.d/71-kiosk-names.rules, then "
            + "'udevadm control --reload && udevadm trigger --subsystem-match=tty'")
      }
    }
  }
}
