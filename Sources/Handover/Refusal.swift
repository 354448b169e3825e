// Why a command is not carried out. Each case has a heading in docs/failures.md.

public enum Refusal: Error, Hashable, Sendable {
  case safeMode
  case unknownOrder
  case unknownCompartment(CompartmentNumber)
  case unknownOperation
  case unknownReview
  case unknownNotice
  case notDeposited
  case alreadyDeposited(CompartmentNumber)
  case handedOver
  case overdue(until: CivilDay)
  case counterOnly
  case notIdentified
  case pinLetterMissing
  case compartmentBlocked(CompartmentNumber, BlockCause)
  case compartmentBusy(CompartmentNumber)
  case citizenOperationRunning
  case doorUnknown(CompartmentNumber)
  case doorOpen(CompartmentNumber)
  case noFreeCompartment
  case compartmentUnsuitable(CompartmentNumber)
  case compartmentHolds(CompartmentNumber)
  case contentUnclear(CompartmentNumber)
  case oldDocumentInside(CompartmentNumber)
  case reviewOpen(CompartmentNumber)
  case staleEpoch(CompartmentNumber)
  case attemptsUsedUp
  case wrongPhase
  case notConfirmedEmpty
  case incomplete(missing: [DocumentSet.Part])
  case needsWitness
  case extensionsUsedUp
  case compartmentInUse(CompartmentNumber)
  case invalidAnswer
  case compartmentInService(CompartmentNumber)
  case notSaidEmpty(CompartmentNumber)
  case boardInUse(CompartmentNumber)
  case noProxyCode
  case oldDocumentUnanswered

  /// A word for programs and for docs/failures.md.
  public var code: String {
    switch self {
    case .safeMode: "safe-mode"
    case .unknownOrder: "unknown-order"
    case .unknownCompartment: "unknown-compartment"
    case .unknownOperation: "unknown-operation"
    case .unknownReview: "unknown-review"
    case .unknownNotice: "unknown-notice"
    case .notDeposited: "not-deposited"
    case .alreadyDeposited: "already-deposited"
    case .handedOver: "handed-over"
    case .overdue: "overdue"
    case .counterOnly: "counter-only"
    case .notIdentified: "not-identified"
    case .pinLetterMissing: "pin-letter-missing"
    case .compartmentBlocked: "compartment-blocked"
    case .compartmentBusy: "compartment-busy"
    case .citizenOperationRunning: "citizen-operation-running"
    case .doorUnknown: "door-unknown"
    case .doorOpen: "door-open"
    case .noFreeCompartment: "no-free-compartment"
    case .compartmentUnsuitable: "compartment-unsuitable"
    case .compartmentHolds: "compartment-holds"
    case .contentUnclear: "content-unclear"
    case .oldDocumentInside: "old-document-inside"
    case .noProxyCode: "no-proxy-code"
    case .oldDocumentUnanswered: "old-document-unanswered"
    case .reviewOpen: "review-open"
    case .staleEpoch: "stale-epoch"
    case .attemptsUsedUp: "attempts-used-up"
    case .wrongPhase: "wrong-phase"
    case .notConfirmedEmpty: "not-confirmed-empty"
    case .incomplete: "incomplete"
    case .needsWitness: "needs-witness"
    case .extensionsUsedUp: "extensions-used-up"
    case .compartmentInUse: "compartment-in-use"
    case .invalidAnswer: "invalid-answer"
    case .compartmentInService: "compartment-in-service"
    case .notSaidEmpty: "not-said-empty"
    case .boardInUse: "board-in-use"
    }
  }

  /// What is wrong and what to do, for a clerk or technician.
  public var message: String {
    switch self {
    case .safeMode:
      "the station is in safe mode and opens nothing: see 'kiosk status' for why, then leave it with a reason"
    case .unknownOrder: "no such order: list them with 'kiosk orders'"
    case .unknownCompartment(let number):
      "there is no compartment \(number): list them with 'kiosk compartments'"
    case .unknownOperation: "this operation is settled already: see 'kiosk review' for what is left to do"
    case .unknownReview: "no such open review item: list them with 'kiosk review'"
    case .unknownNotice: "this notice waits no longer: list those that do with 'kiosk notices'"
    case .notDeposited: "this order lies in no compartment: deposit it first"
    case .alreadyDeposited(let number): "this order lies in compartment \(number) already: retrieve it first"
    case .handedOver: "this order was handed over: nothing is left to do"
    case .overdue(let until): "the time to pick up ended on \(until): retrieve it, or extend it"
    case .counterOnly: "this order may be handed over at the counter only"
    case .notIdentified: "the second factor is missing"
    case .pinLetterMissing: "nobody has confirmed that the PIN letter came: hand the card over at the counter"
    case .compartmentBlocked(let number, let cause):
      "compartment \(number) is out of service (\(cause.name)): settle its review item, then release it"
    case .compartmentBusy(let number): "compartment \(number) is being used: wait until that ends"
    case .citizenOperationRunning: "another pickup is running: wait until it ends"
    case .doorUnknown(let number):
      "the contact of compartment \(number) cannot be read: check its board and cable"
    case .doorOpen(let number): "the door of compartment \(number) is open: close it first"
    case .noFreeCompartment:
      "no compartment of this size is free: retrieve overdue orders, or choose a larger size"
    case .compartmentUnsuitable(let number):
      "compartment \(number) is too small or too high for this order: choose another"
    case .compartmentHolds(let number): "compartment \(number) holds a document set: retrieve it first"
    case .contentUnclear(let number):
      "what lies in compartment \(number) is unclear: open it with 'kiosk retrieve' and say what you find"
    case .oldDocumentInside(let number):
      "an old document lies in compartment \(number): take it out with 'kiosk retrieve \(number)'"
    case .noProxyCode: "this order has no proxy code that opens: nothing is left to withdraw"
    case .oldDocumentUnanswered:
      "nobody has said where the old document is: ask at the screen, or at the counter"
    case .reviewOpen(let number): "compartment \(number) has an open review item: settle that first"
    case .staleEpoch(let number): "compartment \(number) was emptied since: start again"
    case .attemptsUsedUp: "the door was opened as often as one operation may: start a new one"
    case .wrongPhase: "the door is not where this answer belongs: look at the door, then answer again"
    case .notConfirmedEmpty: "nobody has confirmed that the compartment was empty: confirm that first"
    case .incomplete(let missing):
      "the set is not complete, missing: "
        + missing.map { "\($0.kind.name) \($0.index + 1) \($0.part.name)" }.joined(separator: ", ")
        + ": put it in, or take everything out and cancel"
    case .needsWitness: "a second person must confirm this deposit under a login of their own"
    case .extensionsUsedUp: "this order was extended as often as allowed: retrieve it"
    case .compartmentInUse(let number):
      "compartment \(number) is missing in the configuration but holds a document set: put it back, retrieve the set, then remove it"
    case .invalidAnswer: "this answer does not fit the operation"
    case .compartmentInService(let number):
      "compartment \(number) is in service: take it out with 'kiosk compartments block \(number) --reason ...' first"
    case .notSaidEmpty(let number):
      "nobody has confirmed that compartment \(number) is empty: look inside and say so, or leave it out"
    case .boardInUse(let number):
      "compartment \(number) of the same board is being opened: wait until that ends"
    }
  }
}
