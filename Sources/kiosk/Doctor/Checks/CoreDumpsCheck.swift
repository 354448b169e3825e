// No core files: they would hold codes and keys (I14).

enum CoreDumpsCheck: Check {
  static let code = "core-dumps"

  static func look(at scene: Scene) -> [Finding] {
    guard let text = scene.text("/proc/sys/kernel/core_pattern") else {
      return [.unread(code, "/proc/sys/kernel/core_pattern", "it is not there")]
    }
    let pattern = String(text.prefix { $0 != "\n" })
    return ["", "|/bin/false", "|/usr/bin/false"].contains(pattern)
      ? [.ok(code, "no core file is written")]
      : [
        .warning(
          code, "core files go to '\(pattern)'",
          "set kernel.core_pattern=|/bin/false, see 90-kiosk.conf of sysctl.d")
      ]
  }
}
