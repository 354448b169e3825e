// The calls of PC/SC that this program makes, as a protocol: libpcsclite stands behind it in the product, a script in
// the tests. It adds nothing to them: no retry, no translation of errors, no thread.

/// A connection to pcscd. Contexts are locked during a call: the monitor and each card have one of their own.
struct SmartCardContext: Hashable, Sendable { let value: Int }

/// A connection to one card.
struct SmartCardHandle: Hashable, Sendable { let value: Int }

/// How bytes travel between reader and card, as PC/SC names it.
enum SmartCardProtocol: UInt32, Sendable {
  case t0 = 1
  case t1 = 2
  case raw = 4
}

/// Who may use the card beside us.
enum SmartCardShare: UInt32, Sendable {
  case exclusive = 1
  case shared = 2
  /// The reader alone, without a card.
  case direct = 3
}

/// What becomes of the card when we let go of it.
enum SmartCardDisposition: UInt32, Sendable {
  case leave = 0
  case reset = 1
}

/// One row of SCardGetStatusChange.
struct ReaderWatch: Equatable, Sendable {
  var name: String
  /// What we believe, with the event counter in the upper 16 bits, as the call before gave it.
  var current: UInt32 = 0
  /// What the call says.
  var event: UInt32 = 0
  var atr: [UInt8] = []

  /// The name that wakes the call when a reader comes or goes.
  static let plugAndPlay = #"\\?PnP?\Notification"#

  // The flags of the lower 16 bits (PC/SC part 5, SCARD_STATE).
  static let changed: UInt32 = 0x0002
  static let unknown: UInt32 = 0x0004
  static let unavailable: UInt32 = 0x0008
  static let empty: UInt32 = 0x0010
  static let present: UInt32 = 0x0020
  static let exclusive: UInt32 = 0x0080
  static let mute: UInt32 = 0x0200
}

/// PC/SC, one call after the other. Every call may block; those that wait have a limit.
protocol SmartCardCalls: Sendable {
  func establish() throws(SmartCardCode) -> SmartCardContext
  func release(_ context: SmartCardContext)
  /// Wakes `statusChange` of the context in another thread.
  func cancel(_ context: SmartCardContext)
  func readers(_ context: SmartCardContext) throws(SmartCardCode) -> [String]
  /// Waits until one of the rows differs from what is believed, `milliseconds` at most. The rows are good after
  /// `.timeout` too: not every change wakes the call, as another program's exclusive connection does not.
  func statusChange(
    _ context: SmartCardContext, _ rows: inout [ReaderWatch], milliseconds: Int) throws(SmartCardCode)
  func connect(
    _ context: SmartCardContext, reader: String, share: SmartCardShare, protocols: UInt32
  ) throws(SmartCardCode) -> (SmartCardHandle, SmartCardProtocol)
  func disconnect(_ handle: SmartCardHandle, _ disposition: SmartCardDisposition)
  func beginTransaction(_ handle: SmartCardHandle) throws(SmartCardCode)
  func endTransaction(_ handle: SmartCardHandle)
  /// The card's answer to reset.
  func answerToReset(_ handle: SmartCardHandle) throws(SmartCardCode) -> [UInt8]
  func transmit(
    _ handle: SmartCardHandle, _ kind: SmartCardProtocol, _ command: [UInt8]
  ) throws(SmartCardCode) -> [UInt8]
  /// Speaks to the reader, not to the card. `code` is the whole control code.
  func control(_ handle: SmartCardHandle, code: UInt32, _ input: [UInt8]) throws(SmartCardCode) -> [UInt8]
}

/// The longest answer to any command: 65,536 bytes of data and the status word.
let answerByteCountMax = 65_538
/// The most bytes of an answer to reset (PC/SC part 3).
let answerToResetByteCountMax = 33
/// pcsc-lite serves 16 readers at the most.
let readerCountMax = 16
