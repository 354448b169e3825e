// PC/SC by script: each call takes its next answer from a list, or succeeds, and every call is written down. A call can
// also be held until the test lets it go, as a driver that hangs does.

import Dispatch
import Synchronization

@testable import Identity

final class ScriptedPCSC: SmartCardCalls, Sendable {
  enum Step: Sendable {
    case fail(SmartCardCode)
    case bytes([UInt8])
    case names([String])
    /// Fills in the rows' events by reader name.
    case rows([ReaderWatch])
    /// The same, but nothing woke the call.
    case rowsAtTimeout([ReaderWatch])
    case handle(SmartCardProtocol)
    /// Waits until the semaphore is signalled, then takes the next step.
    case hold(DispatchSemaphore)
    case good
  }

  private struct State {
    var steps: [String: [Step]] = [:]
    var log: [String] = []
    var contexts = 0
  }

  private let state = Mutex(State())
  /// Signalled by `cancel`, so that a held statusChange can end as pcscd ends it.
  let cancelled = DispatchSemaphore(value: 0)
  let called = DispatchSemaphore(value: 0)

  init(_ steps: [String: [Step]] = [:]) { state.withLock { $0.steps = steps } }

  func add(_ call: String, _ steps: Step...) { state.withLock { $0.steps[call, default: []] += steps } }

  var log: [String] { state.withLock { $0.log } }

  func count(_ prefix: String) -> Int { log.filter { $0.hasPrefix(prefix) }.count }

  private func note(_ text: String) { state.withLock { $0.log.append(text) } }

  private func next(_ call: String) throws(SmartCardCode) -> Step {
    let step = state.withLock { state -> Step in
      guard let first = state.steps[call]?.first else { return .good }
      state.steps[call]!.removeFirst()
      return first
    }
    switch step {
    case .fail(let code): throw code
    case .hold(let semaphore):
      called.signal()
      semaphore.wait()
      return try next(call)
    default: return step
    }
  }

  func establish() throws(SmartCardCode) -> SmartCardContext {
    note("establish")
    _ = try next("establish")
    return state.withLock { state in
      state.contexts += 1
      return SmartCardContext(value: state.contexts)
    }
  }

  func release(_ context: SmartCardContext) { note("release \(context.value)") }

  func cancel(_ context: SmartCardContext) {
    note("cancel \(context.value)")
    cancelled.signal()
  }

  func readers(_ context: SmartCardContext) throws(SmartCardCode) -> [String] {
    note("readers")
    if case .names(let names) = try next("readers") { return names }
    return []
  }

  func statusChange(
    _ context: SmartCardContext, _ rows: inout [ReaderWatch], milliseconds: Int
  ) throws(SmartCardCode) {
    let asked = rows.map { "\($0.name)=\(String($0.current, radix: 16))" }.joined(separator: " ")
    note("statusChange \(milliseconds) \(asked)")
    let step = try next("statusChange")
    switch step {
    case .rows(let answers), .rowsAtTimeout(let answers):
      for index in rows.indices {
        guard let answer = answers.first(where: { $0.name == rows[index].name }) else { continue }
        rows[index].event = answer.event
        rows[index].atr = answer.atr
      }
      if case .rowsAtTimeout = step { throw .timeout }
    default: throw .timeout
    }
  }

  func connect(
    _ context: SmartCardContext, reader: String, share: SmartCardShare, protocols: UInt32
  ) throws(SmartCardCode) -> (SmartCardHandle, SmartCardProtocol) {
    note("connect \(reader) \(share) \(protocols)")
    if case .handle(let kind) = try next("connect") { return (SmartCardHandle(value: 7), kind) }
    return (SmartCardHandle(value: 7), .t1)
  }

  func disconnect(_ handle: SmartCardHandle, _ disposition: SmartCardDisposition) {
    note("disconnect \(disposition)")
    called.signal()
  }

  func beginTransaction(_ handle: SmartCardHandle) throws(SmartCardCode) {
    note("begin")
    _ = try next("begin")
  }

  func endTransaction(_ handle: SmartCardHandle) {
    note("end")
    called.signal()
  }

  func answerToReset(_ handle: SmartCardHandle) throws(SmartCardCode) -> [UInt8] {
    note("status")
    if case .bytes(let atr) = try next("status") { return atr }
    return [0x3B, 0x80]
  }

  func transmit(
    _ handle: SmartCardHandle, _ kind: SmartCardProtocol, _ command: [UInt8]
  ) throws(SmartCardCode) -> [UInt8] {
    note("transmit \(kind) \(hex(command).lowercased())")
    if case .bytes(let answer) = try next("transmit") { return answer }
    return [0x90, 0x00]
  }

  func control(
    _ handle: SmartCardHandle, code: UInt32, _ input: [UInt8]
  ) throws(SmartCardCode) -> [UInt8] {
    note("control \(String(code, radix: 16)) \(hex(input).lowercased())")
    if case .bytes(let answer) = try next("control") { return answer }
    throw SmartCardCode(0x8010_0016)
  }
}

/// What pcscd says of a reader.
func row(_ name: String, _ event: UInt32, _ atr: [UInt8] = []) -> ReaderWatch {
  ReaderWatch(name: name, event: event, atr: atr)
}
