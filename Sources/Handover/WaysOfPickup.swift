// What makes one pickup differ from another: as whom somebody came, and what became of the old document. Nothing here
// names a person; a code and its number are all that is known of a proxy.

/// As whom a person showed the second factor.
public enum PickupPerson: UInt8, Hashable, Sendable, CaseIterable {
  /// The person whose document it is.
  case holder = 1
  /// A custodian that the order of a minor names (Sorgeberechtigte).
  case custodian = 2
  /// Somebody with an authorisation that a clerk has checked (§18(1) PAuswV).
  case proxy = 3

  public var name: String {
    switch self {
    case .holder: "holder"
    case .custodian: "custodian"
    case .proxy: "proxy"
    }
  }
}

/// What became of the old document that an order names.
public enum OldDocumentFate: UInt8, Hashable, Sendable, CaseIterable {
  /// Laid into the compartment when the new one was taken, as the citizen says.
  case surrendered = 1
  /// Stays with the citizen, as the town has decided.
  case kept = 2
  /// Was to be laid in and was not, or nobody said: the counter asks for it.
  case owed = 3
  /// Its loss was declared before the door was opened.
  case declaredLost = 4

  public var name: String {
    switch self {
    case .surrendered: "surrendered"
    case .kept: "kept"
    case .owed: "owed"
    case .declaredLost: "declared_lost"
    }
  }
}

/// What the town does with an old document (§27(1) PAuswG, §15 PassG: to be handed in on demand).
public enum OldDocumentRule: UInt8, Hashable, Sendable, CaseIterable {
  /// Nobody is asked for it.
  case off = 0
  /// It is laid into the compartment when the new one is taken.
  case surrender = 1
  /// The citizen keeps it; only its loss is of interest.
  case keep = 2
}

/// The code that a clerk releases for a proxy. It is derived from the number and never stored.
public struct ProxyCode: Hashable, Sendable {
  /// Goes into the derivation, from 1; 0: none was ever released. A number is used once.
  public var number: Int
  /// The last one still opens.
  public var isLive: Bool

  public init(number: Int = 0, isLive: Bool = false) {
    self.number = number
    self.isLive = isLive
  }
}

extension Order {
  /// What an old document still has to be asked for, by the town's rule; nil: nothing.
  public func oldDocumentAsked(_ rule: OldDocumentRule) -> DocumentKind? {
    guard rule != .off, oldDocumentFate != .declaredLost else { return nil }
    return facts.oldDocument
  }
}
