// What PC/SC answers to a call (PC/SC part 5, the SCARD numbers), and what each answer means for work with a card
// (identity.md E.2). The only place where these numbers become errors of ours.

/// A return value of PC/SC that is not success.
struct SmartCardCode: Error, Hashable, Sendable {
  let rawValue: UInt32

  init(_ rawValue: UInt32) { self.rawValue = rawValue }

  static let cancelled = SmartCardCode(0x8010_0002)
  static let invalidHandle = SmartCardCode(0x8010_0003)
  static let insufficientBuffer = SmartCardCode(0x8010_0008)
  static let unknownReader = SmartCardCode(0x8010_0009)
  static let timeout = SmartCardCode(0x8010_000A)
  static let sharingViolation = SmartCardCode(0x8010_000B)
  static let noSmartCard = SmartCardCode(0x8010_000C)
  static let unknownCard = SmartCardCode(0x8010_000D)
  static let protocolMismatch = SmartCardCode(0x8010_000F)
  static let notReady = SmartCardCode(0x8010_0010)
  static let invalidValue = SmartCardCode(0x8010_0011)
  static let systemCancelled = SmartCardCode(0x8010_0012)
  static let communicationError = SmartCardCode(0x8010_0013)
  static let invalidATR = SmartCardCode(0x8010_0015)
  static let notTransacted = SmartCardCode(0x8010_0016)
  static let readerUnavailable = SmartCardCode(0x8010_0017)
  static let shutdown = SmartCardCode(0x8010_0018)
  static let cardUnsupported = SmartCardCode(0x8010_001C)
  static let noService = SmartCardCode(0x8010_001D)
  static let serviceStopped = SmartCardCode(0x8010_001E)
  static let noAccess = SmartCardCode(0x8010_0027)
  static let noReaders = SmartCardCode(0x8010_002E)
  static let communicationDataLost = SmartCardCode(0x8010_002F)
  static let serverTooBusy = SmartCardCode(0x8010_0031)
  static let unsupportedCard = SmartCardCode(0x8010_0065)
  static let unresponsiveCard = SmartCardCode(0x8010_0066)
  static let unpoweredCard = SmartCardCode(0x8010_0067)
  static let resetCard = SmartCardCode(0x8010_0068)
  static let removedCard = SmartCardCode(0x8010_0069)
  static let securityViolation = SmartCardCode(0x8010_006A)

  /// What the code means while there is no card in hand yet: for a context, the list of readers and a connection.
  var connectFault: CardError {
    switch self {
    case .noSmartCard, .removedCard: .transport(.noCard)
    case .notReady: .transport(.mute)
    default: fault
    }
  }

  /// What the code means in an exchange with a card that was there.
  var exchangeFault: CardError {
    switch self {
    case .noSmartCard, .removedCard, .invalidValue: .transport(.removed)
    case .insufficientBuffer: .transport(.malformedAnswer)
    case .notReady: .transport(.moved)
    default: fault
    }
  }

  /// The context died with the daemon: release it, establish a new one. SCardIsValidContext does not notice.
  var isDeadContext: Bool {
    switch self {
    case .noService, .serviceStopped, .invalidHandle, .communicationError, .shutdown, .serverTooBusy: true
    default: false
    }
  }

  private var fault: CardError {
    if isDeadContext { return .transport(.serviceGone) }
    switch self {
    case .cancelled, .systemCancelled: return .cancelled
    case .notTransacted, .communicationDataLost: return .transport(.moved)
    case .resetCard: return .transport(.reset)
    case .sharingViolation: return .transport(.busy)
    case .readerUnavailable, .unknownReader: return .transport(.readerGone)
    case .noReaders: return .transport(.noReader)
    case .unresponsiveCard, .unpoweredCard, .unsupportedCard, .unknownCard, .cardUnsupported,
      .protocolMismatch, .invalidATR:
      return .transport(.mute)
    case .securityViolation, .noAccess: return .transport(.accessDenied)
    case .timeout: return .transport(.timedOut)
    default: return .transport(.other)
    }
  }
}
