// What people do at a stand, at machine speed: import, deposit, pick up, retrieve. They go where a door springs open,
// act on what lies there and answer truthfully. Each script may be interrupted at any wait by an error.

import Foundation
import Messages

/// A synthetic order with what its citizen knows.
struct Parcel: Equatable {
  var register: String
  var slip: String
  var birthDate: String
  var order = ""
}

/// Something a person did, in the order of the truth lines of that lock.
struct Deed: Equatable {
  enum Kind: Equatable { case put, took }
  var kind: Kind
  var compartment: Int
  /// Whose document it was.
  var register: String
  /// Who did it: a citizen's register id, or nil for a clerk.
  var citizen: String?
}

extension Stand {
  /// A door stands open this long, so that the contact is believed twice.
  static var openMilliseconds: Int64 { 300 }

  static func parcel(_ number: Int) -> Parcel {
    let day = number % 28 + 1
    return Parcel(
      register: "P-\(number)", slip: "\(7_000_000 + number)",
      birthDate: "19\(50 + number / 28 % 49)-0\(number % 9 + 1)-\(day < 10 ? "0" : "")\(day)")
  }

  func importOrders(_ parcels: [Parcel]) throws {
    let rows = parcels.map {
      OrderImportRow(
        id: $0.register, documents: ["passport"], serials: [], name: "Name \($0.register)", phone: nil,
        email: nil, slip: $0.slip, birthDate: $0.birthDate, size: "S", low: false, counterOnly: false,
        pinLetterConfirmed: true, language: "de")
    }
    let reply = try ask(.importOrders(rows))
    guard case .imported(let result) = reply, result.refused.isEmpty else {
      throw TimedOut(description: "import: \(reply)")
    }
  }

  private func view(_ reply: StaffReply, _ what: String) throws -> OperationView {
    guard case .operation(let view) = reply else { throw TimedOut(description: "\(what): \(reply)") }
    return view
  }

  /// Puts a parcel into the compartment that the station proposes; where it lies now.
  @discardableResult
  func deposit(_ parcel: inout Parcel, notes: (Deed) -> Void = { _ in }) throws -> Int {
    let view = try view(ask(.deposit(order: parcel.register, compartment: nil)), "deposit")
    parcel.order = view.order ?? ""
    try wait("door \(view.compartment)") {
      openDoors.contains(view.compartment) || views[view.operation]?.phase == "notSent"
    }
    if views[view.operation]?.phase == "notSent" {
      // The coil had its pulse a moment ago.
      try linger(milliseconds: restLeft(view.compartment))
      _ = try ask(.again(operation: view.operation))
    }
    try wait("door \(view.compartment)") { openDoors.contains(view.compartment) }
    try wait("open seen") { views[view.operation]?.phase == "open" }
    _ = try self.view(ask(.confirmEmpty(operation: view.operation, isEmpty: true)), "empty")
    try put(parcel, view.compartment, notes)
    try linger(milliseconds: Self.openMilliseconds)
    try wall.hand("close", view.compartment)
    try wait("closed seen") { views[view.operation]?.phase == "closed" }
    let reply = try ask(.confirmDeposit(operation: view.operation, present: view.parts.map(\.id)))
    switch reply {
    case .done, .operation: break
    default: throw TimedOut(description: "confirm deposit: \(reply)")
    }
    try wait("deposited") { views[view.operation]?.confirmation == "deposited" }
    return view.compartment
  }

  func put(_ parcel: Parcel, _ compartment: Int, _ notes: (Deed) -> Void) throws {
    if try wall.hand("put", compartment) {
      notes(Deed(kind: .put, compartment: compartment, register: parcel.register))
    }
  }

  /// Number and code as a letter to its citizen says them.
  func letter(_ parcel: Parcel) throws -> Letter {
    let reply = try ask(.letter(order: parcel.order.isEmpty ? parcel.register : parcel.order))
    guard case .letter(let letter) = reply else { throw TimedOut(description: "letter: \(reply)") }
    return letter
  }

  /// The screen's stage.
  var stage: Stage? { citizen?.snapshot?.stage }

  /// From idle to the button that opens the door.
  func identify(_ parcel: Parcel, _ letter: Letter) throws {
    try citizen?.send(.beginPickup)
    try wait("number") { stage == .number }
    try citizen?.send(.number, letter.number)
    try wait("code") { if case .code = stage { true } else { false } }
    try citizen?.send(.code, letter.code)
    try wait("birth date") { if case .birthDate = stage { true } else { false } }
    try citizen?.send(.birthDate, parcel.birthDate)
    try wait("ready") { if case .ready = stage { true } else { false } }
  }

  /// A whole pickup; the stage it ended with.
  @discardableResult
  func pickUp(_ parcel: Parcel, _ letter: Letter, take: (Int) throws -> Void) throws -> Stage {
    try backToIdle()
    try identify(parcel, letter)
    guard case .ready(_, let compartment, _) = stage else { throw TimedOut(description: "not ready") }
    try linger(milliseconds: restLeft(compartment))
    try citizen?.send(.open)
    try wait("door \(compartment)") { openDoors.contains(compartment) }
    try wait("open page") { if case .open = stage { true } else { false } }
    try take(compartment)
    try linger(milliseconds: Self.openMilliseconds)
    try wall.hand("close", compartment)
    try wait("question or receipt") {
      switch stage {
      case .askTaken, .done: true
      default: false
      }
    }
    if case .askTaken = stage { try citizen?.send(.answerTaken(true)) }
    try wait("receipt") { if case .done = stage { true } else { false } }
    let end = stage!
    try backToIdle()
    return end
  }

  func pickUp(_ parcel: Parcel) throws -> Stage {
    try pickUp(parcel, letter(parcel)) { try wall.hand("take", $0) }
  }

  /// Leaves whatever message the screen shows.
  func backToIdle() throws {
    if stage == nil { try wait("a page") { stage != nil } }
    if stage == .idle { return }
    try citizen?.send(.end)
    try wait("idle") { stage == .idle }
  }

  /// Opens a compartment as a clerk, takes out what lies there and says so; the end of the operation.
  @discardableResult
  func retrieve(_ compartment: Int, as register: (Int) -> String?, take: (Int) throws -> Bool) throws
    -> OperationView
  {
    try linger(milliseconds: restLeft(compartment))
    let view = try view(ask(.retrieve(compartment: compartment)), "retrieve \(compartment)")
    try wait("door \(compartment)") { openDoors.contains(compartment) }
    try wait("open seen") { ["open", "closed"].contains(views[view.operation]?.phase) }
    let expected = register(compartment)
    let found = try take(compartment)
    try linger(milliseconds: Self.openMilliseconds)
    try wall.hand("close", compartment)
    try wait("closed seen") { views[view.operation]?.phase == "closed" }
    let named = view.order == nil ? expected : nil
    let reply = try ask(
      .answerRetrieval(
        operation: view.operation, answer: found ? .retrieved : .foundEmpty, order: found ? named : nil))
    switch reply {
    case .done, .operation: break
    default: throw TimedOut(description: "answer retrieval: \(reply)")
    }
    try wait("settled") { views[view.operation]?.outcome != nil }
    return views[view.operation]!
  }
}
