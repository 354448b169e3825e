// How an application with a fee is paid, as the step that comes after it is kept. There is one way today, the transfer; a
// card terminal at the kiosk will be a further case here, decided by whoever knows what the station has.

/// What is left to be done about the fee.
public enum PaymentStep: Equatable, Sendable {
  /// A transfer at home, with this slip.
  case slip(PaymentSlip)
}

extension FormRun {
  /// The step that these answers lead to; nil: nothing is to be paid here.
  public func paymentStep(to payee: Payee) throws(GiroCode.Fault) -> PaymentStep? {
    try paymentSlip(to: payee).map { .slip($0) }
  }
}
