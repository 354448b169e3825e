// A machine as files below a directory: a station as `make install` leaves it, and around it what a healthy Debian has. A
// test takes one thing away and asks the doctor.

import Foundation
import Testing

final class FakeMachine {
  let scratch: Scratch
  var root: String { scratch.file("root") }

  /// Numbers of the machine's own users; the state directory must belong to somebody who is not root.
  static let station: UInt32 = geteuid() == 0 ? 64_001 : geteuid()
  static let lockers: UInt32 = geteuid() == 0 ? 64_010 : getegid()
  /// Only root can make a device.
  static var hasDevice: Bool { geteuid() == 0 }

  /// Installed once, copied for each machine.
  nonisolated(unsafe) private static let template = Result { try StagedInstall("machine") }

  init() throws {
    scratch = try Scratch("doctor")
    chmod(scratch.path, 0o755)
    let install = try Self.template.get()
    let copy = try ChildProcess.run(
      [
        "/bin/sh", "-c",
        "mkdir \(root) && cd \(install.root) && cp -a etc \(root)/ && mkdir -p \(root)/usr && cp -a usr/lib usr/share \(root)/usr/",
      ],
      in: scratch)
    try #require(copy.status == 0, "\(copy.error)")
    try addSystem()
    try addStation()
  }

  private func addSystem() throws {
    try write(
      "/etc/passwd",
      """
      root:x:0:0:root:/root:/bin/bash
      kiosk-station:x:\(Self.station):64000::/var/lib/kiosk:/usr/sbin/nologin
      kiosk-screen:x:64002:64002::/:/usr/sbin/nologin
      erika:x:1000:1000::/nonexistent:/bin/bash

      """)
    try write(
      "/etc/group",
      """
      kiosk-lockers:x:\(Self.lockers):kiosk-station
      kiosk-staff:x:64011:erika
      kiosk-tech:x:64012:
      kiosk-audit:x:64013:
      kiosk-station:x:64000:
      kiosk-screen:x:64002:

      """)
    try write(
      "/proc/mounts",
      "/dev/sda1 / ext4 rw,relatime 0 0\nproc /proc proc rw 0 0\n/dev/sdb1 /mnt/backup ext4 rw 0 0\n")
    try write("/proc/swaps", "Filename Type Size Used Priority\n")
    try write("/proc/sys/kernel/core_pattern", "|/bin/false\n")
    try write("/proc/sys/kernel/sysrq", "0\n")
    try write("/proc/77/cmdline", "/usr/bin/kiosk\0station\0--config\0/etc/kiosk/Kiosk.conf\0")
    try link("/proc/77/fd/9", "/dev/ttyUSB0")
    try write("/sys/class/rtc/rtc0/since_epoch", "\(Int(Date().timeIntervalSince1970))\n")
    for service in ["kiosk-station", "kiosk-screen"] {
      try write("/sys/fs/cgroup/system.slice/\(service).service/cgroup.procs", "77\n")
      try link(
        "/etc/systemd/system/multi-user.target.wants/\(service).service",
        "/usr/lib/systemd/system/\(service).service")
    }
    try link(
      "/etc/systemd/system/timers.target.wants/kiosk-backup.timer",
      "/usr/lib/systemd/system/kiosk-backup.timer")
    for file in [
      "/run/systemd/timesync/synchronized", "/usr/share/zoneinfo/Europe/Berlin", "/dev/watchdog",
      "/usr/share/consolefonts/Uni2-Terminus32x16.psf.gz", "/usr/lib/locale/C.utf8/LC_CTYPE",
      "/lib/terminfo/l/linux", "/lib/terminfo/x/xterm-256color", "/var/log/journal/0/system.journal",
      "/mnt/backup/.here",
    ] { try write(file, "x") }
    for program in [
      "/usr/bin/setfont", "/usr/bin/msmtp", "/usr/bin/lp", "/usr/bin/lpstat", "/usr/local/bin/sms",
    ] {
      try write(program, "x")
      mode(program, 0o755)
    }
    try link("/usr/sbin/sendmail", "../bin/msmtp")
    try write("/etc/msmtprc", "host mail.example.org\n")
    try write(
      "/etc/cups/printers.conf",
      "<DefaultPrinter Beleg>\nState Idle\nAccepting Yes\n</DefaultPrinter>\n<Printer Buero>\nState Idle\nAccepting Yes\n</Printer>\n"
    )
  }

  private func addStation() throws {
    var file = StationFile(boards: 1, link: "/dev/locker/bus1")
    file.diskFloorMegabytes = 16
    try write("/etc/kiosk/Kiosk.conf", file.text + "[backup]\ndirectory = \"/mnt/backup\"\n")
    for name in ["station.key", "journal.sqlite"] {
      try write("/var/lib/kiosk/\(name)", "x")
      mode("/var/lib/kiosk/\(name)", 0o600)
      chown(path("/var/lib/kiosk/\(name)"), Self.station, 64_000)
    }
    mode("/mnt/backup", 0o700)
    chown(path("/mnt/backup"), Self.station, 64_000)
    // What the town wrote into the example of a rule.
    try change("/etc/udev/rules.d/71-kiosk-names.rules", "A10K1234", "FT5ABCDE")
    mode("/var/lib/kiosk", 0o700)
    chown(path("/var/lib/kiosk"), Self.station, 64_000)
    if Self.hasDevice {
      try write("/dev/.here", "x")
      // 188 is the number of USB serial adapters; nothing opens it.
      mknod(path("/dev/ttyUSB0"), S_IFCHR | 0o660, dev_t(188 << 8))
      mode("/dev/ttyUSB0", 0o660)
      chown(path("/dev/ttyUSB0"), 0, Self.lockers)
    }
    try link("/dev/locker/bus1", "../ttyUSB0")
    try write("/sys/bus/usb-serial/devices/ttyUSB0/latency_timer", "1\n")
    for name in ["citizen.sock", "staff.sock"] { try makeSocket("/run/kiosk/\(name)") }
  }

  // MARK: Changing it

  func path(_ path: String) -> String { root + path }

  func write(_ file: String, _ text: String) throws {
    try FileManager.default.createDirectory(
      atPath: (path(file) as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try text.write(toFile: path(file), atomically: false, encoding: .utf8)
  }

  func change(_ file: String, _ old: String, _ new: String) throws {
    let text = try String(contentsOfFile: path(file), encoding: .utf8)
    try #require(text.contains(old), "\(file) has no \(old)")
    try write(file, text.replacing(old, with: new))
  }

  /// Sets notices by e-mail and SMS and printing up in Kiosk.conf.
  func setUpWays() throws {
    try write(
      "/etc/kiosk/Kiosk.conf",
      """
      \(String(contentsOfFile: path("/etc/kiosk/Kiosk.conf"), encoding: .utf8))
      [notices]
      email_from = "buergeramt@example.org"
      sms_command = ["/usr/local/bin/sms", "{number}"]
      [receipt]
      printer = "Beleg"

      """)
  }

  func link(_ file: String, _ target: String) throws {
    try FileManager.default.createDirectory(
      atPath: (path(file) as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    unlink(path(file))
    symlink(target, path(file))
  }

  func remove(_ files: String...) throws {
    for file in files { try FileManager.default.removeItem(atPath: path(file)) }
  }

  func mode(_ file: String, _ bits: mode_t) { chmod(path(file), bits) }

  private func makeSocket(_ file: String) throws {
    try write(file, "")
    unlink(path(file))
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path(file).utf8.prefix(107)) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(result == 0)
    mode(file, 0o660)
  }

  // MARK: Asking

  struct Found: Decodable {
    struct Finding: Decodable {
      var code: String
      var level: String
      var what: String
      var remedy: String?
    }

    var findings: [Finding]
    var faults: Int
    var warnings: Int
    var unknown: Int
    var ok: Int

    /// All but `ok`, in a line each.
    var troubles: [String] {
      findings.filter { $0.level != "ok" }.map { "\($0.level) \($0.code): \($0.what)" }
    }
  }

  func words(_ more: [String] = []) throws -> [String] {
    [try Products.path("kiosk"), "doctor", "--root", root] + more
  }

  /// What the doctor says; `before` is put before its words.
  func ask(_ more: [String] = [], before: [String] = []) throws -> (status: Int32, found: Found) {
    let run = try ChildProcess.run(before + words(more + ["--json"]), name: "doctor", in: scratch)
    let found = try #require(
      try? JSONDecoder().decode(Found.self, from: Data(run.output.utf8)), "\(run.output)\(run.error)")
    return (run.status, found)
  }
}
