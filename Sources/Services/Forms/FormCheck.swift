// Whether a form can be filled in at all. Conditions are conjunctions of "that field has one of these answers", so this
// is decided exactly and without trying answers: a field is reachable if what it and all fields that it waits for
// demand of each deciding field leaves at least one answer.

extension FormReader {
  /// Looks at the form as a whole and adds what it finds.
  mutating func check() {
    // A form that is too long is refused as such; nothing more is to be found out about it.
    guard let form, form.fields.count <= Form.fieldsMax else { return }
    checkKind(form)
    checkAttributes(form)
    var cyclic: Set<String> = []
    for field in form.fields where !cyclic.contains(field.id) {
      guard let cycle = Self.cycle(from: field.id, in: form) else { continue }
      cyclic.formUnion(cycle)
      note(
        fieldLines[field.id]?.conditions ?? 1,
        "the conditions of \(Self.list(cycle)) wait for each other, so that none of them is ever asked",
        "remove one of the conditions")
    }
    for (index, field) in form.fields.enumerated() {
      let line = fieldLines[field.id]?.conditions ?? 1
      let isSound = checkConditions(
        field.conditions, form, before: index, line, isInCycle: cyclic.contains(field.id))
      guard isSound, !cyclic.contains(field.id), Self.isImpossible(field.conditions, form, cyclic) else {
        continue
      }
      note(
        line, "\(field.isRequired ? "the required field" : "the field") \(field.id) can never be asked",
        "correct shown_if: no answers make it hold")
    }
    for (index, fee) in form.fees.enumerated() where index < feeLines.count {
      let line = feeLines[index].conditions
      let isSound = checkConditions(fee.conditions, form, before: form.fields.count, line, isInCycle: false)
      guard isSound, Self.isImpossible(fee.conditions, form, cyclic) else { continue }
      note(line, "the fee \(fee.name) can never be due", "correct shown_if: no answers make it hold")
    }
    checkWays(form, cyclic)
    mistakes.sort()
  }

  /// What makes out who an applicant is.
  private static let person = [EIDAttribute.familyName, .givenNames, .birthDate]

  private mutating func checkKind(_ form: Form) {
    guard case .preparation = form.kind else { return }
    for field in form.fields where field.type.domain == nil {
      note(
        fieldLines[field.id]?.line ?? 1, "a preparation asks for personal data in \(field.id)",
        "use a choice or yes_no: nothing of it is submitted")
    }
  }

  private mutating func checkAttributes(_ form: Form) {
    var seen: [EIDAttribute] = []
    for field in form.fields {
      guard let attribute = field.attribute else { continue }
      let line = fieldLines[field.id]?.line ?? 1
      if !hasUnknownIdentification, form.identification != .card, form.identification != .cardOrTyped {
        note(
          line, "\(field.id) is read from a card that nobody shows",
          "write identification = \"card\", or remove eid")
      }
      if attribute.typeName != field.type.name {
        note(
          line, "\(attribute.rawValue) of the card is no \(field.type.name)",
          "write type = \"\(attribute.typeName)\"")
      }
      if seen.contains(attribute) { note(line, "\(attribute.rawValue) is asked for twice", "ask once") }
      seen.append(attribute)
    }
    if form.identification == .card || form.identification == .cardOrTyped, seen.isEmpty,
      !hasUnknownAttribute, unread.isEmpty
    {
      note(
        1, "the card is asked for and nothing is read from it", "add eid to a field, or change identification"
      )
    } else if form.identification == .card {
      // Else the applicant shows a card, and types another person's name.
      let missing = Self.person.filter { !seen.contains($0) }.map(\.rawValue)
      if !missing.isEmpty {
        note(
          identificationLine, "the card identifies nobody: \(Self.list(missing)) are not read from it",
          "add fields with eid = \(Self.list(missing.map { "\"\($0)\"" })), or write identification = \"card_or_typed\""
        )
      }
    }
  }

  /// Whether each condition by itself makes sense.
  mutating func checkConditions(
    _ conditions: [FormCondition], _ form: Form, before index: Int, _ line: Int, isInCycle: Bool
  ) -> Bool {
    let before = mistakes.count
    var isKnown = true
    for condition in conditions {
      if unread.contains(condition.field) || unread.contains("\(condition.field).options") {
        isKnown = false
        continue
      }
      guard let place = form.fields.firstIndex(where: { $0.id == condition.field }) else {
        isKnown = false
        if unread.contains(Self.nameless) { continue }
        note(line, "there is no field \(condition.field)", "write the id of a field before this one")
        continue
      }
      guard let domain = form.fields[place].type.domain else {
        note(line, "\(condition.field) is no choice and no yes_no", "let another field decide")
        continue
      }
      for value in condition.values where !domain.contains(value) {
        note(line, "\(condition.field) has no answer \(value)", "write one of \(Self.list(domain))")
      }
      if place >= index, !isInCycle {
        note(line, "\(condition.field) is asked later", "move it before the field that waits for it")
      }
    }
    return isKnown && mistakes.count == before
  }

  /// The fields of a cycle that begins and ends at `id`, in the order of waiting; nil if there is none.
  private static func cycle(from id: String, in form: Form) -> [String]? {
    var path = [id]
    var seen: Set<String> = []
    func walk(_ current: String) -> Bool {
      for condition in form.field(current)?.conditions ?? [] {
        if condition.field == id { return true }
        guard seen.insert(condition.field).inserted else { continue }
        path.append(condition.field)
        if walk(condition.field) { return true }
        path.removeLast()
      }
      return false
    }
    return walk(id) ? path : nil
  }

  /// Whether no answers satisfy the conditions and those of every field that they need.
  static func isImpossible(_ conditions: [FormCondition], _ form: Form, _ cyclic: Set<String>) -> Bool {
    var open = conditions
    var left: [String: Set<String>] = [:]
    var seen: Set<String> = []
    while let condition = open.popLast() {
      guard let field = form.field(condition.field), let domain = field.type.domain else { return false }
      if cyclic.contains(field.id) { return true }
      left[field.id, default: Set(domain)].formIntersection(condition.values)
      if left[field.id]?.isEmpty == true { return true }
      if seen.insert(field.id).inserted { open += field.conditions }
    }
    return false
  }
}
