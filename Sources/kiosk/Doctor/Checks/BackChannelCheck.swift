// The town's service for online identification, as far as this machine decides about it: whether Kiosk.conf names one, and
// whether the files for it can be read by the station alone. The service itself is not asked: a look opens no session.

import Configuration

enum BackChannelCheck: Check {
  static let code = "back-channel"

  static func look(at scene: Scene) -> [Finding] {
    guard let configuration = try? scene.configuration.get() else {
      return [.unknown(code, "Kiosk.conf names no back channel", "see the finding 'configuration'")]
    }
    let settings = configuration.ausweisApp
    guard let address = settings.backChannel else {
      return [.ok(code, "no back channel is set up: forms that need the ID card are not offered")]
    }
    guard settings.isEnabled, configuration.card.path == .ausweisApp else {
      return [
        .warning(
          code, "\(address) is never asked: AusweisApp is not enabled, or does not have the ID cards",
          "write enabled = true in [ausweisapp] and path = \"ausweisapp\" in [card], or remove back_channel")
      ]
    }
    var findings: [Finding] = []
    if !scene.exists("/usr/bin/curl") {
      findings.append(.fault(code, "curl is not there: nobody can be identified", "apt-get install curl"))
    }
    if let path = settings.backChannelCA { findings += missing(path, "back_channel_ca", scene) }
    if let path = settings.backChannelCredentials {
      findings += missing(path, "back_channel_credentials", scene)
      if case .there(let node) = scene.look(path), node.mode & 0o077 != 0 {
        findings.append(
          .warning(
            code, "\(path) is open to others (mode \(node.octal)): it holds the station's key",
            "chmod 600 \(path), and give it to the station's user"))
      }
    }
    return findings.isEmpty ? [.ok(code, "identification goes to \(address)")] : findings
  }

  private static func missing(_ path: String, _ key: String, _ scene: Scene) -> [Finding] {
    switch scene.look(path) {
    case .there(let node) where node.kind == .file: []
    case .refused(let reason): [.unread(code, path, reason)]
    case .absent, .there:
      [
        .fault(
          code, "\(path) is no file: nobody can be identified", "correct [ausweisapp] \(key) in Kiosk.conf")
      ]
    }
  }
}
