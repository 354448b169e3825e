// The terminal descriptions of the console and of SSH.

enum TerminalCheck: Check {
  static let code = "terminal"

  static func look(at scene: Scene) -> [Finding] {
    [("linux", "ncurses-base"), ("xterm-256color", "ncurses-base")].map { name, package in
      let first = String(name.prefix(1))
      let isThere = ["/etc/terminfo", "/lib/terminfo", "/usr/lib/terminfo", "/usr/share/terminfo"]
        .contains { scene.exists("\($0)/\(first)/\(name)") }
      return isThere
        ? .ok(code, "TERM=\(name) is known")
        : .fault(code, "TERM=\(name) is not known", "apt-get install \(package)")
    }
  }
}
