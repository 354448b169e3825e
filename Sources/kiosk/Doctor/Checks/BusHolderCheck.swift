// Whether a process that is no station has a bus open. Read from /proc: the line is not touched.

enum BusHolderCheck: Check {
  static let code = "bus-holder"

  /// More processes than this are not looked at.
  static let processesMax = 65_536

  static func look(at scene: Scene) -> [Finding] {
    let devices = Dictionary(
      scene.buses.map { (scene.resolved($0.path), $0.name) }, uniquingKeysWith: { first, _ in first })
    guard !devices.isEmpty else {
      return [.unknown(code, "Kiosk.conf names no bus", "see the finding 'configuration'")]
    }
    guard let all = scene.names("/proc") else { return [.unread(code, "/proc", "no permission")] }
    var findings: [Finding] = []
    var hidden = 0
    for process in all.prefix(processesMax) where process.allSatisfy(\.isNumber) {
      guard let descriptors = scene.names("/proc/\(process)/fd") else {
        // A process that has ended meanwhile holds nothing.
        if scene.exists("/proc/\(process)") { hidden += 1 }
        continue
      }
      for descriptor in descriptors {
        guard let target = scene.target("/proc/\(process)/fd/\(descriptor)"), let bus = devices[target] else {
          continue
        }
        let words = (scene.text("/proc/\(process)/cmdline") ?? "").split(separator: "\0").map(String.init)
        if words.first?.hasSuffix("kiosk") == true, words.dropFirst().first == "station" { continue }
        let name = words.first ?? "?"
        findings.append(
          .fault(
            code, "\(bus): \(target) is held by process \(process) (\(name))",
            "stop it, and keep it from starting: a lock bus has one master"))
      }
    }
    if !findings.isEmpty { return findings }
    if hidden > 0 {
      return [
        .unknown(code, "\(hidden) processes could not be looked at", "run 'kiosk doctor' as root")
      ]
    }
    return [.ok(code, "no process but the station has a bus open")]
  }
}
