// What staff, technicians and auditors ask. The role is checked on every request; a refusal names its remedy.

import Handover
import Journal
import Messages

extension StationCore {
  mutating func staffRequest(
    _ id: ConnectionID, _ who: StaffIdentity, _ request: StaffRequest, _ journal: any JournalStore
  ) {
    guard let role = actingRole(who, request) else {
      let names = request.roles.map { "\($0)" }.sorted().joined(separator: " or ")
      refuse(
        id, "role",
        "this needs the role \(names): ask the administrator to add your login to that group in Kiosk.conf")
      return
    }
    let actor = Actor(role: role, user: who.user)
    let desk = Desk(connection: id, actor: actor, login: who.login)
    if submissionRequest(desk, request) { return }
    do throws(DeskError) {
      if let reply = try read(desk, who, request, journal) {
        out.append(.staff(id, reply))
      } else {
        if let frozen { throw .refused(Refused(code: "journal", message: frozen)) }
        out.append(.staff(id, try write(desk, request, journal)))
      }
    } catch {
      out.append(.staff(id, .refused(error.refused)))
    }
  }

  /// The least role that may ask this, of those that the connection has.
  private func actingRole(_ who: StaffIdentity, _ request: StaffRequest) -> Actor.Role? {
    [.auditor, .technician, .staff].reversed().first { who.roles.contains($0) && request.roles.contains($0) }
  }

  private mutating func refuse(_ id: ConnectionID, _ code: String, _ message: String) {
    out.append(.staff(id, .refused(Refused(code: code, message: message))))
  }

  /// Requests that change nothing; nil: it is not one.
  private mutating func read(
    _ desk: Desk, _ who: StaffIdentity, _ request: StaffRequest, _ journal: any JournalStore
  ) throws(DeskError) -> StaffReply? {
    switch request {
    case .hello(let version):
      guard version == protocolVersion else {
        throw .refused(
          Refused(
            code: "version",
            message:
              "command speaks version \(version), station \(protocolVersion): install both from one package"))
      }
      return .welcome(version: protocolVersion, roles: who.roles.map { "\($0)" }.sorted())
    case .status: return .status(try status(journal))
    case .orders(let withNames): return .orders(try orderRows(withNames, journal))
    case .compartments: return .compartments(compartmentRows())
    case .checkOrders(let rows): return .imported(try checkOrders(rows, journal))
    case .checkDocuments(let rows): return .documentsImported(try checkDocuments(rows, journal))
    case .documents: return .documents(try registerCounts(journal))
    case .review: return .review(reviewRows())
    case .notices(let onlyOpen): return .notices(noticeRows(onlyOpen: onlyOpen))
    case .boards: return .boards(boardRows())
    case .usage: return .usage(usageReport)
    case .watch(let number):
      let operation = OperationID(number)
      guard let live = durable.operations[operation] else { throw .refusal(.unknownOperation) }
      watchers[operation, default: []].insert(desk.connection)
      return .operation(view(live, name: try name(live.order, journal)))
    case .export(let from): return try records(from, journal)
    case .follow(let from):
      let reply = try records(from, journal)
      if case .records(_, let next) = reply, next == nil { followers[desk.connection] = durable.sequence + 1 }
      return reply
    case .backup: return try offerBackup(desk, journal)
    case .backupSlice(let from, let through): return try backupSlice(from: from, through: through, journal)
    default: return nil
    }
  }

  private func records(_ from: Int64, _ journal: any JournalStore) throws(DeskError) -> StaffReply {
    let records = try DeskError.wrap { () throws(JournalError) in
      try journal.records(from: max(1, from), limit: StaffRequest.exportMax)
    }
    let last = records.last?.sequence ?? durable.sequence
    return .records(records.map(exportLine), next: last < durable.sequence ? last + 1 : nil)
  }

  func name(_ order: OrderID?, _ journal: any JournalStore) throws(DeskError) -> String? {
    guard let order else { return nil }
    return try DeskError.wrap { () throws(JournalError) in try journal.personal(order)?.name }
  }

  /// An order by its id, a serial number, a slip or phone number, or the register's id.
  func resolve(_ reference: String, _ journal: any JournalStore) throws(DeskError) -> OrderID {
    let text = reference.filter { !$0.isWhitespace }
    if let id = OrderID(text.lowercased()), durable.orders[id] != nil { return id }
    var found: [OrderID] = []
    let serial = keys.hash(.serial, text.uppercased())
    let slip = keys.hash(.slip, text)
    let register = keys.hash(.register, reference)
    found += try DeskError.wrap { () throws(JournalError) in
      var ids = try journal.orders(serial: serial) + journal.orders(identifier: slip)
      if let id = try journal.order(register: register) { ids.append(id) }
      return ids
    }
    let live = Set(found).filter { durable.orders[$0] != nil }.sorted()
    guard let id = live.first else { throw .refusal(.unknownOrder) }
    guard live.count == 1 else {
      throw .refused(
        Refused(
          code: "ambiguous-order",
          message: "\(live.count) orders answer to this: name one by its order id from 'kiosk orders'"))
    }
    return id
  }

  /// New records, to those who follow the journal.
  public mutating func publishRecords(_ batch: [Entry]) -> [StationEffect] {
    var effects: [StationEffect] = []
    for connection in followers.keys.sorted() {
      guard let from = followers[connection] else { continue }
      let lines = batch.map(\.record).filter { $0.sequence >= from }.map(exportLine)
      if !lines.isEmpty { effects.append(.staff(connection, .records(lines, next: nil))) }
    }
    return effects
  }
}

/// A request's connection and who stands behind it.
struct Desk {
  var connection: ConnectionID
  var actor: Actor
  var login: String

  func note(_ reason: String?) -> SideChange { .note(login: login, reason: reason) }
}

/// Why a staff request failed.
enum DeskError: Error {
  case refusal(Refusal)
  case refused(Refused)
  case journal(JournalError)

  var refused: Refused {
    switch self {
    case .refusal(let refusal): Refused(code: refusal.code, message: refusal.message)
    case .refused(let refused): refused
    case .journal(let error): Refused(code: "journal", message: error.message)
    }
  }

  static func wrap<Value>(_ body: () throws(JournalError) -> Value) throws(DeskError) -> Value {
    do throws(JournalError) { return try body() } catch { throw .journal(error) }
  }
}
