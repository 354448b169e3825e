// The loop around the core: runs effects in their order and stops at the first that fails. The same loop runs under
// the product and under the simulator, which only brings another journal, other boards and another clock.

import Handover
import Journal
import Messages

public final class StationLoop {
  /// Observations kept while the journal refuses; more than this cannot come from a wall that people use.
  static let heldMax = 10_000

  public private(set) var core: StationCore
  private let journal: any JournalStore
  private var held: [StationInput] = []
  private var nextProbe: Int64 = 0
  /// What the contacts said when the journal began to refuse: what was held goes on from there.
  private var sightsHeld: [LockAddress: DoorSight] = [:]
  /// While the journal refuses: what it would say had it not.
  private var shadow: State?

  public init(core: StationCore, journal: any JournalStore) {
    self.core = core
    self.journal = journal
  }

  /// First of all. Throws a `Refusal` when the configuration cannot be, a `JournalError` when the journal refuses.
  public func start(station: UInt64, at time: StationTime, sink: (StationEffect) -> Void) throws {
    let effects = try core.start(station: station)
    for effect in effects {
      guard case .append(let batch) = effect else {
        sink(effect)
        continue
      }
      try journal.append(batch, before: core.durable, after: core.after(batch))
      core.applied(batch)
    }
  }

  /// Takes one input: decides, runs what was decided, and tells who listens.
  public func process(_ input: StationInput, at time: StationTime, sink: (StationEffect) -> Void) {
    process(input, at: time, distort: { $0 }, sink: sink)
  }

  /// As above; `distort` is where a simulator plants a bug into what was decided.
  public func process(
    _ input: StationInput, at time: StationTime, distort: ([StationEffect]) -> [StationEffect],
    sink: (StationEffect) -> Void
  ) {
    if core.frozen != nil, !thaw(at: time, sink: sink) {
      hold(input)
      keepAside(input, sink: sink)
    }
    perform(distort(core.handle(input, at: time, journal: journal)), input, at: time, sink: sink)
    for effect in core.publish(at: time) { sink(effect) }
  }

  /// When the next `.tick` is wanted, monotonic milliseconds.
  public func nextWake(after time: StationTime) -> Int64 {
    let wake = core.nextWake(after: time)
    return core.frozen == nil ? wake : min(wake, max(nextProbe, time.moment.monotonic + 1))
  }

  private func perform(
    _ effects: [StationEffect], _ input: StationInput, at time: StationTime, sink: (StationEffect) -> Void
  ) {
    for effect in effects {
      if case .delivery(let notice, let delivery) = effect {
        do throws(JournalError) {
          try journal.put(delivery, of: notice)
        } catch {
          freeze(error, [], input, at: time, sink: sink)
          return
        }
        core.noted(delivery, of: notice)
        continue
      }
      do throws(JournalError) {
        if try performDocuments(effect, sink: sink) { continue }
      } catch {
        freeze(error, [], input, at: time, sink: sink)
        return
      }
      guard case .append(let batch) = effect else {
        sink(effect)
        continue
      }
      let violations = core.violations(of: batch)
      if !violations.isEmpty {
        sink(.log("safe mode: \(violations.map { "\($0.invariant) \($0.what)" }.joined(separator: "; "))"))
        perform(core.violated(violations, at: time), input, at: time, sink: sink)
        return
      }
      do throws(JournalError) {
        try journal.append(batch, before: core.durable, after: core.after(batch))
      } catch {
        freeze(error, batch, input, at: time, sink: sink)
        return
      }
      core.applied(batch)
      for effect in core.publishRecords(batch) { sink(effect) }
    }
  }

  /// What the register says of documents; false: this is another effect.
  private func performDocuments(
    _ effect: StationEffect, sink: (StationEffect) -> Void
  ) throws(JournalError) -> Bool {
    switch effect {
    case .documentStates(let entries): try journal.put(entries)
    case .forgetDocumentStates(let day, let limit):
      do throws(JournalError) {
        core.swept(try journal.forgetDocumentStates(before: day, limit: limit))
      } catch {
        // A damaged page of this side table alone keeps no door shut; the check of the whole file finds it.
        sink(.log("old states of documents stay until tomorrow: \(error.message)"))
        core.swept(0)
      }
    default: return false
    }
    return true
  }

  private func freeze(
    _ error: JournalError, _ batch: [Entry], _ input: StationInput, at time: StationTime,
    sink: (StationEffect) -> Void
  ) {
    shadow = input.isObservation ? core.after(batch) : core.durable
    sightsHeld = core.sights
    for effect in core.journalFailed(error.message, during: input) { sink(effect) }
    nextProbe = time.moment.monotonic + core.setup.intervals.probe
    if batch.contains(where: { $0.record.event.isObservation }) { sink(.emergency(batch)) }
    hold(input)
  }

  /// Keeps what was observed for the time when the journal works again (C6, C9). Requests are refused, not kept.
  private func hold(_ input: StationInput) {
    guard input.isObservation, held.count < Self.heldMax, held.last != input else { return }
    held.append(input)
  }

  /// What is seen while the journal refuses goes the second way at once: the process may end before the journal works
  /// again (C9).
  private func keepAside(_ input: StationInput, sink: (StationEffect) -> Void) {
    guard let state = shadow else { return }
    let (entries, after) = core.observations(of: input, in: state)
    shadow = after
    if !entries.isEmpty { sink(.emergency(entries)) }
  }

  /// Tries a journal that failed; true when it works again and what was held is in it.
  private func thaw(at time: StationTime, sink: (StationEffect) -> Void) -> Bool {
    guard time.moment.monotonic >= nextProbe else { return false }
    nextProbe = time.moment.monotonic + core.setup.intervals.probe
    do throws(JournalError) { try journal.probe() } catch { return false }
    for effect in core.journalWorks() { sink(effect) }
    let inputs = held
    held = []
    // Each of them is decided by what had been seen until then. The newest look says nothing about an older one: an
    // errand's end before it would close a door that the next reading opens again.
    let newest = core.sights
    core.sights = sightsHeld
    defer { core.sights = newest }
    for (index, input) in inputs.enumerated() {
      perform(core.handle(input, at: time, journal: journal), input, at: time, sink: sink)
      if core.frozen != nil {
        // `freeze` held this input again; the rest follows it.
        held += inputs[(index + 1)...]
        return false
      }
    }
    return true
  }
}

extension StationInput {
  /// Says what was seen, so it must not be lost when the journal refuses it.
  var isObservation: Bool {
    switch self {
    case .readings, .unlockReported, .emergency, .errandEnded: true
    default: false
    }
  }
}

extension Event {
  /// Says what was seen on the wire, so it must not be lost when the journal refuses it.
  var isObservation: Bool {
    switch self {
    case .unlockSent, .unlockNotSent, .opened, .closed, .taken, .uncommandedOpening, .uncommandedClosing: true
    default: false
    }
  }
}

extension StationCore {
  /// The durable state as it will be after a batch.
  public func after(_ batch: [Entry]) -> State {
    var state = durable
    for entry in batch { state.apply(entry.record) }
    return state
  }

  /// What would be wrong with writing a batch.
  public func violations(of batch: [Entry]) -> [Violation] {
    var state = durable
    var found: [Violation] = []
    for entry in batch {
      found += check(state, entry.record)
      state.apply(entry.record)
    }
    return found
  }
}
