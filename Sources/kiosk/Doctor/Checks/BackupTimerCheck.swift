// The nightly backup: enabled, and where Kiosk.conf lets it go: a directory that the station's user can write, that its
// unit reaches, on another disk than the journal's.

import Configuration

enum BackupTimerCheck: Check {
  static let code = "backup-timer"
  static let service = "kiosk-backup.service"

  static func look(at scene: Scene) -> [Finding] {
    let unit = "kiosk-backup.timer"
    guard scene.isInstalled(unit) else { return [.fault(code, "\(unit) is not installed", "make install")] }
    var findings: [Finding] = []
    if !scene.isEnabled(unit) {
      findings.append(.warning(code, "no backup is made at night", "systemctl enable --now \(unit)"))
    }
    if let configuration = try? scene.configuration.get() {
      if let directory = configuration.backup.directory {
        findings += place(directory, scene)
      } else {
        findings.append(.warning(code, "Kiosk.conf names no place for backups", "set directory in [backup]"))
      }
    }
    return findings.isEmpty ? [.ok(code, "a backup is made at night")] : findings
  }

  private static func place(_ directory: String, _ scene: Scene) -> [Finding] {
    let node: Scene.Node
    switch scene.look(directory) {
    case .refused(let reason): return [.unread(code, directory, reason)]
    case .absent:
      return [
        .fault(
          code, "\(directory) is not there", "mount the backup disk, make the directory for kiosk-station")
      ]
    case .there(let found): node = found
    }
    guard node.kind == .directory else {
      return [.fault(code, "\(directory) is no directory", "name a directory in [backup]")]
    }
    var findings: [Finding] = []
    let remedy = "chown kiosk-station: \(directory) && chmod 700 \(directory)"
    if let rights = scene.stationRights(node), rights & 0o3 != 0o3 {
      let owner = scene.accounts.name(ofUser: node.user)
      findings.append(
        .fault(
          code,
          "\(directory) cannot be written by kiosk-station (it belongs to \(owner), mode \(node.octal))",
          remedy))
    }
    if node.mode & 0o002 != 0 {
      findings.append(
        .warning(code, "everybody may remove backups in \(directory) (mode \(node.octal))", remedy))
    }
    if let wall = scene.hiding(directory, from: service) {
      findings.append(
        .fault(
          code, "\(directory) is hidden from \(service) (\(wall))",
          "name a directory below /mnt or /srv in [backup]"))
    }
    if scene.isOneDisk(directory, scene.statePath) == true {
      findings.append(
        .warning(
          code, "\(directory) lies on the journal's own disk: when it breaks, both are lost",
          "mount another disk there; see backup.conf.example"))
    }
    return findings
  }
}
