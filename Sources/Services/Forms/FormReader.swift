// From the file of a form to the form, with every mistake at once. It judges each line by itself; what only the whole
// form shows (conditions that never hold, cycles) is found by FormCheck.

import Handover

struct FormReader {
  /// A field or a fee as it stands in the file, with the lines that a mistake points to.
  struct Lines: Equatable {
    var line: Int
    var conditions: Int
  }

  var mistakes: [ContentMistake] = []
  /// Nil if the file has no form; its fields may still be wrong, as `mistakes` says.
  private(set) var form: Form?
  /// By field.
  private(set) var fieldLines: [String: Lines] = [:]
  /// One for each fee.
  private(set) var feeLines: [Lines] = []
  /// One for each way.
  var wayLines: [Lines] = []

  /// Of `identification`, where the file has it.
  private(set) var identificationLine = 1

  /// Keys of texts, with all below them, of what could not be read: one mistake is told once, and not by everything
  /// that hangs on it.
  var unread: Set<String> = []
  /// Stands among `unread` for a field or a fee whose name is not known.
  static let nameless = ""
  /// `identification` is there and is no way.
  private(set) var hasUnknownIdentification = false
  /// A field names something that the card does not have.
  private(set) var hasUnknownAttribute = false

  private let file: String

  /// `file` is `NAME.toml`, and the form's id must be NAME.
  init(_ text: String, file: String) {
    self.file = file
    let toml = FormTables(text, file: file)
    mistakes = toml.mistakes.sorted
    read(toml.tables)
    mistakes.sort()
  }

  static func isName(_ text: String) -> Bool {
    (1...40).contains(text.utf8.count) && text.utf8.first.map { (0x61...0x7A).contains($0) } == true
      && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
  }

  mutating func note(_ line: Int, _ what: String, _ remedy: String) {
    mistakes.append(ContentMistake(file: file, line: line, what: what, remedy: remedy))
  }

  private mutating func read(_ tables: [FormTables.Table]) {
    guard let head = tables.first else { return }
    let before = mistakes.count
    refuseOthers(
      head,
      ["id", "kind", "version", "leika", "destination", "hand_over", "identification", "declaration"])
    let id = text(head, "id") ?? ""
    let expected = file.split(separator: "/").last.map { String($0.prefix { $0 != "." }) } ?? ""
    if let entry = head["id"], id != expected || !ContentReference.isIdentifier(id) {
      note(entry.line, "the id is not the file's name in a-z, 0-9 and -", "write id = \"\(expected)\"")
    }
    let kind = self.kind(head)
    let version = number(head, "version", 1...9999) ?? 1
    var leika: String?
    if let entry = head["leika"] {
      leika = text(head, "leika")
      if leika?.wholeMatch(of: /99[0-9]{12}/) == nil {
        note(
          entry.line, "the LeiKa key is malformed",
          "write 14 digits that begin with 99, or leave the line out")
      }
    }
    var identification = Form.Identification.none
    identificationLine = head["identification"]?.line ?? 1
    if let name = text(head, "identification", isNeeded: head["kind"]?.value != .text("preparation")) {
      if let found = Form.Identification(rawValue: name) {
        identification = found
      } else {
        hasUnknownIdentification = true
        note(
          head["identification"]?.line ?? 1, "identification has no way \"\(name)\"",
          "write one of \(Self.list(Form.Identification.allCases.map(\.rawValue)))")
      }
    }
    let declaration = flag(head, "declaration")
    if declaration == nil, head["declaration"] != nil { unread.insert("form.declaration") }
    let hasDeclaration = declaration ?? false
    var fields: [FormField] = []
    var fees: [FormFeeRule] = []
    var ways: [FormWay] = []
    for table in tables.dropFirst() {
      switch (table.name, table.isElement) {
      case ("field", true):
        if let field = field(table, fields) {
          fields.append(field)
        } else {
          noteUnread(table, "id", prefix: "")
        }
      case ("fee", true):
        if let fee = fee(table, fees) {
          fees.append(fee)
        } else {
          noteUnread(table, "name", prefix: "fee.")
        }
      case ("way", true):
        if let way = way(table, ways) {
          ways.append(way)
        } else {
          noteUnread(table, "id", prefix: "way.")
        }
      default:
        let brackets = table.isElement ? "[[\(table.name)]]" : "[\(table.name)]"
        note(table.line, "\(brackets) is no part of a form", "write [[field]], [[fee]] or [[way]]")
      }
    }
    if fields.isEmpty, mistakes.count == before {
      note(1, "the form asks nothing", "add a [[field]]")
    }
    if fields.count > Form.fieldsMax {
      note(1, "the form has \(fields.count) fields", "ask at most \(Form.fieldsMax) questions")
    }
    guard let kind else { return }
    form = Form(
      id: id, version: version, kind: kind, leika: leika, identification: identification,
      hasDeclaration: hasDeclaration, fields: fields, fees: fees, ways: ways)
  }

  private mutating func kind(_ head: FormTables.Table) -> Form.Kind? {
    switch text(head, "kind") {
    case "application":
      if let entry = head["hand_over"] {
        note(
          entry.line, "an application is not handed over", "remove hand_over, or write kind = \"preparation\""
        )
      }
      guard let destination = text(head, "destination") else { return nil }
      if !Self.isName(destination) {
        note(head["destination"]?.line ?? 1, "the destination's name is malformed", "use a-z, 0-9 and _")
      }
      return .application(destination: destination)
    case "preparation":
      for key in ["destination", "declaration", "identification"] {
        guard let entry = head[key] else { continue }
        note(entry.line, "a preparation submits nothing and has no \(key)", "remove the line")
      }
      guard let address = text(head, "hand_over") else { return nil }
      if address.wholeMatch(of: /https:\/\/[a-z0-9.-]+(\/[A-Za-z0-9.\/_-]*)?/) == nil {
        note(head["hand_over"]?.line ?? 1, "hand_over is no https address", "write \"https://…\"")
      }
      return .preparation(handOver: address)
    case let other?:
      note(
        head["kind"]?.line ?? 1, "there is no kind \"\(other)\"", "write \"application\" or \"preparation\"")
      return nil
    case nil: return nil
    }
  }

  private mutating func field(_ table: FormTables.Table, _ others: [FormField]) -> FormField? {
    guard let id = name(table, "id", others.map(\.id)) else { return nil }
    if ["form", "fee", "way"].contains(id) {
      note(table["id"]?.line ?? table.line, "no field can be called \(id)", "choose another id")
    }
    let conditions = self.conditions(table, "shown_if")
    fieldLines[id] = Lines(line: table.line, conditions: table["shown_if"]?.line ?? table.line)
    var attribute: EIDAttribute?
    if let name = text(table, "eid", isNeeded: false) {
      attribute = EIDAttribute(rawValue: name)
      if attribute == nil {
        hasUnknownAttribute = true
        note(
          table["eid"]?.line ?? table.line, "the ID card has no \"\(name)\" for a town",
          "write one of \(Self.list(EIDAttribute.allCases.map(\.rawValue)))")
      }
    }
    let isRequired = flag(table, "required") ?? true
    guard let type = type(table) else { return nil }
    return FormField(id: id, type: type, isRequired: isRequired, conditions: conditions, attribute: attribute)
  }

  private mutating func type(_ table: FormTables.Table) -> FormFieldType? {
    var allowed = ["id", "type", "required", "shown_if", "eid"]
    defer { refuseOthers(table, allowed) }
    guard let name = text(table, "type") else {
      allowed = table.entries.map(\.key)
      return nil
    }
    switch name {
    case "text":
      allowed += ["length_min", "length_max", "digits_only"]
      let least = number(table, "length_min", 1...500, isNeeded: false) ?? 1
      let most = number(table, "length_max", 1...500, isNeeded: false) ?? 100
      guard let range = range(table, "length_max", least, most) else { return nil }
      return .text(length: range, digitsOnly: flag(table, "digits_only") ?? false)
    case "number":
      allowed += ["min", "max"]
      let limits = -999_999_999...999_999_999
      let least = number(table, "min", limits, isNeeded: false) ?? 0
      let most = number(table, "max", limits, isNeeded: false) ?? limits.upperBound
      return range(table, "max", least, most).map { .number($0) }
    case "date":
      allowed.append("range")
      guard let text = text(table, "range", isNeeded: false) else { return .date(.any) }
      if let found = FormFieldType.DateRange(rawValue: text) { return .date(found) }
      note(
        table["range"]?.line ?? table.line, "there is no range \"\(text)\"",
        "write \"any\", \"past\" or \"future\"")
      return nil
    case "choice":
      allowed.append("options")
      let before = mistakes.count
      let found = options(table)
      // Which options are meant is not known: their texts are neither missing nor too many.
      if mistakes.count > before, case .text(let id)? = table["id"]?.value { unread.insert("\(id).options") }
      return found.map { .choice($0) }
    case "yes_no": return .yesNo
    case "address": return .address
    case "iban": return .iban
    case "email": return .email
    case "phone": return .phone
    default:
      allowed = table.entries.map(\.key)
      note(
        table["type"]?.line ?? table.line, "there is no type \"\(name)\"",
        "write one of \(Self.list(FormFieldType.names))")
      return nil
    }
  }

  private mutating func options(_ table: FormTables.Table) -> [String]? {
    guard let entry = table["options"] else {
      note(table.line, "a choice without options cannot be answered", "add options = [\"a\", \"b\"]")
      return nil
    }
    guard let options = entry.value.texts else {
      note(entry.line, "options is \(entry.value.kindName)", "write options = [\"a\", \"b\"]")
      return nil
    }
    guard options.count <= 7 else {
      note(entry.line, "a choice has 2 to 7 options, this one \(options.count)", "split the question")
      return nil
    }
    if options.count < 2 {
      note(
        entry.line, "a choice has 2 to 7 options, this one \(options.count)",
        "write two or more")
    }
    for option in options where !Self.isName(option) {
      note(
        entry.line, "the option \"\(option)\" is not of a-z, 0-9 and _",
        "rename it; its text stands elsewhere")
    }
    for (index, option) in options.enumerated() where options[..<index].contains(option) {
      note(entry.line, "the option \(option) stands twice", "remove one")
    }
    return options
  }

  private mutating func fee(_ table: FormTables.Table, _ others: [FormFeeRule]) -> FormFeeRule? {
    refuseOthers(table, ["name", "cents", "from", "shown_if"])
    let name = self.name(table, "name", [])
    let cents = number(table, "cents", 0...FormFeeRule.centsMax)
    let conditions = self.conditions(table, "shown_if")
    guard let entry = table["from"] else {
      note(table.line, "a fee has no day from which it holds", "add from = 2026-01-31")
      return nil
    }
    guard case .day(let day) = entry.value else {
      note(entry.line, "from is \(entry.value.kindName)", "write from = 2026-01-31")
      return nil
    }
    guard let name, let cents else { return nil }
    if others.contains(where: { $0.name == name && $0.from == day }) {
      note(table.line, "the fee \(name) is set twice from \(day) on", "remove one")
    }
    feeLines.append(Lines(line: table.line, conditions: table["shown_if"]?.line ?? table.line))
    return FormFeeRule(name: name, cents: cents, from: day, conditions: conditions)
  }
}
