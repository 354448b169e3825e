// A serial line and a bus driver on real pseudo-terminals: exclusive, verified, unplugged, opened again. They
// run one after another, for each has a thread and a device of its own.

import Foundation
import Synchronization
import Testing

@testable import Lockers

/// A pseudo-terminal with a link, as the far end of a wire; a thread answers status requests if asked to.
final class TestWire: Sendable {
  struct State {
    var near: Int32 = -1
    var far: Int32 = -1
    var requests: [[UInt8]] = []
    var isEnding = false
    var isSilent = false
    var contacts = 0xFFFF
  }

  let link: String
  let state = Mutex(State())
  private let ended = DispatchSemaphore(value: 0)

  init(answers: Bool = false) {
    link = NSTemporaryDirectory() + "kiosk-wire-\(UInt64.random(in: 0..<UInt64.max))"
    plugIn()
    if answers { Thread { self.serve() }.start() } else { ended.signal() }
  }

  func plugIn() {
    var near: Int32 = -1
    var far: Int32 = -1
    #expect(openpty(&near, &far, nil, nil, nil) == 0)
    _ = fcntl(near, F_SETFL, O_NONBLOCK)
    unlink(link)
    #expect(symlink(ttyname(far), link) == 0)
    state.withLock {
      $0.near = near
      $0.far = far
    }
  }

  func unplug() {
    unlink(link)
    state.withLock {
      close($0.near)
      close($0.far)
      $0.near = -1
      $0.far = -1
    }
  }

  func end() {
    state.withLock { $0.isEnding = true }
    ended.wait()
    state.withLock {
      if $0.near >= 0 { close($0.near) }
      if $0.far >= 0 { close($0.far) }
    }
    unlink(link)
  }

  func send(_ bytes: [UInt8]) { _ = state.withLock { write($0.near, bytes, bytes.count) } }

  /// Waits up to 2 s for `count` bytes at the far end.
  func receive(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    let near = state.withLock { $0.near }
    while bytes.count < count {
      var polled = pollfd(fd: near, events: Int16(POLLIN), revents: 0)
      guard poll(&polled, 1, 2000) > 0 else { break }
      var buffer = [UInt8](repeating: 0, count: 64)
      let got = read(near, &buffer, 64)
      guard got > 0 else { break }
      bytes += buffer[0..<got]
    }
    return bytes
  }

  private func serve() {
    var buffer = [UInt8](repeating: 0, count: 64)
    var bytes: [UInt8] = []
    while true {
      let (near, isEnding) = state.withLock { ($0.near, $0.isEnding) }
      if isEnding { break }
      var polled = pollfd(fd: near, events: Int16(POLLIN), revents: 0)
      _ = poll(&polled, 1, 5)
      let got = near >= 0 ? read(near, &buffer, 64) : 0
      if got > 0 { bytes += buffer[0..<got] }
      while bytes.count >= 5 {
        let request = Array(bytes[0..<5])
        bytes.removeFirst(5)
        state.withLock {
          $0.requests.append(request)
          guard request[2] == 0x30, !$0.isSilent else { return }
          let answer = status(Int(request[1] >> 4), $0.contacts)
          _ = write($0.near, answer, answer.count)
        }
      }
    }
    ended.signal()
  }
}

/// Takes a driver's events and lets a test wait for one of them.
final class EventBox: Sendable {
  private let events = Mutex<[BusEvent]>([])
  private let arrived = DispatchSemaphore(value: 0)

  func post(_ event: BusEvent) {
    events.withLock { $0.append(event) }
    arrived.signal()
  }

  var all: [BusEvent] { events.withLock { $0 } }

  /// Waits up to 5 s for an event after the first `skip` ones.
  func wait(skip: Int = 0, _ isWanted: (BusEvent) -> Bool) -> Bool {
    let end = DispatchTime.now() + 5
    while true {
      if all.dropFirst(skip).contains(where: isWanted) { return true }
      if arrived.wait(timeout: end) == .timedOut { return false }
    }
  }
}

@Suite(.serialized) struct SerialLineTests {
  @Test("a line is raw 8N1 at its baud, and moves bytes both ways")
  func settings() throws {
    let wire = TestWire()
    defer { wire.end() }
    let line = try SerialLine(path: wire.link, baud: 19200, rs485: true)
    var actual = termios()
    #expect(tcgetattr(line.descriptor, &actual) == 0)
    #expect(cfgetospeed(&actual) == speed_t(B19200))
    #expect(actual.c_lflag & tcflag_t(ICANON | ECHO | ISIG) == 0)
    #expect(actual.c_iflag & tcflag_t(IXON | IXOFF | ICRNL) == 0)
    #expect(line.receive() == .nothing)
    #expect(line.send([0x02, 0x00, 0x30, 0x03, 0x35]) == .all)
    #expect(wire.receive(5) == [0x02, 0x00, 0x30, 0x03, 0x35])
    wire.send([0x11, 0x13, 0x03, 0x0D, 0x0A])
    var polled = pollfd(fd: line.descriptor, events: Int16(POLLIN), revents: 0)
    #expect(poll(&polled, 1, 2000) == 1)
    #expect(line.receive() == .bytes([0x11, 0x13, 0x03, 0x0D, 0x0A]))
  }

  @Test("a second opener is refused, and welcome afterwards")
  func exclusive() throws {
    let wire = TestWire()
    defer { wire.end() }
    do {
      let line = try SerialLine(path: wire.link, baud: 9600)
      #expect(throws: SerialLineError.inUse(path: wire.link)) {
        try SerialLine(path: wire.link, baud: 9600)
      }
      #expect(line.send([1]) == .all)
    }
    _ = try SerialLine(path: wire.link, baud: 115_200)
  }

  @Test("errors name the device and the remedy")
  func errors() throws {
    #expect(throws: SerialLineError.notFound(path: "/dev/kiosk-nowhere")) {
      try SerialLine(path: "/dev/kiosk-nowhere", baud: 9600)
    }
    #expect(throws: SerialLineError.notATerminal(path: "/dev/null")) {
      try SerialLine(path: "/dev/null", baud: 9600)
    }
    let wire = TestWire()
    defer { wire.end() }
    #expect(throws: SerialLineError.settingRefused(path: wire.link, setting: "baud 38400")) {
      try SerialLine(path: wire.link, baud: 38400)
    }
    let errors: [SerialLineError] = [
      .notFound(path: "/dev/x"), .permissionDenied(path: "/dev/x"), .inUse(path: "/dev/x"),
      .notATerminal(path: "/dev/x"), .settingRefused(path: "/dev/x", setting: "baud 9600"),
      .failed(path: "/dev/x", call: "open", errno: 5),
    ]
    for error in errors {
      #expect(error.description.hasPrefix("/dev/x: "))
      #expect(error.description.contains("; "))
    }
    #expect(errors.filter(\.mayPass).count == 3)
  }

  @Test("a pulled adapter is noticed by reading and by writing")
  func unplugged() throws {
    let wire = TestWire()
    let line = try SerialLine(path: wire.link, baud: 9600)
    wire.unplug()
    #expect(line.receive() == .lost(.unplugged))
    #expect(line.send([1, 2, 3]) == .lost(.unplugged, count: 0))
    wire.end()
  }

  @Test("a driver reads its boards, opens a lock, survives a pulled adapter and ends")
  func driver() throws {
    let wire = TestWire(answers: true)
    let box = EventBox()
    var configuration = BusConfiguration(
      path: wire.link, boards: [BoardConfiguration(address: 0), BoardConfiguration(address: 1)])
    configuration.reopenMilliseconds = 20
    configuration.unreachableMilliseconds = 30
    configuration.reopenTriesMax = 2
    let driver = try BusDriver(configuration) { box.post($0) }
    try driver.start()
    func isReady(_ event: BusEvent) -> Bool { if case .allBoardsRead = event { true } else { false } }
    #expect(box.wait(isReady))
    let expires = BusDriver.now().advanced(milliseconds: 1000)
    driver.unlock(LockPosition(board: 1, lock: 2), token: BusToken(7), expires: expires)
    #expect(
      box.wait { event in
        if case .unlock(BusToken(7), .sent, _) = event { true } else { false }
      })
    wire.state.withLock { $0.contacts = 0xFFFB }
    #expect(
      box.wait { event in
        if case .reading(let reading) = event, reading.contact(2) == .open { true } else { false }
      })
    #expect(wire.state.withLock { $0.requests.filter { $0[2] == 0x31 } } == [[0x02, 0x12, 0x31, 0x03, 0x48]])
    wire.unplug()
    #expect(
      box.wait { event in
        if case .lineLost(.unplugged, _) = event { true } else { false }
      })
    #expect(
      box.wait { event in
        if case .lineUnreachable = event { true } else { false }
      })
    driver.unlock(LockPosition(board: 1, lock: 3), token: BusToken(8), expires: expires)
    #expect(
      box.wait { event in
        if case .unlock(BusToken(8), .notSent(.lineDown), _) = event { true } else { false }
      })
    let seen = box.all.count
    wire.plugIn()
    #expect(box.wait(skip: seen, isReady))
    driver.stop()
    driver.unlock(LockPosition(board: 1, lock: 3), token: BusToken(9), expires: expires)
    #expect(
      box.wait { event in
        if case .unlock(BusToken(9), .notSent(.stopped), _) = event { true } else { false }
      })
    wire.end()
  }

  @Test("a driver says once why it cannot open its line, and ends all the same")
  func refused() throws {
    let box = EventBox()
    var configuration = BusConfiguration(path: "/dev/null", boards: [BoardConfiguration(address: 0)])
    configuration.reopenMilliseconds = 5
    configuration.unreachableMilliseconds = 5
    let driver = try BusDriver(configuration) { box.post($0) }
    try driver.start()
    #expect(
      box.wait { event in
        if case .lineUnreachable = event { true } else { false }
      })
    driver.stop()
    let refusals = box.all.filter { event in
      if case .lineRefused(.notATerminal, _) = event { true } else { false }
    }
    #expect(refusals.count == 1)
  }
}
