// The directory of the journal and its key: for the station alone.

enum StateDirectoryCheck: Check {
  static let code = "state-directory"

  static func look(at scene: Scene) -> [Finding] {
    let path = scene.statePath
    switch scene.look(path) {
    case .refused(let reason): return [.unread(code, path, reason)]
    case .absent:
      return [.warning(code, "\(path) is not there", "the first start of kiosk-station.service makes it")]
    case .there(let node):
      guard node.kind == .directory else {
        return [.fault(code, "\(path) is no directory", "move it away; the station makes its own")]
      }
      if let station = scene.accounts.user(UsersCheck.station), station.number != node.user {
        return [
          .fault(
            code,
            "\(path) belongs to \(scene.accounts.name(ofUser: node.user)), not to \(UsersCheck.station)",
            "chown -R \(UsersCheck.station): \(path)")
        ]
      }
      if node.mode & 0o077 != 0 {
        return [.fault(code, "\(path) is open to others (mode \(node.octal))", "chmod 700 \(path)")]
      }
      return [.ok(code, "\(path) is for the station alone")]
    }
  }
}
