// The program that takes e-mail. One that changes its rights cannot work under the station's NoNewPrivileges.

enum MailProgramCheck: Check {
  static let code = "mail-program"

  static let program = "/usr/sbin/sendmail"

  /// The town's drop-in lifts the prohibition.
  private static func mayGainRights(_ scene: Scene) -> Bool {
    let folder = "/etc/systemd/system/kiosk-station.service.d"
    return (scene.names(folder) ?? []).contains {
      (scene.text("\(folder)/\($0)") ?? "").split(separator: "\n").contains("NoNewPrivileges=no")
    }
  }

  static func look(at scene: Scene) -> [Finding] {
    let remedy =
      "apt-get install msmtp-mta and name the town's mail server in /etc/msmtprc, or see local.conf.example"
    switch scene.look(program) {
    case .absent:
      return [.warning(code, "\(program) is not there: no e-mail can be sent", remedy)]
    case .refused(let reason): return [.unread(code, program, reason)]
    case .there(let node):
      if !node.isExecutable { return [.fault(code, "\(program) cannot be executed", "chmod 755 \(program)")] }
      // Programs with a queue of their own, behind the name sendmail.
      let queues = ["/usr/sbin/postdrop", "/usr/sbin/exim4", "/usr/sbin/nullmailer-queue", "/usr/sbin/dma"]
      let helpers = queues.filter {
        if case .there(let helper) = scene.look($0) { return helper.changesRights }
        return false
      }
      if (node.changesRights || !helpers.isEmpty) && !mayGainRights(scene) {
        return [
          .warning(
            code,
            "\(([program] + helpers).last ?? program) gains rights, which the station's service forbids",
            remedy)
        ]
      }
      return [.ok(code, "\(program) is \(scene.resolved(program))")]
    }
  }
}
