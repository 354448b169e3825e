// Large letters on the console: the font that holds German, other Latin, Greek, Cyrillic and the lines of the wall.

enum ConsoleFontCheck: Check {
  static let code = "console-font"

  static let font = "/usr/share/consolefonts/Uni2-Terminus32x16.psf.gz"

  static func look(at scene: Scene) -> [Finding] {
    var findings: [Finding] = []
    if !scene.exists(font) {
      findings.append(
        .warning(code, "\(font) is not there: letters are small", "apt-get install console-setup"))
    }
    if !["/usr/bin/setfont", "/bin/setfont"].contains(where: { scene.exists($0) }) {
      findings.append(.warning(code, "setfont is not there: letters are small", "apt-get install kbd"))
    }
    return findings.isEmpty ? [.ok(code, "Uni2-Terminus32x16 and setfont are there")] : findings
  }
}
