// Takes the applications of the spool one step further, each when it is due, and says when it wants to be called again. It
// waits longer with every try, gives up after the days that Kiosk.conf says, and drops nothing: what it gives up stays for
// a person.

import Handover
import Synchronization

final class Deliverer: Sendable {
  /// Between tries that failed, seconds; the last one again and again.
  static let retrySeconds: [Int64] = [2, 5, 15, 30, 60, 120, 300, 900, 1_800, 3_600, 7_200, 14_400, 21_600]
  /// Between looks for a verdict, seconds.
  static let lookSeconds: [Int64] = [2, 5, 15, 60, 300, 900, 1_800, 3_600]
  static let dayMilliseconds: Int64 = 86_400_000
  /// Steps of one application in one round; a delivery has four.
  static let stepsMax = 8

  private struct Trouble: Sendable {
    /// Nothing goes there before.
    var pausedUntil: Int64 = 0
    var strikes = 0
    var deliveryFault: SubmissionFault?
    var keyFault: SubmissionFault?
    var keyAt: Int64 = 0
  }

  let spool: Spool
  let ways: [any DeliveryWay]
  private let log: @Sendable (String) -> Void
  private let troubles = Mutex<[String: Trouble]>([:])

  init(spool: Spool, ways: [any DeliveryWay], log: @escaping @Sendable (String) -> Void) {
    self.spool = spool
    self.ways = ways
    self.log = log
  }

  func way(_ name: String) -> (any DeliveryWay)? { ways.first { $0.name == name } }

  // MARK: A round

  /// Everything that is due. `isStopping` is asked between steps. When it wants to be called next, wall milliseconds.
  func round(at now: () -> DeliveryTime, isStopping: () -> Bool = { false }) -> Int64 {
    for way in ways where !isStopping() { refresh(way, at: now()) }
    for entry in spool.entries where !isStopping() { pass(entry, now, isStopping) }
    return next(at: now())
  }

  private func refresh(_ way: any DeliveryWay, at time: DeliveryTime) {
    let due = troubles.withLock { $0[way.name]?.keyAt ?? 0 }
    // A clock that was set back does not make us wait for it.
    guard time.wall >= due || due - time.wall > Self.dayMilliseconds else { return }
    let wasReady = way.isReady(at: time)
    let (next, fault) = way.refresh(at: time)
    troubles.withLock {
      $0[way.name, default: Trouble()].keyAt = next
      $0[way.name, default: Trouble()].keyFault = fault
    }
    let isReady = way.isReady(at: time)
    if isReady != wasReady { log("submissions: \(way.name) is \(isReady ? "ready" : "not ready")") }
    if let fault { log("submissions: the key of \(way.name): \(fault.text)") }
  }

  private func pass(_ entry: SpoolEntry, _ now: () -> DeliveryTime, _ isStopping: () -> Bool) {
    let time = now()
    guard let way = way(entry.destination) else { return }
    switch entry.stage {
    case .accepted:
      if time.wall - entry.since > Int64(way.keepDays) * Self.dayMilliseconds { forget(entry) }
    case .rejected, .failed: break
    case .kept, .announced, .sent:
      guard isDue(entry, at: time.wall), !isPaused(way.name, at: time.wall) else { return }
      if time.wall - entry.since > Int64(way.retryDays) * Self.dayMilliseconds {
        giveUp(entry, way, at: time.wall)
      } else {
        advance(entry.reference, way, now, isStopping)
      }
    }
  }

  private func advance(
    _ reference: String, _ way: any DeliveryWay, _ now: () -> DeliveryTime, _ isStopping: () -> Bool
  ) {
    for _ in 0..<Self.stepsMax where !isStopping() {
      guard let before = spool.entry(reference) else {
        return note(SubmissionFault(.damaged, reference), way)
      }
      let time = now()
      var entry = before
      let step = way.step(&entry, at: time) { (changed) throws(SubmissionFault) in
        try store(changed)
      }
      do throws(SubmissionFault) {
        guard try settle(step, entry, before, way, at: now().wall) else { return }
      } catch { return note(error, way) }
    }
  }

  /// What a step means. True: go on with the next one at once.
  private func settle(
    _ step: DeliveryStep, _ stepped: SpoolEntry, _ before: SpoolEntry, _ way: any DeliveryWay, at now: Int64
  ) throws(SubmissionFault) -> Bool {
    var entry = stepped
    switch step {
    case .reached(let stage):
      troubles.withLock {
        $0[way.name, default: Trouble()].strikes = 0
        $0[way.name, default: Trouble()].deliveryFault = nil
      }
      entry.enter(stage, at: now)
      entry.fault = nil
      // Nobody needs it any more.
      if stage == .accepted { entry.content = nil }
      try store(entry)
      log("submissions: \(entry.reference) to \(way.name): \(stage.rawValue)")
      return stage == .kept || stage == .announced
    case .waiting:
      entry.nextAt = now + Self.wait(Self.lookSeconds, entry.attempts)
      entry.attempts += 1
      try store(entry)
      return false
    case .later(let fault):
      var wait = Self.wait(Self.retrySeconds, entry.attempts)
      wait = max(wait, fault.afterMilliseconds ?? 0)
      if fault.isOfDestination { pause(way.name, fault, at: now) }
      if entry.fault != fault.text { log("submissions: \(entry.reference) to \(way.name): \(fault.text)") }
      note(fault, way)
      entry.fault = fault.text
      entry.nextAt = now + wait
      entry.attempts += 1
      try store(entry)
      return false
    case .failed(let fault):
      entry.fail(fault, at: now)
      try store(entry)
      log("submissions: \(entry.reference) to \(way.name) needs a person: \(fault.text)")
      return false
    }
  }

  private func store(_ entry: SpoolEntry) throws(SubmissionFault) {
    try spool.update(entry.reference) { $0 = entry }
  }

  private func giveUp(_ entry: SpoolEntry, _ way: any DeliveryWay, at now: Int64) {
    let fault =
      entry.stage == .sent
      ? SubmissionFault(.noVerdict, "\(way.retryDays) days without an answer of the office")
      : SubmissionFault(.givenUp, "\(way.retryDays) days; \(entry.fault ?? "no way")")
    do throws(SubmissionFault) {
      try spool.update(entry.reference) { $0.fail(fault, at: now) }
      log("submissions: \(entry.reference) to \(way.name) needs a person: \(fault.text)")
    } catch { note(error, way) }
  }

  private func forget(_ entry: SpoolEntry) {
    do throws(SubmissionFault) { try spool.remove(entry.reference) } catch {
      log("submissions: \(entry.reference): \(error.text)")
    }
  }

  // MARK: Time

  private static func wait(_ seconds: [Int64], _ attempts: Int) -> Int64 {
    seconds[min(max(0, attempts), seconds.count - 1)] * 1_000
  }

  private func isDue(_ entry: SpoolEntry, at now: Int64) -> Bool {
    // A clock that was set back does not make an application wait for weeks.
    now >= entry.nextAt || entry.nextAt - now > RetryAfter.millisecondsMax
  }

  private func isPaused(_ name: String, at now: Int64) -> Bool {
    let until = troubles.withLock { $0[name]?.pausedUntil ?? 0 }
    return now < until && until - now <= RetryAfter.millisecondsMax
  }

  private func pause(_ name: String, _ fault: SubmissionFault, at now: Int64) {
    troubles.withLock {
      var trouble = $0[name] ?? Trouble()
      let wait = max(Self.wait(Self.retrySeconds, trouble.strikes), fault.afterMilliseconds ?? 0)
      trouble.pausedUntil = now + wait
      trouble.strikes += 1
      $0[name] = trouble
    }
  }

  private func note(_ fault: SubmissionFault, _ way: any DeliveryWay) {
    troubles.withLock { $0[way.name, default: Trouble()].deliveryFault = fault }
  }

  /// Someone wants it to go on now.
  func resume() {
    troubles.withLock {
      for name in $0.keys {
        $0[name]?.pausedUntil = 0
        $0[name]?.strikes = 0
      }
    }
  }

  private func next(at time: DeliveryTime) -> Int64 {
    var next = time.wall + Self.dayMilliseconds
    let troubles = troubles.withLock { $0 }
    for way in ways { next = min(next, troubles[way.name]?.keyAt ?? 0) }
    for entry in spool.entries {
      guard let way = way(entry.destination) else { continue }
      switch entry.stage {
      case .kept, .announced, .sent:
        next = min(next, max(entry.nextAt, troubles[way.name]?.pausedUntil ?? 0))
      case .accepted, .rejected, .failed: break
      }
    }
    return max(next, time.wall)
  }

  // MARK: What is seen

  /// All destinations: those of Kiosk.conf in its order, then others that the spool still has something for.
  func sights(at time: DeliveryTime) -> [DestinationSight] {
    let entries = spool.entries
    let troubles = troubles.withLock { $0 }
    var names = ways.map(\.name)
    for entry in entries where !names.contains(entry.destination) { names.append(entry.destination) }
    return names.map { name in
      let mine = entries.filter { $0.destination == name }
      let waiting = mine.filter { [.kept, .announced, .sent].contains($0.stage) }
      let trouble = troubles[name]
      let fault = trouble?.keyFault ?? trouble?.deliveryFault
      let isKnown = way(name) != nil
      return DestinationSight(
        name: name, isReady: way(name)?.isReady(at: time) ?? false, waiting: waiting.count,
        delivered: mine.count { $0.stage == .accepted }, failed: mine.count { $0.isOpen },
        oldestWaitingSince: waiting.map(\.day).min(),
        lastFault: isKnown
          ? fault?.text : SubmissionFault(.notConfigured, "Kiosk.conf has no such destination").text,
        needsService: way(name)?.needsService ?? false)
    }
  }
}
