// The projection tables as lists of columns, each beside the code that fills and reads it, so that both stay in the
// same order. The first column of each is its key.

import GRDB
import Handover

/// A table whose rows are written whole.
struct Table: Sendable {
  let name: String
  let select: String
  let delete: String
  /// Not `INSERT OR REPLACE`, which would remove whatever stands in the way of a unique index.
  let upsert: String

  init(name: String, columns: [String]) {
    let list = columns.joined(separator: ", ")
    let key = columns[0]
    let places = columns.map { _ in "?" }.joined(separator: ", ")
    let changes = columns.dropFirst().map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    self.name = name
    select = "SELECT \(list) FROM \(name) ORDER BY \(key)"
    delete = "DELETE FROM \(name) WHERE \(key) = ?"
    upsert =
      "INSERT INTO \(name) (\(list)) VALUES (\(places)) ON CONFLICT (\(key)) DO UPDATE SET \(changes)"
  }

  static let compartments = Table(
    name: "compartment",
    columns: [
      "number", "bus", "board", "lock", "size", "low", "wall_row", "wall_column", "item_sensor", "epoch",
      "content", "holds", "block", "door", "door_operation", "door_attempt",
    ])
  static let orders = Table(
    name: "orders",
    columns: [
      "id", "documents", "size", "low_door", "counter_only", "pin_letter", "code_number", "stage",
      "compartment", "epoch", "since", "deadline", "extensions", "reminded", "overdue", "unconfirmed",
      "operation", "day", "until", "old_document", "old_fate", "proxy_number", "proxy_live", "person",
    ])
  /// `orders` as version 1 laid it out, with nothing in the columns that came later.
  static let ordersOfVersion1: String = {
    let later = "old_document, old_fate, proxy_number, proxy_live, person"
    return orders.select.replacing(later, with: "NULL, NULL, 0, 0, NULL")
  }()
  static let operations = Table(
    name: "operation",
    columns: [
      "id", "purpose", "order_id", "compartment", "bus", "board", "lock", "epoch", "role", "uid", "attempt",
      "phase", "seen_open", "already_open", "item_before", "edges",
    ])
  static let reviews = Table(
    name: "review", columns: ["id", "kind", "compartment", "order_id", "operation", "repeats"])
  static let counters = Table(
    name: "counter",
    columns: [
      "slot", "tries", "locks", "needs_counter", "until_wall", "until_monotonic", "until_boot", "until_day",
      "last_wall", "last_monotonic", "last_boot", "last_day",
    ])
}

extension Compartment {
  var columns: [SQLValue] {
    var content: (Int, OrderID?)
    switch self.content {
    case .unconfirmed: content = (0, nil)
    case .empty: content = (1, nil)
    case .holds(let order): content = (2, order)
    case .unclear: content = (3, nil)
    case .oldDocument(let order): content = (4, order)
    }
    var door: (Int, OperationID?, Int?)
    switch self.door {
    case .closed: door = (0, nil, nil)
    case .openBy(let operation, let attempt): door = (1, operation, attempt)
    case .openUncommanded: door = (2, nil, nil)
    }
    return [
      .of(plan.number), .of(plan.lock.bus), .of(plan.lock.board), .of(plan.lock.lock), .of(plan.size),
      .of(plan.isLow), .of(plan.row), .of(plan.column), .of(plan.hasItemSensor), .of(epoch), .of(content.0),
      .of(content.1), .of(block?.rawValue), .of(door.0), .of(door.1?.number), .of(door.2),
    ]
  }

  init(from row: inout RowReader) throws(JournalError) {
    let plan = CompartmentPlan(
      number: try row.int(), lock: try LockAddress(from: &row), size: try row.raw(CompartmentSize.self),
      isLow: try row.bool(), row: try row.int(), column: try row.int(), hasItemSensor: try row.bool())
    let epoch = try row.int()
    let content: Content
    switch (try row.int(), try row.optionalOrder()) {
    case (0, nil): content = .unconfirmed
    case (1, nil): content = .empty
    case (2, let order?): content = .holds(order)
    case (3, nil): content = .unclear
    case (4, let order?): content = .oldDocument(order)
    default: throw row.damage("impossible content")
    }
    let block = try row.optionalRaw(BlockCause.self)
    let door: RecordedDoor
    switch (try row.int(), try row.optionalInt64(), try row.optionalInt()) {
    case (0, nil, nil): door = .closed
    case (1, let operation?, let attempt?): door = .openBy(OperationID(operation), attempt: attempt)
    case (2, nil, nil): door = .openUncommanded
    default: throw row.damage("impossible door")
    }
    self.init(plan: plan, epoch: epoch, content: content, block: block, door: door)
  }
}

extension LockAddress {
  init(from row: inout RowReader) throws(JournalError) {
    self.init(bus: try row.int(), board: try row.int(), lock: try row.int())
  }
}

extension Order {
  var columns: [SQLValue] {
    var custody: [SQLValue] = Array(repeating: .null, count: 8)
    var end: [SQLValue] = [.null, .null, .null]
    let code: Int
    switch stage {
    case .announced: code = 1
    case .deposited(let lies):
      code = 2
      custody = [
        .of(lies.compartment), .of(lies.epoch), .of(lies.since.number), .of(lies.deadline.number),
        .of(lies.extensions), .of(lies.reminded), .of(lies.overdue), .of(lies.unconfirmed),
      ]
    case .handedOver(let operation, let day):
      code = 3
      end = [.of(operation.number), .of(day.number), .null]
    case .retrieved(let day, let until):
      code = 4
      end = [.null, .of(day.number), .of(until.number)]
    case .missing(let since):
      code = 5
      end = [.null, .of(since.number), .null]
    }
    return [
      .of(id), .of(facts.documents.documents.map(\.rawValue)), .of(facts.size), .of(facts.wantsLowDoor),
      .of(facts.counterOnly), .of(facts.pinLetterConfirmed), .of(codeNumber), .of(code),
    ] + custody + end + [
      .of(facts.oldDocument?.rawValue), .of(oldDocumentFate?.rawValue), .of(proxy.number), .of(proxy.isLive),
      .of(identifiedAs?.rawValue),
    ]
  }

  init(from row: inout RowReader) throws(JournalError) {
    let id = try row.order()
    var documents: [DocumentKind] = []
    for byte in try row.bytes() {
      guard let kind = DocumentKind(rawValue: byte) else { throw row.damage("unknown document \(byte)") }
      documents.append(kind)
    }
    let facts = OrderFacts(
      documents: DocumentSet(documents), size: try row.raw(CompartmentSize.self),
      wantsLowDoor: try row.bool(), counterOnly: try row.bool(), pinLetterConfirmed: try row.bool())
    let codeNumber = try row.int()
    let code = try row.int()
    var custody: Custody?
    if code == 2 {
      custody = Custody(
        compartment: try row.int(), epoch: try row.int(), since: try row.day(), deadline: try row.day(),
        extensions: try row.int(), reminded: try row.bool(), overdue: try row.bool(),
        unconfirmed: try row.bool())
    } else {
      for _ in 0..<8 where try row.optionalInt64() != nil {
        throw row.damage("custody of an order not deposited")
      }
    }
    let stage: Stage
    switch (code, custody, try row.optionalInt64(), try row.optionalInt(), try row.optionalInt()) {
    case (1, nil, nil, nil, nil): stage = .announced
    case (2, let custody?, nil, nil, nil): stage = .deposited(custody)
    case (3, nil, let operation?, let day?, nil):
      stage = .handedOver(OperationID(operation), day: CivilDay(number: day))
    case (4, nil, nil, let day?, let until?):
      stage = .retrieved(day: CivilDay(number: day), until: CivilDay(number: until))
    case (5, nil, nil, let day?, nil): stage = .missing(since: CivilDay(number: day))
    default: throw row.damage("impossible stage")
    }
    self.init(id: id, facts: facts, stage: stage, codeNumber: codeNumber)
    self.facts.oldDocument = try row.optionalRaw(DocumentKind.self)
    oldDocumentFate = try row.optionalRaw(OldDocumentFate.self)
    proxy = ProxyCode(number: try row.int(), isLive: try row.bool())
    identifiedAs = try row.optionalRaw(PickupPerson.self)
  }
}

extension Operation {
  var columns: [SQLValue] {
    [
      .of(id.number), .of(purpose), .of(order), .of(compartment), .of(lock.bus), .of(lock.board),
      .of(lock.lock), .of(epoch), .of(actor.role), .of(actor.user), .of(attempt), .of(phase),
      .of(wasSeenOpen), .of(wasAlreadyOpen), .of(itemBefore), .of(edges),
    ]
  }

  init(from row: inout RowReader) throws(JournalError) {
    self.init(
      id: OperationID(try row.int64()), purpose: try row.raw(Purpose.self), order: try row.optionalOrder(),
      compartment: try row.int(), lock: try LockAddress(from: &row), epoch: try row.int(),
      actor: Actor(role: try row.raw(Actor.Role.self), user: try row.optionalUInt32()),
      attempt: try row.int(), phase: try row.raw(Phase.self), wasSeenOpen: try row.bool(),
      wasAlreadyOpen: try row.bool(), itemBefore: try row.raw(ItemReading.self), edges: try row.int())
  }
}

extension ReviewItem {
  var columns: [SQLValue] {
    [.of(id), .of(kind), .of(compartment), .of(order), .of(operation?.number), .of(repeats)]
  }

  init(from row: inout RowReader) throws(JournalError) {
    self.init(
      id: try row.int64(), kind: try row.raw(ReviewKind.self), compartment: try row.optionalInt(),
      order: try row.optionalOrder(), operation: try row.optionalInt64().map { OperationID($0) },
      repeats: try row.int())
  }
}

extension TryCounter {
  func columns(slot: Int) -> [SQLValue] {
    [.of(slot), .of(tries), .of(locks), .of(needsCounter)]
      + (lockedUntil?.columns ?? [.null, .null, .null, .null]) + lastTry.columns
  }

  init(from row: inout RowReader) throws(JournalError) {
    let tries = try row.int()
    let locks = try row.int()
    let needsCounter = try row.bool()
    let until: Moment?
    switch (
      try row.optionalInt64(), try row.optionalInt64(), try row.optionalBits(), try row.optionalInt()
    ) {
    case (nil, nil, nil, nil): until = nil
    case (let wall?, let monotonic?, let boot?, let day?):
      until = Moment(wall: wall, monotonic: monotonic, boot: boot, day: CivilDay(number: day))
    default: throw row.damage("half a moment")
    }
    let last = Moment(
      wall: try row.int64(), monotonic: try row.int64(), boot: try row.bits(), day: try row.day())
    self.init(tries: tries, locks: locks, lockedUntil: until, needsCounter: needsCounter, lastTry: last)
  }
}

extension Moment {
  var columns: [SQLValue] { [.of(wall), .of(monotonic), .of(bits: boot), .of(day.number)] }
}
