// Why a command with a card could not do its work: the card's own error or one of the desk's, as one line
// `kiosk: CODE: what, remedy`, as JSON, and as an exit status. The words stand in CardWords.

import Glibc
import Identity
import Station

struct CardCommandFailure: Error {
  enum Cause {
    case card(CardError)
    case stationHoldsReader
    case severalCards([String])
    case secretMissing(String)
    case secretFormat(String, ClosedRange<Int>)
    /// Five digits where six are needed: a PIN that was never changed.
    case transportPIN(String)
    case zone(MRZFault)
    case notBlocked
    case changeUnclear
    case unblockUnclear
    case wrongDocument(CardKind)
    case terminalDirectory(String)
    case traceFile(String, Int32)
  }

  let cause: Cause
  /// The readers there are, where one was not found.
  var readers: [String] = []
  /// What the run was about to do, where the error does not say it.
  var step: CardStep?
  /// What the terminal's certificate may not do, where a right is missing.
  var missingRights: [String] = []
  /// The reader that was named or chosen and holds no card, and those that hold one.
  var emptyReader: String?
  var fullReaders: [String] = []

  init(_ cause: Cause) { self.cause = cause }

  init(_ error: CardError, readers: [String] = []) {
    cause = .card(error)
    self.readers = readers
  }

  /// The same, with the step at which the card stood: a plain refusal in a channel and a chain that does not hold do not
  /// know it themselves.
  func at(_ last: CardStep?) -> CardCommandFailure {
    guard let last, step == nil, case .card(let error) = cause else { return self }
    var failure = self
    switch error {
    case .refused(.secureMessaging, let status):
      failure = CardCommandFailure(.refused(last, status), readers: readers)
    case .certificate(.unknownIssuer) where last == .paceToken: failure.step = .certificateChain
    case .certificate: failure.step = last
    default: return self
    }
    return failure
  }

  /// Whether a chain is the terminal's own, and not what the card or the passport has signed.
  var isOfTerminal: Bool { step == .certificateChain || step == .terminalAuthentication }

  /// What the first exchange ends with when the card was laid down or swapped a moment ago.
  var isOfFreshCard: Bool {
    guard case .card(.transport(let fault)) = cause else { return false }
    return switch fault {
    case .removed, .moved, .reset, .noCard, .mute: true
    default: false
    }
  }

  /// `### card CODE` in docs/failures.md.
  var code: String {
    switch cause {
    case .card(let error): error.code
    case .stationHoldsReader: "station-holds-reader"
    case .severalCards: "several-cards"
    case .secretMissing: "secret-missing"
    case .secretFormat, .transportPIN: "secret-format"
    case .zone: "mrz-format"
    case .notBlocked: "not-blocked"
    case .changeUnclear: "change-unclear"
    case .unblockUnclear: "unblock-unclear"
    case .wrongDocument: "wrong-document"
    case .terminalDirectory: "terminal-directory"
    case .traceFile: "trace-file"
    }
  }

  var status: ClientFailure.Status {
    switch cause {
    case .card(let error): Self.status(of: error)
    case .stationHoldsReader: .leftOpen
    case .severalCards, .secretMissing, .secretFormat, .transportPIN, .zone: .usage
    case .notBlocked, .changeUnclear, .unblockUnclear, .wrongDocument: .refused
    case .terminalDirectory: .noInput
    case .traceFile: .cannotCreate
    }
  }

  private static func status(of error: CardError) -> ClientFailure.Status {
    switch error {
    case .transport(.busy): .leftOpen
    case .transport(.accessDenied): .noPermission
    case .transport(.malformedAnswer), .malformed, .unauthentic, .certificate: .badData
    case .transport: .unavailable
    case .password, .refused, .unsupported, .cancelled: .refused
    }
  }

  func line(_ language: DeskLanguage) -> String {
    let words = CardWords.of(self, language)
    return "\(code): \(words.what), \(words.remedy)"
  }

  /// What a program reads.
  struct Answer: Encodable {
    struct Failure: Encodable {
      var code: String
      var what: String
      var remedy: String
      /// Where a card's error came up.
      var step: String?
      /// The card's status word, four hexadecimal digits.
      var status: String?
      var triesLeft: Int?
      var readers: [String]?
      /// In the words of TR-03110 part 4.
      var missingRights: [String]?
    }

    var error: Failure
  }

  func answer(_ language: DeskLanguage) -> Answer {
    let words = CardWords.of(self, language)
    var failure = Answer.Failure(code: code, what: words.what, remedy: words.remedy)
    if !readers.isEmpty { failure.readers = readers }
    if case .card(let error) = cause {
      switch error {
      case .refused(let step, let status):
        failure.step = step.rawValue
        failure.status = status.description
      case .malformed(let step, _), .unauthentic(let step), .unsupported(let step, _):
        failure.step = step.rawValue
      case .password(.wrong(_, let left)): failure.triesLeft = left
      case .password(.pinSuspended): failure.triesLeft = 1
      case .password(.pinBlocked): failure.triesLeft = 0
      case .certificate:
        failure.step = step?.rawValue
        if !missingRights.isEmpty { failure.missingRights = missingRights }
      default: break
      }
    }
    return Answer(error: failure)
  }
}
