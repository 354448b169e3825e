// The program that takes e-mail, as Kiosk.conf names it. One that changes its rights cannot work under the station's
// NoNewPrivileges, and msmtp needs a file that names the mail server.

import Configuration

enum MailProgramCheck: Check {
  static let code = "mail-program"

  /// Where the town names its mail server for msmtp.
  static let relay = "/etc/msmtprc"
  /// Programs with a queue of their own behind the name sendmail.
  static let queues = [
    "/usr/sbin/postdrop", "/usr/sbin/exim4", "/usr/sbin/nullmailer-queue", "/usr/sbin/dma",
  ]

  static func look(at scene: Scene) -> [Finding] {
    guard let notices = try? scene.configuration.get().notices else {
      return [.unknown(code, "Kiosk.conf names no mail program", "see the finding 'configuration'")]
    }
    guard notices.emailFrom != nil else { return [.ok(code, "e-mail is not set up in Kiosk.conf")] }
    let program = notices.sendmail
    let remedy =
      "apt-get install msmtp-mta and name the town's mail server in \(relay), or see local.conf.example"
    if let trouble = scene.trouble(
      withProgram: program, code: code, loss: "no e-mail can be sent", key: "[notices] sendmail",
      remedy: remedy)
    {
      return [trouble]
    }
    let target = scene.resolved(program)
    if target.hasSuffix("/msmtp") { return [msmtp(program, scene)] }
    let helpers = program.hasSuffix("/sendmail") ? queues : []
    let gaining = ([program] + helpers).filter {
      if case .there(let node) = scene.look($0) { return node.changesRights }
      return false
    }
    if let last = gaining.last, !mayGainRights(scene) {
      return [.warning(code, "\(last) gains rights, which the station's service forbids", remedy)]
    }
    return [.ok(code, "\(program) is \(target)")]
  }

  /// The town's drop-in lifts the prohibition.
  private static func mayGainRights(_ scene: Scene) -> Bool {
    scene.unitSetting("NoNewPrivileges", of: WritePathsCheck.unit) == "no"
  }

  private static func msmtp(_ program: String, _ scene: Scene) -> Finding {
    switch scene.look(relay) {
    case .refused(let reason): return .unread(code, relay, reason)
    case .absent:
      return .warning(
        code, "\(program) is msmtp, and \(relay) is not there: it knows no mail server",
        "name the town's mail server in \(relay)")
    case .there(let node):
      // A set-group-ID msmtp may read it for others, but not under NoNewPrivileges.
      if scene.stationRights(node).map({ $0 & 0o4 == 0 }) == true, !mayGainRights(scene) {
        return .warning(
          code, "\(relay) cannot be read by the station (mode \(node.octal)): no e-mail can be sent",
          "chgrp kiosk-station \(relay) && chmod 640 \(relay)")
      }
      return .ok(code, "\(program) is msmtp with \(relay)")
    }
  }
}
