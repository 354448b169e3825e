// Programs that grab serial adapters: brltty takes the CH340 for a braille display, ModemManager tries modem commands.

enum AdapterRivalsCheck: Check {
  static let code = "adapter-rivals"

  static func look(at scene: Scene) -> [Finding] {
    let rivals = [
      ("brltty", ["/usr/bin/brltty", "/bin/brltty", "/usr/sbin/brltty"]),
      ("modemmanager", ["/usr/sbin/ModemManager", "/sbin/ModemManager"]),
    ]
    return rivals.map { package, programs in
      programs.contains { scene.exists($0) }
        ? .warning(code, "\(package) is installed and may grab an adapter", "apt-get purge \(package)")
        : .ok(code, "\(package) is not installed")
    }
  }
}
