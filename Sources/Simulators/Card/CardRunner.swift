// A simulated card as a process: laid on a virtual reader, taken away, laid down again, pulled by a fault. It ends by
// SIGTERM or SIGINT; SIGUSR1 takes the card away and SIGUSR2 lays it down, as do the lines `remove` and `insert`.

import Glibc
import Synchronization

private let wasToldToEnd = Atomic<Bool>(false)
private let removals = Atomic<Int>(0)
private let insertions = Atomic<Int>(0)

/// Where the card's reader is.
public enum CardReader: Equatable, Sendable {
  /// pcscd's vpcd driver listens there (Debian: port 35963, the second slot 35964).
  case vpcd(host: String, port: UInt16)
  /// A Unix socket that the card makes, and a test program connects to.
  case socket(path: String)

  /// `HOST:PORT`, or `[ADDRESS]:PORT` for an address with colons; nil for anything else.
  public init?(vpcd text: String) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0
    else { return nil }
    var host = text[..<colon]
    if host.first == "[", host.last == "]" {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      return nil
    }
    guard !host.isEmpty, !host.contains("["), !host.contains("]") else { return nil }
    self = .vpcd(host: String(host), port: port)
  }
}

/// Runs a card until SIGTERM or SIGINT. Prints one JSON line when it lies on its reader for the first time.
public func runSimulatedCard(
  _ card: SimulatedCard, reader: CardReader, faults: [CardFault]
) throws(SimulatedCardError) {
  for number in [SIGTERM, SIGINT] {
    signal(number) { _ in wasToldToEnd.store(true, ordering: .relaxed) }
  }
  signal(SIGUSR1) { _ in _ = removals.add(1, ordering: .relaxed) }
  signal(SIGUSR2) { _ in _ = insertions.add(1, ordering: .relaxed) }
  signal(SIGPIPE, SIG_IGN)
  // A card in the background of a terminal must not stop because somebody types.
  signal(SIGTTIN, SIG_IGN)
  try runCard(card, reader: reader, faults: faults, input: STDIN_FILENO, output: STDOUT_FILENO) {
    wasToldToEnd.load(ordering: .relaxed)
  }
}

/// Runs a card until `isEnding` says so; lines come from `input`, the ready line goes to `output` (descriptors).
func runCard(
  _ card: SimulatedCard, reader: CardReader, faults: [CardFault], input: Int32, output: Int32,
  isEnding: @escaping () -> Bool
) throws(SimulatedCardError) {
  let runner = try CardRunner(card, reader: reader, faults: faults, input: input, output: output, isEnding)
  runner.run()
}

private final class CardRunner {
  /// The longest wait in ms, so that a signal is noticed whatever happens.
  private static let waitMillisecondsMax: Int32 = 200
  /// The ATR of the card (ISO 7816-3; contactless cards get theirs from the reader, PC/SC part 3). The capabilities
  /// (73) say chaining, and extended length unless the card has none; the last byte is the check byte.
  private static func answerToReset(hasExtendedLength: Bool) -> [UInt8] {
    let (capabilities, check): (UInt8, UInt8) = hasExtendedLength ? (0xE0, 0x75) : (0x80, 0x15)
    return [
      0x3B, 0x8A, 0x80, 0x01, 0x80, 0x31, 0xF8, 0x73, 0xF7, 0x41, capabilities, 0x82, 0x90, 0x00, check,
    ]
  }

  private let card: SimulatedCard
  private let reader: CardReader
  private let listener: CardListener?
  private var plan: CardFaultPlan
  private var wire: CardWire?
  private var isLaidDown = true
  private var hasSaidReady = false
  private var hasSaidWaiting = false
  private let input: Int32
  private let output: Int32
  private let isEnding: () -> Bool
  private var line: [UInt8] = []
  private var isInputOpen = true
  private var seenRemovals: Int
  private var seenInsertions: Int

  init(
    _ card: SimulatedCard, reader: CardReader, faults: [CardFault], input: Int32, output: Int32,
    _ isEnding: @escaping () -> Bool
  ) throws(SimulatedCardError) {
    self.card = card
    self.reader = reader
    self.input = input
    self.output = output
    self.isEnding = isEnding
    seenRemovals = removals.load(ordering: .relaxed)
    seenInsertions = insertions.load(ordering: .relaxed)
    plan = CardFaultPlan(faults)
    if case .socket(let path) = reader { listener = try CardListener(path: path) } else { listener = nil }
  }

  func run() {
    if listener != nil { sayReady() }
    while !isEnding() {
      obeySignals()
      if isLaidDown && wire == nil, case .vpcd(let host, let port) = reader {
        wire = CardWire.connect(host: host, port: port)
        if wire != nil { sayReady() } else { sayWaiting(host, port) }
      }
      wait()
    }
  }

  private func obeySignals() {
    let removed = removals.load(ordering: .relaxed)
    let inserted = insertions.load(ordering: .relaxed)
    if removed != seenRemovals { takeAway() }
    if inserted != seenInsertions { layDown() }
    (seenRemovals, seenInsertions) = (removed, inserted)
  }

  private func takeAway() {
    isLaidDown = false
    wire = nil
    card.reset()
  }

  private func layDown() { isLaidDown = true }

  /// Waits for the reader, for a line or for the time to connect again, and serves what came.
  private func wait() {
    var polled: [pollfd] = []
    if isInputOpen { polled.append(pollfd(fd: input, events: Int16(POLLIN), revents: 0)) }
    if let wire { polled.append(pollfd(fd: wire.descriptor, events: Int16(POLLIN), revents: 0)) }
    // A second reader waits until the first has gone; nobody is let in while the card is away.
    if let listener, wire == nil, isLaidDown {
      polled.append(pollfd(fd: listener.descriptor, events: Int16(POLLIN), revents: 0))
    }
    guard unsafe poll(&polled, nfds_t(polled.count), Self.waitMillisecondsMax) > 0 else { return }
    for entry in polled where entry.revents != 0 {
      if entry.fd == input {
        readLines()
      } else if entry.fd == wire?.descriptor {
        serve()
      } else if entry.fd == listener?.descriptor {
        card.reset()
        wire = listener?.accepted()
      }
    }
  }

  private func readLines() {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(input, $0.baseAddress, $0.count) }
    guard count > 0 else {
      isInputOpen = false
      return
    }
    line += bytes[..<count]
    while let end = line.firstIndex(of: 0x0A) {
      switch String(decoding: line[..<end], as: UTF8.self) {
      case "remove": takeAway()
      case "insert": layDown()
      default: break
      }
      line.removeSubrange(...end)
    }
    // Nobody types a line this long; what follows would be no command either.
    if line.count > 256 { line = [] }
  }

  private func serve() {
    guard let frames = wire?.received() else {
      // pcscd has ended or the test's reader has hung up: the field is gone.
      wire = nil
      card.reset()
      return
    }
    for frame in frames {
      guard let wire else { return }
      switch frame {
      case [0x00], [0x01], [0x02]: card.reset()
      case [0x04]:
        let greeting = Self.answerToReset(hasExtendedLength: !card.quirks.contains(.noExtended))
        if !wire.send(greeting) { self.wire = nil }
      default: answer(frame, on: wire)
      }
    }
  }

  private func answer(_ command: [UInt8], on wire: CardWire) {
    switch plan.exchange(command, with: card) {
    case .removed: takeAway()
    case .answer(let bytes, let milliseconds):
      pause(milliseconds)
      // Taken away while it computed: nothing leaves any more.
      guard self.wire != nil, !isEnding() else { return }
      if !wire.send(bytes) { self.wire = nil }
    }
  }

  private func pause(_ milliseconds: Int) {
    var left = milliseconds
    while left > 0 && !isEnding() && wire != nil {
      let slice = min(left, 50)
      var time = timespec(tv_sec: 0, tv_nsec: slice * 1_000_000)
      unsafe nanosleep(&time, nil)
      left -= slice
      obeySignals()
    }
  }

  /// Once, for a person who waits for the ready line; the card goes on trying.
  private func sayWaiting(_ host: String, _ port: UInt16) {
    guard !hasSaidReady, !hasSaidWaiting else { return }
    hasSaidWaiting = true
    let text = "kiosk: nobody listens on \(host) port \(port); trying on: is pcscd with vpcd running?\n"
    let bytes = Array(text.utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  private func sayReady() {
    guard !hasSaidReady else { return }
    hasSaidReady = true
    let bytes = Array(card.readyLine.utf8) + [0x0A]
    _ = unsafe bytes.withUnsafeBytes { unsafe write(output, $0.baseAddress, $0.count) }
  }
}

extension SimulatedCard {
  /// One JSON object: profile, secrets, machine-readable zone, holder. What a card has not is null.
  public var readyLine: String {
    var person = JSONObject()
    person.add("familyName", text: holder.familyName)
    person.add("givenNames", text: holder.givenNames)
    person.add(
      "birthDate", text: holder.isBirthDayUnknown ? String(holder.birthDate.year) : holder.birthDate.text)
    var object = JSONObject()
    object.add("profile", text: memory.profile.rawValue)
    let isPassport = memory.profile.isPassport
    for (name, secret) in [
      ("pin", isPassport ? nil : memory.pin), ("can", memory.profile.isBACOnly ? nil : memory.can),
      ("puk", isPassport ? nil : memory.puk),
    ] {
      if let secret { object.add(name, text: secret) } else { object.add(name, json: "null") }
    }
    object.add("mrz", text: machineReadableZone)
    object.add("holder", json: person.line)
    return object.line
  }
}
