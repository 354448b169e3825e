// What runs on a bus's thread: wait for bytes, commands or time, step the machine, do what it says.
// Every wait ends at the latest after `waitMillisecondsMax`.

import CSerial
import Glibc
import Synchronization

/// The thread's own state; it never leaves the thread.
final class BusThread {
  private let driver: BusDriver
  private var machine: BusMachine
  private var policy: ReopenPolicy
  private var line: SerialLine?
  private var openAt: BusTime
  private var openedAt = BusTime(microseconds: 0)
  private var lastRefusal: SerialLineError?
  private var outputs: [BusOutput] = []

  init(_ driver: BusDriver) {
    self.driver = driver
    machine = BusMachine(driver.configuration)
    policy = ReopenPolicy(driver.configuration)
    openAt = BusDriver.now()
  }

  func run() {
    while true {
      let (commands, isStopping) = driver.mailbox.withLock { mailbox in
        defer { mailbox.commands.removeAll(keepingCapacity: true) }
        return (mailbox.commands, mailbox.isStopping)
      }
      for command in commands { step(command) }
      if isStopping { break }
      if line == nil && BusDriver.now() >= openAt { open() }
      wait()
      driver.turnCount.wrappingAdd(1, ordering: .relaxed)
    }
    step(.lineLost(.stopped))
    line = nil
    // Nothing is taken from now on; what slipped in after the last look gets its result, too.
    let late = driver.mailbox.withLock { mailbox in
      mailbox.hasEnded = true
      defer { mailbox.commands = [] }
      return mailbox.commands
    }
    for case .unlock(_, let token, _) in late {
      driver.post(.unlock(token: token, .notSent(.stopped), at: BusDriver.now()))
    }
  }

  private func open() {
    let configuration = driver.configuration
    do {
      line = try SerialLine(
        path: configuration.path, baud: configuration.baud, rs485: configuration.rs485)
      openedAt = BusDriver.now()
      lastRefusal = nil
      driver.post(.lineOpened(at: openedAt))
      step(.lineOpened)
    } catch {
      let now = BusDriver.now()
      if error != lastRefusal {
        lastRefusal = error
        driver.post(.lineRefused(error, at: now))
      }
      retryLater(now)
    }
  }

  private func retryLater(_ now: BusTime) {
    let (next, declaresUnreachable) = policy.failed(now)
    openAt = next
    if declaresUnreachable { driver.post(.lineUnreachable(at: now)) }
  }

  /// Waits for bytes, a command or the next moment, and steps the machine with what came.
  private func wait() {
    let now = BusDriver.now()
    let wake = line == nil ? openAt : (machine.wakeAt ?? openAt)
    // Rounded up, so that the thread does not spin through the last millisecond.
    let milliseconds = (wake.microseconds - now.microseconds + 999) / 1000
    let limit = Int32(max(0, min(milliseconds, BusDriver.waitMillisecondsMax)))
    var polled = (
      pollfd(fd: driver.bell, events: Int16(POLLIN), revents: 0),
      pollfd(fd: line?.descriptor ?? -1, events: Int16(POLLIN), revents: 0)
    )
    let count = unsafe withUnsafeMutablePointer(to: &polled) { pointer in
      unsafe pointer.withMemoryRebound(to: pollfd.self, capacity: 2) { unsafe poll($0, 2, limit) }
    }
    if count > 0 && polled.0.revents != 0 { kiosk_eventfd_lower(driver.bell) }
    if count > 0 && polled.1.revents != 0, let line {
      switch line.receive() {
      case .bytes(let bytes): step(.received(bytes))
      case .nothing: break
      case .lost(let loss): lose(loss)
      }
    }
    step(.tick)
  }

  private func lose(_ loss: LineLoss) {
    guard line != nil else { return }
    line = nil
    step(.lineLost(loss))
    let now = BusDriver.now()
    driver.post(.lineLost(loss, at: now))
    // A line that opens and goes away at once counts as a failed try, or we would spin.
    if now < openedAt.advanced(milliseconds: driver.configuration.reopenMilliseconds) {
      retryLater(now)
    } else {
      policy.succeeded()
      openAt = now
    }
  }

  private func step(_ input: BusInput) {
    let now = BusDriver.now()
    var results: [BusOutput] = []
    swap(&results, &outputs)
    results.removeAll(keepingCapacity: true)
    machine.step(now: now, input, into: &results)
    for output in results { perform(output, now) }
    results.removeAll(keepingCapacity: true)
    swap(&results, &outputs)
  }

  private func perform(_ output: BusOutput, _ now: BusTime) {
    switch output {
    case .write(let bytes): write(bytes)
    case .flushInput: line?.flushInput()
    case .wake: break
    case .reading(let reading): driver.post(.reading(reading))
    case .health(let board, let health): driver.post(.health(board: board, health, at: now))
    case .allBoardsRead: driver.post(.allBoardsRead(at: now))
    case .unlock(let token, let result): driver.post(.unlock(token: token, result, at: now))
    case .pulseTime(let token, let result): driver.post(.pulseTime(token: token, result, at: now))
    case .probe(let probe): driver.post(.probe(probe))
    case .diagnostic(let diagnostic): driver.post(.diagnostic(diagnostic, at: now))
    }
  }

  private func write(_ bytes: [UInt8]) {
    guard let line else { return }
    // What came since the last look is no answer to a request that has not gone out.
    line.flushInput()
    switch line.send(bytes) {
    case .all: step(.written)
    case .some(let count):
      // A line that cannot take five bytes is stuck; what it holds must not go out later.
      tcflush(line.descriptor, TCOFLUSH)
      step(.writeFailed(written: count))
    case .lost(let loss, let count):
      step(.writeFailed(written: count))
      lose(loss)
    }
  }
}
