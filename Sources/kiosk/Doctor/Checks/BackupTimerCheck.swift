// The nightly backup: enabled, and where Kiosk.conf lets it go.

import Configuration

enum BackupTimerCheck: Check {
  static let code = "backup-timer"

  static func look(at scene: Scene) -> [Finding] {
    let unit = "kiosk-backup.timer"
    guard scene.isInstalled(unit) else { return [.fault(code, "\(unit) is not installed", "make install")] }
    var findings: [Finding] = []
    if !scene.isEnabled(unit) {
      findings.append(.warning(code, "no backup is made at night", "systemctl enable --now \(unit)"))
    }
    if let configuration = try? scene.configuration.get() {
      if let directory = configuration.backup.directory {
        if !scene.exists(directory) {
          findings.append(
            .fault(
              code, "\(directory) is not there", "mount the backup disk, make the directory for kiosk-station"
            ))
        }
      } else {
        findings.append(.warning(code, "Kiosk.conf names no place for backups", "set directory in [backup]"))
      }
    }
    return findings.isEmpty ? [.ok(code, "a backup is made at night")] : findings
  }
}
