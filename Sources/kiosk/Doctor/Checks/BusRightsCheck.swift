// Whether the station may open the serial device of each bus, and nobody else. Asked of the rights: nothing is opened.

enum BusRightsCheck: Check {
  static let code = "bus-rights"

  static func look(at scene: Scene) -> [Finding] {
    let remedy = "install 70-kiosk-lockers.rules, then 'udevadm trigger --subsystem-match=tty'"
    let findings: [Finding] = scene.buses.compactMap { bus in
      guard case .there(let node) = scene.look(bus.path), node.kind == .device else { return nil }
      guard let station = scene.accounts.user(UsersCheck.station) else {
        return .unknown(code, "\(bus.name): there is no user \(UsersCheck.station)", "systemd-sysusers")
      }
      let rights = "\(bus.path) is \(node.octal), group \(scene.accounts.name(ofGroup: node.group))"
      let mayOpen =
        node.user == station.number && node.mode & 0o600 == 0o600
        || scene.accounts.groups(of: station).contains(node.group) && node.mode & 0o060 == 0o060
      if !mayOpen { return .fault(code, "\(bus.name): the station may not open it: \(rights)", remedy) }
      if node.mode & 0o006 != 0 {
        return .fault(code, "\(bus.name): everybody may open doors: \(rights)", remedy)
      }
      return .ok(code, "\(bus.name): \(rights)")
    }
    return findings.isEmpty
      ? [.unknown(code, "no device to look at", "see the finding 'bus-device'")] : findings
  }
}
