// The citizen's session: which question they stand before, and what was found under their number. It belongs to the
// station, is never durable, and holds no number, code or birth date: keyed hashes and order ids, and the e-mail
// address that a receipt may go to until the session ends.

import Handover
import Messages

struct Session: Sendable {
  enum Place: Equatable, Sendable {
    /// The idle screen in a language of the person's choice.
    case idle
    case number
    case code(wrong: Bool)
    case waiting
    case birthDate(OrderID, wrong: Bool)
    /// Birth date or old passport.
    case factor(OrderID, wrong: Bool)
    case passportKey(OrderID, wrong: Bool)
    case card(CardVisit)
    case info(InfoVisit)
    /// The application in `form`.
    case form
    case documentStatus(StatusVisit)
    case pinLetter(OrderID)
    case oldDocument(OrderID)
    case declareLoss(OrderID)
    case extend(OrderID)
    case ready(OrderID)
    case operation(OperationID)
    /// A message that stands for a while and then gives way to the idle screen.
    case ended(Stage)
  }

  var connection: ConnectionID?
  /// Taken up again after a restart or a long loss of the screen: whoever stands there now may be somebody else, so
  /// "not taken" does not open the door again.
  var isResumed = false
  /// Monotonic milliseconds at which the screen was lost.
  var lostAt: Int64?
  var language: String
  var place: Place
  /// The entered identifier in its forms; the first one counts tries.
  var identifiers: [KeyedHash] = []
  /// What waits under that number, in the order of the list.
  var orders: [OrderID] = []
  /// Chosen and not yet done.
  var chosen: [OrderID] = []
  /// Orders whose birth date was right in this session.
  var verified: Set<OrderID> = []
  /// The one order whose proxy code was typed; nil: a person's own code.
  var proxyFor: OrderID?
  /// Orders of minors that name custodians.
  var custodial: Set<OrderID> = []
  var lettersConfirmed: Set<OrderID> = []
  /// Orders whose old document is here, as their person says.
  var oldBrought: Set<OrderID> = []
  var lossDeclared: Set<OrderID> = []
  /// Orders of holders whose old passport the register names by its number.
  var passports: Set<OrderID> = []
  /// Orders whose old passport was read here and is theirs.
  var oldRead: Set<OrderID> = []
  /// By what the printing of the counter's address is known: another than that of whoever stood here before.
  var latePrint: String?
  /// Where a receipt may be sent, by order: the side table forgets it with the handover.
  var contacts: [OrderID: (email: String, language: String)] = [:]
  /// The order that the result page is about.
  var receiptOrder: OrderID?
  /// So many others wait while a page tells how one ended.
  var more = 0
  /// The application that is being filled in; nil: none.
  var form: FormVisit?
  /// Where this identifier's wrong tries are counted.
  var triesSlot: Int?
  var timer = SessionTimer()

  init(connection: ConnectionID?, language: String, place: Place) {
    self.connection = connection
    self.language = language
    self.place = place
  }

  var operation: OperationID? {
    if case .operation(let id) = place { return id }
    return nil
  }
}

/// When something runs out, and how often more time was asked for.
struct SessionTimer: Equatable, Sendable {
  /// Monotonic milliseconds; nil: nothing runs out.
  var deadline: Int64?
  var total: Int64 = 0
  var moreTimeUsed = 0
  var kind = Snapshot.Timer.Kind.idle

  mutating func start(_ interval: Int64, _ kind: Snapshot.Timer.Kind, now: Int64) {
    deadline = now + interval
    total = interval
    self.kind = kind
    moreTimeUsed = 0
  }

  /// The whole interval once more (A.5).
  mutating func extend(_ interval: Int64, now: Int64) {
    deadline = now + interval
    total = interval
    moreTimeUsed += 1
  }
}
