// Whether our rules are installed and name the devices that Kiosk.conf names.

enum UdevRulesCheck: Check {
  static let code = "udev-rules"

  /// The serial number that 71-kiosk-names.rules is shipped with; no adapter has it.
  static let placeholder = "A10K1234"

  static let folders = [
    "/etc/udev/rules.d", "/run/udev/rules.d", "/usr/lib/udev/rules.d", "/lib/udev/rules.d",
  ]

  static func look(at scene: Scene) -> [Finding] {
    var findings: [Finding] = []
    let rules = "70-kiosk-lockers.rules"
    findings.append(
      folders.contains { scene.exists("\($0)/\(rules)") }
        ? .ok(code, "\(rules) is installed")
        : .fault(code, "\(rules) is not installed", "make install, then 'udevadm control --reload'"))
    let lines = folders.flatMap { folder in
      (scene.names(folder) ?? []).filter { $0.hasSuffix(".rules") }
        .flatMap { (scene.text("\(folder)/\($0)") ?? "").split(separator: "\n") }
    }.filter { !$0.hasPrefix("#") }
    for bus in scene.buses where bus.path.hasPrefix("/dev/locker/") {
      let name = "\"\(bus.path.dropFirst("/dev/".count))\""
      let naming = lines.filter { $0.contains(name) }
      let remedy =
        "write the adapter's serial number or socket into /etc/udev/rules.d/71-kiosk-names.rules, then 'udevadm control --reload'"
      if naming.isEmpty {
        findings.append(.fault(code, "\(bus.name): no rule names \(bus.path)", remedy))
      } else if naming.allSatisfy({ $0.contains("\"\(placeholder)\"") }) {
        findings.append(
          .warning(
            code,
            "\(bus.name): the rule that names \(bus.path) still has the example's serial number \(placeholder)",
            remedy))
      } else {
        findings.append(.ok(code, "\(bus.name): a rule names \(bus.path)"))
      }
    }
    for bus in scene.buses where bus.path.hasPrefix("/dev/ttyUSB") || bus.path.hasPrefix("/dev/ttyACM") {
      findings.append(
        .warning(
          code, "\(bus.name): \(bus.path) may be another adapter after the next start",
          "give it a lasting name in /etc/udev/rules.d/71-kiosk-names.rules"))
    }
    return findings
  }
}
