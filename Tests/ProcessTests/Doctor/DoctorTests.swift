// `kiosk doctor` on machines made of files: a healthy one, and each thing that can be wrong with it.

import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(3)))
struct DoctorTests {
  @Test("a healthy machine with a running station: nothing to be done, status 0")
  func healthy() throws {
    guard hasRoot("a machine with a device") else { return }
    let machine = try FakeMachine()
    let stand = try Stand("doctor")
    try stand.start()
    let (status, found) = try machine.ask(["--socket", stand.sockets])
    #expect(found.troubles == [] && found.faults + found.warnings + found.unknown == 0)
    #expect(status == 0 && found.ok > 40)

    // The station is asked about its boards; the line is not touched.
    stand.wall.process.kill()
    try stand.wait("the boards' silence", seconds: 30) { try stand.status().service == "boards-silent" }
    let (silent, boards) = try machine.ask(["--socket", stand.sockets])
    #expect(
      silent == 2 && boards.troubles.contains { $0.contains("fault boards: wall: board 0 does not answer") })
    _ = stand.stopStation()
  }

  @Test("without a station the boards are unknown, not well: status 1")
  func noStation() throws {
    let machine = try FakeMachine()
    let (status, found) = try machine.ask()
    #expect(found.findings.contains { $0.code == "boards" && $0.level == "unknown" })
    if FakeMachine.hasDevice {
      #expect(
        status == 1 && found.faults == 0 && found.warnings == 0 && found.unknown == 1, "\(found.troubles)")
    }
  }

  private func run(
    _ cases: [DoctorCase], preparing: (FakeMachine) throws -> Void = { _ in }
  ) throws {
    for each in cases {
      if each.needsDevice, !FakeMachine.hasDevice {
        print("skipped: \(each) needs root")
        continue
      }
      let machine = try FakeMachine()
      try preparing(machine)
      try each.change(machine)
      let (status, found) = try machine.ask()
      let finding = found.findings.first {
        $0.code == each.code && $0.level == each.level && $0.what.contains(each.says)
      }
      #expect(finding != nil, "\(each): \(each.level) \(each.code) \(each.says); found \(found.troubles)")
      #expect(finding?.remedy?.isEmpty == false, "\(each): no remedy")
      if each.level == "fault" { #expect(status == 2, "\(each)") } else { #expect(status >= 1, "\(each)") }
    }
  }

  @Test("each thing that can be wrong with the station")
  func station() throws { try run(DoctorCase.station) }

  @Test("each thing that can be wrong with the system around it")
  func system() throws { try run(DoctorCase.system) }

  @Test("each thing that can be wrong with the ways out that Kiosk.conf names")
  func ways() throws {
    try run(DoctorCase.ways) { try $0.setUpWays() }
  }

  @Test("each thing that can be wrong with AusweisApp")
  func ausweisApp() throws {
    try run(DoctorCase.ausweisApp) { try $0.setUpAusweisApp() }
  }

  @Test("each thing that can be wrong around the card reader")
  func cardReader() throws {
    try run(DoctorCase.cardReader) { try $0.setUpCardReader() }
  }

  @Test(
    "the ways out: well where they are set up and there, and nothing to be said where they are not set up")
  func waysWell() throws {
    let machine = try FakeMachine()
    let codes: Set = ["mail-program", "sms-program", "printer"]
    func levels() throws -> [String] {
      try machine.ask().found.findings.filter { codes.contains($0.code) }.map { "\($0.level) \($0.what)" }
    }
    for file in ["/usr/sbin/sendmail", "/usr/local/bin/sms", "/usr/bin/lp"] { machine.mode(file, 0o000) }
    #expect(
      try levels() == [
        "ok e-mail is not set up in Kiosk.conf", "ok SMS are not set up in Kiosk.conf",
        "ok printing is not set up in Kiosk.conf",
      ])
    for file in ["/usr/sbin/sendmail", "/usr/local/bin/sms", "/usr/bin/lp"] { machine.mode(file, 0o755) }
    try machine.setUpWays()
    #expect(
      try levels() == [
        "ok /usr/sbin/sendmail is msmtp with /etc/msmtprc", "ok /usr/local/bin/sms can be executed",
        "ok the printer Beleg accepts",
      ])
    // Another queue that stands still is not the station's.
    try machine.change("/etc/cups/printers.conf", "Buero>\nState Idle", "Buero>\nState Stopped")
    #expect(try levels().last == "ok the printer Beleg accepts")
  }

  @Test("a mail queue that gains rights is well where the town's drop-in allows it")
  func mailQueue() throws {
    let machine = try FakeMachine()
    try machine.setUpWays()
    try machine.remove("/usr/sbin/sendmail")
    for name in ["/usr/sbin/sendmail", "/usr/sbin/postdrop"] {
      try machine.write(name, "x")
      machine.mode(name, name.hasSuffix("drop") ? 0o2755 : 0o755)
    }
    let dropIn = "/etc/systemd/system/kiosk-station.service.d/local.conf"
    try machine.write(dropIn, "[Service]\n#NoNewPrivileges=no\n")
    #expect(try machine.ask().found.troubles.contains { $0.contains("mail-program") })
    try machine.write(dropIn, "[Service]\nNoNewPrivileges=no\n")
    #expect(try !machine.ask().found.troubles.contains { $0.contains("mail-program") })
  }

  @Test("each way to a login that `make install` masks is looked at: none is left out")
  func masks() throws {
    let units = "/etc/systemd/system"
    let template = try FakeMachine()
    let masked = try FileManager.default.contentsOfDirectory(atPath: template.path(units)).filter {
      (try? FileManager.default.destinationOfSymbolicLink(atPath: template.path("\(units)/\($0)")))
        == "/dev/null"
    }
    #expect(masked.count >= 12 && masked.contains("debug-shell.service"))
    // All of them, and only these, make the consoles well.
    #expect(try !template.ask().found.troubles.contains { $0.contains(" consoles: ") })
    for unit in masked {
      let target = "/dev/null"
      try template.remove("\(units)/\(unit)")
      let found = try template.ask().found
      #expect(
        found.troubles.contains { $0.hasPrefix("fault consoles: ") && $0.contains(unit) }, "\(unit)")
      try template.link("\(units)/\(unit)", target)
    }
  }

  @Test("--socket names the directory in which the sockets are looked for")
  func otherSockets() throws {
    let machine = try FakeMachine()
    let nowhere = machine.scratch.file("nowhere")
    let found = try machine.ask(["--socket", nowhere]).found
    #expect(found.troubles.contains("fault sockets: \(nowhere)/staff.sock is not there: no station runs"))
    try machine.remove("/run/kiosk")
    #expect(
      try machine.ask().found.troubles.contains(
        "fault sockets: /run/kiosk/staff.sock is not there: no station runs"))
  }

  @Test("an exchange folder that everybody may read or write is the fault that is named, whoever owns it")
  func openExchange() throws {
    let machine = try FakeMachine()
    try machine.change("/etc/kiosk/Kiosk.conf", "outbox = \"\"", "outbox = \"/srv/kiosk/out\"")
    try machine.write("/srv/kiosk/out/.here", "x")
    try machine.write(
      "/etc/systemd/system/kiosk-station.service.d/local.conf", "[Service]\nReadWritePaths=/srv/kiosk\n")
    func troubles() throws -> [String] {
      try machine.ask().found.troubles.filter { $0.contains("write-paths") }
    }
    for owner in [geteuid(), FakeMachine.station] {
      chown(machine.path("/srv/kiosk/out"), owner, 64_000)
      for (mode, harm) in [
        (0o777, "everybody may read personal data and slip orders in"),
        (0o775, "everybody may read personal data"), (0o773, "everybody may slip orders in"),
      ] as [(mode_t, String)] {
        machine.mode("/srv/kiosk/out", mode)
        let open = try troubles().filter { !$0.contains("cannot be written") }
        let octal = String(mode, radix: 8)
        #expect(
          open == ["fault write-paths: /srv/kiosk/out is open to everybody (mode \(octal)): \(harm)"])
      }
    }
    machine.mode("/srv/kiosk/out", 0o2770)
    #expect(try troubles() == [])
  }

  @Test("a folder of the exchange: there, the station's to write, and let through by a drop-in")
  func exchange() throws {
    let machine = try FakeMachine()
    try machine.change("/etc/kiosk/Kiosk.conf", "inbox = \"\"", "inbox = \"/srv/kiosk/in\"")
    func trouble() throws -> String {
      try machine.ask().found.troubles.first { $0.contains("write-paths") } ?? ""
    }
    #expect(try trouble() == "fault write-paths: /srv/kiosk/in is not there")
    try machine.write("/srv/kiosk/in/processed/.here", "x")
    machine.mode("/srv/kiosk/in", 0o555)
    #expect(try trouble().contains("cannot be written by the station (mode 555)"))
    chown(machine.path("/srv/kiosk/in"), FakeMachine.station, FakeMachine.lockers)
    machine.mode("/srv/kiosk/in", 0o2770)
    #expect(try trouble() == "fault write-paths: the station's service may not write /srv/kiosk/in")
    let dropIn = "/etc/systemd/system/kiosk-station.service.d/local.conf"
    try machine.write(dropIn, "[Service]\n#ReadWritePaths=/srv/kiosk\nReadWritePaths=/srv/kiosk-old\n")
    #expect(try !trouble().isEmpty)
    try machine.write(dropIn, "[Service]\nReadWritePaths=-/srv/kiosk\n")
    #expect(try trouble().isEmpty)
  }

  @Test("a full disk: below the floor no handover begins")
  func fullDisk() throws {
    guard hasRoot("a small disk") else { return }
    let machine = try FakeMachine()
    let script = "mount -t tmpfs -o size=10m,mode=700 tmpfs \(machine.path("/var/lib/kiosk")); exec \"$@\""
    let (status, found) = try machine.ask(
      before: ["/usr/bin/unshare", "--mount", "--propagation", "private", "/bin/sh", "-ec", script, "sh"])
    #expect(
      status == 2
        && found.troubles.contains { $0.contains("fault disk-free: no handover begins: 10 of 10 MiB") })
  }

  @Test("who may not look is told so: unknown, with the remedy, never well")
  func noRights() throws {
    guard hasRoot("another user") else { return }
    let machine = try FakeMachine()
    try machine.setUpWays()
    try machine.write("/proc/5/fd/0", "x")
    machine.mode("/proc/5/fd", 0o700)
    machine.mode("/etc/cups/printers.conf", 0o600)
    let (_, found) = try machine.ask(
      before: ["/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--"])
    for code in ["key-file", "bus-holder", "printer", "boards"] {
      let levels = Set(found.findings.filter { $0.code == code }.map(\.level))
      #expect(levels == ["unknown"], "\(code): \(levels)")
    }
    #expect(found.findings.filter { $0.level == "unknown" }.allSatisfy { $0.remedy != nil })
  }

  @Test("lines for people: level, code, sentence, remedy, and the count")
  func lines() throws {
    let machine = try FakeMachine()
    try machine.write("/proc/sys/kernel/sysrq", "1\n")
    let run = try ChildProcess.run(machine.words(), in: machine.scratch)
    #expect(run.status == 2)
    #expect(run.output.contains("FAULT   magic-keys            the magic keys are on\n"))
    #expect(run.output.contains("                              -> set kernel.sysrq=0"))
    #expect(run.output.contains(#/\n\d+ faults, 0 warnings, \d+ unknown, \d+ ok\n$/#))
  }
}
