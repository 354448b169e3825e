// How an application with a fee is paid: by a transfer whose reference says what it is for. It is the seam for other ways
// to pay: whoever adds a terminal at the kiosk puts it beside this one, behind the same step. Printing and showing are
// not done here.

/// The town's account for fees.
public struct Payee: Equatable, Sendable {
  /// At most 70 characters.
  public var name: String
  public var iban: IBAN
  /// Needed for an account outside the European Economic Area alone.
  public var bic: String?

  public init(name: String, iban: IBAN, bic: String? = nil) {
    self.name = name
    self.iban = iban
    self.bic = bic
  }
}

/// What the applicant takes home when something is to be paid.
public struct PaymentSlip: Equatable, Sendable {
  public let payee: Payee
  /// At least 1.
  public let cents: Int
  /// The same as in the submission, so that the treasury finds the application.
  public let reference: CreditorReference
  /// The text of the QR code.
  public let code: GiroCode

  public init(payee: Payee, cents: Int, reference: CreditorReference) throws(GiroCode.Fault) {
    code = try GiroCode(
      name: payee.name, iban: payee.iban, bic: payee.bic, cents: cents, remittance: .reference(reference))
    self.payee = payee
    self.cents = cents
    self.reference = reference
  }
}

extension FormRun {
  /// The slip for what the answers cost; nil if that is nothing, or if the form is only prepared here and paid elsewhere.
  public func paymentSlip(to payee: Payee) throws(GiroCode.Fault) -> PaymentSlip? {
    guard case .application = form.kind, feeCents > 0, let creditor = creditorReference else { return nil }
    return try PaymentSlip(payee: payee, cents: feeCents, reference: creditor)
  }

  /// ISO 11649, made of the reference number.
  var creditorReference: CreditorReference? { try? CreditorReference(body: reference) }
}
