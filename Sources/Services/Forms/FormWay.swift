// How a preparation goes on: which words end it, and whether they lead to its address or elsewhere, such as to the counter.
// The first way whose conditions hold is the one; the last one has none.

/// One end of a preparation.
public struct FormWay: Equatable, Sendable {
  public var id: String
  /// All of them must hold.
  public var conditions: [FormCondition]
  /// Whether it goes on at the form's address; else the words alone say where.
  public var isOnline: Bool

  public init(id: String, conditions: [FormCondition] = [], isOnline: Bool = true) {
    self.id = id
    self.conditions = conditions
    self.isOnline = isOnline
  }

  public var textKey: String { "way.\(id)" }
}

extension FormRun {
  /// Where these answers lead, for a preparation: the key of the words, and the address if it goes on there.
  public var handedOver: (textKey: String, address: String?)? {
    guard case .preparation(let address) = form.kind else { return nil }
    let shown = form.shownAnswers(answers)
    guard let way = form.ways.first(where: { Form.hold($0.conditions, shown) }) else {
      return ("form.hand_over", address)
    }
    return (way.textKey, way.isOnline ? address : nil)
  }
}

extension FormReader {
  mutating func way(_ table: FormTables.Table, _ others: [FormWay]) -> FormWay? {
    refuseOthers(table, ["id", "shown_if", "online"])
    let conditions = self.conditions(table, "shown_if")
    let isOnline = flag(table, "online") ?? true
    guard let id = name(table, "id", others.map(\.id)) else { return nil }
    wayLines.append(Lines(line: table.line, conditions: table["shown_if"]?.line ?? table.line))
    return FormWay(id: id, conditions: conditions, isOnline: isOnline)
  }

  /// Whatever was answered, exactly one way is found, and each can be.
  mutating func checkWays(_ form: Form, _ cyclic: Set<String>) {
    for (index, way) in form.ways.enumerated() where index < wayLines.count {
      let isLast = index == form.ways.count - 1
      let lines = wayLines[index]
      if case .application = form.kind {
        note(
          lines.line, "an application is not handed over", "remove [[way]], or write kind = \"preparation\"")
      }
      let isSound = checkConditions(
        way.conditions, form, before: form.fields.count, lines.conditions, isInCycle: false)
      if isSound, Self.isImpossible(way.conditions, form, cyclic) {
        note(
          lines.conditions, "the way \(way.id) can never be taken",
          "correct shown_if: no answers make it hold")
      }
      if way.conditions.isEmpty, !isLast {
        note(lines.line, "no way after \(way.id) is ever taken", "move it to the end, or give it shown_if")
      }
      if !way.conditions.isEmpty, isLast {
        note(lines.conditions, "some answers may have no way", "end with a [[way]] without shown_if")
      }
    }
  }
}
