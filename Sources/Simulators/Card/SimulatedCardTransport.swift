// The simulated card behind the product's seam to a card: no process, no reader, no waiting. Faults come by the number
// of the command; a delay longer than a step's time is a time-out at once.

import Identity

/// A card that lies in a reader in memory.
public final class SimulatedCardTransport: CardTransport {
  public let card: SimulatedCard
  public let commandByteCountMax: Int
  public let pinPad: (any PinPad)? = nil
  /// Commands sent so far, those included that a fault swallowed.
  public private(set) var commandCount = 0
  /// The longest answer time in ms before a command counts as timed out.
  public var answerMillisecondsMax = 4000

  private var plan: CardFaultPlan
  private var isRemoved = false

  /// Lays the card down: it is powered anew. Short commands only, unless `commandByteCountMax` says more.
  public init(
    _ card: SimulatedCard, faults: [CardFault] = [], commandByteCountMax: Int = shortCommandByteCountMax
  ) {
    self.card = card
    // A reader believes what the card says of itself.
    self.commandByteCountMax =
      card.quirks.contains(.noExtended) ? shortCommandByteCountMax : commandByteCountMax
    plan = CardFaultPlan(faults)
    card.reset()
  }

  /// Adds a fault; its number counts from the first command of this transport.
  public func add(_ fault: CardFault) { plan.add(fault) }

  /// Lays the card down again after it was pulled.
  public func insert() {
    isRemoved = false
    card.reset()
  }

  public func transmit(_ command: [UInt8]) throws(CardError) -> [UInt8] {
    guard !isRemoved else { throw .transport(.noCard) }
    guard command.count <= commandByteCountMax else { throw .transport(.tooLong) }
    commandCount += 1
    switch plan.exchange(command, with: card) {
    case .removed:
      isRemoved = true
      card.reset()
      throw .transport(.removed)
    case .answer(let bytes, let milliseconds):
      guard milliseconds <= answerMillisecondsMax else { throw .transport(.timedOut) }
      guard bytes.count >= 2 else { throw .transport(.malformedAnswer) }
      return bytes
    }
  }
}
