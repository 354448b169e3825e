// Where applications go: the files that each destination names are there and right, its folder can be written, the secret is
// for the station alone, curl is installed. What a running station says of them comes last. Nothing is sent anywhere.

import Configuration
import Crypto
import Messages
import Station

enum DestinationsCheck: Check {
  static let code = "destinations"
  static let curl = "/usr/bin/curl"

  static func look(at scene: Scene) -> [Finding] {
    guard let destinations = try? scene.configuration.get().destinations else {
      return [.unknown(code, "Kiosk.conf names no destination", "see the finding 'configuration'")]
    }
    guard !destinations.isEmpty else {
      return [.ok(code, "no destination of applications is set up in Kiosk.conf")]
    }
    return destinations.flatMap { one -> [Finding] in
      var findings: [Finding]
      switch one.kind {
      case .file(let drop): findings = file(drop, one.name, scene)
      case .fitConnect(let fit): findings = fitConnect(fit, one.name, scene)
      }
      if let view = scene.station?.destinations?.first(where: { $0.name == one.name }) {
        findings += said(view)
      }
      return findings.isEmpty ? [.ok(code, "\(one.name) is set up")] : findings
    }
  }

  private static func file(
    _ drop: DestinationSettings.FileDrop, _ name: String, _ scene: Scene
  ) -> [Finding] {
    var findings: [Finding] = []
    switch scene.look(drop.directory) {
    case .refused(let reason): findings.append(.unread(code, drop.directory, reason))
    case .absent:
      findings.append(
        .fault(
          code, "\(name): \(drop.directory) is not there", "mount or make it, as docs/submission.md says"))
    case .there(let node):
      if node.kind != .directory {
        findings.append(.fault(code, "\(name): \(drop.directory) is no folder", "move it away"))
      } else if let rights = scene.stationRights(node), rights & 0o3 != 0o3 {
        findings.append(
          .fault(
            code, "\(name): \(drop.directory) cannot be written by the station (mode \(node.octal))",
            "give it a group that kiosk-station is in, and chmod 2770"))
      } else if !Scene.isBelow(drop.directory, scene.statePath),
        !scene.writablePaths(of: WritePathsCheck.unit).contains(where: { Scene.isBelow(drop.directory, $0) })
      {
        findings.append(
          .fault(
            code, "\(name): the station's service may not write \(drop.directory)",
            "ReadWritePaths=\(drop.directory) in /etc/systemd/system/\(WritePathsCheck.unit).d/local.conf, then "
              + "'systemctl daemon-reload && systemctl restart kiosk-station'"))
      }
    }
    switch scene.read(drop.key) {
    case .refused(let reason): findings.append(.unread(code, drop.key, reason))
    case .absent:
      findings.append(
        .fault(
          code, "\(name): \(drop.key) is not there: nothing can be encrypted",
          "put the office's public key there; 'kiosk submissions new-key' makes a pair"))
    case .text(let text):
      if let what = SubmissionLook.wrong(publicKey: text) {
        findings.append(.fault(code, "\(name): \(drop.key): \(what)", "put the office's public key there"))
      }
    }
    return findings
  }

  private static func fitConnect(
    _ fit: DestinationSettings.FitConnect, _ name: String, _ scene: Scene
  ) -> [Finding] {
    var findings: [Finding] = []
    if !scene.exists(curl) {
      findings.append(
        .fault(code, "\(name): \(curl) is not there: nothing can be sent", "apt-get install curl"))
    }
    switch scene.look(fit.secretFile) {
    case .refused(let reason): findings.append(.unread(code, fit.secretFile, reason))
    case .absent:
      findings.append(
        .fault(code, "\(name): \(fit.secretFile) is not there", "put the client's secret there, chmod 600"))
    case .there(let node):
      if node.mode & 0o077 != 0 {
        findings.append(
          .fault(
            code, "\(name): \(fit.secretFile) is open to others (mode \(node.octal))",
            "chown kiosk-station: \(fit.secretFile) && chmod 600 \(fit.secretFile)"))
      } else if scene.stationRights(node).map({ $0 & 0o4 == 0 }) == true {
        findings.append(
          .fault(
            code, "\(name): \(fit.secretFile) cannot be read by the station (mode \(node.octal))",
            "chown kiosk-station: \(fit.secretFile)"))
      }
    }
    for path in [fit.roots, fit.ca].compactMap({ $0 }) {
      guard case .text(let text) = scene.read(path) else {
        findings.append(.fault(code, "\(name): \(path) cannot be read", "put the PEM certificates there"))
        continue
      }
      if X509Chain.roots(pem: Array(text.utf8)) == nil {
        findings.append(
          .fault(code, "\(name): \(path) holds no PEM certificates, or a damaged one", "put them there anew"))
      }
    }
    if let path = fit.keys, !scene.exists(path) {
      findings.append(
        .fault(code, "\(name): \(path) is not there", "put the delivery service's JWK set there"))
    }
    return findings
  }

  private static func said(_ view: DestinationView) -> [Finding] {
    var findings: [Finding] = []
    if !view.ready {
      findings.append(
        .fault(
          code, "\(view.name): the station has no key to encrypt with: its forms are not offered",
          view.lastFault ?? "bring the station online once"))
    } else if let fault = view.lastFault {
      findings.append(
        .warning(code, "\(view.name): \(fault)", "see 'submission' and this code in docs/failures.md"))
    }
    if view.failed > 0 {
      findings.append(
        .warning(code, "\(view.name): \(view.failed) applications need a person", "kiosk submissions"))
    }
    return findings
  }
}
