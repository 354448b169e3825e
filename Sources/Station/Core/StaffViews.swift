// What staff are shown: rows made from what the journal says and what the contacts say now.

import Handover
import Journal
import Messages

extension StationCore {
  func view(_ operation: Operation, name: String? = nil) -> OperationView {
    let plan = working.compartments[operation.compartment]?.plan
    let order = operation.order.flatMap { working.orders[$0] }
    let compartment = working.compartments[operation.compartment]
    return OperationView(
      operation: operation.id.number, reference: operation.id.description, purpose: operation.purpose.name,
      compartment: operation.compartment, row: plan?.row ?? 0, column: plan?.column ?? 0,
      phase: "\(operation.phase)", attempt: operation.attempt, order: operation.order?.description,
      name: name,
      parts: order?.facts.documents.parts.map {
        OperationView.Part(id: $0.word, document: $0.kind.name, part: $0.part.name)
      } ?? [],
      confirmedEmpty: compartment?.content == .empty && compartment?.epoch == operation.epoch, outcome: nil,
      confirmation: nil)
  }

  func status(_ journal: any JournalStore) throws(DeskError) -> StatusReport {
    let head = try DeskError.wrap { () throws(JournalError) in try journal.head() }
    var report = StatusReport(
      station: setup.name, town: setup.welcome.town, version: setup.version, service: serviceWord,
      safeMode: durable.safeMode ?? [], clockSuspect: durable.isClockSuspect,
      day: time.moment.day.description,
      compartments: compartmentCounts(), orders: orderCounts(), openReviews: durable.reviews.count,
      liveOperations: durable.operationIDs.compactMap { durable.operations[$0] }.map { view($0) },
      boards: setup.boards.map(boardView),
      journal: .init(records: durable.sequence, head: head.hexHash, writable: frozen == nil),
      noticesWaiting: durable.outbox.count, diskFreeMegabytes: diskFree, screenConnected: screen != nil,
      backup: backupReport, exchange: exchangeReport)
    report.reader = setup.hasReader ? card.reader.rawValue : nil
    report.unusableTrust = setup.hasReader ? setup.unusableTrust : nil
    report.printer = setup.hasPrinter ? printer.rawValue : nil
    report.destinations = destinations.isEmpty ? nil : destinationViews
    report.content = contentReport
    // How the station is must be told also where a page of this side table is damaged; `kiosk documents` says so.
    if setup.status.isOffered { report.documents = try? registerCounts(journal) }
    let counts = noticeCounts
    report.noticesFailed = counts.failed
    report.lettersDue = counts.letters
    return report
  }

  private func compartmentCounts() -> StatusReport.Compartments {
    var counts = StatusReport.Compartments(
      all: 0, loaded: 0, free: 0, blocked: 0, unclear: 0, doorsUnknown: 0, doorsOpen: 0, oldDocuments: 0)
    for compartment in durable.compartments.values {
      counts.all += 1
      if compartment.block != nil { counts.blocked += 1 }
      switch compartment.content {
      case .holds: counts.loaded += 1
      case .unclear: counts.unclear += 1
      case .oldDocument: counts.oldDocuments += 1
      case .empty, .unconfirmed: if compartment.block == nil { counts.free += 1 }
      }
      switch sights[compartment.plan.lock]?.door ?? .unknown {
      case .unknown: counts.doorsUnknown += 1
      case .open: counts.doorsOpen += 1
      case .closed: break
      }
    }
    return counts
  }

  private func orderCounts() -> StatusReport.Orders {
    var counts = StatusReport.Orders(
      announced: 0, deposited: 0, overdue: 0, retrieved: 0, missing: 0, handedOver: 0)
    for order in durable.orders.values {
      switch order.stage {
      case .announced: counts.announced += 1
      case .deposited(let custody):
        counts.deposited += 1
        if custody.overdue { counts.overdue += 1 }
      case .retrieved: counts.retrieved += 1
      case .missing: counts.missing += 1
      case .handedOver: counts.handedOver += 1
      }
    }
    return counts
  }

  func orderRows(_ withNames: Bool, _ journal: any JournalStore) throws(DeskError) -> [OrderRow] {
    var rows: [OrderRow] = []
    for id in durable.orderIDs {
      guard let order = durable.orders[id] else { continue }
      var row = OrderRow(
        order: id.description, documents: order.facts.documents.documents.map(\.name), stage: "announced",
        compartment: nil, since: nil, until: nil, counterOnly: order.facts.counterOnly,
        name: withNames ? try name(id, journal) : nil)
      switch order.stage {
      case .announced: break
      case .deposited(let custody):
        row.stage = custody.overdue ? "overdue" : "deposited"
        row.compartment = custody.compartment
        row.since = custody.since.description
        row.until = custody.deadline.description
      case .handedOver(_, let day):
        row.stage = "handed_over"
        row.since = day.description
      case .retrieved(let day, let until):
        row.stage = "retrieved"
        row.since = day.description
        row.until = until.description
      case .missing(let day):
        row.stage = "missing"
        row.since = day.description
      }
      rows.append(row)
    }
    return rows
  }

  func compartmentRows() -> [CompartmentRow] {
    durable.compartmentNumbers.compactMap { durable.compartments[$0] }.map { compartment in
      let plan = compartment.plan
      var content = "unconfirmed"
      var order: String?
      var oldDocument: String?
      switch compartment.content {
      case .unconfirmed: break
      case .empty: content = "empty"
      case .unclear: content = "unclear"
      case .oldDocument(let id):
        content = "old_document"
        order = id.description
      case .holds(let id):
        content = "holds"
        order = id.description
        oldDocument = durable.orders[id]?.facts.oldDocument?.name
      }
      var row = CompartmentRow(
        compartment: plan.number, bus: plan.lock.bus, board: plan.lock.board, lock: plan.lock.lock,
        size: plan.size.name, low: plan.isLow, row: plan.row, column: plan.column, epoch: compartment.epoch,
        content: content, order: order, door: (sights[plan.lock]?.door ?? .unknown).name,
        blocked: compartment.block?.name, oldDocument: oldDocument)
      row.busName = setup.provable[BoardName(bus: plan.lock.bus, board: plan.lock.board)]?.busName
      return row
    }
  }

  private func boardView(_ name: BoardName) -> StatusReport.Board {
    var board = StatusReport.Board(bus: name.bus, board: name.board, answering: boards[name] ?? false)
    board.busName = setup.provable[name]?.busName
    return board
  }

  func reviewRows() -> [ReviewRow] {
    durable.reviewIDs.compactMap { durable.reviews[$0] }.map {
      ReviewRow(
        item: $0.id, kind: $0.kind.name, compartment: $0.compartment, order: $0.order?.description,
        operation: $0.operation?.description, repeats: $0.repeats)
    }
  }
}
