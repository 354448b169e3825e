// The real AusweisApp2 of Debian, started and watched by the station's own service, on a real pcscd with a simulated ID
// card in vpcd's reader: it sees the card, changes its PIN, climbs the ladder. No server is needed for that.

import Configuration
import Foundation
import Identity
import Logging
import Secrets
import Station
import Synchronization
import Testing

/// The service with the real program, and what it said.
private final class RealAusweisApp {
  static let program = "/usr/bin/AusweisApp2"

  private final class Log: Sendable {
    let notices = Mutex<[AusweisNotice]>([])
    let news = DispatchSemaphore(value: 0)
  }

  private let log = Log()
  private let service: AusweisService
  /// Notices before this were read.
  private var position = 0

  init(_ rig: PCSCRig) throws {
    OwnPCSC.use(rig)
    let text = """
      [station]
      town = "T"
      [counter]
      name = "S"
      address = "W"
      [ausweisapp]
      enabled = true
      program = "\(Self.program)"
      """
    let settings = try StationConfiguration.load(text: text, file: "test").get().ausweisApp
    let log = log
    service = AusweisService(
      settings: settings, directory: rig.scratch.file("ausweisapp"),
      chance: { UInt64.random(in: 0 ... .max) },
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
      notify: { notice in
        log.notices.withLock { $0.append(notice) }
        log.news.signal()
      })
    service.start()
  }

  deinit {
    service.stop()
    OwnPCSC.forget()
  }

  func post(_ event: AusweisEvent) { service.post(event) }

  /// The next notice that is wanted; what comes before it is passed over.
  @discardableResult
  func wait<Wanted>(
    for what: String, seconds: Double = 40, _ wanted: (AusweisNotice) -> Wanted?
  ) throws -> Wanted {
    let deadline = DispatchTime.now() + seconds
    while true {
      let all = log.notices.withLock { $0 }
      for index in position..<all.count {
        guard let found = wanted(all[index]) else { continue }
        position = index + 1
        return found
      }
      guard log.news.wait(timeout: deadline) == .success else {
        throw PCSCRig.Failure(description: "\(what) did not come; these came: \(all)")
      }
    }
  }

  func waitForCard(in reader: String, _ wanted: (AusweisCard) -> Bool, seconds: Double = 40) throws {
    try wait(for: "a card in \(reader)", seconds: seconds) { notice -> Bool? in
      guard case .readers(let readers) = notice else { return nil }
      return readers.contains { $0.name == reader && wanted($0.card) } ? true : nil
    }
  }

  /// Lays a card down until the program has seen it, as people do: 1.26.2 looks every half second, and takes a card that
  /// it could not read at once for none.
  func lay(_ profile: String, on rig: PCSCRig, _ wanted: (AusweisIdentityCard) -> Bool) throws
    -> SimulatedCard
  {
    let card = try SimulatedCard(profile, on: rig)
    for attempt in 1...3 {
      do {
        try waitForCard(in: PCSCRig.reader(0), { Self.isCard($0, wanted) }, seconds: attempt == 3 ? 40 : 8)
        return card
      } catch  where attempt < 3 {
        card.lift()
        card.lay()
      }
    }
    return card
  }

  private static func isCard(_ card: AusweisCard, _ wanted: (AusweisIdentityCard) -> Bool) -> Bool {
    if case .identity(let card) = card { return wanted(card) }
    return false
  }

  func waitForSecret(_ kind: AusweisSecretKind) throws -> AusweisSecretRequest {
    try wait(for: "a question for the \(kind.rawValue)") { notice -> AusweisSecretRequest? in
      switch notice {
      case .view(.secret(let request)) where request.kind == kind: request
      default: nil
      }
    }
  }

  func waitForHint(_ hint: AusweisCardHint) throws {
    try wait(for: "\(hint)") { notice -> Bool? in notice == .view(.card(hint)) ? true : nil }
  }

  func waitForEnd() throws -> AusweisEnding {
    try wait(for: "the end") { notice -> AusweisEnding? in
      guard case .ended(let ending) = notice else { return nil }
      return ending
    }
  }

  func give(_ digits: String) { post(.secret(Secret(Array(digits.utf8)))) }
}

@Suite("The real AusweisApp2 on a real pcscd", .serialized)
struct RealAusweisAppTests {
  /// Another one of the same length.
  private func wrong(_ digits: String) -> String {
    String(digits.map { $0 == "9" ? "0" : Character(String($0.wholeNumberValue! + 1)) })
  }

  @Test("it sees cards, changes PINs, and climbs the ladder with the CAN and the PUK")
  func pinChange() throws {
    #expect(
      FileManager.default.isExecutableFile(atPath: RealAusweisApp.program), "apt-get install ausweisapp2")
    let rig = try PCSCRig("ausweisapp")
    let reader = PCSCRig.reader(0)
    let app = try RealAusweisApp(rig)
    try app.wait(for: "a connection") { $0 == .view(.ready) ? true : nil }

    // A run without a card; it is laid down in between, and its list says how its PIN stands.
    app.post(.begin(.changePIN))
    try app.waitForHint(.insert)
    let card = try app.lay("normal", on: rig) { $0.triesLeft == 3 }
    #expect(try app.waitForSecret(.pin).question.triesLeft == 3)
    // Wrong twice: the CAN comes between, and the last try is right.
    app.give(wrong(card.facts.pin!))
    let second = try app.waitForSecret(.pin)
    #expect(second.question.triesLeft == 2 && second.question.notice == .wrong(.pin))
    app.give(wrong(card.facts.pin!))
    #expect(try app.waitForSecret(.can).question.notice == .wrong(.pin))
    app.give(wrong(card.facts.can!))
    #expect(try app.waitForSecret(.can).question.notice == .wrong(.can))
    app.give(card.facts.can!)
    let last = try app.waitForSecret(.pin)
    #expect(last.question.triesLeft == 1 && last.question.notice == .canAccepted)
    app.give(card.facts.pin!)
    #expect(try app.waitForSecret(.newPIN).digits == 6...6)
    let new = wrong(card.facts.pin!)
    app.give(new)
    #expect(try app.waitForEnd() == .pinChanged)

    // The new PIN holds, and a run is cancelled before another one is set.
    app.post(.begin(.changePIN))
    _ = try app.waitForSecret(.pin)
    app.give(new)
    _ = try app.waitForSecret(.newPIN)
    app.post(.cancel)
    #expect(try app.waitForEnd() == .cancelled)
    card.remove()
    try app.waitForCard(in: reader, { $0 == .none })

    // Blocked: the PUK unblocks.
    let blocked = try app.lay("blocked", on: rig) { $0.triesLeft == 0 && !$0.isDeactivated }
    app.post(.begin(.changePIN))
    _ = try app.waitForSecret(.puk)
    app.give(wrong(blocked.facts.puk!))
    #expect(try app.waitForSecret(.puk).question.notice == .wrong(.puk))
    app.give(blocked.facts.puk!)
    #expect(try app.waitForSecret(.pin).question.notice == .unblocked)
    app.post(.cancel)
    #expect(try app.waitForEnd() == .cancelled)
    blocked.remove()
    try app.waitForCard(in: reader, { $0 == .none })

    // A card that is switched off: the program waits for another one without a word, the hint is ours.
    let deactivated = try app.lay("deactivated", on: rig) { $0.isDeactivated }
    app.post(.begin(.changePIN))
    try app.waitForHint(.deactivated)
    app.post(.cancel)
    #expect(try app.waitForEnd() == .cancelled)
    deactivated.remove()
    try app.waitForCard(in: reader, { $0 == .none })

    // The transport PIN of five digits.
    let transport = try app.lay("transport-pin", on: rig) { $0.triesLeft == 3 }
    app.post(.begin(.changePIN))
    #expect(transport.facts.pin!.count == 5)
    #expect(try app.waitForSecret(.pin).digits == 5...6)
    app.give(transport.facts.pin!)
    _ = try app.waitForSecret(.newPIN)
    app.give("246810")
    #expect(try app.waitForEnd() == .pinChanged)
  }
}
