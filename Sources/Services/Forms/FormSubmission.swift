// What leaves the station when an application is confirmed: a JSON value as docs/schema/application.schema.json has it.
// It holds what was asked and answered, and nothing of what was asked in vain; it is encrypted at once and kept in no
// other form.

import Handover

/// One confirmed application.
public struct FormSubmission: Equatable, Sendable {
  /// The version of the shape; grows with every change that a reader must know about.
  public static let format = 1

  /// The name of the destination in Kiosk.conf.
  public let destination: String
  public let reference: String
  /// One JSON object, UTF-8, its members always in the same order.
  public let json: [UInt8]

  /// Nil for a form that submits nothing, or one whose required questions are not all answered.
  init?(_ run: FormRun) {
    guard case .application(let destination) = run.form.kind else { return nil }
    let form = run.form
    let shown = form.shownFields(run.answers)
    for field in shown where field.isRequired && run.answers[field.id]?.value == nil { return nil }
    if form.identification != .none, run.identifiedBy == .none { return nil }
    let answers = shown.compactMap { field -> FormJSON? in
      guard let answer = run.answers[field.id], let value = answer.value else { return nil }
      return .object([
        ("field", .text(field.id)), ("type", .text(field.type.name)),
        ("source", .text(answer.source.rawValue)),
        ("value", FormJSON(value)),
      ])
    }
    let fees = form.feesDue(run.answers, on: run.day)
    var members: [(String, FormJSON)] = [
      ("format", .number(Self.format)), ("reference", .text(run.reference)), ("form", .text(form.id)),
      ("version", .number(form.version)),
    ]
    if let leika = form.leika { members.append(("service", .text("urn:de:fim:leika:leistung:\(leika)"))) }
    members += [
      ("day", .text(run.day.description)), ("identification", .text(run.identifiedBy.rawValue)),
      ("declared", .flag(form.hasDeclaration)), ("answers", .list(answers)),
    ]
    if !fees.isEmpty {
      let items = fees.map { FormJSON.object([("name", .text($0.name)), ("cents", .number($0.cents))]) }
      var fee: [(String, FormJSON)] = [
        ("cents", .number(fees.reduce(0) { $0 + $1.cents })), ("items", .list(items)),
      ]
      if let creditor = run.creditorReference {
        fee.append(("creditor_reference", .text(creditor.text)))
      }
      members.append(("fee", .object(fee)))
    }
    self.destination = destination
    reference = run.reference
    json = Array(FormJSON.object(members).text.utf8)
  }
}

/// Just enough JSON to be written (RFC 8259).
indirect enum FormJSON {
  case text(String)
  case number(Int)
  case flag(Bool)
  case list([FormJSON])
  case object([(String, FormJSON)])

  init(_ value: FormValue) {
    switch value {
    case .text(let text), .choice(let text), .email(let text), .phone(let text): self = .text(text)
    case .date(let day): self = .text(day.description)
    case .number(let number): self = .number(number)
    case .yesNo(let yes): self = .flag(yes)
    case .iban(let iban): self = .text(iban.text)
    case .address(let address):
      self = .object([
        ("street", .text(address.street)), ("house_number", .text(address.houseNumber)),
        ("postcode", .text(address.postcode)), ("place", .text(address.place)),
      ])
    }
  }

  var text: String {
    switch self {
    case .text(let text): Self.quoted(text)
    case .number(let number): "\(number)"
    case .flag(let flag): flag ? "true" : "false"
    case .list(let items): "[\(items.map(\.text).joined(separator: ","))]"
    case .object(let members):
      "{\(members.map { "\(Self.quoted($0.0)):\($0.1.text)" }.joined(separator: ","))}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
