// Folders outside its own that Kiosk.conf lets the station write: they are there, it may, and its unit lets it.

import Configuration

enum WritePathsCheck: Check {
  static let code = "write-paths"
  static let dropIns = "/etc/systemd/system/kiosk-station.service.d"

  static func look(at scene: Scene) -> [Finding] {
    guard let configuration = try? scene.configuration.get() else {
      return [.unknown(code, "Kiosk.conf names no folder", "see the finding 'configuration'")]
    }
    var folders = [configuration.exchange.inbox, configuration.exchange.outbox].compactMap { $0 }
    if let anchor = configuration.journal.anchorFile {
      folders.append("/" + anchor.split(separator: "/").dropLast().joined(separator: "/"))
    }
    let outside = folders.filter { !isBelow($0, scene.statePath) }
    guard !outside.isEmpty else { return [.ok(code, "the station writes its own folders only")] }
    return outside.map { look(at: $0, scene) }
  }

  private static func look(at folder: String, _ scene: Scene) -> Finding {
    switch scene.look(folder) {
    case .refused(let reason): return .unread(code, folder, reason)
    case .absent:
      return .fault(code, "\(folder) is not there", "make it for kiosk-station, as docs/exchange.md says")
    case .there(let node):
      guard node.kind == .directory else { return .fault(code, "\(folder) is no folder", "move it away") }
      guard let station = scene.accounts.user(UsersCheck.station) else {
        return .unknown(code, "there is no user \(UsersCheck.station)", "systemd-sysusers")
      }
      let mayWrite =
        node.user == station.number
        ? node.mode & 0o300 == 0o300
        : scene.accounts.groups(of: station).contains(node.group) && node.mode & 0o030 == 0o030
      if !mayWrite {
        return .fault(
          code, "\(folder) cannot be written by the station (mode \(node.octal))",
          "chown kiosk-station: \(folder), or give it a group that kiosk-station is in")
      }
      if ["/home", "/root", "/run/user"].contains(where: { isBelow(folder, $0) }) {
        return .fault(
          code, "\(folder) is hidden from the station's service (ProtectHome=)", "take a folder below /srv")
      }
      if !writable(scene).contains(where: { isBelow(folder, $0) }) {
        return .fault(
          code, "the station's service may not write \(folder)",
          "ReadWritePaths=\(folder) in \(dropIns)/local.conf, then 'systemctl daemon-reload && systemctl restart kiosk-station'"
        )
      }
      return .ok(code, "\(folder) can be written")
    }
  }

  /// What the town's drop-ins open.
  private static func writable(_ scene: Scene) -> [String] {
    (scene.names(dropIns) ?? []).flatMap { (scene.text("\(dropIns)/\($0)") ?? "").split(separator: "\n") }
      .filter { $0.hasPrefix("ReadWritePaths=") }
      .flatMap { $0.dropFirst("ReadWritePaths=".count).split(separator: " ") }
      .map { String($0.drop { $0 == "-" || $0 == "+" }) }
  }

  private static func isBelow(_ path: String, _ folder: String) -> Bool {
    path == folder || path.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
  }
}
