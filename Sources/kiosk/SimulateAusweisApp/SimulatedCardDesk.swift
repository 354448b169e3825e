// The one reader of the simulated AusweisApp: the demo's, on which a card lies while a socket stands at a path. It says
// what lies there and connects to it; secrets and certificates are the run's matter.

import Crypto
import Glibc
import Identity
import Station

final class SimulatedCardDesk {
  /// What lies there.
  enum Lying: Equatable {
    case nothing
    /// A card, and none with an online ID function.
    case other
    case identity(PINState)
  }

  static let name = "Demo Reader 00 00"
  /// A card that could not be looked at is looked at again after so long, milliseconds.
  static let retryMilliseconds: Int64 = 1_000

  let path: String
  private(set) var lying = Lying.nothing
  /// What stood at the path when it was looked at: device and number of the socket.
  private var seen: [UInt64]?
  private var retryAt: Int64?

  init(path: String) { self.path = path }

  /// Looks at the reader; true when something else lies there than before.
  func look(now: Int64) -> Bool {
    let there = Self.identity(of: path)
    if let retryAt, there == seen, now >= retryAt {
      self.retryAt = nil
    } else if there == seen {
      return false
    }
    let before = lying
    seen = there
    lying = there == nil ? .nothing : recognise()
    retryAt = there != nil && lying == .nothing ? now + Self.retryMilliseconds : nil
    return lying != before
  }

  /// The counter as a run has found it; true when it is another one.
  func note(_ state: PINState) -> Bool {
    guard case .identity(let before) = lying, before != state else { return false }
    lying = .identity(state)
    return true
  }

  func connect() throws(CardError) -> CardLink {
    guard Self.identity(of: path) != nil, let card = SocketCard(path: path) else { throw .transport(.noCard) }
    return CardLink(WatchedCard(card, isThere: { [path, seen] in Self.identity(of: path) == seen }))
  }

  private func recognise() -> Lying {
    do throws(CardError) {
      let link = try connect()
      defer { (link.transport as? WatchedCard)?.close() }
      let found = try CardRecognition.look(on: link)
      return found.kind == .identityCard ? .identity(found.pin ?? .unknown) : .other
    } catch {
      return .nothing
    }
  }

  private static func identity(of path: String) -> [UInt64]? {
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
    return [UInt64(status.st_dev), UInt64(status.st_ino)]
  }

  /// As READER has it.
  var json: String {
    let card =
      switch lying {
      // Below API level 3 a card of another kind is none.
      case .nothing, .other: "null"
      case .identity(let state):
        JSONText.object([
          ("deactivated", "\(state == .deactivated)"), ("inoperative", "false"),
          ("retryCounter", "\(state.tries ?? (state == .deactivated ? 3 : -1))"),
        ])
      }
    return #"{"attached":true,"card":\#(card),"insertable":false,"keypad":false,"name":"\#(Self.name)"}"#
  }
}

/// A card that is gone as soon as nothing lies on the reader any more, in the middle of a command, too.
private final class WatchedCard: CardTransport {
  private let card: SocketCard
  private let isThere: () -> Bool

  init(_ card: SocketCard, isThere: @escaping () -> Bool) {
    self.card = card
    self.isThere = isThere
  }

  deinit { card.close() }

  var commandByteCountMax: Int { card.commandByteCountMax }
  var pinPad: (any PinPad)? { nil }

  func close() { card.close() }

  func transmit(_ command: [UInt8]) throws(CardError) -> [UInt8] {
    guard isThere() else { throw .transport(.removed) }
    let answer = try card.transmit(command)
    guard isThere() else { throw .transport(.removed) }
    return answer
  }
}
