// What a technician may see of the talk with a card: step, instruction, lengths, status word. No parameter and no data
// byte gets here, so that a trace can hold neither a secret nor anything about a person, whatever the card says.

/// Somebody who watches exchanges.
public protocol ExchangeTrace: AnyObject {
  func record(_ exchange: TracedExchange)
}

/// One exchange, without its content.
public struct TracedExchange: Equatable, Sendable {
  /// Counts from 1 for each link.
  public let number: Int
  public let step: CardStep
  public let instruction: UInt8
  /// Whether the command went under secure messaging.
  public let isProtected: Bool
  /// Bytes of the whole command, and of the whole answer with its status word.
  public let commandByteCount: Int
  public let answerByteCount: Int
  /// What came back: a status word, or what the reader said instead.
  public let end: End

  public enum End: Equatable, Sendable {
    case status(StatusWord)
    case failed(TransportFault)
  }
}

extension TracedExchange: CustomStringConvertible {
  /// One line: `3 pace-mapping 86 sm 73>75 9000`.
  public var description: String {
    let digits = String(instruction, radix: 16, uppercase: true)
    let code = (digits.count < 2 ? "0" : "") + digits
    let outcome =
      switch end {
      case .status(let status): status.description
      case .failed(let fault): fault.rawValue
      }
    return "\(number) \(step.rawValue) \(code) \(isProtected ? "sm" : "plain") "
      + "\(commandByteCount)>\(answerByteCount) \(outcome)"
  }
}
