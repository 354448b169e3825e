// What `make install` puts where, and what systemd's own tools think of it.

import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(3)))
struct InstallTests {
  @Test("programs, content, units, users, rules and documents are there, with their rights")
  func tree() throws {
    let install = try StagedInstall("tree")
    let lines = try install.listing()
    for (path, mode) in [
      ("/usr/bin/kiosk", "755"), ("/usr/bin/kiosk-screen", "755"), ("/etc/kiosk/Kiosk.conf", "644"),
      ("/usr/share/kiosk/Content/texts/de.toml", "644"), ("/usr/share/kiosk/console.map", "644"),
      ("/usr/lib/systemd/system/kiosk-station.service", "644"), ("/usr/lib/sysusers.d/kiosk.conf", "644"),
      ("/usr/lib/systemd/system/kiosk-screen.service", "644"),
      ("/usr/lib/udev/rules.d/70-kiosk-lockers.rules", "644"),
      ("/etc/udev/rules.d/71-kiosk-names.rules", "644"), ("/usr/lib/modules-load.d/kiosk.conf", "644"),
      ("/usr/lib/systemd/journald.conf.d/90-kiosk.conf", "644"), ("/usr/share/doc/kiosk/failures.md", "644"),
      ("/usr/lib/sysctl.d/90-kiosk.conf", "644"),
    ] {
      #expect(lines.contains { $0.hasPrefix("\(path) \(mode) ") }, "\(path) with mode \(mode)")
    }
    for unit in (1...6).map({ "getty@tty\($0).service" }) + ["autovt@.service", "ctrl-alt-del.target"] {
      #expect(lines.contains("/etc/systemd/system/\(unit) -> /dev/null"), "\(unit) is masked")
    }
    #expect(lines.allSatisfy { !$0.hasSuffix(" 0") }, "no file is empty")
    // Kiosk.conf names what the installation brings.
    let conf = try String(contentsOfFile: install.path("/etc/kiosk/Kiosk.conf"), encoding: .utf8)
    #expect(
      conf.contains("content = \"/usr/share/kiosk/Content\"") && conf.contains("path = \"/dev/locker/bus1\""))
  }

  @Test("the links of installed documents lead to installed documents")
  func links() throws {
    let install = try StagedInstall("links")
    let documents = "/usr/share/doc/kiosk"
    let names = try FileManager.default.contentsOfDirectory(atPath: install.path(documents))
    #expect(names.contains("README.md") && names.contains("backup.conf.example"))
    var count = 0
    for name in names where name.hasSuffix(".md") {
      let text = try String(contentsOfFile: install.path("\(documents)/\(name)"), encoding: .utf8)
      for link in text.matches(of: #/\]\(([^)#:]+)(#[^)]*)?\)/#).map({ String($0.1) }) {
        count += 1
        #expect(
          FileManager.default.fileExists(atPath: install.path("\(documents)/\(link)")), "\(name): \(link)")
      }
    }
    #expect(count >= 10)
  }

  @Test("without the programs nothing is installed, and one sentence says how to come by them")
  func noPrograms() throws {
    let scratch = try Scratch("no-programs")
    let run = try ChildProcess.run(
      [
        "/usr/bin/make", "-s", "-C", StagedInstall.sources, "install", "BIN=/nonexistent",
        "DESTDIR=\(scratch.file("root"))",
      ], in: scratch)
    #expect(run.status != 0 && !run.error.contains("cannot stat"), "\(run.error)")
    #expect(run.error.hasPrefix("There is no program kiosk in /nonexistent: run 'make programs'"))
    #expect(!FileManager.default.fileExists(atPath: scratch.file("root")))
  }

  @Test("the backup's unit takes the example that ties it to its disk")
  func backupDisk() throws {
    let install = try StagedInstall("backup-disk")
    let example = try UnitFile(path: install.path("/usr/share/doc/kiosk/backup.conf.example"))
    #expect(example.entries.map(\.key) == ["RequiresMountsFor"])
    let analyze = "/usr/bin/systemd-analyze"
    guard hasProgram(analyze, "verify") else { return }
    try install.addDistribution()
    let folder = install.path("/etc/systemd/system/kiosk-backup.service.d")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: install.path("/usr/share/doc/kiosk/backup.conf.example"), toPath: "\(folder)/local.conf")
    let run = try ChildProcess.run(
      [analyze, "verify", "--root=\(install.root)", "kiosk-backup.service"], in: install.scratch)
    #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
  }

  @Test("twice is as once; what belongs to the town is kept, and the new one lies beside it")
  func twice() throws {
    let install = try StagedInstall("twice")
    let once = try install.listing()
    try install.install()
    #expect(try install.listing() == once)
    for path in ["/etc/kiosk/Kiosk.conf", "/etc/udev/rules.d/71-kiosk-names.rules"] {
      try "# ours\n".write(toFile: install.path(path), atomically: false, encoding: .utf8)
    }
    try install.install()
    for path in ["/etc/kiosk/Kiosk.conf", "/etc/udev/rules.d/71-kiosk-names.rules"] {
      #expect(try String(contentsOfFile: install.path(path), encoding: .utf8) == "# ours\n")
      #expect(
        once.contains { line in
          (try? install.listing().contains(line.replacing(path, with: path + ".new"))) == true
        })
      try FileManager.default.removeItem(atPath: install.path(path))
    }
    try install.install()
    #expect(try install.listing() == once, "a file that is as it was shipped has none beside it")
  }

  @Test("LOCKDOWN=no leaves consoles, keys and the boot menu alone")
  func openConsoles() throws {
    let lines = try StagedInstall("open", ["LOCKDOWN=no"]).listing()
    #expect(!lines.contains { $0.contains("/dev/null") || $0.contains("grub") || $0.contains("logind") })
    #expect(lines.contains { $0.hasPrefix("/usr/lib/systemd/system/kiosk-station.service ") })
  }

  @Test("systemd-analyze verify and the exposure of the units")
  func verify() throws {
    let analyze = "/usr/bin/systemd-analyze"
    guard hasProgram(analyze, "verify") else { return }
    let install = try StagedInstall("verify")
    try install.addDistribution()
    #expect(install.units.count >= 3)
    for unit in install.units {
      let run = try ChildProcess.run(
        [analyze, "verify", "--root=\(install.root)", unit], in: install.scratch)
      #expect(run.status == 0 && run.error.isEmpty, "\(unit): \(run.error)\(run.output)")
    }
    // A unit that names a program which is not there is found: the check above means something.
    unlink(install.path("/usr/bin/kiosk"))
    let broken = try ChildProcess.run(
      [analyze, "verify", "--root=\(install.root)", "kiosk-station.service"], in: install.scratch)
    #expect(broken.status != 0)
    for (unit, limit) in [("kiosk-station.service", "22"), ("kiosk-screen.service", "15")] {
      let run = try ChildProcess.run(
        [analyze, "security", "--offline=true", "--root=\(install.root)", "--threshold=\(limit)", unit],
        in: install.scratch)
      #expect(run.status == 0, "\(unit) is more exposed than it was: \(run.output.suffix(200))")
    }
  }

  @Test("what the units promise about restarts, the watchdog, secrets and the console")
  func promises() throws {
    let install = try StagedInstall("promises")
    let station = try install.unit("kiosk-station.service")
    #expect(station["Type"] == "notify" && station["WatchdogSec"] == "15" && station["LimitCORE"] == "0")
    #expect(station["RestartSec"] == "1" && station["User"] == "kiosk-station")
    let screen = try install.unit("kiosk-screen.service")
    #expect(screen["TTYPath"] == "/dev/tty1" && screen["StandardInput"] == "tty-force")
    #expect(["TTYReset", "TTYVHangup", "TTYVTDisallocate"].allSatisfy { screen.isOn($0) })
    #expect(screen.words("Conflicts").contains("getty@tty1.service") && screen["User"] == "kiosk-screen")
    // Nothing with a shell stands between the console and the screen.
    #expect(!screen.entries.contains { $0.value.contains("/bin/sh") || $0.value.contains("bash") })
    for unit in [station, screen] {
      #expect(
        unit["Restart"] == "always" && unit["StartLimitIntervalSec"] == "0"
          && unit["CapabilityBoundingSet"] == "")
    }
  }

  @Test("systemd-sysusers makes every user and group that units and Kiosk.conf name, without a shell")
  func users() throws {
    guard hasRoot("systemd-sysusers --root="), hasProgram("/usr/bin/systemd-sysusers", "this") else { return }
    let install = try StagedInstall("users")
    try install.addDistribution()
    try install.addUsers()
    for name in install.units where name.hasSuffix(".service") {
      let unit = try install.unit(name)
      if let user = unit["User"] { _ = try install.number("passwd", user) }
      for group in unit.words("Group") + unit.words("SupplementaryGroups") {
        _ = try install.number("group", group)
      }
    }
    for group in ["kiosk-staff", "kiosk-tech", "kiosk-audit", "kiosk-screen"] {
      _ = try install.number("group", group)
    }
    let passwd = try String(contentsOfFile: install.path("/etc/passwd"), encoding: .utf8)
    for line in passwd.split(separator: "\n") where line.hasPrefix("kiosk-") {
      #expect(line.hasSuffix(":/usr/sbin/nologin"), "\(line)")
    }
    let group = try String(contentsOfFile: install.path("/etc/group"), encoding: .utf8)
    #expect(group.contains("kiosk-station"), "the station reaches the adapters")
    #expect(
      group.split(separator: "\n").contains {
        $0.hasPrefix("kiosk-lockers:") && $0.hasSuffix(":kiosk-station")
      })
  }
}
