// No way from the citizen's keyboard to a login or a restart.

enum ConsolesCheck: Check {
  static let code = "consoles"

  /// With the six logins below, what `make install` masks (MASKED in the Makefile).
  static let masked = [
    "autovt@.service", "serial-getty@.service", "console-getty.service", "debug-shell.service",
    "ctrl-alt-del.target", "kbrequest.target",
  ]

  static func look(at scene: Scene) -> [Finding] {
    var findings: [Finding] = []
    let open = (1...6).map { "getty@tty\($0).service" }.filter { !scene.isMasked($0) }
    // A masked template masks what is made of it.
    if !open.isEmpty, !scene.isMasked("getty@.service") {
      findings.append(
        .fault(
          code, "there is a login on the console: \(open.joined(separator: ", "))",
          "systemctl mask \(open.joined(separator: " "))"))
    }
    for unit in masked where !scene.isMasked(unit) {
      findings.append(.fault(code, "\(unit) is not masked", "systemctl mask \(unit)"))
    }
    if scene.setting("NAutoVTs", of: "logind.conf") != "0"
      || scene.setting("ReserveVT", of: "logind.conf") != "0"
    {
      findings.append(
        .warning(
          code, "logind starts logins on consoles",
          "set NAutoVTs=0 and ReserveVT=0 in /etc/systemd/logind.conf"))
    }
    if scene.setting("CtrlAltDelBurstAction", of: "system.conf") != "none" {
      findings.append(
        .warning(
          code, "Ctrl-Alt-Del seven times restarts the machine",
          "set CtrlAltDelBurstAction=none in /etc/systemd/system.conf"))
    }
    return findings.isEmpty ? [.ok(code, "no login and no restart at the citizen's keyboard")] : findings
  }
}
