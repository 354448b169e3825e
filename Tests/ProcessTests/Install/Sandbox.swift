// The walls that a unit's lines build, built without systemd: a mount namespace in which the whole system is read-only
// but for what the unit names, the unit's user, no capabilities. Every line of [Service] is either emulated here, checked
// in a trace, or listed as having no part in what a process may touch; a new one fails until somebody says which.

import Foundation
import Testing

struct Sandbox {
  let unit: UnitFile
  let install: StagedInstall
  /// Where the unit's state and runtime directories lie for us: below the scratch directory.
  var state: String { install.scratch.file("state") }
  var run: String { install.scratch.file("run") }

  static let emulated: Set<String> = [
    "ExecStart", "User", "Group", "SupplementaryGroups", "UMask", "StateDirectory", "StateDirectoryMode",
    "RuntimeDirectory", "RuntimeDirectoryMode", "Environment", "LimitCORE", "LimitNOFILE",
    "CapabilityBoundingSet",
    "AmbientCapabilities", "NoNewPrivileges", "ProtectSystem", "ProtectHome", "PrivateTmp", "ProtectProc",
    "Type",
    "WatchdogSec", "DevicePolicy", "DeviceAllow",
    "PrivateNetwork", "ProcSubset", "InaccessiblePaths", "UnsetEnvironment",
  ]
  static let traced: Set<String> = [
    "SystemCallFilter", "SystemCallErrorNumber", "SystemCallArchitectures", "RestrictAddressFamilies",
    "MemoryDenyWriteExecute", "RestrictNamespaces", "RestrictRealtime", "LockPersonality", "RestrictSUIDSGID",
    "ProtectClock", "ProtectHostname", "ProtectKernelLogs", "ProtectKernelModules", "KeyringMode",
  ]
  /// Limits and manners that no file or call of the station meets.
  static let apart: Set<String> = [
    "NotifyAccess", "KillMode", "Restart", "RestartSec", "TimeoutStartSec", "TimeoutStopSec", "MemorySwapMax",
    "MemoryMax",
    "TasksMax", "OOMScoreAdjust", "ProtectControlGroups", "ProtectKernelTunables", "RemoveIPC",
    // The console: whoever starts the sandbox gives it a terminal.
    "ExecStartPre", "StandardInput", "StandardOutput", "StandardError", "TTYPath", "TTYReset", "TTYVHangup",
    "TTYVTDisallocate",
  ]

  init(_ name: String, of install: StagedInstall) throws {
    unit = try install.unit(name)
    self.install = install
    let unknown = unit.serviceKeys.subtracting(Self.emulated).subtracting(Self.traced).subtracting(Self.apart)
    try #require(unknown.isEmpty, "\(name): the sandbox of the tests does not know \(unknown.sorted())")
    try #require(unit["ProtectSystem"] == "strict" && unit["CapabilityBoundingSet"] == "")
    try makeDirectories()
  }

  /// As systemd does before it starts a unit.
  private func makeDirectories() throws {
    let user = try install.number("passwd", try #require(unit["User"]))
    let group = try install.number("group", try #require(unit["Group"]))
    let wanted = [(state, "StateDirectory"), (run, "RuntimeDirectory")].filter { unit[$0.1] != nil }
    for (path, key) in wanted {
      let mode = unit[key + "Mode"]
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      chown(path, user, group)
      chmod(path, mode_t(mode ?? "755", radix: 8) ?? 0o755)
    }
  }

  /// What may be written, as the unit says it.
  var writable: [String] {
    unit.words("StateDirectory").map { "/var/lib/\($0)" }
      + unit.words("RuntimeDirectory").map { "/run/\($0)" }
      + unit.words("ReadWritePaths") + (unit.isOn("PrivateTmp") ? ["/tmp", "/var/tmp"] : [])
  }

  /// Words that start `command`, or what the unit starts, behind its walls. `line`: the device that stands for the
  /// locker bus. `tracer` is put before the command. `sees`: places of the running system, and where they are for us.
  func words(
    _ command: [String]? = nil, line: String? = nil, notify: String = "", tracer: [String] = [],
    sees: [String: String] = [:]
  ) throws
    -> [String]
  {
    let start = try #require(unit["ExecStart"]).split(separator: " ").map(String.init)
    var environment =
      unit.words("Environment") + ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "JOURNAL_STREAM=0:0"]
    if unit["Type"] == "notify" {
      let seconds = try #require(UInt64(unit["WatchdogSec"] ?? ""))
      environment += ["NOTIFY_SOCKET=\(notify)", "WATCHDOG_USEC=\(seconds * 1_000_000)"]
    }
    var limits = "umask \(unit["UMask"] ?? "0022"); "
    if let core = unit["LimitCORE"] { limits += "ulimit -c \(core); " }
    if let files = unit["LimitNOFILE"] { limits += "ulimit -n \(files); " }
    let groups = [try #require(unit["Group"])] + unit.words("SupplementaryGroups")
    let numbers = try groups.map { String(try install.number("group", $0)) }.joined(separator: ",")
    return [
      "/usr/bin/unshare", unit.isOn("PrivateNetwork") ? "--net" : "--mount", "--mount", "--propagation",
      "private", "/bin/sh", "-eu", "-c", mounts(line, sees),
      "sandbox",
    ]
      + ["/usr/bin/setpriv", "--reuid", String(try install.number("passwd", try #require(unit["User"])))]
      + ["--regid", String(try install.number("group", groups[0])), "--groups", numbers]
      + ["--bounding-set=-all", "--inh-caps=-all", "--ambient-caps=-all"]
      + (unit.isOn("NoNewPrivileges") ? ["--no-new-privs"] : []) + ["--"]
      + ["/usr/bin/env", "-i"] + environment + ["/bin/sh", "-c", limits + "exec \"$@\"", "sh"] + tracer
      + (command ?? start)
  }

  /// A read-only system of the staged files over this machine's, and the holes in it.
  private func mounts(_ line: String?, _ sees: [String: String]) -> String {
    let work = install.scratch.file("sandbox")
    let root = "\(work)/root"
    var script = """
      mkdir -p \(work)/layer \(root)
      mount -t tmpfs tmpfs \(work)/layer
      cp -a \(install.root)/. \(work)/layer/
      mkdir -p \(work)/layer/var/lib/kiosk \(writable.map { "\(work)/layer\($0)" }.joined(separator: " "))
      mount -t overlay overlay -o lowerdir=\(work)/layer:/ \(root)
      mount -t proc -o hidepid=\(unit["ProtectProc"] ?? "0")\(unit["ProcSubset"].map { ",subset=" + $0 } ?? "") proc \(root)/proc
      mount --bind /sys \(root)/sys
      mount -o remount,bind,ro \(root)/sys
      mount -t tmpfs -o mode=755 tmpfs \(root)/dev
      for device in null zero full random urandom tty; do
        touch \(root)/dev/$device; mount --bind /dev/$device \(root)/dev/$device
      done
      mkdir \(root)/dev/pts \(root)/dev/locker; mount --bind /dev/pts \(root)/dev/pts
      \(line.map { "ln -s \($0) \(root)/dev/locker/bus1" } ?? "")
      mount -o remount,ro \(root)/dev
      mount -t tmpfs -o mode=755 tmpfs \(root)/run
      mkdir -p \(root)/run/kiosk

      """
    for name in unit.words("StateDirectory") { script += "mount --bind \(state) \(root)/var/lib/\(name)\n" }
    for name in unit.words("RuntimeDirectory") { script += "mount --bind \(run) \(root)/run/\(name)\n" }
    for (place, ours) in sees.sorted(by: { $0.key < $1.key }) {
      script += "mkdir -p \(root)\(place); mount --bind \(ours) \(root)\(place)\n"
    }
    for place in unit.words("InaccessiblePaths").map({ root + $0.drop { $0 == "-" } }) {
      script += "if [ -d \(place) ]; then mount -t tmpfs -o mode=000,ro tmpfs \(place)\n"
      script +=
        "elif [ -e \(place) ]; then touch \(work)/none; chmod 0 \(work)/none; mount --bind \(work)/none \(place); fi\n"
    }
    if unit.isOn("ProtectHome") {
      script += "for home in /home /root; do mount -t tmpfs -o mode=000,ro tmpfs \(root)$home; done\n"
    }
    if unit.isOn("PrivateTmp") {
      script +=
        "for temporary in /tmp /var/tmp; do mount -t tmpfs -o mode=1777 tmpfs \(root)$temporary; done\n"
    }
    return script + "mount -o remount,ro \(root)/run\ncd /\nexec /usr/sbin/chroot \(root) \"$@\"\n"
  }
}
