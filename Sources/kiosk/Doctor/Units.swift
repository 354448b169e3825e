// Units of systemd as files: installed, enabled, masked, running. systemd itself is not asked, so that a root directory of
// a machine that is switched off can be looked at, too.

extension Scene {
  static let unitFolders = [
    "/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system",
    "/lib/systemd/system",
  ]

  /// A unit of this name may never start.
  func isMasked(_ unit: String) -> Bool {
    ["/etc/systemd/system", "/run/systemd/system"].contains { target("\($0)/\(unit)") == "/dev/null" }
  }

  func isInstalled(_ unit: String) -> Bool {
    Self.unitFolders.contains { exists("\($0)/\(unit)") }
  }

  /// Some target wants it at each start of the machine.
  func isEnabled(_ unit: String) -> Bool {
    Self.unitFolders.contains { folder in
      (names(folder) ?? []).contains { name in
        (name.hasSuffix(".wants") || name.hasSuffix(".requires"))
          && target("\(folder)/\(name)/\(unit)") != nil
      }
    }
  }

  /// It has processes now; nil: that cannot be told here.
  func isActive(_ service: String) -> Bool? {
    let slice = "/sys/fs/cgroup/system.slice"
    guard exists(slice) else { return nil }
    guard let processes = text("\(slice)/\(service)/cgroup.procs") else { return false }
    return processes.contains { $0.isNumber }
  }

  /// The lines of a configuration file and its drop-ins, in the order in which the later ones win.
  func settings(_ name: String) -> [(key: String, value: String)] {
    var drops: [String: String] = [:]
    for folder in ["/usr/lib/systemd", "/run/systemd", "/etc/systemd"] {
      for file in names("\(folder)/\(name).d") ?? [] where file.hasSuffix(".conf") {
        drops[file] = text("\(folder)/\(name).d/\(file)") ?? ""
      }
    }
    return Self.assignments(
      [text("/etc/systemd/\(name)") ?? ""] + drops.sorted { $0.key < $1.key }.map(\.value))
  }

  /// The lines of a unit and its drop-ins, in the order in which the later ones win.
  func unitSettings(_ unit: String) -> [(key: String, value: String)] {
    let own = Self.unitFolders.lazy.compactMap { text("\($0)/\(unit)") }.first ?? ""
    var drops: [String: String] = [:]
    for folder in Self.unitFolders.reversed() {
      for file in names("\(folder)/\(unit).d") ?? [] where file.hasSuffix(".conf") {
        drops[file] = text("\(folder)/\(unit).d/\(file)") ?? ""
      }
    }
    return Self.assignments([own] + drops.sorted { $0.key < $1.key }.map(\.value))
  }

  /// The value of a unit that holds.
  func unitSetting(_ key: String, of unit: String) -> String? {
    unitSettings(unit).last { $0.key == key }?.value
  }

  private static func assignments(_ texts: [String]) -> [(key: String, value: String)] {
    texts.flatMap { $0.split(separator: "\n") }.compactMap { line in
      guard !line.hasPrefix("#"), !line.hasPrefix(";"), let equals = line.firstIndex(of: "=") else {
        return nil
      }
      return (String(line[..<equals]), String(line[line.index(after: equals)...]))
    }
  }

  /// The value that holds.
  func setting(_ key: String, of name: String) -> String? { settings(name).last { $0.key == key }?.value }

  /// What can be said about a service of ours.
  func service(_ unit: String, code: String) -> [Finding] {
    if isMasked(unit) { return [.fault(code, "\(unit) is masked", "systemctl unmask \(unit)")] }
    guard isInstalled(unit) else { return [.fault(code, "\(unit) is not installed", "make install")] }
    var findings: [Finding] = []
    if !isEnabled(unit) {
      findings.append(.fault(code, "\(unit) does not start with the machine", "systemctl enable \(unit)"))
    }
    switch isActive(unit) {
    case true: break
    case false:
      findings.append(
        .fault(code, "\(unit) does not run", "systemctl start \(unit), then 'journalctl -u \(unit)'"))
    default:
      findings.append(
        .unknown(code, "whether \(unit) runs cannot be seen here", "run 'kiosk doctor' where systemd runs"))
    }
    return findings.isEmpty ? [.ok(code, "\(unit) is enabled and runs")] : findings
  }
}
