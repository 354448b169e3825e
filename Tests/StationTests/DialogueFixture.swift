// A clerk and a station of cardboard: dialogues are fed by hand, and what they say is compared as values.

import Messages
import Station

/// Feeds a dialogue and keeps what it wants done.
struct Talk<Body: Dialogue> {
  var dialogue: Body

  init(_ dialogue: Body) { self.dialogue = dialogue }

  mutating func start() -> [DialogueOutput] { dialogue.reduce(.start) }
  mutating func types(_ line: String) -> [DialogueOutput] { dialogue.reduce(.line(line)) }
  mutating func hears(_ reply: StaffReply) -> [DialogueOutput] { dialogue.reduce(.reply(reply)) }
  mutating func sees(_ view: OperationView) -> [DialogueOutput] { dialogue.reduce(.reply(.operation(view))) }
  mutating func refused(_ code: String) -> [DialogueOutput] {
    dialogue.reduce(.reply(.refused(Refused(code: code, message: "in English"))))
  }
  mutating func ends() -> [DialogueOutput] { dialogue.reduce(.endOfInput) }
}

enum Cardboard {
  static let order = "00000000000000aa"
  static let card = OperationView.Part(id: "0/document", document: "id_card", part: "document")
  static let letter = OperationView.Part(
    id: "0/password_letter", document: "id_card", part: "password_letter")

  static func view(
    _ phase: String, _ purpose: String = "deposit", operation: Int64 = 7, attempt: Int = 1,
    order: String? = order, confirmedEmpty: Bool = false
  ) -> OperationView {
    OperationView(
      operation: operation, reference: "0000-0007", purpose: purpose, compartment: 23, row: 4, column: 7,
      phase: phase, attempt: attempt, order: order, name: nil, parts: [card, letter],
      confirmedEmpty: confirmedEmpty, outcome: nil, confirmation: nil)
  }

  static func settled(
    _ confirmation: String, _ purpose: String = "deposit", operation: Int64 = 7,
    outcome: String = "opened_closed",
    order: String? = order
  ) -> OperationView {
    var view = view("settled", purpose, operation: operation, order: order)
    view.outcome = outcome
    view.confirmation = confirmation
    return view
  }

  static func compartment(_ number: Int, content: String = "empty", order: String? = nil) -> CompartmentRow {
    CompartmentRow(
      compartment: number, bus: 0, board: 1, lock: number - 1, size: "M", low: number == 23, row: 4,
      column: 7,
      epoch: 3, content: content, order: order, door: "closed", blocked: nil)
  }

  static func row(_ order: String, stage: String, compartment: Int?) -> OrderRow {
    OrderRow(
      order: order, documents: ["passport"], stage: stage, compartment: compartment, since: "2026-11-10",
      until: "2026-11-17", counterOnly: false, name: nil)
  }
}
