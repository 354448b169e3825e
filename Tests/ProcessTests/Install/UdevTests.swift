// The udev rules: read by udev itself where it may be asked, with an adapter that an earlier rule makes up, and by a
// small reader of ours everywhere.

import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct UdevTests {
  private static let files = ["udev/70-kiosk-lockers.rules", "udev/71-kiosk-names.rules"]

  private func lines(_ file: String) throws -> [String] {
    try String(contentsOfFile: "\(StagedInstall.sources)/\(file)", encoding: .utf8)
      .split(separator: "\n").map(String.init).filter { !$0.isEmpty }
  }

  @Test("each rule is a list of KEY operator \"value\", as udev(7) has it")
  func form() throws {
    let matches = ["ACTION", "SUBSYSTEM", "KERNEL", "DRIVER", "ENV", "ATTR"]
    for file in Self.files {
      for line in try lines(file) {
        // Examples must be right, too.
        let rule = line.hasPrefix("#ACTION") ? String(line.dropFirst()) : line
        if rule.hasPrefix("#") { continue }
        for part in rule.split(separator: /, */) {
          let match = try #require(
            part.wholeMatch(of: #/([A-Z]+)(\{[A-Za-z0-9_]+\})?(==|!=|\+=|=)"([^"]*)"/#), "\(file): \(part)")
          let key = String(match.1)
          let isMatch = match.3 == "==" || match.3 == "!="
          let known = matches + ["GROUP", "MODE", "SYMLINK", "TAG", "GOTO", "LABEL"]
          #expect(known.contains(key), "\(file): \(key)")
          if isMatch { #expect(matches.contains(key), "\(file): \(part)") }
          if key == "SYMLINK" || key == "TAG" {
            #expect(match.3 == "+=", "\(file): \(part) would drop others")
          }
          if key == "MODE" { #expect(match.4 == "0660", "\(file): \(part)") }
        }
        #expect(!rule.contains("SYMLINK") || rule.contains("GROUP=\"kiosk-lockers\""), "\(file): \(rule)")
      }
    }
  }

  @Test("udevadm verify, from systemd 254")
  func verify() throws {
    let scratch = try Scratch("udev-verify")
    guard hasProgram("/usr/bin/udevadm", "verify") else { return }
    let help = try ChildProcess.run(["/usr/bin/udevadm", "--help"], in: scratch)
    guard help.output.contains("verify") else {
      print("skipped: this udevadm knows no verify; the rules are read by udevadm test instead")
      return
    }
    for file in Self.files {
      let run = try ChildProcess.run(
        ["/usr/bin/udevadm", "verify", "\(StagedInstall.sources)/\(file)"], in: scratch)
      #expect(run.status == 0, "\(file): \(run.output)\(run.error)")
    }
  }

  /// What udev makes of a terminal that an earlier rule gives these properties.
  private func event(_ properties: [String: String], names: (String) -> String = { $0 }) throws -> String? {
    let what = "udevadm test"
    guard hasRoot(what), hasProgram("/usr/bin/udevadm", what) else { return nil }
    let tty = "/sys/class/tty/tty7"
    guard FileManager.default.fileExists(atPath: tty) else {
      print("skipped: \(what) needs \(tty)")
      return nil
    }
    let scratch = try Scratch("udev")
    let files = FileManager.default
    let rules = scratch.file("rules")
    try files.createDirectory(atPath: rules, withIntermediateDirectories: true)
    let made = properties.sorted { $0.key < $1.key }.map { "ENV{\($0.key)}=\"\($0.value)\"" }
    try scratch.write("KERNEL==\"tty7\", \(made.joined(separator: ", "))\n", to: "rules/65-test.rules")
    for file in Self.files {
      let text = try String(contentsOfFile: "\(StagedInstall.sources)/\(file)", encoding: .utf8)
      let name = (file as NSString).lastPathComponent
      try scratch.write(name.hasPrefix("71") ? names(text) : text, to: "rules/\(name)")
    }
    // udevadm test would change device nodes: it gets /dev and /run of its own.
    let script = """
      grep -q ^kiosk-lockers: /etc/group || { cp /etc/group \(scratch.path)/group
        echo kiosk-lockers:x:64001: >>\(scratch.path)/group; mount --bind \(scratch.path)/group /etc/group; }
      mkdir -p /etc/udev/rules.d
      mount --bind \(rules) /etc/udev/rules.d
      mount -t tmpfs tmpfs /run
      mount -t tmpfs -o dev tmpfs /dev
      mknod /dev/null c 1 3; mknod /dev/tty7 c 4 7
      udevadm test /sys/class/tty/tty7 2>&1
      echo; ls -lR /dev
      """
    let run = try ChildProcess.run(
      ["/usr/bin/unshare", "--mount", "--propagation", "private", "/bin/sh", "-c", script], in: scratch)
    #expect(run.status == 0, "\(run.error)")
    for line in run.output.split(separator: "\n") where line.contains("-kiosk-") {
      let isTrouble = ["nvalid", "nknown", "gnoring", "not supported"].contains { line.contains($0) }
      #expect(!isTrouble, "\(line)")
    }
    return run.output
  }

  @Test("an adapter of the template has its name, its group and no ModemManager")
  func ftdi() throws {
    let adapter = ["ID_BUS": "usb", "ID_VENDOR_ID": "0403", "ID_SERIAL_SHORT": "A10K1234"]
    guard let told = try event(adapter) else { return }
    #expect(told.contains("DEVLINKS=/dev/locker/bus1"), "\(told.suffix(1500))")
    #expect(told.contains("ID_MM_DEVICE_IGNORE=1") && told.contains(#/TAGS=.*systemd/#))
    #expect(told.contains(#/crw-rw---- 1 root (kiosk-lockers|64001) .* tty7/#), "\(told.suffix(600))")
  }

  @Test("after the serial number is changed the name follows; another adapter has rights and no name")
  func changed() throws {
    let adapter = ["ID_BUS": "usb", "ID_VENDOR_ID": "0403", "ID_SERIAL_SHORT": "B7Z"]
    guard let stranger = try event(adapter) else { return }
    #expect(!stranger.contains("/dev/locker/"))
    #expect(stranger.contains(#/crw-rw---- 1 root (kiosk-lockers|64001) .* tty7/#))
    let told = try event(adapter) { $0.replacing("A10K1234", with: "B7Z") }
    #expect(told?.contains("DEVLINKS=/dev/locker/bus1") == true)
  }

  @Test("an adapter without a serial number is known by its socket")
  func ch340() throws {
    let adapter = ["ID_BUS": "usb", "ID_VENDOR_ID": "1a86", "ID_PATH": "pci-0000:00:14.0-usb-0:3:1.0"]
    guard let told = try event(adapter) else { return }
    #expect(told.contains("DEVLINKS=/dev/locker/bus2") && told.contains("ID_MM_DEVICE_IGNORE=1"))
  }

  @Test("a terminal that is no adapter is left alone")
  func console() throws {
    guard let told = try event(["ID_BUS": "pci", "ID_VENDOR_ID": "0x8086"]) else { return }
    #expect(
      !told.contains("kiosk-lockers") || !told.contains(#/crw-rw---- 1 root (kiosk-lockers|64001) .* tty7/#))
    #expect(!told.contains("/dev/locker/"))
  }
}
