// The clerk of the demo: imports the orders and lays the documents in, over the same socket and by the same requests
// as `kiosk deposit`, with hands at the simulated doors.

import Glibc
import Messages
import Station

struct DemoClerk {
  /// How long a door may take; the boards answer within a fraction of a second.
  static let stepSecondsMax = 10
  static let coilRestMilliseconds: Int64 = 2_100

  let client: StaffClient
  let control: BoardControl
  let language: DeskLanguage
  let demands: [DemoTown.Demand]
  /// Throws when the demo is to end.
  let pause: () throws(DemoFailure) -> Void

  /// Announces all orders, deposits and retrieves. Returns the people who can pick up.
  func work(progress: (_ done: Int, _ of: Int, _ compartment: Int) -> Void) throws(DemoFailure)
    -> [DemoCitizen]
  {
    guard case .imported(let result) = try ask(.importOrders(demands.map(\.row))), result.refused.isEmpty
    else {
      throw DemoFailure(status: 70, message: "the demo's orders were refused: this is a defect of the demo")
    }
    guard case .documentsImported = try ask(.importDocuments(DemoTown.registerRows)) else {
      throw DemoFailure(
        status: 70, message: "the demo's documents were refused: this is a defect of the demo")
    }
    // What goes to the counter again lies in first: its coil has rested when it is opened a second time.
    let toDeposit = demands.filter { $0.fate == .retrieved } + demands.filter { $0.fate == .deposited }
    var citizens: [DemoCitizen] = []
    var late: [Int] = []
    for (index, demand) in toDeposit.enumerated() {
      let compartment = try deposit(demand.row)
      progress(index + 1, toDeposit.count, compartment)
      if demand.shows != nil { citizens.append(try citizen(demand, compartment)) }
      if demand.fate == .retrieved { late.append(compartment) }
    }
    for compartment in late { try retrieve(compartment) }
    return citizens.sorted { $0.order < $1.order }
  }

  private func deposit(_ row: OrderImportRow) throws(DemoFailure) -> Int {
    try send(.deposit(order: row.id, compartment: nil))
    let opened = try wait(nil) { $0.phase == "open" }
    try send(.confirmEmpty(operation: opened.operation, isEmpty: true))
    _ = try wait(opened) { $0.confirmedEmpty }
    control.hand("put", opened.compartment)
    control.hand("close", opened.compartment)
    _ = try wait(opened) { $0.phase == "closed" }
    try send(.confirmDeposit(operation: opened.operation, present: opened.parts.map(\.id)))
    _ = try wait(opened) { $0.phase == "settled" }
    return opened.compartment
  }

  private func retrieve(_ compartment: Int) throws(DemoFailure) {
    try send(.retrieve(compartment: compartment))
    let opened = try wait(nil) { $0.phase == "open" && $0.compartment == compartment }
    control.hand("take", compartment)
    control.hand("close", compartment)
    _ = try wait(opened) { $0.phase == "closed" }
    try send(.answerRetrieval(operation: opened.operation, answer: .retrieved, order: nil))
    _ = try wait(opened) { $0.phase == "settled" }
  }

  /// Number and code as the letter of the order says them.
  private func citizen(_ demand: DemoTown.Demand, _ compartment: Int) throws(DemoFailure) -> DemoCitizen {
    let request: StaffRequest =
      demand.isProxy
      ? .releaseProxy(order: demand.row.id, reason: "authorisation checked") : .letter(order: demand.row.id)
    guard case .letter(let letter) = try ask(request) else {
      throw DemoFailure(status: 70, message: "no letter for \(demand.row.id): this is a defect of the demo")
    }
    let number = letter.number.hasPrefix("+49") ? "0" + letter.number.dropFirst(3) : letter.number
    return DemoCitizen(
      order: demand.row.id, number: number, code: letter.code, birthDate: demand.row.birthDate,
      documents: demand.row.documents, compartment: demand.fate == .retrieved ? nil : compartment,
      oldDocument: demand.row.oldSerial)
  }

  private func send(_ request: StaffRequest) throws(DemoFailure) {
    try pause()
    do throws(ClientFailure) { try client.connection.send(request) } catch { throw DemoFailure(error) }
  }

  /// The answer to a request that no operation reports on in between.
  private func ask(_ request: StaffRequest) throws(DemoFailure) -> StaffReply {
    try send(request)
    while true {
      switch try next() {
      case .operation, .done: continue
      case let reply: return reply
      }
    }
  }

  /// Waits for a state of an operation; reports of others, and answers that say the same, are passed over.
  private func wait(
    _ known: OperationView?, until isReached: (OperationView) -> Bool
  ) throws(DemoFailure) -> OperationView {
    let deadline = Monotonic.milliseconds + Int64(Self.stepSecondsMax) * 1000
    while Monotonic.milliseconds < deadline {
      guard case .operation(let view) = try next() else { continue }
      if let known, view.operation != known.operation { continue }
      if isReached(view) { return view }
      if view.phase == "notSent" && view.attempt == 1 {
        try rest()
        try send(.again(operation: view.operation))
      }
      // A door that did not open, or an operation that ended another way: nothing more will come.
      if view.phase == "settled" { break }
    }
    throw DemoFailure(
      status: 70,
      message: "a door of the demo did not do what it should: see the log, or start the demo again")
  }

  /// Waits until a coil may be pulsed again.
  private func rest() throws(DemoFailure) {
    let until = Monotonic.milliseconds + Self.coilRestMilliseconds
    while Monotonic.milliseconds < until {
      _ = poll(nil, 0, 100)
      try pause()
    }
  }

  private func next() throws(DemoFailure) -> StaffReply {
    try pause()
    let reply: StaffReply
    do throws(ClientFailure) {
      reply = try client.next(seconds: Self.stepSecondsMax)
    } catch { throw DemoFailure(error) }
    guard case .refused(let refused) = reply else { return reply }
    throw DemoFailure(status: 70, message: language.sentence(refused))
  }
}

extension DemoFailure {
  init(_ failure: ClientFailure) { self.init(status: failure.status.rawValue, message: failure.message) }
}
