// The confirmation of an application: its number, what happens next, whom to ask, and the payment if there is one. It is
// no receipt of the office, and does not say who applied or what was answered.

import Services

extension SlipDocument {
  /// - Parameters:
  ///   - service: what was applied for, in the words of the content.
  ///   - reference: as it is shown to people: `4827-1190`.
  ///   - day: when, in words.
  ///   - next: what happens next, a sentence or two each.
  ///   - payment: what is to be paid, and until when in words.
  public static func application(
    _ service: String, reference: String, day: String, next: [String],
    payment: (slip: PaymentSlip, until: String?)? = nil, _ frame: SlipFrame
  ) -> SlipDocument {
    var parts: [Part] = [
      .emphasis(SlipFact(frame.say("slip.number"), reference)),
      .facts([SlipFact(frame.say("slip.for"), service), SlipFact(frame.say("slip.day"), day)]),
    ]
    if !next.isEmpty {
      parts.append(.heading(frame.say("slip.next")))
      parts += next.map { .paragraph($0) }
    }
    parts.append(.paragraph(frame.say("slip.keep")))
    if let payment {
      parts += [.rule, .heading(frame.say("slip.payment"))]
      parts += paymentParts(payment.slip, until: payment.until, frame)
    }
    return frame.document(frame.say("slip.confirmation"), parts + contactParts(frame))
  }
}
