// Who is at the other end of a staff connection, by the kernel's word at the moment of connecting: user id, primary
// group and all other groups. The roles follow from group names in Kiosk.conf; nothing that the peer sends counts.

import CPeer
import Configuration
import Glibc
import Handover

/// What the kernel says about a peer.
struct PeerCredentials: Equatable, Sendable {
  var user: uid_t
  /// Primary group first.
  var groups: [gid_t]

  /// More groups than this are not looked at (Linux allows 65,536 for one user).
  static let groupsMax = 65_536

  init(user: uid_t, groups: [gid_t]) {
    self.user = user
    self.groups = groups
  }

  /// The peer of a connected Unix socket; nil when the kernel does not say.
  init?(descriptor: Int32) {
    var peer = kiosk_ucred()
    guard unsafe kiosk_peer(descriptor, &peer) == 0, peer.uid != uid_t.max else { return nil }
    user = peer.uid
    groups = [peer.gid]
    if let others = Self.groups(of: descriptor) {
      groups += others.filter { $0 != peer.gid }
    } else {
      groups += Self.listed(user: peer.uid, group: peer.gid).filter { $0 != peer.gid }
    }
  }

  /// SO_PEERGROUPS; nil where the kernel is too old for it.
  private static func groups(of descriptor: Int32) -> [gid_t]? {
    var room = 64
    while room <= groupsMax {
      var count = Int32(room)
      var failure: Int32 = 0
      let groups = unsafe [gid_t](unsafeUninitializedCapacity: room) { buffer, filled in
        failure = unsafe kiosk_peer_groups(descriptor, buffer.baseAddress, &count)
        filled = failure == 0 ? min(room, Int(count)) : 0
      }
      if failure == 0 { return groups }
      guard failure == ERANGE else { return nil }
      room = max(room * 2, Int(count))
    }
    return nil
  }

  /// What the user database says, for kernels that do not tell the groups of a peer.
  private static func listed(user: uid_t, group: gid_t) -> [gid_t] {
    guard let name = Accounts.login(user) else { return [] }
    var count: Int32 = 256
    var groups = [gid_t](repeating: 0, count: Int(count))
    guard unsafe getgrouplist(name, group, &groups, &count) >= 0 else { return [] }
    return Array(groups.prefix(Int(count)))
  }
}

/// Users and groups by name and number.
enum Accounts {
  private static let bufferBytes = 16_384

  /// A user's login, or nil when the number has none.
  static func login(_ user: uid_t) -> String? {
    var entry = unsafe passwd()
    var buffer = [CChar](repeating: 0, count: bufferBytes)
    var found: UnsafeMutablePointer<passwd>?
    guard unsafe getpwuid_r(user, &entry, &buffer, buffer.count, &found) == 0, unsafe found != nil,
      let name = unsafe entry.pw_name
    else { return nil }
    return unsafe String(cString: name)
  }

  /// A group's number, or nil when there is no such group.
  static func group(_ name: String) -> gid_t? {
    var entry = unsafe Glibc.group()
    var buffer = [CChar](repeating: 0, count: bufferBytes)
    var found: UnsafeMutablePointer<Glibc.group>?
    guard unsafe getgrnam_r(name, &entry, &buffer, buffer.count, &found) == 0, unsafe found != nil else {
      return nil
    }
    return unsafe entry.gr_gid
  }
}

/// From credentials to roles.
struct RoleBook: Equatable, Sendable {
  /// The group of each role, where there is such a group.
  var groups: [Actor.Role: gid_t]
  /// The station's own user; nil where neither that user nor root holds roles by itself.
  var owner: uid_t?

  init(groups: [Actor.Role: gid_t], owner: uid_t?) {
    self.groups = groups
    self.owner = owner
  }

  init(_ access: AccessSettings, owner: uid_t) {
    groups = [:]
    groups[.staff] = Accounts.group(access.staffGroup)
    groups[.technician] = Accounts.group(access.technicianGroup)
    groups[.auditor] = Accounts.group(access.auditGroup)
    self.owner = access.ownerHoldsAllRoles ? owner : nil
  }

  func roles(_ peer: PeerCredentials) -> Set<Actor.Role> {
    if let owner, peer.user == owner || peer.user == 0 { return [.staff, .technician, .auditor] }
    return Set(groups.filter { peer.groups.contains($0.value) }.keys)
  }

  func identity(_ peer: PeerCredentials) -> StaffIdentity {
    StaffIdentity(
      user: peer.user, login: Accounts.login(peer.user) ?? "uid \(peer.user)", roles: roles(peer))
  }
}
