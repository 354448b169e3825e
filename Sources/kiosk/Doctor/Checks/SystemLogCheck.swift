// Limits of the system's log, which must never fill the journal's disk or write over the page.

enum SystemLogCheck: Check {
  static let code = "system-log"

  static func look(at scene: Scene) -> [Finding] {
    var findings: [Finding] = []
    for (key, value) in [("SystemMaxUse", "500M"), ("MaxRetentionSec", "90day")]
    where (scene.setting(key, of: "journald.conf") ?? "").isEmpty {
      findings.append(
        .warning(
          code, "the system's log has no \(key)",
          "set \(key)=\(value) in /etc/systemd/journald.conf, then 'systemctl restart systemd-journald'"))
    }
    if scene.setting("ForwardToConsole", of: "journald.conf") == "yes" {
      findings.append(
        .fault(
          code, "the system's log writes over the citizen's page",
          "set ForwardToConsole=no in /etc/systemd/journald.conf"))
    }
    if !scene.exists("/var/log/journal") {
      findings.append(
        .warning(
          code, "the system's log is lost with each start",
          "mkdir -p /var/log/journal, then 'systemctl restart systemd-journald'"))
    }
    return findings.isEmpty ? [.ok(code, "the system's log has limits and outlives a start")] : findings
  }
}
