// The payment slip: what to pay, to whom and under which reference, for a banking app (GiroCode) and by hand. The case is
// named by its number alone: whose it is does not stand on paper that can be left lying.

import Services

/// What all slips of one print share.
public struct SlipFrame {
  public var town: String
  /// Who answers questions about it.
  public var contact: SlipContact
  public var language: String
  public var paper: SlipPaper
  public var say: SlipWords

  public init(
    town: String, contact: SlipContact, language: String, paper: SlipPaper, say: @escaping SlipWords
  ) {
    self.town = town
    self.contact = contact
    self.language = language
    self.paper = paper
    self.say = say
  }

  func say(_ key: String) -> String { say(key, [:]) }

  func document(_ title: String, _ parts: [SlipDocument.Part]) -> SlipDocument {
    SlipDocument(town: town, title: title, parts: parts, language: language, paper: paper)
  }
}

extension SlipDocument {
  /// - Parameters:
  ///   - service: what is paid for, in the words of the content.
  ///   - reference: of the application, as it is shown to people: `4827-1190`.
  ///   - until: the last day for the payment, in words; nil: the town names none.
  public static func payment(
    _ slip: PaymentSlip, for service: String, reference: String, until: String? = nil, _ frame: SlipFrame
  ) -> SlipDocument {
    frame.document(
      frame.say("slip.payment"),
      [.facts([SlipFact(frame.say("slip.for"), service), SlipFact(frame.say("slip.number"), reference)])]
        + paymentParts(slip, until: until, frame) + contactParts(frame))
  }

  /// Amount, account, code, and how it is done.
  static func paymentParts(_ slip: PaymentSlip, until: String?, _ frame: SlipFrame) -> [Part] {
    var facts = [
      SlipFact(frame.say("slip.payee"), slip.payee.name),
      SlipFact(frame.say("slip.iban"), noBreak(slip.payee.iban.grouped)),
    ]
    if let bic = slip.payee.bic { facts.append(SlipFact(frame.say("slip.bic"), bic)) }
    facts.append(SlipFact(frame.say("slip.purpose"), noBreak(slip.reference.grouped)))
    if let until { facts.append(SlipFact(frame.say("slip.until"), until)) }
    var parts: [Part] = [
      .emphasis(SlipFact(frame.say("slip.amount"), money(slip.cents, frame.say))), .facts(facts),
      .heading(frame.say("slip.pay")),
    ]
    // A GiroCode always fits (331 bytes); where the library fails, the account is on the slip all the same.
    if let code = try? QRCode.modules(slip.code.payload, versionMax: QRCode.giroVersionMax) {
      parts += [
        .steps([frame.say("slip.pay_scan"), frame.say("slip.pay_check")]),
        .code(code, caption: frame.say("slip.code")),
      ]
    }
    return parts + [.paragraph(frame.say("slip.pay_hand"))]
  }

  /// Whom to ask, at the foot of a slip.
  static func contactParts(_ frame: SlipFrame) -> [Part] {
    let contact = frame.contact
    var lines = [contact.name] + contact.address
    if !contact.phone.isEmpty { lines.append("\(frame.say("slip.phone")) \(contact.phone)") }
    lines.removeAll(where: \.isEmpty)
    guard !lines.isEmpty else { return [] }
    return [.rule, .paragraph(([frame.say("slip.contact")] + lines).joined(separator: "\n"))]
  }

  /// `9,00 EUR`, as the language writes it.
  /// - Parameter cents: 0 or more.
  public static func money(_ cents: Int, _ say: SlipWords) -> String {
    let rest = cents % 100
    return noBreak(
      say("slip.money", ["euro": "\(cents / 100)", "cents": rest < 10 ? "0\(rest)" : "\(rest)"]))
  }

  /// Groups that must not be torn apart at a line's end.
  private static func noBreak(_ text: String) -> String {
    String(text.map { $0 == " " ? "\u{A0}" : $0 })
  }
}
