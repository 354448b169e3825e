// Owns the station's state: takes inputs one after another, lets the loop decide and write, and does what it says. It
// is the only place where effects become acts; the loop guarantees that a record is durable before its act comes here.

import Dispatch
import Handover
import Journal
import Logging
import Messages

actor StationActor {
  /// Between two looks at the free space of the disk.
  static let diskMilliseconds: Int64 = 10_000
  /// A request that waited longer than this, behind a disk that stood still, is refused: whoever asked may be gone.
  static let requestAgeMillisecondsMax: Int64 = 10_000
  /// An unlock whose record took longer than this to be written is not sent, for the same reason.
  static let unlockAgeMillisecondsMax: Int64 = 5_000

  nonisolated let executor = StationExecutor()
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }
  nonisolated let inbox: Inbox

  let log: Logger
  let now: @Sendable () -> StationTime
  let emergency: EmergencyFile
  let anchor: Anchor
  let ballast: Ballast
  let anchorLine: @Sendable (JournalHead) -> String

  var loop: StationLoop?
  var journal: (any JournalStore)?
  private var buses: Buses?
  private var server: SocketServer?
  private var orderInbox: OrderInbox?
  private var confirmations: ConfirmationOutbox?
  /// Who carries errands out, by channel.
  private var carriers: [NoticeChannel: any ErrandCarrier] = [:]
  private var printer: ReceiptPrinter?
  private var cards: (any CardWorker)?
  var applications: SubmissionKeeper?
  private var usage: UsageKeeper?
  private var timer: (any DispatchSourceTimer)?
  var nextDisk: Int64 = 0
  var anchorDay: CivilDay?
  var checked: (any CheckableJournal)?
  var watch = JournalWatch()
  private var focused: Set<BoardName> = []
  private let manager: ServiceManager?
  private var watchdog: WatchdogFeed?

  init(
    log: Logger, now: @escaping @Sendable () -> StationTime, emergency: EmergencyFile, anchor: Anchor,
    state: String, ballastMegabytes: Int, floorMegabytes: Int,
    anchorLine: @escaping @Sendable (JournalHead) -> String, manager: ServiceManager? = nil
  ) {
    self.manager = manager
    self.log = log
    self.now = now
    inbox = Inbox { now().moment.monotonic }
    self.emergency = emergency
    self.anchor = anchor
    self.anchorLine = anchorLine
    ballast = Ballast(directory: state, megabytes: ballastMegabytes, floorMegabytes: floorMegabytes)
  }

  /// Runs `body` on the station's executor and waits for it.
  nonisolated func now<Result: Sendable>(
    _ body: @Sendable (isolated StationActor) throws -> Result
  ) rethrows -> Result {
    try executor.queue.sync { try assumeIsolated { try body($0) } }
  }

  // MARK: Start and stop

  /// Opens the journal, writes the first records, and takes over what an earlier run could not write.
  func begin(
    setup: StationSetup, station: UInt64, newOrderID: @escaping @Sendable () -> OrderID,
    open: () throws(JournalError) -> OpenedJournal
  ) throws(StartFailure) {
    do {
      let opened = try open()
      // Nothing of the state directory is touched before its journal is ours.
      if let failure = ballast.lay() { log.warning("no ballast: \(failure.message)") }
      let inbox = inbox
      let ballast = ballast
      let store = BallastJournal(opened.store, ballast: ballast) { [log] in
        log.error("the journal's disk is full: the ballast is given up, nothing new is opened")
        if let free = ballast.measure() { inbox.post(.disk(freeMegabytes: free)) }
      }
      let time = now()
      let core = StationCore(
        setup: setup, keys: opened.keys, state: try store.load(), at: time, newOrderID: newOrderID)
      let loop = StationLoop(core: core, journal: store)
      let before = core.durable.sequence
      try loop.start(station: station, at: time) { perform($0, since: time) }
      self.loop = loop
      journal = store
      checked = opened.checked
      takeOverEmergency(after: before)
    } catch let error as JournalError {
      throw StartFailure(error)
    } catch let refusal as Refusal {
      throw StartFailure(refusal)
    } catch {
      preconditionFailure("a start fails by the journal or by a refusal: \(error)")
    }
    publishAnchor()
    measureDisk()
  }

  /// From here on inputs are taken.
  func serve(
    buses: Buses, server: SocketServer, orderInbox: OrderInbox? = nil,
    confirmations: ConfirmationOutbox? = nil, printer queue: String? = nil,
    cards: (any CardWorker)? = nil, usage: UsageKeeper? = nil
  ) {
    self.cards = cards
    self.usage = usage
    self.orderInbox = orderInbox
    self.confirmations = confirmations
    let inbox = inbox
    printer = queue.map { ReceiptPrinter(queue: $0) { input in inbox.post(input) } }
    printer?.watch()
    self.buses = buses
    self.server = server
    let timer = DispatchSource.makeTimerSource(queue: executor.queue)
    timer.setEventHandler { [weak self] in self?.assumeIsolated { $0.process(.tick) } }
    timer.activate()
    self.timer = timer
    watchBoards()
    watchdog = WatchdogFeed(manager, at: now().moment.monotonic, turns: buses.turns)
    process(.tick)
    // The station lives as long as its inbox is fed; `end` lets go of everything it holds.
    inbox.serve { [self] in executor.queue.async { self.assumeIsolated { $0.drain() } } }
  }

  /// The last inputs, the anchor, the end.
  func end() {
    drain()
    timer?.cancel()
    timer = nil
    publishAnchor()
    // Whatever still comes finds nobody: nothing is decided, sent or opened any more.
    loop = nil
    journal = nil
    checked = nil
    buses = nil
    server = nil
    orderInbox = nil
    confirmations = nil
    printer = nil
    cards = nil
    applications = nil
    usage = nil
  }

  // MARK: The loop

  private func drain() {
    while let (input, came) = inbox.next() {
      if let came, now().moment.monotonic - came > Self.requestAgeMillisecondsMax, input.isRequest {
        refuseLate(input)
      } else {
        process(input)
      }
    }
  }

  private func refuseLate(_ input: StationInput) {
    log.error("a request waited too long and is refused: the station was held up")
    guard case .staffRequest(let id, _, _) = input else { return }
    let refused = Refused(
      code: "late",
      message: "the station was held up and has not done this: look at 'kiosk status', then try again")
    perform(.staff(id, .refused(refused)), since: now())
  }

  private func process(_ input: StationInput) {
    guard let loop else { return }
    let time = now()
    let wasFrozen = loop.core.frozen != nil
    loop.process(input, at: time) { perform($0, since: time) }
    if wasFrozen, loop.core.frozen == nil { settleEmergency() }
    watchBoards()
    if time.moment.monotonic >= nextDisk { measureDisk() }
    checkJournal(at: time.moment.monotonic)
    if anchorDay != time.moment.day {
      publishAnchor()
      watch.restart()
    }
    feedWatchdog(at: now().moment.monotonic)
    let wake = min(loop.nextWake(after: time), nextDisk, watchdog?.next ?? .max, watch.due ?? .max)
    timer?.schedule(deadline: .now() + .milliseconds(Int(max(1, wake - time.moment.monotonic))))
  }

  /// `since`: when the input came to which this is the answer.
  func perform(_ effect: StationEffect, since time: StationTime) {
    switch effect {
    case .append, .delivery, .documentStates, .forgetDocumentStates: break  // The loop writes.
    case .deliver(let errand):
      if errand.channel == .register, let confirmations {
        confirmations.carry(errand)
      } else {
        carry(errand)
      }
    case .forget(let notice, let channel, let attempt):
      carriers[channel]?.forget(notice, attempt: attempt)
    case .unlock(let ref):
      if now().moment.monotonic - time.moment.monotonic > Self.unlockAgeMillisecondsMax {
        inbox.post(.unlockReported(ref, .notSent(.expired)))
      } else {
        buses?.unlock(ref)
      }
    case .alarm(let kind, let compartment):
      log.warning("alarm: \(kind.name)\(compartment.map { ", compartment \($0)" } ?? "")")
    case .citizen(let id, let reply): server?.connection(id)?.send(MessageCoding.encode(reply))
    case .staff(let id, let reply): server?.connection(id)?.send(MessageCoding.encode(reply))
    case .probe(let board, let isProbed): buses?.probe(board, isProbed)
    case .readUnlockTime(let board): buses?.readUnlockTime(board)
    case .setUnlockTime(let board, let milliseconds, let order):
      buses?.setUnlockTime(board, milliseconds, order)
    case .close(let id): server?.connection(id)?.close()
    case .emergency(let entries): keep(entries)
    case .exchange(let batch, let answer): orderInbox?.answered(batch, answer)
    case .print(let reference, let text):
      if let printer {
        printer.print(text, reference: reference)
      } else {
        inbox.post(.printed(reference: reference, .failed))
      }
    case .printDocument(let reference, let pdf, let media):
      if let printer {
        printer.print(document: pdf, media: media, reference: reference)
      } else {
        inbox.post(.printed(reference: reference, .failed))
      }
    case .card(let order): cards?.take(order)
    case .submit(let application): submit(application)
    case .submissions(let id, let order): askSubmissions(order, for: id)
    case .count(let target, let month): usage?.add(target, month)
    case .log(let text): log.notice("\(text)")
    }
  }

  /// The loop works, so systemd is told; what a turn of the work is stands in `WatchdogFeed`.
  private func feedWatchdog(at now: Int64) {
    guard let loop, let journal, let buses else { return }
    let core = loop.core
    let lines =
      watchdog?.look(at: now, turns: buses.turns, status: core.statusLine) { () throws(JournalError) in
        _ = try journal.records(from: max(1, core.durable.sequence), limit: 1)
      } ?? []
    for line in lines { log.error("\(line)") }
  }

  private func carry(_ errand: Errand) {
    let inbox = inbox
    let notice = errand.notice
    let attempt = errand.attempt
    guard let carrier = carriers[errand.channel] else {
      // What an earlier run gave out may have arrived.
      let reason = "nobody carries this"
      inbox.post(
        .errandEnded(
          notice, attempt: attempt, errand.isRepeat ? .unknown(reason: reason) : .later(reason: reason)))
      return
    }
    carrier.carry(errand) { inbox.post(.errandEnded(notice, attempt: attempt, $0)) }
  }

  /// Who carries errands, before any is given out.
  func carry(by carriers: [NoticeChannel: any ErrandCarrier]) {
    self.carriers.merge(carriers) { _, new in new }
  }

  /// No errand leaves any more.
  func stopCarrying() -> [any ErrandCarrier] {
    defer { carriers = [:] }
    return NoticeChannel.allCases.compactMap { carriers[$0] }
  }

  /// Boards of live operations are read often, and no longer than that.
  private func watchBoards() {
    guard let loop, let buses else { return }
    let operations = loop.core.durable.operations
    guard !operations.isEmpty || !focused.isEmpty else { return }
    let wanted = Set(operations.values.map { BoardName(bus: $0.lock.bus, board: $0.lock.board) })
    guard wanted != focused else { return }
    buses.focus(wanted, known: focused)
    focused = wanted
  }
}

/// What an opened journal brings.
struct OpenedJournal {
  var store: any JournalStore
  /// The same journal, where it can check itself.
  var checked: (any CheckableJournal)?
  var keys: StationKeys
}
