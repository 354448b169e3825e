// Where the citizen's session stands, whole: a screen that connects anew paints this and goes on. It holds no name,
// no number, no code and no birth date.

public struct Snapshot: Codable, Equatable, Sendable {
  public var language: String
  public var clock: Clock
  public var stage: Stage
  /// How long the stage lasts without an answer; nil where nothing runs out.
  public var timer: Timer?
  /// The pickup is offered on the idle screen; false: out of service, and the idle screen says so.
  public var pickupAvailable: Bool
  /// Out of service since this time of day, minutes since midnight; nil: in service, or not known.
  public var outageMinute: Int?
  /// So many other sets can be picked up under the same number without signing in again, on a page that tells how one
  /// of them ended. Where a birth date is asked for: so many others the number lists. 0 elsewhere.
  public var moreWaiting: Int
  /// The card reader.
  public var reader: ReaderSight
  /// What the idle screen offers, in its order.
  public var offers: [Offer]

  public init(
    language: String, clock: Clock, stage: Stage, timer: Timer?, pickupAvailable: Bool,
    outageMinute: Int? = nil, moreWaiting: Int = 0, reader: ReaderSight = .none,
    offers: [Offer] = [Offer(.pickup), Offer(.cardPIN)]
  ) {
    self.language = language
    self.clock = clock
    self.stage = stage
    self.timer = timer
    self.pickupAvailable = pickupAvailable
    self.outageMinute = outageMinute
    self.moreWaiting = moreWaiting
    self.reader = reader
    self.offers = offers
  }

  /// The station's wall clock in the town's time zone, to the minute.
  public struct Clock: Codable, Equatable, Sendable {
    public var year: Int
    public var month: Int
    public var day: Int
    /// Monday is 0.
    public var weekday: Int
    public var hour: Int
    public var minute: Int

    public init(year: Int, month: Int, day: Int, weekday: Int, hour: Int, minute: Int) {
      self.year = year
      self.month = month
      self.day = day
      self.weekday = weekday
      self.hour = hour
      self.minute = minute
    }
  }

  public struct Timer: Codable, Equatable, Sendable {
    /// Milliseconds left when the snapshot was made.
    public var remaining: Int
    /// Milliseconds of the whole interval, for the bar.
    public var total: Int
    /// "More time" can still be asked for this often.
    public var moreTimeLeft: Int
    /// What runs out: the session (shown as a warning page part) or the stage itself (shown as a countdown).
    public var kind: Kind

    public init(remaining: Int, total: Int, moreTimeLeft: Int, kind: Kind) {
      self.remaining = remaining
      self.total = total
      self.moreTimeLeft = moreTimeLeft
      self.kind = kind
    }

    public enum Kind: String, Codable, Sendable {
      /// Idle time runs silently; nothing is shown yet.
      case idle
      /// The warning: "Are you still there?" with a countdown and "more time".
      case warning
      /// The stage's own time (door open, result): countdown from the start.
      case stage
    }
  }
}

/// The question or message that the citizen stands before.
public enum Stage: Codable, Equatable, Sendable {
  case idle
  /// Nothing can be picked up now, and why.
  case outOfService(OutOfService)
  /// "What is your number?"
  case number
  /// "What is your pickup code?" `wrong`: the last number, code or birth date was wrong.
  case code(triesLeft: Int, wrong: Bool)
  /// Too many wrong tries: locked until this time of day.
  case locked(minutesLeft: Int, hour: Int, minute: Int)
  /// Locked for good: the counter helps.
  case askAtCounter
  /// What waits under this number. None chosen yet.
  case waiting([WaitingSet])
  case birthDate(WaitingSet, triesLeft: Int, wrong: Bool)
  /// "How do you show who you are?": birth date or old passport. `wrong`: the passport on the reader was not the one
  /// that the order names.
  case factor(WaitingSet, triesLeft: Int, wrong: Bool)
  /// What is printed in the old passport and opens its chip. `wrong`: it did not open the chip.
  case passportKey(WaitingSet, wrong: Bool)
  /// At the card reader.
  case card(CardStage)
  case info(InfoStage)
  case form(FormStage)
  case documentStatus(DocumentStatusStage)
  /// "Did the PIN letter come?" (§17 PAuswV), where no confirmation is on file.
  case pinLetter(WaitingSet)
  /// The PIN letter did not come: the counter hands the card over.
  case pinLetterMissing
  /// "Do you have your old document with you?"
  case oldDocument(WaitingSet)
  /// The declaration of a loss, to be confirmed.
  case declareLoss(WaitingSet)
  /// The old document is not here; the counter hands the new one over.
  case oldDocumentMissing
  /// "Keep it until …?"
  case extend(WaitingSet)
  /// It waits longer: until this ISO day. Names of `DocumentKind`.
  case extended(until: String, documents: [String])
  /// "Open compartment": everything is checked, the door is still shut.
  case ready(WaitingSet, compartment: Int, isLow: Bool)
  /// The unlock is on its way or sent; the door is not seen open yet.
  case opening(WaitingSet, compartment: Int, attempt: Int)
  /// The door did not move in time.
  case notMoved(WaitingSet, compartment: Int, attemptsLeft: Int)
  case open(WaitingSet, compartment: Int)
  /// Seen closed again: "Did you take it?", and where one is to be surrendered, "Does the old one lie inside?"
  case askTaken(WaitingSet, compartment: Int)
  case done(Receipt)
  /// No answer came; the code stays valid.
  case unconfirmed(compartment: Int)
  /// "Not taken" was said as often as the door may be opened.
  case notTaken(compartment: Int)
  /// The door stood open too long: staff are called, that compartment is closed to others.
  case leftOpen(compartment: Int, isClosed: Bool)
  /// The door cannot be opened: the document is safe, staff are called.
  case doorStuck(compartment: Int)
  /// The board does not answer, so nobody knows what the door did.
  case boardSilent(compartment: Int)
  /// Not in a compartment any more.
  case late(Late)
  /// The station was restarted in the middle; the code stays valid unless the document was taken.
  case interrupted
  /// The session ended by itself; everything was wiped.
  case timedOut
}

public enum OutOfService: String, Codable, Equatable, Sendable {
  /// The station is starting and reads the boards.
  case starting
  /// No board answers.
  case boards
  /// The journal cannot be written.
  case journal
  /// Safe mode.
  case safeMode
}

/// A document set that waits: kind and date only.
public struct WaitingSet: Codable, Equatable, Sendable {
  /// Names of `DocumentKind`.
  public var documents: [String]
  /// ISO day since when it waits.
  public var since: String
  /// ISO day until when it waits.
  public var until: String
  /// Can be opened here; false: counter only, or its compartment is out of service.
  public var canOpen: Bool
  /// Why it cannot be opened here; nil where it can.
  public var obstacle: Obstacle?
  /// Whose birth date is asked for.
  public var birthDateOf: BirthDateOf
  /// The old document that is asked for before and after the door.
  public var oldDocument: OldDocument?
  /// The last ISO day if it is kept longer; nil: that is not offered.
  public var extendUntil: String?

  public init(
    documents: [String], since: String, until: String, canOpen: Bool, obstacle: Obstacle? = nil,
    birthDateOf: BirthDateOf = .holder, oldDocument: OldDocument? = nil, extendUntil: String? = nil
  ) {
    self.documents = documents
    self.since = since
    self.until = until
    self.canOpen = canOpen
    self.obstacle = obstacle
    self.birthDateOf = birthDateOf
    self.oldDocument = oldDocument
    self.extendUntil = extendUntil
  }

  public enum Obstacle: String, Codable, Equatable, Sendable {
    /// Only the counter hands it over.
    case counterOnly
    /// It waits at the counter, or will: its time here is over.
    case late
    /// Its compartment is out of service.
    case outOfService
  }

  public enum BirthDateOf: String, Codable, Equatable, Sendable {
    case holder
    /// A custodian of the minor whose document it is.
    case custodian
    /// Whoever gave the authorisation: a proxy stands here.
    case principal
  }

  public struct OldDocument: Codable, Equatable, Sendable {
    /// Name of a `DocumentKind`.
    public var kind: String
    /// It is laid into the compartment; otherwise the citizen keeps it.
    public var isSurrendered: Bool

    public init(kind: String, isSurrendered: Bool) {
      self.kind = kind
      self.isSurrendered = isSurrendered
    }
  }
}

/// How a receipt leaves the station.
public enum ReceiptWay: String, Codable, Equatable, Sendable, CaseIterable {
  case print
  case email
}

/// What became of the receipt.
public enum ReceiptState: String, Codable, Equatable, Sendable {
  /// Nobody has asked for one.
  case open
  case printing
  case printed
  /// No paper; the handover is settled all the same.
  case noPaper
  /// The printer did not take it, or nobody knows.
  case failed
  /// Will be sent by e-mail.
  case mailed
}

public struct Receipt: Codable, Equatable, Sendable {
  public var documents: [String]
  /// The operation's number in two groups (`0000-0042`).
  public var reference: String
  /// ISO day, hour and minute of the handover.
  public var day: String
  public var hour: Int
  public var minute: Int
  /// How many more sets wait under the same number.
  public var moreWaiting: Int
  /// Name of an `OldDocumentFate`, and the kind of the old document; nil: none was asked for.
  public var oldDocumentFate: String?
  public var oldDocument: String?
  /// The chip of the old document was read at the reader and is genuine.
  public var oldDocumentRead: Bool
  /// How a receipt can be had now.
  public var ways: [ReceiptWay]
  public var state: ReceiptState

  public init(
    documents: [String], reference: String, day: String, hour: Int, minute: Int, moreWaiting: Int,
    oldDocumentFate: String? = nil, oldDocument: String? = nil, oldDocumentRead: Bool = false,
    ways: [ReceiptWay] = [], state: ReceiptState = .open
  ) {
    self.documents = documents
    self.reference = reference
    self.day = day
    self.hour = hour
    self.minute = minute
    self.moreWaiting = moreWaiting
    self.oldDocumentFate = oldDocumentFate
    self.oldDocument = oldDocument
    self.oldDocumentRead = oldDocumentRead
    self.ways = ways
    self.state = state
  }
}

public struct Late: Codable, Equatable, Sendable {
  /// The last ISO day on which it lay ready here.
  public var until: String
  /// Names of `DocumentKind`.
  public var documents: [String]
  /// Where and when it can be had now, on paper: `open` where a printer is ready; nil: not offered.
  public var paper: ReceiptState?

  public init(until: String, documents: [String], paper: ReceiptState? = nil) {
    self.until = until
    self.documents = documents
    self.paper = paper
  }
}
