// Users and groups as the files of a root directory have them. On the running machine a group that is in no file is
// looked up once more, since a directory service may know it.

import Glibc

struct AccountFiles {
  struct User: Equatable {
    var name: String
    var number: UInt32
    var group: UInt32
    var shell: String
  }

  struct Group: Equatable {
    var name: String
    var number: UInt32
    var members: [String]
  }

  var users: [User] = []
  var groups: [Group] = []

  init(passwd: String, group: String) {
    for line in passwd.split(separator: "\n") {
      let fields = line.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 7, let number = UInt32(fields[2]), let group = UInt32(fields[3]) else { continue }
      users.append(User(name: fields[0], number: number, group: group, shell: fields[6]))
    }
    for line in group.split(separator: "\n") {
      let fields = line.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 4, let number = UInt32(fields[2]) else { continue }
      groups.append(
        Group(name: fields[0], number: number, members: fields[3].split(separator: ",").map(String.init)))
    }
  }

  func user(_ name: String) -> User? { users.first { $0.name == name } }
  func group(_ name: String) -> Group? { groups.first { $0.name == name } }
  func name(ofUser number: UInt32) -> String { users.first { $0.number == number }?.name ?? "uid \(number)" }
  func name(ofGroup number: UInt32) -> String {
    groups.first { $0.number == number }?.name ?? "gid \(number)"
  }

  /// Everybody in a group, by membership or as their own group.
  func people(in group: Group) -> [String] {
    (group.members + users.filter { $0.group == group.number }.map(\.name)).sorted()
  }

  /// The numbers of all groups of a user.
  func groups(of user: User) -> Set<UInt32> {
    Set([user.group] + groups.filter { $0.members.contains(user.name) }.map(\.number))
  }
}
