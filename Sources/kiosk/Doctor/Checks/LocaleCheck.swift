// A UTF-8 locale, so that umlauts are letters.

enum LocaleCheck: Check {
  static let code = "locale"

  static func look(at scene: Scene) -> [Finding] {
    let places = ["/usr/lib/locale/C.utf8", "/usr/lib/locale/C.UTF-8", "/usr/lib/locale/locale-archive"]
    return places.contains { scene.exists($0) }
      ? [.ok(code, "a UTF-8 locale is installed")]
      : [
        .fault(code, "no UTF-8 locale is installed", "apt-get install libc-bin, or 'locale-gen de_DE.UTF-8'")
      ]
  }
}
