// What comes of the rows of an import: announced, known already, known but different, taken back, refused. The same
// rules serve a clerk's command and the watched folder; a row is carried out whole or not at all.

import Handover
import Journal
import Messages

extension StationCore {
  /// Announces orders and takes them back, by the register's id. What is known stays as it is (idempotent).
  mutating func importOrders(
    _ actor: Actor, note: SideChange?, _ rows: [OrderImportRow], _ journal: any JournalStore
  ) throws(DeskError) -> ImportResult {
    try requireFewRows(rows)
    var result = ImportResult(announced: 0, known: 0, refused: [:])
    var announced: [KeyedHash: OrderID] = [:]
    for row in rows {
      let register = keys.hash(.register, row.id)
      switch try judge(row, register, announced, journal) {
      case .known: result.known += 1
      case .differs(let fields): result.differs[row.id] = fields
      case .absent: result.absent.append(row.id)
      case .refused(let refused): result.refused[row.id] = refused.message
      case .withdraws(let id):
        do throws(Refusal) {
          try decide(actor, note: note) { (decision: inout Decision) throws(Refusal) in
            try decision.withdraw(id)
          }
          announced[register] = nil
          result.withdrawn += 1
        } catch { result.refused[row.id] = error.message }
      case .announces(let facts, let personal):
        var id = newOrderID()
        while working.orders[id] != nil { id = newOrderID() }
        decideFreely(actor, note: note) { $0.announce(id, facts, personal) }
        announced[register] = id
        result.announced += 1
      }
    }
    return result
  }

  /// What `importOrders` would answer; nothing is changed.
  func checkOrders(
    _ rows: [OrderImportRow], _ journal: any JournalStore
  ) throws(DeskError) -> ImportResult {
    var trial = self
    return try trial.importOrders(.station, note: nil, rows, journal)
  }

  private func requireFewRows(_ rows: [OrderImportRow]) throws(DeskError) {
    guard rows.count <= StaffRequest.importMax else {
      throw .refused(
        Refused(
          code: "too-many-rows",
          message: "\(rows.count) orders at once: send at most \(StaffRequest.importMax) at a time"))
    }
  }

  private enum RowVerdict {
    case announces(OrderFacts, Personal)
    case known
    case differs([String])
    case withdraws(OrderID)
    case absent
    case refused(Refused)
  }

  private func judge(
    _ row: OrderImportRow, _ register: KeyedHash, _ announced: [KeyedHash: OrderID],
    _ journal: any JournalStore
  ) throws(DeskError) -> RowVerdict {
    if announced[register] != nil { return .known }
    let id = try DeskError.wrap { () throws(JournalError) in try journal.order(register: register) }
    let order = id.flatMap { working.orders[$0] }
    if row.withdraws == true {
      guard let order else { return .absent }
      switch order.stage {
      case .announced: return .withdraws(order.id)
      case .deposited(let custody):
        return .refused(
          Refused(
            code: "already-deposited",
            message:
              "this order lies in compartment \(custody.compartment): have it retrieved at the station, then take it back"
          ))
      case .handedOver: return .refused(Refused(.handedOver))
      case .retrieved, .missing:
        return .refused(
          Refused(
            code: "not-announced",
            message: "this order lies at the counter or is missed: settle it at the station"))
      }
    }
    switch announcement(row, register) {
    case .failure(let refused): return .refused(refused)
    case .success(let (facts, personal)):
      guard let id else { return .announces(facts, personal) }
      // An order that is gone while its register id is known was settled long ago.
      guard let order else { return .known }
      // Of a settled order nothing is left that could differ.
      if case .handedOver = order.stage { return .known }
      let known = try DeskError.wrap { () throws(JournalError) in try journal.personal(id) }
      let fields = differences(facts, personal, from: order, known)
      return fields.isEmpty ? .known : .differs(fields)
    }
  }

  /// The fields in which a row says something else than the order that is known. What was erased cannot differ.
  private func differences(
    _ facts: OrderFacts, _ personal: Personal, from order: Order, _ known: Personal?
  ) -> [String] {
    var fields: [String] = []
    func compare(_ field: String, _ isSame: Bool) { if !isSame { fields.append(field) } }
    compare("documents", facts.documents == order.facts.documents)
    compare("size", facts.size == order.facts.size)
    compare("low", facts.wantsLowDoor == order.facts.wantsLowDoor)
    compare("counter_only", facts.counterOnly == order.facts.counterOnly)
    compare("old_document", facts.oldDocument == order.facts.oldDocument)
    // The citizen may have declared it at the station; the register learns of that later or never.
    compare(
      "pin_letter_confirmed", !facts.pinLetterConfirmed || order.facts.pinLetterConfirmed)
    guard let known else { return fields }
    compare("birth_date", personal.birthDate == known.birthDate)
    compare("custodians", Set(personal.custodianBirthDates) == Set(known.custodianBirthDates))
    compare("serials", Set(personal.serials) == Set(known.serials))
    compare("old_serial", personal.oldSerial == known.oldSerial)
    compare("phone, slip", Set(personal.identifiers) == Set(known.identifiers))
    switch order.stage {
    case .announced, .deposited, .missing:
      compare("name", personal.name == known.name)
      compare("email", personal.email == known.email)
      compare("language", personal.language == known.language)
    case .handedOver, .retrieved: break
    }
    return fields
  }

  private func announcement(
    _ row: OrderImportRow, _ register: KeyedHash
  ) -> Result<(OrderFacts, Personal), Refused> {
    let kinds = row.documents.compactMap { DocumentKind(name: $0) }
    guard kinds.count == row.documents.count, DocumentSet.countRange.contains(kinds.count) else {
      return .failure(Refused(code: "documents", message: "documents: name 1 to 8 known kinds"))
    }
    guard let size = CompartmentSize(name: row.size) else {
      return .failure(Refused(code: "size", message: "size: S, M or L"))
    }
    var identifiers: [KeyedHash] = []
    if let phone = row.phone { identifiers.append(keys.hash(.phone, phone)) }
    if let slip = row.slip { identifiers.append(keys.hash(.slip, slip)) }
    guard !identifiers.isEmpty else {
      return .failure(Refused(code: "number", message: "phone or slip: one of both is needed"))
    }
    let facts = OrderFacts(
      documents: DocumentSet(kinds), size: size, wantsLowDoor: row.low, counterOnly: row.counterOnly,
      pinLetterConfirmed: row.pinLetterConfirmed,
      oldDocument: row.oldDocument.flatMap { DocumentKind(name: $0) })
    let personal = Personal(
      register: register, identifiers: identifiers, birthDate: keys.hash(.birthDate, row.birthDate),
      serials: row.serials.map { keys.hash(.serial, $0) }, name: row.name, phone: row.phone, email: row.email,
      slip: row.slip, language: row.language,
      registerID: setup.policy.confirmsToRegister ? row.id : nil,
      custodianBirthDates: (row.custodians ?? []).map { keys.hash(.birthDate, $0) },
      oldSerial: row.oldSerial.map { keys.hash(.oldSerial, $0) })
    return .success((facts, personal))
  }
}
