// No swap: what is typed or decrypted must not reach a disk (I14).

enum SwapCheck: Check {
  static let code = "swap"

  static func look(at scene: Scene) -> [Finding] {
    guard let text = scene.text("/proc/swaps") else {
      return [.unread(code, "/proc/swaps", "it is not there")]
    }
    let used = text.split(separator: "\n").dropFirst().compactMap {
      $0.split(separator: " ").first.map(String.init)
    }
    let disks = used.filter { !$0.contains("zram") && !$0.contains("/dm-") }
    if !disks.isEmpty {
      return [
        .warning(
          code, "memory may be written to \(disks.joined(separator: ", "))",
          "'swapoff -a', and take it out of /etc/fstab, or encrypt it with a key of each start")
      ]
    }
    return [
      .ok(
        code,
        used.isEmpty ? "there is no swap" : "swap is in memory or encrypted: \(used.joined(separator: ", "))")
    ]
  }
}
