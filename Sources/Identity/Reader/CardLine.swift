// One connection to one card, confined to the thread that makes its calls: connects, holds the transaction while it
// exchanges, lets go with a reset. It sends each command once, and every way to fail becomes a CardError here.

import Synchronization

/// How a session shares the card.
public enum CardSharing: Sendable {
  /// Nobody else may speak to the card: our own card path.
  case exclusive
  /// Others may, between our exchanges; none of them comes between two exchanges that follow each other closely.
  case shared
}

/// The connection. Only its own thread calls it, but for `isWaitingForTurn`.
@safe final class CardLine: @unchecked Sendable {
  /// Tries to connect while another program holds the card, and the pause between them: 3 tries in 2 s.
  static let connectTriesMax = 3
  static let connectPauseMilliseconds = 900
  /// How long to wait for the reader's word that the card is gone, after an exchange broke: readers look twice a second.
  static let removalNoticeMilliseconds = 600

  private let calls: any SmartCardCalls
  private let pause: @Sendable (Int) -> Void
  private let reader: String
  private let sharing: CardSharing
  private var context: SmartCardContext?
  private var handle: SmartCardHandle?
  private var kind = SmartCardProtocol.t1
  private var isInTransaction = false
  private var hasTakenExtended = false
  /// The thread waits for another program's transaction to end.
  let isWaitingForTurn = Atomic<Bool>(false)

  init(
    _ calls: any SmartCardCalls, reader: String, sharing: CardSharing,
    pause: @escaping @Sendable (Int) -> Void
  ) {
    self.calls = calls
    self.reader = reader
    self.sharing = sharing
    self.pause = pause
  }

  /// What a fresh connection tells.
  struct Greeting: Sendable {
    var atr: [UInt8]
    var kind: SmartCardProtocol
    var features: ReaderFeatures
  }

  func connect() -> Result<Greeting, CardError> {
    do throws(SmartCardCode) {
      let context = try calls.establish()
      self.context = context
      let (handle, kind) = try open(context)
      self.handle = handle
      self.kind = kind
      let atr = try calls.answerToReset(handle)
      return .success(Greeting(atr: atr, kind: kind, features: features(handle)))
    } catch {
      return .failure(error.connectFault)
    }
  }

  private func open(
    _ context: SmartCardContext
  ) throws(SmartCardCode) -> (SmartCardHandle, SmartCardProtocol) {
    let share: SmartCardShare = sharing == .exclusive ? .exclusive : .shared
    var protocols = SmartCardProtocol.t0.rawValue | SmartCardProtocol.t1.rawValue
    var tries = 1
    while true {
      do throws(SmartCardCode) {
        return try calls.connect(context, reader: reader, share: share, protocols: protocols)
      } catch {
        switch error {
        case .sharingViolation where tries < Self.connectTriesMax:
          tries += 1
          pause(Self.connectPauseMilliseconds)
        case .protocolMismatch where protocols != SmartCardProtocol.raw.rawValue:
          protocols = SmartCardProtocol.raw.rawValue
        default: throw error
        }
      }
    }
  }

  /// A driver without features answers with an error, which is an answer too.
  private func features(_ handle: SmartCardHandle) -> ReaderFeatures {
    guard let answer = try? calls.control(handle, code: ReaderFeatures.request, []) else {
      return ReaderFeatures()
    }
    var features = ReaderFeatures(answer)
    if let code = features.properties, let properties = try? calls.control(handle, code: code, []) {
      features.readProperties(properties)
    }
    return features
  }

  func transmit(_ command: [UInt8]) -> Result<[UInt8], CardError> {
    guard let handle else { return .failure(.transport(.removed)) }
    do throws(SmartCardCode) {
      try takeTurn(handle)
      let answer = try calls.transmit(handle, kind, Self.fitted(command, kind))
      hasTakenExtended = hasTakenExtended || command.count > shortCommandByteCountMax
      guard answer.count >= 2, answer.count <= answerByteCountMax else {
        // Some drivers say so when the card was pulled, vpcd's among them.
        return .failure(whatIsLeft() ?? .transport(.malformedAnswer))
      }
      return .success(answer)
    } catch {
      return .failure(judge(error, command))
    }
  }

  func control(code: UInt32, _ input: [UInt8]) -> Result<[UInt8], CardError> {
    guard let handle else { return .failure(.transport(.removed)) }
    do throws(SmartCardCode) {
      try takeTurn(handle)
      return .success(try calls.control(handle, code: code, input))
    } catch {
      return .failure(judge(error, input))
    }
  }

  private func takeTurn(_ handle: SmartCardHandle) throws(SmartCardCode) {
    guard sharing == .shared, !isInTransaction else { return }
    isWaitingForTurn.store(true, ordering: .relaxed)
    defer { isWaitingForTurn.store(false, ordering: .relaxed) }
    try calls.beginTransaction(handle)
    isInTransaction = true
  }

  /// Lets others have a turn: nothing was exchanged for a moment, perhaps because a person types.
  func rest() {
    guard isInTransaction, let handle else { return }
    calls.endTransaction(handle)
    isInTransaction = false
  }

  private func judge(_ code: SmartCardCode, _ command: [UInt8]) -> CardError {
    guard code == .notTransacted || code == .communicationError else { return code.exchangeFault }
    if let gone = whatIsLeft() { return gone }
    guard code == .notTransacted else { return code.exchangeFault }
    // The card lies there: the first long command of a session broke the exchange because it was long.
    let isTooLong = command.count > shortCommandByteCountMax && !hasTakenExtended
    return .transport(isTooLong ? .tooLong : .moved)
  }

  /// A broken exchange has several causes, and the reader knows which a moment later; nil while the card lies there.
  private func whatIsLeft() -> CardError? {
    guard let context else { return .transport(.removed) }
    var rows = [ReaderWatch(name: reader, current: ReaderWatch.present)]
    do throws(SmartCardCode) {
      try calls.statusChange(context, &rows, milliseconds: 0)
    } catch {
      if error != .timeout { return error.exchangeFault }
    }
    do throws(SmartCardCode) {
      if rows[0].event & (ReaderWatch.empty | ReaderWatch.unknown) == 0 {
        rows[0].current = rows[0].event & ~ReaderWatch.changed
        try calls.statusChange(context, &rows, milliseconds: Self.removalNoticeMilliseconds)
      }
    } catch {
      return error == .timeout ? nil : error.exchangeFault
    }
    if rows[0].event & ReaderWatch.unknown != 0 { return .transport(.readerGone) }
    return rows[0].event & ReaderWatch.empty != 0 ? .transport(.removed) : nil
  }

  /// T=0 carries no Le behind data: the card offers the answer with 61xx (ISO 7816-3 section 12.2).
  static func fitted(_ command: [UInt8], _ kind: SmartCardProtocol) -> [UInt8] {
    guard kind == .t0, command.count > 6, command[4] != 0, command.count == 6 + Int(command[4]) else {
      return command
    }
    return command.dropLast()
  }

  /// Lets go of the card with a reset: no channel and no resumed PIN is left to the next person.
  func close() {
    if let handle {
      rest()
      calls.disconnect(handle, .reset)
    }
    handle = nil
    if let context { calls.release(context) }
    context = nil
  }
}
