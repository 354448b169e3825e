// Every request x every role, with real user ids and groups by the kernel's word: who may gets an answer of the
// station's business, who may not is refused and leaves no trace in the journal. Needs root, and says so without it.

import Foundation
import Messages
import Testing

@Suite(.serialized, .timeLimit(.minutes(3)))
struct RolesTests {
  /// Groups of Debian's base-passwd that nobody on a build machine needs; no account is made for a test.
  struct Groups {
    var staff: (name: String, id: gid_t)
    var technician: (name: String, id: gid_t)
    var auditor: (name: String, id: gid_t)
    var citizen: (name: String, id: gid_t)

    init?() {
      let found = ["games", "news", "uucp", "proxy", "lp", "mail"].compactMap {
        name -> (name: String, id: gid_t)? in
        getgrnam(name).map { (name, $0.pointee.gr_gid) }
      }
      guard found.count >= 4 else { return nil }
      (staff, technician, auditor, citizen) = (found[0], found[1], found[2], found[3])
    }

    func configuration(owner: Bool) -> String {
      """
      [access]
      staff_group = "\(staff.name)"
      technician_group = "\(technician.name)"
      audit_group = "\(auditor.name)"
      citizen_group = "\(citizen.name)"
      owner = \(owner)

      """
    }

    func id(_ role: RequestTable.Role) -> gid_t {
      switch role {
      case .staff: staff.id
      case .technician: technician.id
      case .auditor: auditor.id
      }
    }
  }

  /// Nil, with a word why, where this cannot be tested.
  private static func prepared() -> Groups? {
    guard geteuid() == 0 else {
      print("skipped: only root can take other user ids")
      return nil
    }
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv"),
      FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"), let groups = Groups()
    else {
      print("skipped: needs setpriv (util-linux), python3 and Debian's base groups")
      return nil
    }
    return groups
  }

  private static let nobody: gid_t = 65_534

  private static func frame(_ request: some Encodable) -> [UInt8] {
    Frame(json: MessageCoding.encode(request)).bytes
  }

  /// Hello, then the request; hello alone for hello.
  private static func conversations() -> [[[UInt8]]] {
    let hello = frame(StaffRequest.hello(version: protocolVersion))
    return RequestTable.staff.map { request in
      if case .hello = request { [hello] } else { [hello, frame(request)] }
    }
  }

  @Test("every request has a sample, and the product's own table says the same as this one")
  func everyRequestHasASample() {
    #expect(RequestTable.staff.map(RequestTable.place) == Array(RequestTable.staff.indices))
    #expect(RequestTable.citizen.map(RequestTable.place) == Array(RequestTable.citizen.indices))
    // `place` is exhaustive; a case without a sample leaves a gap in the numbers, which the next one shows.
    for request in RequestTable.staff {
      #expect(Set(request.roles.map { "\($0)" }) == Set(RequestTable.roles(request).map(\.rawValue)))
    }
  }

  @Test(
    "staff, technician, auditor, several of them, none: each request is answered or refused by the role alone"
  )
  func everyRequestByEveryRole() throws {
    guard let groups = Self.prepared() else { return }
    let stand = try Stand("roles") { $0.access = groups.configuration(owner: true) }
    try stand.start()
    typealias Person = (roles: Set<RequestTable.Role>, identity: Stranger)
    var people: [Person] = RequestTable.Role.allCases.enumerated().map { index, role in
      // As supplementary group, the way that usermod -aG gives it.
      ([role], Stranger(user: 12_001 + uid_t(index), group: Self.nobody, groups: [groups.id(role)]))
    }
    // As primary group, and two at once.
    people.append(([.auditor], Stranger(user: 12_010, group: groups.auditor.id)))
    people.append(
      (
        [.technician, .auditor],
        Stranger(user: 12_011, group: groups.auditor.id, groups: [7777, groups.technician.id])
      ))
    // Root, and the station's own user, who is root here.
    people.append((Set(RequestTable.Role.allCases), Stranger(user: 0, group: 0)))
    let socket = "\(stand.sockets)/\(SocketName.staff)"
    for person in people {
      let refused = RequestTable.staff.filter { RequestTable.roles($0).isDisjoint(with: person.roles) }
      // What is refused comes first, so that the journal shows whether it left a trace.
      let before = try stand.status().journal.records
      let hello = Self.frame(StaffRequest.hello(version: protocolVersion))
      let denials = try person.identity.say(
        refused.map { [hello, Self.frame($0)] }, to: socket, in: stand.scratch)
      for (request, told) in zip(refused, denials) {
        #expect(told.isRefused("role"), "\(person.roles) \(request): \(told)")
      }
      #expect(try stand.status().journal.records == before, "\(person.roles)")
      let told = try person.identity.say(Self.conversations(), to: socket, in: stand.scratch)
      for (request, told) in zip(RequestTable.staff, told) {
        let isAllowed = !RequestTable.roles(request).isDisjoint(with: person.roles)
        #expect(!told.replies.isEmpty, "\(person.roles) \(request): \(told)")
        #expect(told.isRefused("role") != isAllowed, "\(person.roles) \(request): \(told)")
        #expect(!told.isRefused("message") && !told.isRefused("frame"), "\(request): \(told)")
      }
    }
    #expect(stand.stopStation() == 0)
  }

  @Test("a stranger does not reach the sockets, and is refused everything where somebody opened them to all")
  func strangers() throws {
    guard let groups = Self.prepared() else { return }
    let stand = try Stand("strangers") { $0.access = groups.configuration(owner: true) }
    try stand.start()
    let socket = "\(stand.sockets)/\(SocketName.staff)"
    let stranger = Stranger(user: 12_020, group: Self.nobody)
    let screen = Stranger(user: 12_021, group: Self.nobody, groups: [groups.citizen.id])
    let clerk = Stranger(user: 12_022, group: Self.nobody, groups: [groups.staff.id])
    let hello = Self.frame(StaffRequest.hello(version: protocolVersion))
    for person in [stranger, screen] {
      let told = try person.say([[hello]], to: socket, in: stand.scratch)
      #expect(told == [.init(replies: [], failure: EACCES)], "\(told)")
    }
    // Staff have no business at the screen's socket either.
    for person in [stranger, clerk] {
      let told = try person.say([[hello]], to: "\(stand.sockets)/\(SocketName.citizen)", in: stand.scratch)
      #expect(told == [.init(replies: [], failure: EACCES)], "\(told)")
    }
    chmod(socket, 0o666)
    let before = try stand.status().journal.records
    for person in [stranger, screen] {
      let told = try person.say(Self.conversations(), to: socket, in: stand.scratch)
      #expect(told.count == RequestTable.staff.count)
      for (request, told) in zip(RequestTable.staff, told) {
        #expect(told.isRefused("role"), "\(request): \(told)")
      }
    }
    #expect(try stand.status().journal.records == before)
    #expect(stand.stopStation() == 0)
  }

  @Test(
    "the citizen socket grants citizens' requests only, whoever connects, root too; the staff socket none")
  func citizenSocket() throws {
    guard let groups = Self.prepared() else { return }
    let stand = try Stand("citizens") { $0.access = groups.configuration(owner: true) }
    try stand.start()
    // The screen's place must be free.
    stand.citizen = nil
    let citizen = "\(stand.sockets)/\(SocketName.citizen)"
    let hello = Self.frame(CitizenRequest.hello(version: protocolVersion))
    let people = [
      Stranger(user: 12_030, group: Self.nobody, groups: [groups.citizen.id]), Stranger(user: 0, group: 0),
    ]
    let before = try stand.status().journal.records
    // The same words on both sockets.
    let staffs = RequestTable.staff.filter { if case .hello = $0 { false } else { true } }
    let citizens = RequestTable.citizen.filter { if case .hello = $0 { false } else { true } }
    for person in people {
      let refused = try person.say(
        staffs.map { [Self.frame($0)] }, to: citizen, in: stand.scratch, listens: true)
      for (request, told) in zip(staffs, refused) {
        #expect(told.isRefused("message"), "\(request): \(told)")
      }
      let granted = try person.say(
        RequestTable.citizen.map { [hello, Self.frame($0)] }, to: citizen, in: stand.scratch, listens: true)
      for (request, told) in zip(RequestTable.citizen, granted) {
        #expect(!told.replies.isEmpty && !told.isRefused("message"), "\(request): \(told)")
      }
    }
    #expect(try stand.status().journal.records == before)
    let refused = try people[1].say(
      citizens.map { [hello, Self.frame($0)] }, to: "\(stand.sockets)/\(SocketName.staff)", in: stand.scratch)
    for (request, told) in zip(citizens, refused) {
      #expect(told.isRefused("message"), "\(request): \(told)")
    }
    #expect(stand.stopStation() == 0)
  }

  @Test("with owner = false root has no role by itself")
  func ownerIsNobody() throws {
    guard let groups = Self.prepared() else { return }
    let stand = try Stand("no-owner") { $0.access = groups.configuration(owner: false) }
    try stand.launch()
    let socket = "\(stand.sockets)/\(SocketName.staff)"
    _ = try StreamSocket(socket, seconds: 20)
    let root = Stranger(user: 0, group: 0)
    let told = try root.say(Self.conversations(), to: socket, in: stand.scratch)
    for (request, told) in zip(RequestTable.staff, told) {
      #expect(told.isRefused("role"), "\(request): \(told)")
    }
    let clerk = Stranger(user: 12_040, group: Self.nobody, groups: [groups.staff.id])
    let status = try clerk.say(
      [[Self.frame(StaffRequest.hello(version: protocolVersion)), Self.frame(StaffRequest.status)]],
      to: socket, in: stand.scratch)
    #expect(status.first?.replies.last?.contains("\"status\"") == true, "\(status)")
    #expect(stand.stopStation() == 0)
  }
}
