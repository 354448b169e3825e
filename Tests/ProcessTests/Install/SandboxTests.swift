// The installed station behind the walls of its own unit: it starts as its own user with nothing else writable, serves
// each socket to whom it is for, and makes no call that the unit forbids. There is no systemd here; the walls are built
// from the unit's lines.

import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(3)))
struct SandboxTests {
  /// A staged station on simulated boards, as the shipped Kiosk.conf describes them.
  private final class Stage {
    let install: StagedInstall
    let sandbox: Sandbox
    let wall: Wall
    let systemd: NotifyListener
    /// The pseudo-terminal that stands for the adapter.
    let line: String

    init(_ name: String) throws {
      install = try StagedInstall(name)
      try install.addDistribution()
      try install.addUsers()
      sandbox = try Sandbox("kiosk-station.service", of: install)
      wall = try Wall(boards: 3, in: install.scratch, baud: 19_200, itemSensor: false)
      line = try FileManager.default.destinationOfSymbolicLink(atPath: wall.link)
      // As 70-kiosk-lockers.rules would have it.
      chown(line, 0, try install.number("group", "kiosk-lockers"))
      chmod(line, 0o660)
      systemd = try NotifyListener(NotifyListener.abstractName())
    }

    func station(tracer: [String] = []) throws -> ChildProcess {
      try ChildProcess(
        try sandbox.words(line: line, notify: systemd.name, tracer: tracer), name: "station",
        in: install.scratch)
    }

    /// Runs a program of the installation as somebody.
    func run(_ user: UInt32, _ group: UInt32, _ words: [String]) throws -> (
      status: Int32, output: String, error: String
    ) {
      try ChildProcess.run(
        [
          "/usr/bin/setpriv", "--reuid", "\(user)", "--regid", "\(group)", "--clear-groups",
          "--bounding-set=-all",
        ]
          + ["--inh-caps=-all", "--", install.path("/usr/bin/\(words[0])")] + words.dropFirst()
          + ["--socket", sandbox.run, "--lang", "en"], in: install.scratch)
    }
  }

  private func stage(_ name: String) throws -> Stage? {
    let what = "a start of the station under its own user"
    guard hasRoot(what), hasProgram("/usr/bin/setpriv", what), hasProgram("/usr/bin/systemd-sysusers", what)
    else {
      return nil
    }
    let trial = try ChildProcess.run(
      ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", "grep -q overlay /proc/filesystems"],
      in: Scratch("trial"))
    guard trial.status == 0 else {
      print("skipped: \(what) needs mount namespaces and overlayfs: \(trial.error)")
      return nil
    }
    return try Stage(name)
  }

  @Test(
    "the station starts as its own user with nothing else writable, and serves each socket to whom it is for")
  func start() throws {
    guard let stage = try stage("sandbox") else { return }
    let station = try stage.station()
    try #require(stage.systemd.hears("READY=1", seconds: 40), "\(station.errorText)")
    #expect(
      stage.systemd.hears(
        "WATCHDOG=1\nSTATUS=in-service: 3 of 3 boards answer, 48 compartments", seconds: 60),
      "\(station.errorText)")

    // Who it is, by the kernel's word.
    let install = stage.install
    let status = try String(contentsOfFile: "/proc/\(station.pid)/status", encoding: .utf8)
    let user = try install.number("passwd", "kiosk-station")
    #expect(status.contains("Uid:\t\(user)\t\(user)\t\(user)\t\(user)"))
    #expect(status.contains("CapEff:\t0000000000000000") && status.contains("CapBnd:\t0000000000000000"))
    #expect(status.contains("NoNewPrivs:\t1"))
    let limits = try String(contentsOfFile: "/proc/\(station.pid)/limits", encoding: .utf8)
    #expect(limits.contains(#/Max core file size +0 +0/#))

    // Its files are its own.
    for name in try FileManager.default.contentsOfDirectory(atPath: stage.sandbox.state)
    where name != "journal.pub" {
      var entry = stat()
      lstat("\(stage.sandbox.state)/\(name)", &entry)
      #expect(
        entry.st_uid == user && entry.st_mode & 0o077 == 0, "\(name) is \(String(entry.st_mode, radix: 8))")
    }

    // A clerk has the staff socket and not the citizen's; the screen the other way about; a stranger neither.
    let staff = try install.number("group", "kiosk-staff")
    let screen = try install.number("group", "kiosk-screen")
    let clerk = try stage.run(60_001, staff, ["kiosk", "status"])
    #expect(clerk.status == 0 && clerk.output.contains("48"), "\(clerk.output)\(clerk.error)")
    #expect(try stage.run(60_001, staff, ["kiosk", "pickup", "--plain"]).status == 77)
    let screenUser = try install.number("passwd", "kiosk-screen")
    let citizen = try stage.run(screenUser, screen, ["kiosk", "pickup", "--plain"])
    #expect(![69, 77].contains(citizen.status) && !citizen.output.isEmpty, "\(citizen)")
    #expect(try stage.run(screenUser, screen, ["kiosk", "status"]).status == 77)
    #expect(try stage.run(60_002, 60_002, ["kiosk", "status"]).status == 77)
    #expect(try stage.run(60_002, 60_002, ["kiosk", "pickup", "--plain"]).status == 77)

    station.signal(SIGTERM)
    #expect(station.wait(seconds: 20) == 0, "\(station.errorText)")
    #expect(stage.systemd.hears("STOPPING=1"))
    #expect(
      !station.errorText.contains("denied") && !station.errorText.contains("Read-only"),
      "\(station.errorText)")
  }

  @Test("behind these walls nothing can be written but what the unit names")
  func walls() throws {
    guard let stage = try stage("walls") else { return }
    let places =
      [
        "/", "/etc", "/etc/kiosk", "/etc/kiosk/Kiosk.conf", "/usr", "/usr/bin", "/usr/bin/kiosk",
        "/usr/share/kiosk",
        "/var", "/var/lib", "/run", "/home", "/root", "/srv", "/opt", "/boot", "/mnt", "/dev", "/dev/locker",
        "/sys",
        "/proc/sys/kernel/core_pattern",
      ] + stage.sandbox.writable
    let words = try stage.sandbox.words(
      ["/bin/sh", "-c", "for place in \"$@\"; do [ -w \"$place\" ] && echo \"$place\"; done; true", "sh"]
        + places,
      line: stage.line, notify: stage.systemd.name)
    let run = try ChildProcess.run(words, name: "walls", in: stage.install.scratch)
    #expect(run.status == 0, "\(run.error)")
    #expect(Set(run.output.split(separator: "\n").map(String.init)) == Set(stage.sandbox.writable))
    #expect(Set(stage.sandbox.writable) == ["/var/lib/kiosk", "/run/kiosk", "/tmp", "/var/tmp"])
  }

  @Test("the station makes no call that its unit forbids")
  func calls() throws {
    let strace = "/usr/bin/strace"
    guard hasProgram(strace, "the list of calls"), let stage = try stage("calls") else { return }
    let station = try stage.station(tracer: [strace, "-f", "-qq", "-o", "/run/kiosk/trace"])
    guard stage.systemd.hears("WATCHDOG=1\nSTATUS=in-service", seconds: 90) else {
      if station.errorText.contains("Operation not permitted") {
        print("skipped: strace cannot attach here: \(station.errorText)")
        return
      }
      Issue.record("\(station.errorText)")
      return
    }
    let staff = try stage.install.number("group", "kiosk-staff")
    #expect(try stage.run(60_001, staff, ["kiosk", "status"]).status == 0)
    station.signalGroup(SIGTERM)
    _ = station.wait(seconds: 30)
    let text = try String(contentsOfFile: "\(stage.sandbox.run)/trace", encoding: .utf8)
    let calls = StraceTests.parse(text)
    #expect(calls.count > 500)
    let allowed = try allowedCalls(stage.sandbox.unit, in: stage.install.scratch)
    #expect(Set(calls.map(\.name)).subtracting(allowed).sorted() == [], "SystemCallFilter=")
    let families = Set(stage.sandbox.unit.words("RestrictAddressFamilies"))
    for call in calls {
      switch call.name {
      case "socket", "socketpair":
        let family = String(call.arguments.prefix { $0 != "," })
        #expect(families.contains(family), "RestrictAddressFamilies= and \(family)")
      case "mmap", "mprotect", "pkey_mprotect":
        let isBoth = call.arguments.contains("PROT_WRITE") && call.arguments.contains("PROT_EXEC")
        #expect(!isBoth, "MemoryDenyWriteExecute= and \(call.arguments)")
      case "clone", "clone3", "unshare", "setns":
        #expect(!call.arguments.contains("CLONE_NEW"), "RestrictNamespaces= and \(call.arguments)")
      case "personality", "clock_settime", "settimeofday", "sethostname", "sched_setscheduler":
        Issue.record(
          "\(call.name) is forbidden by LockPersonality=, ProtectClock=, ProtectHostname= or the like")
      default: break
      }
    }
  }

  @Test(
    "the screen behind its own unit's walls shows the station's page, and can neither read nor write anything of it"
  )
  func screen() throws {
    guard let stage = try stage("screen") else { return }
    let station = try stage.station()
    try #require(stage.systemd.hears("WATCHDOG=1\nSTATUS=in-service", seconds: 60), "\(station.errorText)")
    let walls = try Sandbox("kiosk-screen.service", of: stage.install)
    #expect(walls.writable == ["/tmp", "/var/tmp"])
    let sees = ["/run/kiosk": stage.sandbox.run]

    let places = [
      "/var/lib/kiosk", "/etc/kiosk/Kiosk.conf", "/usr/bin/kiosk", "/run/kiosk/staff.sock", "/etc/shadow",
    ]
    let script =
      "for place in \"$@\"; do [ -r \"$place\" ] && echo \"$place\"; [ -w \"$place\" ] && echo \"$place\"; done; ls -A /var/lib/kiosk; cut -s -d: -f1 /proc/self/net/dev"
    let look = try ChildProcess.run(
      try walls.words(["/bin/sh", "-c", script, "sh"] + places, sees: sees), name: "look",
      in: stage.install.scratch)
    #expect(look.output.filter { $0 != " " } == "lo\n", "\(look.output)")

    var (master, line): (Int32, Int32) = (-1, -1)
    var name = [CChar](repeating: 0, count: 128)
    var size = winsize(ws_row: 25, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
    try #require(openpty(&master, &line, &name, nil, &size) == 0)
    defer {
      close(master)
      close(line)
    }
    for descriptor in [master, line] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    let device = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    chown(device, try stage.install.number("passwd", "kiosk-screen"), 0)
    let words = try walls.words(sees: sees)
    let child = TerminalProgram(
      words[0], Array(words.dropFirst()), tty: device, errors: stage.install.scratch.file("screen.err"))
    var shown: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let end = monotonicMilliseconds() + 40_000
    while monotonicMilliseconds() < end, child.isAlive {
      var polled = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
      guard poll(&polled, 1, 500) > 0 else { continue }
      let count = read(master, &chunk, chunk.count)
      guard count > 0 else { break }
      shown += chunk[..<count]
      if String(decoding: shown, as: UTF8.self).contains("Stadt Musterstadt") { break }
    }
    let text = String(decoding: shown, as: UTF8.self)
    #expect(text.contains("Stadt Musterstadt"), "\(stage.install.scratch.text("screen.err"))")
    let status = try String(contentsOfFile: "/proc/\(child.pid)/status", encoding: .utf8)
    #expect(status.contains("CapBnd:\t0000000000000000") && status.contains("NoNewPrivs:\t1"))
    child.killNow()
    station.signal(SIGTERM)
    _ = station.wait(seconds: 20)
  }

  /// What SystemCallFilter= allows, with its sets written out by systemd itself.
  private func allowedCalls(_ unit: UnitFile, in scratch: Scratch) throws -> Set<String> {
    var allowed: Set<String> = []
    var wanted = unit.words("SystemCallFilter") + ["@default"]
    var seen: Set<String> = []
    while let name = wanted.popLast() {
      guard name.hasPrefix("@") else {
        allowed.insert(name)
        continue
      }
      guard seen.insert(name).inserted else { continue }
      let run = try ChildProcess.run(["/usr/bin/systemd-analyze", "syscall-filter", name], in: scratch)
      for line in run.output.split(separator: "\n").dropFirst() {
        let word = line.trimmingCharacters(in: .whitespaces)
        if !word.hasPrefix("#"), !word.isEmpty { wanted.append(word) }
      }
    }
    return allowed
  }
}
