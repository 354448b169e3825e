// The ways in which a simulated board, door or wire can misbehave, each with a name and an argument that a
// person can type. What they do to bytes and doors stands in SimulatedBus and its extensions.

/// A fault mode with its argument, as typed: `NAME` or `NAME=ARG`.
public struct SimulatedFault: Hashable, Sendable, CustomStringConvertible {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case noAnswer = "no-answer"
    case lateAnswer = "late-answer"
    case wrongAddress = "wrong-address"
    case badSum = "bad-sum"
    case truncated
    case split
    case echo
    case garbage
    case duplicateAddress = "duplicate-address"
    case stuckBit = "stuck-bit"
    case bounce
    case inverted
    case jammed
    case opensLate = "opens-late"
    case uncommandedOpen = "uncommanded-open"
    case reset
    case unplug
    case silentUnlock = "silent-unlock"
    case swappedOrder = "swapped-order"
  }

  public let kind: Kind
  /// The board it strikes; nil for all of them.
  public let board: Int?
  /// The lock it strikes; nil for all of them.
  public let lock: Int?
  /// Milliseconds, or the level of a stuck bit.
  public let value: Int
  /// For `unplug`: whether the next unlock frame is cut, not the next answer.
  public let strikesUnlock: Bool

  public init(
    _ kind: Kind, board: Int? = nil, lock: Int? = nil, value: Int? = nil, strikesUnlock: Bool = false
  ) {
    self.kind = kind
    self.board = board
    self.lock = lock
    self.value = value ?? kind.defaultValue
    self.strikesUnlock = strikesUnlock
  }

  /// The fault that `text` names; throws a text that says what would have been right.
  public init(parsing text: String) throws(SimulatedFaultError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let kind = Kind(rawValue: parts[0]) else {
      throw SimulatedFaultError(
        "no fault is named \(parts[0]); there are: \(Kind.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    guard parts.count == 2 else {
      self.init(kind)
      return
    }
    guard let fault = kind.parse(parts[1]) else {
      throw SimulatedFaultError("\(kind.rawValue)=\(parts[1]): use \(kind.usage)")
    }
    self = fault
  }

  func strikes(board: Int) -> Bool { self.board == nil || self.board == board }

  func strikes(board: Int, lock: Int) -> Bool {
    strikes(board: board) && (self.lock == nil || self.lock == lock)
  }

  public var description: String {
    var place = [board, lock].compactMap { $0 }.map(String.init).joined(separator: ":")
    switch kind {
    case .stuckBit: place += ":\(value)"
    case .lateAnswer, .split, .bounce, .opensLate, .uncommandedOpen:
      place += place.isEmpty ? "\(value)" : "@\(value)"
    case .unplug: place = (strikesUnlock ? "unlock" : "") + "@\(value)"
    default: break
    }
    return place.isEmpty ? kind.rawValue : "\(kind.rawValue)=\(place)"
  }

  /// All fault modes with their arguments, one a line.
  public static var help: String {
    Kind.allCases.map { "  \($0.usage)\n      \($0.explanation)" }.joined(separator: "\n") + "\n"
  }
}

/// A fault that was typed wrongly.
public struct SimulatedFaultError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
