// Faults of the layers below as faults of a card's step: what does not parse and what is no point came from the card;
// chance and libcrypto did not, and are told apart.

import Crypto

extension CardError {
  /// Runs `body`; a point that is none is the card's fault, anything else this machine's.
  static func at<Result>(
    _ step: CardStep, _ body: () throws(CryptoError) -> Result
  ) throws(CardError) -> Result {
    do { return try body() } catch {
      if error == .curvePoint { throw .malformed(step, "a point that is not on the curve") }
      throw .unsupported(step, error.description)
    }
  }

  /// Runs `body`; what does not parse is the card's fault.
  static func reading<Result>(
    _ step: CardStep, _ body: () throws(TLVError) -> Result
  ) throws(CardError) -> Result {
    do { return try body() } catch {
      throw .malformed(step, "data objects: \(error)")
    }
  }
}
