// What can be wrong with a machine, one thing at a time, and what the doctor must say about it.

import Foundation

struct DoctorCase: CustomStringConvertible {
  var description: String
  var level: String
  var code: String
  /// Stands in the finding's sentence.
  var says: String
  /// Can be made by root only.
  var needsDevice = false
  var change: (FakeMachine) throws -> Void

  init(
    _ description: String, _ level: String, _ code: String, _ says: String, needsDevice: Bool = false,
    _ change: @escaping (FakeMachine) throws -> Void
  ) {
    self.description = description
    self.level = level
    self.code = code
    self.says = says
    self.needsDevice = needsDevice
    self.change = change
  }

  private static let conf = "/etc/kiosk/Kiosk.conf"
  private static let units = "/etc/systemd/system"
  private static let drops = "/usr/lib/systemd"

  static var station: [DoctorCase] {
    [
      .init("no Kiosk.conf", "fault", "configuration", "Kiosk.conf") { try $0.remove(conf) },
      .init("mistakes in Kiosk.conf", "fault", "configuration", "1 mistakes") {
        try $0.change(conf, "town = \"Prüfstadt\"", "town = 7")
      },
      .init("Kiosk.conf for everybody", "fault", "configuration-rights", "666") { $0.mode(conf, 0o666) },
      .init("an adapter unplugged", "fault", "bus-device", "/dev/locker/bus1 is not there") {
        try $0.remove("/dev/locker/bus1")
      },
      .init("a file in the device's place", "fault", "bus-device", "no serial device") {
        try $0.remove("/dev/locker/bus1")
        try $0.write("/dev/locker/bus1", "x")
      },
      .init("a device for root alone", "fault", "bus-rights", "may not open it", needsDevice: true) {
        $0.mode("/dev/ttyUSB0", 0o600)
      },
      .init("a device of another group", "fault", "bus-rights", "may not open it", needsDevice: true) {
        chown($0.path("/dev/ttyUSB0"), 0, 20)
      },
      .init("a device for everybody", "fault", "bus-rights", "everybody may open doors", needsDevice: true) {
        $0.mode("/dev/ttyUSB0", 0o666)
      },
      .init("brltty holds the device", "fault", "bus-holder", "held by process 99 (brltty)") {
        try $0.write("/proc/99/cmdline", "brltty\0")
        try $0.link("/proc/99/fd/4", "/dev/ttyUSB0")
      },
      .init("a slow adapter", "warning", "bus-latency", "16 ms") {
        try $0.write("/sys/bus/usb-serial/devices/ttyUSB0/latency_timer", "16\n")
      },
      .init("an adapter that says no number", "unknown", "bus-latency", "no number") {
        try $0.write("/sys/bus/usb-serial/devices/ttyUSB0/latency_timer", "\n")
      },
      .init("a destination without folder and key", "fault", "destinations", "/srv/kiosk/bauhof is not there")
      {
        try $0.change(
          conf, "\n[wall]\n",
          "\n[[destination]]\nname = \"bauhof\"\nkind = \"file\"\ndirectory = \"/srv/kiosk/bauhof\"\nkey = \"/etc/kiosk/no.jwk\"\n[wall]\n"
        )
      },
      .init("no user of the screen", "fault", "users", "no user kiosk-screen") {
        try $0.change("/etc/passwd", "kiosk-screen:", "someone:")
      },
      .init("a screen with a shell", "fault", "users", "/bin/bash") {
        try $0.change("/etc/passwd", "64002::/:/usr/sbin/nologin", "64002::/:/bin/bash")
      },
      .init("a station that is root", "fault", "users", "root by another name") {
        try $0.change("/etc/passwd", "kiosk-station:x:\(FakeMachine.station):", "kiosk-station:x:0:")
      },
      .init("no group of auditors", "fault", "groups", "no group kiosk-audit") {
        try $0.change("/etc/group", "kiosk-audit:", "others:")
      },
      .init("nobody is staff", "warning", "groups", "nobody is in kiosk-staff") {
        try $0.change("/etc/group", "64011:erika", "64011:")
      },
      .init("the screen is staff", "fault", "groups", "a program has a person's role") {
        try $0.change("/etc/group", "64011:erika", "64011:erika,kiosk-screen")
      },
      .init("the station does not reach adapters", "warning", "groups", "not in kiosk-lockers") {
        try $0.change("/etc/group", "\(FakeMachine.lockers):kiosk-station", "\(FakeMachine.lockers):")
      },
      .init("an open state directory", "fault", "state-directory", "755") {
        $0.mode("/var/lib/kiosk", 0o755)
      },
      .init("no state directory", "warning", "state-directory", "not there") {
        try $0.remove("/var/lib/kiosk")
      },
      .init("a state directory of somebody else", "fault", "state-directory", "belongs to") {
        try $0.change("/etc/passwd", "kiosk-station:x:\(FakeMachine.station):", "kiosk-station:x:64999:")
      },
      .init("a key that others read", "fault", "key-file", "station.key is open") {
        $0.mode("/var/lib/kiosk/station.key", 0o644)
      },
      .init("no journal yet", "unknown", "key-file", "journal.sqlite is not there yet") {
        try $0.remove("/var/lib/kiosk/journal.sqlite")
      },
      .init("no station", "fault", "sockets", "no station runs") { try $0.remove("/run/kiosk/staff.sock") },
      .init("a socket for everybody", "fault", "sockets", "open to everybody") {
        $0.mode("/run/kiosk/citizen.sock", 0o666)
      },
      .init("no udev rules", "fault", "udev-rules", "70-kiosk-lockers.rules is not installed") {
        try $0.remove("/usr/lib/udev/rules.d/70-kiosk-lockers.rules")
      },
      .init("the example of a rule as it was shipped", "warning", "udev-rules", "serial number A10K1234") {
        try $0.change("/etc/udev/rules.d/71-kiosk-names.rules", "FT5ABCDE", "A10K1234")
      },
      .init(
        "no user of the screen for its group", "fault", "groups", "there is no user kiosk-screen that could"
      ) {
        try $0.change("/etc/passwd", "kiosk-screen:", "someone:")
      },
      .init(
        "no user of the station for its group", "fault", "groups", "there is no user kiosk-station that could"
      ) {
        try $0.change("/etc/passwd", "kiosk-station:", "someone:")
      },
      .init("no rule with the name", "fault", "udev-rules", "no rule names") {
        try $0.write("/etc/udev/rules.d/71-kiosk-names.rules", "# SYMLINK+=\"locker/bus1\"\n")
      },
      .init("a name that changes", "warning", "udev-rules", "may be another adapter") {
        try $0.change(conf, "/dev/locker/bus1", "/dev/ttyUSB0")
      },
      .init("brltty", "warning", "adapter-rivals", "brltty is installed") {
        try $0.write("/usr/bin/brltty", "x")
      },
      .init("ModemManager", "warning", "adapter-rivals", "modemmanager is installed") {
        try $0.write("/usr/sbin/ModemManager", "x")
      },
    ]
  }

  static var system: [DoctorCase] {
    [
      .init("no time service", "fault", "clock-sync", "no time service") {
        try $0.remove("/run/systemd/timesync/synchronized")
      },
      .init(
        "a time service that has not set the clock here", "unknown", "clock-sync", "only the running kernel"
      ) {
        try $0.remove("/run/systemd/timesync/synchronized")
        try $0.write("/usr/sbin/chronyd", "x")
      },
      .init("no battery clock", "warning", "clock-rtc", "no battery clock") {
        try $0.remove("/sys/class/rtc/rtc0/since_epoch")
      },
      .init("a battery clock of 1970", "fault", "clock-rtc", "never set") {
        try $0.write("/sys/class/rtc/rtc0/since_epoch", "86400\n")
      },
      .init("a battery clock that is an hour off", "warning", "clock-rtc", "s off") {
        try $0.write("/sys/class/rtc/rtc0/since_epoch", "\(Int(Date().timeIntervalSince1970) + 3600)\n")
      },
      .init("no time zones", "fault", "timezone", "Europe/Berlin is not there") {
        try $0.remove("/usr/share/zoneinfo/Europe/Berlin")
      },
      .init("a journal on NFS", "fault", "disk-mount", "nfs4") {
        try $0.write("/proc/mounts", "/dev/sda1 / ext4 rw 0 0\ntown:/k /var/lib/kiosk nfs4 rw 0 0\n")
      },
      .init("a journal on a fuse file system", "fault", "disk-mount", "fuse.sshfs") {
        try $0.write("/proc/mounts", "/dev/sda1 / ext4 rw 0 0\nx /var/lib fuse.sshfs rw 0 0\n")
      },
      .init("a journal in memory", "fault", "disk-mount", "forgets") {
        try $0.write("/proc/mounts", "/dev/sda1 / ext4 rw 0 0\ntmpfs /var/lib/kiosk tmpfs rw 0 0\n")
      },
      .init("a read-only disk", "fault", "disk-mount", "read-only") {
        try $0.write("/proc/mounts", "/dev/sda1 / ext4 ro,relatime 0 0\n")
      },
      .init("a disk without barriers", "fault", "disk-mount", "power cut") {
        try $0.write("/proc/mounts", "/dev/sda1 / ext4 rw,nobarrier 0 0\n")
      },
      .init("no large font", "warning", "console-font", "letters are small") {
        try $0.remove("/usr/share/consolefonts/Uni2-Terminus32x16.psf.gz")
      },
      .init("no setfont", "warning", "console-font", "setfont") { try $0.remove("/usr/bin/setfont") },
      .init("no UTF-8", "fault", "locale", "no UTF-8") { try $0.remove("/usr/lib/locale") },
      .init("no description of the console", "fault", "terminal", "TERM=linux") {
        try $0.remove("/lib/terminfo/l/linux")
      },
      .init("a station that does not run", "fault", "station-service", "does not run") {
        try $0.write("/sys/fs/cgroup/system.slice/kiosk-station.service/cgroup.procs", "")
      },
      .init("a station that is not enabled", "fault", "station-service", "does not start") {
        try $0.remove("\(units)/multi-user.target.wants/kiosk-station.service")
      },
      .init("a station that is masked", "fault", "station-service", "masked") {
        try $0.link("\(units)/kiosk-station.service", "/dev/null")
      },
      .init("a machine without systemd", "unknown", "station-service", "cannot be seen here") {
        try $0.remove("/sys/fs/cgroup")
      },
      .init("a screen that is not installed", "fault", "screen-service", "not installed") {
        try $0.remove(
          "/usr/lib/systemd/system/kiosk-screen.service",
          "\(units)/multi-user.target.wants/kiosk-screen.service")
      },
      .init("no backup at night", "warning", "backup-timer", "no backup is made") {
        try $0.remove("\(units)/timers.target.wants/kiosk-backup.timer")
      },
      .init("no backup disk", "fault", "backup-timer", "/mnt/backup is not there") {
        try $0.remove("/mnt/backup")
      },
      .init(
        "a backup disk of root's", "fault", "backup-timer", "cannot be written by kiosk-station",
        needsDevice: true
      ) {
        chown($0.path("/mnt/backup"), 0, 0)
      },
      .init("a backup disk for everybody", "warning", "backup-timer", "everybody may remove backups") {
        $0.mode("/mnt/backup", 0o777)
      },
      .init("backups on the journal's disk", "warning", "backup-timer", "the journal's own disk") {
        try $0.write("/proc/mounts", "/dev/sda1 / ext4 rw 0 0\n")
      },
      .init("the journal's disk twice", "warning", "backup-timer", "the journal's own disk") {
        try $0.write("/proc/mounts", "/dev/sda1 / ext4 rw 0 0\n/dev/sda1 /mnt ext4 rw 0 0\n")
      },
      .init("backups in a home", "fault", "backup-timer", "hidden from kiosk-backup.service (ProtectHome=)") {
        try $0.change(conf, "\"/mnt/backup\"", "\"/run/user/1000/backup\"")
        try $0.write("/run/user/1000/backup/.here", "x")
      },
      .init("backups below /tmp", "fault", "backup-timer", "hidden from kiosk-backup.service (PrivateTmp=)") {
        try $0.change(conf, "\"/mnt/backup\"", "\"/tmp/backup\"")
        try $0.write("/tmp/backup/.here", "x")
      },
      .init("no place for backups", "warning", "backup-timer", "names no place") {
        try $0.change(conf, "directory = \"/mnt/backup\"", "")
      },
      .init("a station without a watchdog", "fault", "watchdog", "no watchdog") {
        try $0.change("/usr/lib/systemd/system/kiosk-station.service", "WatchdogSec=15", "")
      },
      .init("a machine that nothing watches", "warning", "watchdog", "nothing watches the machine") {
        try $0.remove("\(drops)/system.conf.d/90-kiosk.conf")
      },
      .init("no watchdog device", "warning", "watchdog", "no watchdog device") {
        try $0.remove("/dev/watchdog")
      },
      .init("a login on tty1", "fault", "consoles", "getty@tty1.service") {
        try $0.remove("\(units)/getty@tty1.service")
      },
      .init("Ctrl-Alt-Del", "fault", "consoles", "ctrl-alt-del.target") {
        try $0.remove("\(units)/ctrl-alt-del.target")
      },
      .init("logins by logind", "warning", "consoles", "logind") {
        try $0.write("/etc/systemd/logind.conf.d/99-ours.conf", "[Login]\nNAutoVTs=6\n")
      },
      .init("content with a mistake", "warning", "content", "has 2 mistakes") {
        try $0.write("/usr/share/kiosk/Content/pages/de/x.md", "+++\nnam = \"x\"\nname = \"X\"\n+++\nText.\n")
      },
      .init("swap on a disk", "warning", "swap", "/dev/sda2") {
        try $0.write("/proc/swaps", "Filename Type Size Used Priority\n/dev/sda2 partition 1 0 -2\n")
      },
      .init("core files", "warning", "core-dumps", "core.%p") {
        try $0.write("/proc/sys/kernel/core_pattern", "core.%p\n")
      },
      .init("magic keys", "fault", "magic-keys", "on") { try $0.write("/proc/sys/kernel/sysrq", "438\n") },
      .init("a log without limits", "warning", "system-log", "SystemMaxUse") {
        try $0.remove("\(drops)/journald.conf.d/90-kiosk.conf")
      },
      .init("a log over the page", "fault", "system-log", "citizen's page") {
        try $0.write("/etc/systemd/journald.conf.d/99-ours.conf", "[Journal]\nForwardToConsole=yes\n")
      },
      .init("a log that is forgotten", "warning", "system-log", "lost with each start") {
        try $0.remove("/var/log/journal")
      },
    ]
  }
}
