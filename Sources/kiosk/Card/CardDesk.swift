// The reader and the card of one command: finds the reader, connects alone, counts and traces exchanges, and lets go of
// the card with a reset, whatever happened before.

import Glibc
import Identity

/// One command's way to one card.
final class CardDesk {
  private let options: CardOptions
  private var lock: ReaderLock?
  private var session: CardSession?
  private var trace: FileTrace?
  private(set) var reader = ""
  /// The link to the card as it was opened last.
  private(set) var link: CardLink?
  /// What was there when the reader was chosen.
  private var known: [ReaderState] = []
  /// A card answered in this command already.
  private var hasSeenCard = false

  init(_ options: CardOptions) { self.options = options }

  /// Makes sure that no station holds the readers, and that the trace can be written.
  func claim() throws(CardCommandFailure) {
    let directory = options.socket ?? Environment.value("KIOSK_SOCKET") ?? StaffOptions.directoryDefault
    switch ReaderLock.take(in: directory, makes: false) {
    case .taken(let lock): self.lock = lock
    case .held: throw CardCommandFailure(.stationHoldsReader)
    case .unavailable: break
    }
    if let path = options.trace {
      let descriptor = unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
      // What is wrong is known now and no call later.
      guard descriptor >= 0 else { throw CardCommandFailure(.traceFile(path, errno)) }
      trace = FileTrace(descriptor)
    }
  }

  /// Connects to the card, anew if there was a session: the card is cold then.
  func open(isTraced: Bool = true) throws(CardCommandFailure) -> CardLink {
    session?.close()
    session = nil
    if reader.isEmpty { reader = try chooseReader() }
    do throws(CardError) {
      let made = try CardSession.connect(to: reader, sharing: .exclusive)
      session = made
      hasSeenCard = true
      let fresh = CardLink(made, trace: isTraced ? trace : nil)
      link = fresh
      return fresh
    } catch {
      throw failure(error)
    }
  }

  /// An empty reader, in words that tell what lies where; a card that lay there before was taken away.
  private func failure(_ error: CardError) -> CardCommandFailure {
    guard error == .transport(.noCard) else { return CardCommandFailure(error) }
    if hasSeenCard { return CardCommandFailure(.transport(.removed)) }
    var failure = CardCommandFailure(error, readers: known.map(\.name))
    failure.emptyReader = reader
    failure.fullReaders = known.filter(\.card.isCard).map(\.name)
    return failure
  }

  /// Connects and makes a first exchange that tries nothing. A card that was laid down or swapped a moment ago breaks it,
  /// since the reader looks twice a second only: then it begins anew, with a new session, for two seconds.
  func begin<Value>(
    isTraced: Bool = true, _ first: (CardLink) throws(CardError) -> Value
  ) throws(CardCommandFailure) -> (link: CardLink, first: Value) {
    let deadline = Self.milliseconds() + CardReaders.cardMillisecondsMax
    while true {
      do throws(CardCommandFailure) {
        let link = try open(isTraced: isTraced)
        return (link, try atCard { () throws(CardError) in try first(link) })
      } catch {
        guard error.isOfFreshCard, Self.milliseconds() < deadline else { throw error }
        _ = poll(nil, 0, 200)
      }
    }
  }

  /// Looks what lies there before a secret is asked for, and refuses the other kind of document. A chip that does not
  /// show what it is goes on: what it says to the command itself decides. The run's trace begins afterwards.
  func expect(_ wanted: CardKind) throws(CardCommandFailure) {
    let (_, found) = try begin(isTraced: false) { (link) throws(CardError) -> CardKind? in
      do throws(CardError) { return try CardRecognition.look(on: link).kind } catch {
        if case .transport = error { throw error }
        return nil
      }
    }
    if let found, found != wanted, found != .other { throw CardCommandFailure(.wrongDocument(found)) }
  }

  private static func milliseconds() -> Int {
    var now = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &now)
    return now.tv_sec * 1000 + now.tv_nsec / 1_000_000
  }

  /// A trace that lacks lines; the work with the card has gone on without them.
  var traceFailure: CardCommandFailure? {
    guard let path = options.trace, let fault = trace?.fault else { return nil }
    return CardCommandFailure(.traceFile(path, fault))
  }

  /// Resets the card and lets go.
  func leave() {
    session?.close()
    session = nil
    lock = nil
  }

  var answerToReset: [UInt8] { session?.answerToReset ?? [] }
  var commandByteCountMax: Int { session?.commandByteCountMax ?? shortCommandByteCountMax }
  var hasPinPad: Bool { session?.pinPad != nil }

  private func chooseReader() throws(CardCommandFailure) -> String {
    let readers: [ReaderState]
    do { readers = try CardReaders.findCard(on: options.reader) } catch { throw CardCommandFailure(error) }
    known = readers
    if let name = options.reader {
      guard readers.contains(where: { $0.name == name }) else {
        throw CardCommandFailure(.transport(.readerGone), readers: readers.map(\.name))
      }
      hasSeenCard = readers.contains { $0.name == name && $0.card.isCard }
      return name
    }
    guard !readers.isEmpty else { throw CardCommandFailure(.transport(.noReader)) }
    let cards = readers.filter(\.card.isCard)
    guard let first = cards.first else {
      throw CardCommandFailure(.transport(.noCard), readers: readers.map(\.name))
    }
    guard cards.count == 1 else { throw CardCommandFailure(.severalCards(cards.map(\.name))) }
    hasSeenCard = true
    return first.name
  }
}

/// The exchanges of a run in a file, for a technician: nothing of what was said, only how long it was.
final class FileTrace: ExchangeTrace {
  private let descriptor: Int32
  /// Why the first line that is missing could not be written.
  private(set) var fault: Int32?

  /// Takes the descriptor over and closes it.
  init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  func record(_ exchange: TracedExchange) {
    let line = Array("\(exchange)\n".utf8)
    let count = unsafe line.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    if count != line.count, fault == nil { fault = count < 0 ? errno : ENOSPC }
  }
}
