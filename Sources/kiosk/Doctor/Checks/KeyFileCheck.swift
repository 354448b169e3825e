// The station's key and the journal: for the station alone. They are looked at, never read.

enum KeyFileCheck: Check {
  static let code = "key-file"

  static func look(at scene: Scene) -> [Finding] {
    ["station.key", "journal.sqlite"].map { name in
      let path = "\(scene.statePath)/\(name)"
      switch scene.look(path) {
      case .refused(let reason): return .unread(code, path, reason)
      case .absent:
        return .unknown(code, "\(path) is not there yet", "the first start of the station founds it")
      case .there(let node):
        if node.kind != .file || node.mode & 0o077 != 0 {
          return .fault(code, "\(path) is open to others (mode \(node.octal))", "chmod 600 \(path)")
        }
        if let station = scene.accounts.user(UsersCheck.station), station.number != node.user {
          return .fault(
            code, "\(path) belongs to \(scene.accounts.name(ofUser: node.user))",
            "chown \(UsersCheck.station): \(path)")
        }
        return .ok(code, "\(path) is for the station alone")
      }
    }
  }
}
