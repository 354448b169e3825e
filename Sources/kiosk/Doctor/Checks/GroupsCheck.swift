// The groups that roles follow from: they are there, who is in them, and that no program is among the people.

import Configuration
import Glibc

enum GroupsCheck: Check {
  static let code = "groups"

  static func look(at scene: Scene) -> [Finding] {
    var findings: [Finding] = []
    let access = try? scene.configuration.get().access
    let roles = [
      access?.staffGroup ?? "kiosk-staff", access?.technicianGroup ?? "kiosk-tech",
      access?.auditGroup ?? "kiosk-audit",
    ]
    for name in roles {
      guard let group = group(name, scene) else {
        findings.append(missing(name))
        continue
      }
      let people = scene.accounts.people(in: group)
      if people.contains(UsersCheck.screen) || people.contains(UsersCheck.station) {
        let user = people.contains(UsersCheck.screen) ? UsersCheck.screen : UsersCheck.station
        findings.append(
          .fault(
            code, "\(user) is in \(name): a program has a person's role", "gpasswd --delete \(user) \(name)"))
      } else if people.isEmpty {
        let isStaff = name == roles[0]
        let what = "nobody is in \(name), by /etc/passwd and /etc/group"
        findings.append(isStaff ? .warning(code, what, "adduser NAME \(name)") : .ok(code, what))
      } else {
        findings.append(.ok(code, "\(name): \(people.joined(separator: ", "))"))
      }
    }
    let citizen = access?.citizenGroup ?? "kiosk-screen"
    findings.append(
      membership(
        of: UsersCheck.screen, in: citizen, scene,
        .fault(
          code, "\(UsersCheck.screen) is not in \(citizen): it cannot reach the station",
          "adduser \(UsersCheck.screen) \(citizen)")))
    findings.append(
      membership(
        of: UsersCheck.station, in: "kiosk-lockers", scene,
        .warning(
          code, "\(UsersCheck.station) is not in kiosk-lockers",
          "adduser \(UsersCheck.station) kiosk-lockers")))
    return findings
  }

  /// Whether a program's user is in a group; what is missing is named, be it the user or the group.
  private static func membership(
    of name: String, in groupName: String, _ scene: Scene, _ outside: Finding
  ) -> Finding {
    guard let group = group(groupName, scene) else { return missing(groupName) }
    guard let user = scene.accounts.user(name) else {
      return .fault(code, "there is no user \(name) that could be in \(groupName)", "systemd-sysusers")
    }
    return scene.accounts.groups(of: user).contains(group.number)
      ? .ok(code, "\(name) is in \(groupName)") : outside
  }

  private static func missing(_ name: String) -> Finding {
    .fault(code, "there is no group \(name)", "systemd-sysusers, or correct [access] in Kiosk.conf")
  }

  /// A directory service may know a group that no file has; who is in it is not asked.
  private static func group(_ name: String, _ scene: Scene) -> AccountFiles.Group? {
    if let group = scene.accounts.group(name) { return group }
    guard scene.isRunning, let entry = unsafe getgrnam(name) else { return nil }
    return unsafe AccountFiles.Group(
      name: name, number: entry.pointee.gr_gid, members: ["(directory service)"])
  }
}
