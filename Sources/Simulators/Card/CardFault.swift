// What can go wrong between a command and its answer, each fault bound to the number of a command. Both the card in
// memory and the one on a reader's wire go through here; who waits and who is unplugged is theirs to do.

/// A fault as it is typed: `NAME@NUMBER[+][:ARG]`.
public struct CardFault: Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    /// The card is taken away before it answers.
    case pull
    /// The answer comes so many ms later.
    case delay(milliseconds: Int)
    /// The card does not execute the command and answers with this status word.
    case status(UInt16)
    /// Only the first bytes of the answer arrive.
    case cut(bytes: Int)
    /// The data of the answer lack so many bytes at their end; the status word is whole.
    case shorten(bytes: Int)
    /// Random data of the same length, or eight bytes where there were none; the status word stays.
    case garbage
    /// Everything is random, the status word too.
    case noise
    /// One bit in the middle of the answer is wrong.
    case flip
    /// The card loses its channel before the command: power failed, or another program reset it.
    case reset
  }

  public let kind: Kind
  /// The command it strikes, counted from 1 over the life of the process; power-off does not begin anew.
  public let number: Int
  /// Whether it strikes every command from there on.
  public let isLasting: Bool

  public init(_ kind: Kind, at number: Int, isLasting: Bool = false) {
    self.kind = kind
    self.number = number
    self.isLasting = isLasting
  }

  /// The fault that `text` names; nil when it names none.
  public init?(parsing text: String) {
    let halves = text.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
    guard halves.count == 2 else { return nil }
    let parts = halves[1].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(
      String.init)
    isLasting = parts[0].hasSuffix("+")
    guard let number = Int(isLasting ? String(parts[0].dropLast()) : parts[0]), number > 0 else { return nil }
    self.number = number
    let argument = parts.count == 2 ? parts[1] : nil
    switch (halves[0], argument) {
    case ("pull", nil): kind = .pull
    case ("delay", .some(let text)):
      let digits = text.hasSuffix("ms") ? String(text.dropLast(2)) : text
      guard let milliseconds = Int(digits), (0...Self.delayMillisecondsMax).contains(milliseconds) else {
        return nil
      }
      kind = .delay(milliseconds: milliseconds)
    case ("sw", .some(let text)):
      guard text.utf8.count == 4, let status = UInt16(text, radix: 16) else { return nil }
      kind = .status(status)
    case ("cut", let text):
      guard let bytes = Int(text ?? "1"), (0...65_536).contains(bytes) else { return nil }
      kind = .cut(bytes: bytes)
    case ("shorten", let text):
      guard let bytes = Int(text ?? "1"), (1...65_536).contains(bytes) else { return nil }
      kind = .shorten(bytes: bytes)
    case ("garbage", nil): kind = .garbage
    case ("noise", nil): kind = .noise
    case ("flip", nil): kind = .flip
    case ("reset", nil): kind = .reset
    default: return nil
    }
  }

  /// The longest delay, in ms.
  public static let delayMillisecondsMax = 600_000

  /// What can be typed, one form a line.
  public static let forms = [
    "pull@N            taken away before command N is answered",
    "delay@N:2000ms    the answer to command N comes 2 s later",
    "sw@N:6F00         command N is not executed, the answer is 6F00",
    "cut@N[:BYTES]     only the first BYTES (1) of answer N arrive",
    "shorten@N[:BYTES] the data of answer N lack their last BYTES (1)",
    "garbage@N         the data of answer N are random",
    "noise@N           all of answer N is random",
    "flip@N            one bit of answer N is wrong",
    "reset@N           the card loses its channel before command N",
  ]
}

/// What comes back from an exchange under faults.
enum CardExchange: Equatable {
  case answer([UInt8], milliseconds: Int)
  case removed
}

/// The faults of one card and the count of its commands.
struct CardFaultPlan {
  private var faults: [CardFault]
  private var count = 0
  private let chance = CardChance(seed: [], label: "faults")

  init(_ faults: [CardFault]) { self.faults = faults }

  mutating func add(_ fault: CardFault) { faults.append(fault) }

  mutating func exchange(_ command: [UInt8], with card: SimulatedCard) -> CardExchange {
    count += 1
    let struck = faults.filter { $0.number == count || ($0.isLasting && $0.number < count) }.map(\.kind)
    if struck.contains(.pull) { return .removed }
    if struck.contains(.reset) { card.reset() }
    var milliseconds = 0
    var answer: [UInt8]?
    for case .status(let status) in struck { answer = CardReply(status).bytes }
    var bytes = answer ?? card.process(command)
    for kind in struck {
      let status = Array(bytes.suffix(2))
      let data = Array(bytes.dropLast(2))
      switch kind {
      case .delay(let more): milliseconds += more
      case .cut(let kept): bytes = Array(bytes.prefix(kept))
      case .shorten(let lost): bytes = data.dropLast(lost) + status
      case .garbage: bytes = chance.bytes(data.isEmpty ? 8 : data.count) + status
      case .noise: bytes = chance.bytes(max(2, bytes.count))
      case .flip where !bytes.isEmpty: bytes[bytes.count / 2] ^= 0x10
      default: break
      }
    }
    return .answer(bytes, milliseconds: milliseconds)
  }
}
