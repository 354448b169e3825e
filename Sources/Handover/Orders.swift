// An order (Abholauftrag): what is to be handed to one person, and how far that has come.
// Nothing here names the person; personal data lies in the journal's side table under the order's id.

/// What an order asks for; fixed when it is announced.
public struct OrderFacts: Hashable, Sendable {
  public var documents: DocumentSet
  public var size: CompartmentSize
  /// A compartment that can be reached from a wheelchair is wanted.
  public var wantsLowDoor: Bool
  /// Handed over at the counter only (§18(5) PAuswV); never opens a door for a citizen.
  public var counterOnly: Bool
  /// The confirmation that the PIN letter came is on file (§17 PAuswV).
  public var pinLetterConfirmed: Bool
  /// The document that the new one replaces, where the register names one. A record of its own in the journal.
  public var oldDocument: DocumentKind?

  public init(
    documents: DocumentSet, size: CompartmentSize = .small, wantsLowDoor: Bool = false,
    counterOnly: Bool = false,
    pinLetterConfirmed: Bool = true, oldDocument: DocumentKind? = nil
  ) {
    self.documents = documents
    self.size = size
    self.wantsLowDoor = wantsLowDoor
    self.counterOnly = counterOnly
    self.pinLetterConfirmed = pinLetterConfirmed
    self.oldDocument = oldDocument
  }
}

/// An order and how far it has come.
public struct Order: Hashable, Sendable {
  public var id: OrderID
  public var facts: OrderFacts
  public var stage: Stage
  /// Which code is valid: the number that goes into its derivation, from 1. Only "new code" raises it.
  public var codeNumber: Int
  public var proxy: ProxyCode
  /// As whom the second factor was shown last, so who stood there when the set was taken; nil: the holder, or nobody
  /// yet.
  public var identifiedAs: PickupPerson?
  public var oldDocumentFate: OldDocumentFate?

  public init(
    id: OrderID, facts: OrderFacts, stage: Stage, codeNumber: Int, proxy: ProxyCode = ProxyCode(),
    identifiedAs: PickupPerson? = nil, oldDocumentFate: OldDocumentFate? = nil
  ) {
    self.id = id
    self.facts = facts
    self.stage = stage
    self.codeNumber = codeNumber
    self.proxy = proxy
    self.identifiedAs = identifiedAs
    self.oldDocumentFate = oldDocumentFate
  }

  public enum Stage: Hashable, Sendable {
    /// Known from the register; the documents are not in a compartment.
    case announced
    /// Lies in a compartment, ready for its person.
    case deposited(Custody)
    /// The person has it (CLOSED_SEEN and "taken"). The code is dead.
    case handedOver(OperationID, day: CivilDay)
    /// Taken out by staff; waits at the counter. `until` is the last day on which it lay ready here.
    case retrieved(day: CivilDay, until: CivilDay)
    /// Nobody knows where the set is; only a person may settle this.
    case missing(since: CivilDay)
  }

  /// A card with a PIN letter, and no confirmation that the letter came.
  public var needsPinLetter: Bool {
    !facts.pinLetterConfirmed && facts.documents.documents.contains { $0.parts.contains(.passwordLetter) }
  }

  public var custody: Custody? {
    if case .deposited(let custody) = stage { return custody }
    return nil
  }
}

/// Custody (Gewahrsam): that a set lies in a compartment, since when and until when.
public struct Custody: Hashable, Sendable {
  public var compartment: CompartmentNumber
  public var epoch: Int
  public var since: CivilDay
  /// The last day on which it may be picked up.
  public var deadline: CivilDay
  public var extensions: Int
  public var reminded: Bool
  /// The deadline has passed; staff will retrieve it.
  public var overdue: Bool
  /// A pickup ended `closed, unconfirmed`: at the deadline a person must look.
  public var unconfirmed: Bool

  public init(
    compartment: CompartmentNumber, epoch: Int, since: CivilDay, deadline: CivilDay, extensions: Int = 0,
    reminded: Bool = false, overdue: Bool = false, unconfirmed: Bool = false
  ) {
    self.compartment = compartment
    self.epoch = epoch
    self.since = since
    self.deadline = deadline
    self.extensions = extensions
    self.reminded = reminded
    self.overdue = overdue
    self.unconfirmed = unconfirmed
  }
}
