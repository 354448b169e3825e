// Kiosk.conf says which door is which: nobody but root may change it.

enum ConfigurationRightsCheck: Check {
  static let code = "configuration-rights"

  static func look(at scene: Scene) -> [Finding] {
    let path = scene.configurationPath
    switch scene.look(path) {
    case .absent: return [.unknown(code, "\(path) is not there", "see the finding 'configuration'")]
    case .refused(let reason): return [.unread(code, path, reason)]
    case .there(let node):
      if node.mode & 0o022 != 0 {
        return [
          .fault(code, "\(path) can be changed by others (mode \(node.octal))", "chmod go-w \(path)")
        ]
      }
      if scene.isRunning, node.user != 0 {
        return [
          .warning(
            code, "\(path) belongs to \(scene.accounts.name(ofUser: node.user))", "chown root:root \(path)")
        ]
      }
      return [.ok(code, "\(path) can be changed by its owner only")]
    }
  }
}
