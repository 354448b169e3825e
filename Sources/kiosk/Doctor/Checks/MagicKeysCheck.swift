// The kernel's magic keys: the citizen's keyboard could restart the machine with them.

enum MagicKeysCheck: Check {
  static let code = "magic-keys"

  static func look(at scene: Scene) -> [Finding] {
    guard let text = scene.text("/proc/sys/kernel/sysrq") else {
      return scene.exists("/proc/sys/kernel")
        ? [.ok(code, "this kernel has no magic keys")]
        : [.unread(code, "/proc/sys/kernel", "it is not there")]
    }
    return text.filter(\.isNumber) == "0"
      ? [.ok(code, "the magic keys are off")]
      : [.fault(code, "the magic keys are on", "set kernel.sysrq=0, see 90-kiosk.conf of sysctl.d")]
  }
}
