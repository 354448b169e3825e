// The two sockets: there while the station runs, and for their groups only.

import Messages

enum SocketsCheck: Check {
  static let code = "sockets"

  static func look(at scene: Scene) -> [Finding] {
    [SocketName.citizen, SocketName.staff].map { name in
      let place = "\(scene.socketPath)/\(name)"
      // As it is called below the root, where it lies there.
      let path =
        !scene.root.isEmpty && Scene.isBelow(place, scene.root)
        ? String(place.dropFirst(scene.root.count)) : place
      switch Scene.node(place) {
      case .refused(let reason): return .unread(code, path, reason)
      case .absent:
        return .fault(code, "\(path) is not there: no station runs", "systemctl start kiosk-station")
      case .there(let node):
        if node.kind != .socket {
          return .fault(code, "\(path) is no socket", "stop the station, remove \(path), start it again")
        }
        if node.mode & 0o007 != 0 {
          return .fault(
            code, "\(path) is open to everybody (mode \(node.octal))", "systemctl restart kiosk-station")
        }
        return .ok(code, "\(path) is for its groups only")
      }
    }
  }
}
