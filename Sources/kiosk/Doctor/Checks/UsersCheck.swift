// The two users that programs run as: they are there, and nobody can log in as one of them.

enum UsersCheck: Check {
  static let code = "users"

  static let station = "kiosk-station"
  static let screen = "kiosk-screen"
  static let shells: Set<String> = ["/usr/sbin/nologin", "/sbin/nologin", "/bin/false", "/usr/bin/false"]

  static func look(at scene: Scene) -> [Finding] {
    guard !scene.accounts.users.isEmpty else {
      return [.unread(code, "/etc/passwd", "it names nobody")]
    }
    return [station, screen].map { name in
      guard let user = scene.accounts.user(name) else {
        return .fault(code, "there is no user \(name)", "systemd-sysusers")
      }
      if user.number == 0 {
        return .fault(code, "\(name) is root by another name", "give it a number of its own")
      }
      if !shells.contains(user.shell) {
        return .fault(
          code, "\(name) has the shell \(user.shell)", "usermod --shell /usr/sbin/nologin \(name)")
      }
      return .ok(code, "\(name) is there and has no shell")
    }
  }
}
