// The AusweisApp that Kiosk.conf names: that it is there, that pcscd is, and whether the roots that are built into its
// version still hold. It is not started: 1.26.2 does not even say its version without a display.

import Configuration
import Glibc

enum AusweisAppCheck: Check {
  static let code = "ausweisapp"

  static let readme = "see 'AusweisApp' in the README"

  static func look(at scene: Scene) -> [Finding] {
    guard let settings = try? scene.configuration.get().ausweisApp else {
      return [.unknown(code, "Kiosk.conf names no AusweisApp", "see the finding 'configuration'")]
    }
    let version = packaged(scene)
    guard settings.isEnabled else {
      let roots = version.map { Roots(of: $0, day: today()) }
      let aside = roots?.isExpired == true ? "; the \(roots!.name) that is installed \(roots!.sentence)" : ""
      return [.ok(code, "AusweisApp is not set up in Kiosk.conf" + aside)]
    }
    let loss = "nobody can identify with an ID card"
    if let trouble = scene.trouble(
      withProgram: settings.program, code: code, loss: loss, key: "[ausweisapp] program",
      remedy: "install it (\(readme)), or correct [ausweisapp] program in Kiosk.conf")
    {
      return [trouble]
    }
    var findings: [Finding] = []
    if !scene.exists("/usr/sbin/pcscd") {
      findings.append(.fault(code, "pcscd is not there: \(loss)", "apt-get install pcscd"))
    }
    let isPackaged = ["/usr/bin/AusweisApp2", "/usr/bin/AusweisApp"].contains(settings.program)
    guard isPackaged, let version else {
      return findings + [
        .unknown(
          code, "\(settings.program) does not say its version: its built-in roots may have expired",
          "'journalctl -u kiosk-station -g AusweisApp' has its version; \(readme)")
      ]
    }
    let roots = Roots(of: version, day: today())
    if roots.isWarning {
      findings.append(.warning(code, "\(roots.name) \(roots.sentence)", "install a current one; \(readme)"))
    }
    return findings.isEmpty ? [.ok(code, "\(roots.name) is there; it \(roots.sentence)")] : findings
  }

  /// Until when a version's own roots hold (identity pages of its source: `resources/config.json.in`).
  struct Roots {
    let name: String
    let sentence: String
    let isExpired: Bool
    let isWarning: Bool

    /// `day` is today, YYYYMMDD.
    init(of version: String, day: Int) {
      name = "AusweisApp \(version)"
      let parts = version.split(whereSeparator: { !$0.isNumber }).prefix(3).map { Int($0) ?? 0 }
      func isAtMost(_ other: [Int]) -> Bool { !other.lexicographicallyPrecedes(parts) }
      if isAtMost([1, 26, 2]) {
        isExpired = true
        isWarning = true
        sentence =
          "changes PINs, but identifies nobody: its built-in roots have expired (CVCA on 2024-03-09, test roots on"
          + " 2024-06-13)"
      } else if isAtMost([2, 5, 3]) {
        // DECVCAeID00107, the newest that 2.5.3 has.
        isExpired = day > 2026_11_27
        isWarning = day > 2026_08_27
        let end = "on 2026-11-27" + (parts == [2, 5, 3] ? "" : " at the latest")
        sentence =
          isExpired
          ? "identifies nobody any more, unless a server brings a newer link: its built-in root expired \(end)"
          : "has a built-in root that expires \(end)"
      } else {
        isExpired = false
        isWarning = false
        sentence = "is newer than the versions whose roots are known here (2.5.3)"
      }
    }
  }

  /// The version of Debian's package, without its revision; nil: it is not installed.
  private static func packaged(_ scene: Scene) -> String? {
    // Sorted by name: the beginning of it, which `Scene` reads, is enough.
    guard let text = scene.text("/var/lib/dpkg/status") else { return nil }
    for package in ["Package: ausweisapp2\n", "Package: ausweisapp\n"] {
      guard let start = text.firstRange(of: package) else { continue }
      let rest = text[start.upperBound...]
      let paragraph = rest[..<(rest.firstRange(of: "\n\n")?.lowerBound ?? rest.endIndex)]
      guard let version = paragraph.split(separator: "\n").first(where: { $0.hasPrefix("Version: ") }) else {
        continue
      }
      return String(version.dropFirst("Version: ".count).prefix { $0 != "-" && $0 != "+" })
    }
    return nil
  }

  /// YYYYMMDD, UTC.
  private static func today() -> Int {
    var now = time(nil)
    var parts = unsafe tm()
    unsafe gmtime_r(&now, &parts)
    let (year, month, day) = unsafe (Int(parts.tm_year), Int(parts.tm_mon), Int(parts.tm_mday))
    return (year + 1900) * 10_000 + (month + 1) * 100 + day
  }
}
