// Folders outside its own that Kiosk.conf lets the station write: they are there, it may, its unit lets it, and those with
// personal data are closed to everybody else.

import Configuration

enum WritePathsCheck: Check {
  static let code = "write-paths"
  static let unit = "kiosk-station.service"

  static func look(at scene: Scene) -> [Finding] {
    guard let configuration = try? scene.configuration.get() else {
      return [.unknown(code, "Kiosk.conf names no folder", "see the finding 'configuration'")]
    }
    // Orders and confirmations; the anchor's lines are for everybody.
    let exchange = [configuration.exchange.inbox, configuration.exchange.outbox].compactMap { $0 }
    var folders = exchange
    if let anchor = configuration.journal.anchorFile {
      folders.append("/" + anchor.split(separator: "/").dropLast().joined(separator: "/"))
    }
    let outside = folders.filter { !Scene.isBelow($0, scene.statePath) }
    guard !outside.isEmpty else { return [.ok(code, "the station writes its own folders only")] }
    return outside.flatMap { look(at: $0, isPrivate: exchange.contains($0), scene) }
  }

  private static func look(at folder: String, isPrivate: Bool, _ scene: Scene) -> [Finding] {
    switch scene.look(folder) {
    case .refused(let reason): return [.unread(code, folder, reason)]
    case .absent:
      return [.fault(code, "\(folder) is not there", "make it for kiosk-station, as docs/exchange.md says")]
    case .there(let node):
      guard node.kind == .directory else { return [.fault(code, "\(folder) is no folder", "move it away")] }
      let findings = rights(of: folder, node, isPrivate: isPrivate, scene) + walls(around: folder, scene)
      return findings.isEmpty ? [.ok(code, "\(folder) can be written")] : findings
    }
  }

  private static func rights(
    of folder: String, _ node: Scene.Node, isPrivate: Bool, _ scene: Scene
  ) -> [Finding] {
    guard let rights = scene.stationRights(node) else {
      return [.unknown(code, "there is no user \(UsersCheck.station)", "systemd-sysusers")]
    }
    var findings: [Finding] = []
    if rights & 0o3 != 0o3 {
      findings.append(
        .fault(
          code, "\(folder) cannot be written by the station (mode \(node.octal))",
          "chown kiosk-station: \(folder), or give it a group that kiosk-station is in"))
    }
    if isPrivate, node.mode & 0o007 != 0 {
      findings.append(
        .fault(
          code, "\(folder) is open to everybody (mode \(node.octal)): \(harm(node.mode))",
          "chown kiosk-station:kiosk-exchange \(folder) && chmod 2770 \(folder), as docs/exchange.md says"))
    }
    return findings
  }

  private static func harm(_ mode: UInt32) -> String {
    switch (mode & 0o004 != 0, mode & 0o002 != 0) {
    case (true, true): "everybody may read personal data and slip orders in"
    case (false, true): "everybody may slip orders in"
    default: "everybody may read personal data"
    }
  }

  private static func walls(around folder: String, _ scene: Scene) -> [Finding] {
    if let wall = scene.hiding(folder, from: unit) {
      return [
        .fault(code, "\(folder) is hidden from the station's service (\(wall))", "take a folder below /srv")
      ]
    }
    if scene.writablePaths(of: unit).contains(where: { Scene.isBelow(folder, $0) }) { return [] }
    return [
      .fault(
        code, "the station's service may not write \(folder)",
        "ReadWritePaths=\(folder) in /etc/systemd/system/\(unit).d/local.conf, then 'systemctl daemon-reload && systemctl restart kiosk-station'"
      )
    ]
  }
}
