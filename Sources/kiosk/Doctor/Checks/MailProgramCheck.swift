// The program that takes e-mail. One that changes its rights cannot work under the station's NoNewPrivileges.

enum MailProgramCheck: Check {
  static let code = "mail-program"

  static let program = "/usr/sbin/sendmail"

  static func look(at scene: Scene) -> [Finding] {
    let remedy = "apt-get install msmtp-mta and name the town's mail server in /etc/msmtprc"
    switch scene.look(program) {
    case .absent:
      return [.warning(code, "\(program) is not there: no e-mail can be sent", remedy)]
    case .refused(let reason): return [.unread(code, program, reason)]
    case .there(let node):
      if !node.isExecutable { return [.fault(code, "\(program) cannot be executed", "chmod 755 \(program)")] }
      let helpers = ["/usr/sbin/postdrop", "/usr/sbin/exim4"].filter {
        if case .there(let helper) = scene.look($0) { return helper.changesRights }
        return false
      }
      if node.changesRights || !helpers.isEmpty {
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
