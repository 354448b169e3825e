// The life of the AusweisApp that the station starts, as a pure state machine: when it is launched, looked for, spoken
// to, ended and launched again. It knows no run and touches no process; `AusweisService` carries out what it says.

import Identity

/// How the program stands.
public enum AusweisServiceState: Equatable, Sendable {
  /// Not started, or ended for good.
  case off
  /// It was launched, and is not spoken to yet.
  case starting
  /// It is spoken to.
  case up
  /// It does not run, and is launched again after the time.
  case down(AusweisDown, retryMilliseconds: Int64)
}

/// Why the program does not run.
public enum AusweisDown: Equatable, Sendable {
  /// It could not be executed: an errno.
  case notExecutable(Int32)
  /// It ended by itself.
  case ended
  /// It came to no port in time.
  case noPort
  /// Its WebSocket turned us away.
  case refused(WebSocketFailure)
  /// The connection had to be given up.
  case lost(AusweisFailure)
  /// It sees no reader though there is one: it has lost pcscd.
  case blind
}

struct AusweisKeeper: Equatable, Sendable {
  enum State: Equatable {
    case off
    /// Looks for its port, so many times already.
    case starting(looks: Int)
    case opening(looks: Int)
    case up
    /// It was asked to end; afterwards it is launched anew, or not.
    case ending(AusweisDown?)
    case waiting(AusweisDown)
  }

  enum Event: Equatable {
    case start
    case notLaunched(Int32)
    /// The look for a port found one, or none yet.
    case port(Int?)
    case opened
    case notOpened(WebSocketFailure)
    /// The connection ended, by whomever.
    case lost(AusweisDown)
    /// There is no process any more.
    case ended
    case rang(Alarm)
    case stop
  }

  enum Alarm: Equatable, Sendable {
    /// Look for the port.
    case look
    /// It has not ended in time.
    case grace
    case relaunch
    /// It has been up for a while: what went wrong before is forgotten.
    case steady
  }

  enum Effect: Equatable {
    case launch
    case findPort
    case open(Int)
    /// Close the connection, if there is one.
    case close
    /// SIGTERM.
    case askToEnd
    /// SIGKILL.
    case kill
    /// Sets the one alarm; the one before does not ring any more.
    case alarm(Alarm, milliseconds: Int64)
    case report(AusweisServiceState)
  }

  static let lookMilliseconds: Int64 = 100
  /// 15 s, from the launch until it is spoken to.
  static let looksMax = 150
  static let graceMilliseconds: Int64 = 3_000
  static let steadyMilliseconds: Int64 = 60_000
  static let firstWaitMilliseconds: Int64 = 500
  static let waitMillisecondsMax: Int64 = 60_000

  private(set) var state = State.off
  /// Launches that went wrong, one after the other.
  private(set) var failures = 0

  mutating func reduce(_ event: Event) -> [Effect] {
    switch (state, event) {
    case (_, .stop): return stop()
    case (.off, .start): return launch()
    case (.off, _): return []
    case (.waiting, .rang(.relaunch)): return launch()
    case (.waiting, _): return []
    case (.starting, .notLaunched(let number)): return wait(.notExecutable(number))
    case (.starting(let looks), .rang(.look)), (.opening(let looks), .rang(.look)):
      guard looks < Self.looksMax else { return end(.noPort) }
      state = .starting(looks: looks + 1)
      return [.findPort]
    case (.starting(let looks), .port(let port?)):
      state = .opening(looks: looks)
      return [.open(port)]
    case (.starting, .port(nil)), (.opening, .notOpened(.nobodyListens)), (.opening, .notOpened(.timedOut)):
      return [.alarm(.look, milliseconds: Self.lookMilliseconds)]
    case (.opening, .notOpened(let failure)): return end(.refused(failure))
    case (.opening, .opened):
      state = .up
      return [.report(.up), .alarm(.steady, milliseconds: Self.steadyMilliseconds)]
    case (.up, .rang(.steady)):
      failures = 0
      return []
    case (.up, .lost(let reason)): return end(reason)
    case (.ending(let reason), .ended):
      guard let reason else {
        state = .off
        return [.report(.off)]
      }
      return wait(reason)
    case (.ending, .rang(.grace)): return [.kill, .alarm(.grace, milliseconds: Self.graceMilliseconds)]
    case (_, .ended): return [.close] + wait(.ended)
    default: return []
    }
  }

  private mutating func launch() -> [Effect] {
    state = .starting(looks: 0)
    return [.report(.starting), .launch, .alarm(.look, milliseconds: Self.lookMilliseconds)]
  }

  private mutating func end(_ reason: AusweisDown?) -> [Effect] {
    state = .ending(reason)
    return [.close, .alarm(.grace, milliseconds: Self.graceMilliseconds), .askToEnd]
  }

  private mutating func wait(_ reason: AusweisDown) -> [Effect] {
    state = .waiting(reason)
    let time = min(Self.waitMillisecondsMax, Self.firstWaitMilliseconds << Int64(min(failures, 10)))
    failures += 1
    return [.report(.down(reason, retryMilliseconds: time)), .alarm(.relaunch, milliseconds: time)]
  }

  private mutating func stop() -> [Effect] {
    switch state {
    case .off, .waiting:
      state = .off
      return [.report(.off)]
    case .ending:
      state = .ending(nil)
      return []
    case .starting, .opening, .up: return end(nil)
    }
  }
}
