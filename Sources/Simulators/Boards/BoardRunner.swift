// Simulated boards as a process: the value SimulatedBus in real time on a pseudo-terminal, with its truth
// in a file and hands on a socket. It ends by SIGTERM or SIGINT and takes its link and socket with it.

import Glibc
import Synchronization

private let wasToldToEnd = Atomic<Bool>(false)

/// Runs simulated boards until SIGTERM or SIGINT, then returns 0. Prints one JSON line when they are ready.
public func runSimulatedBoards(_ options: SimulatedBoardOptions) throws(SimulatedBoardError) -> Int32 {
  if let problem = options.wall.problems.first { throw SimulatedBoardError(problem) }
  for number in [SIGTERM, SIGINT] {
    signal(number) { _ in wasToldToEnd.store(true, ordering: .relaxed) }
  }
  signal(SIGPIPE, SIG_IGN)
  try runBoards(options) { wasToldToEnd.load(ordering: .relaxed) }
  return 0
}

/// Runs simulated boards until `isEnding` says so, and says ready to `output` (a file descriptor).
func runBoards(
  _ options: SimulatedBoardOptions, output: Int32 = STDOUT_FILENO, isEnding: () -> Bool
) throws(SimulatedBoardError) {
  let runner = try BoardRunner(options)
  runner.sayReady(to: output)
  try runner.run(until: isEnding)
}

private final class BoardRunner {
  /// The longest wait, in ms, so that a signal is noticed whatever happens.
  private static let waitMillisecondsMax: Int64 = 200

  private let options: SimulatedBoardOptions
  private var bus: SimulatedBus
  private var terminal: PseudoTerminal?
  private var control: ControlSocket?
  private var truth: Int32 = -1
  private var plugInAt: Int64 = 0

  init(_ options: SimulatedBoardOptions) throws(SimulatedBoardError) {
    self.options = options
    var wall = options.wall
    wall.isByteByByte = true
    bus = SimulatedBus(wall)
    for fault in options.faults {
      if let problem = bus.problem(fault) { throw SimulatedBoardError(problem) }
      bus.add(fault, at: Self.now())
    }
    if let path = options.truth {
      truth = unsafe open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
      guard truth >= 0 else {
        throw SimulatedBoardError("\(path): cannot write (errno \(errno)); choose another path for --truth")
      }
    }
    if let path = options.control { control = try ControlSocket(path: path) }
    terminal = try PseudoTerminal(link: options.link)
  }

  deinit { if truth >= 0 { close(truth) } }

  private static func clock(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
  }

  private static func now() -> Int64 { clock(CLOCK_MONOTONIC) }

  func run(until isEnding: () -> Bool) throws(SimulatedBoardError) {
    while !isEnding() {
      try advance()
      wait()
      let now = Self.now()
      if let bytes = terminal?.received(), !bytes.isEmpty { bus.receive(bytes, at: now) }
      terminal?.noteClosings()
      control?.serve { line in self.bus.control(line, at: Self.now()) }
    }
    try advance()
  }

  func sayReady(to output: Int32) {
    var object = JSONObject()
    object.add("ready", flag: true)
    object.add("link", text: options.link)
    if let device = terminal?.device { object.add("device", text: device) }
    if let control = options.control { object.add("control", text: control) }
    object.add("dialect", text: options.wall.dialect.rawValue)
    object.add("boards", number: options.wall.boards)
    object.add("first_address", number: options.wall.firstAddress)
    object.add("locks", number: options.wall.locks)
    object.add("baud", number: options.wall.baud)
    _ = write(object.line, to: output)
  }

  private func advance() throws(SimulatedBoardError) {
    let now = Self.now()
    if terminal == nil && now >= plugInAt { terminal = try PseudoTerminal(link: options.link) }
    let timeOfDay = Self.clock(CLOCK_REALTIME) - now
    for output in bus.advance(to: now) {
      switch output {
      case .bytes(_, let bytes): terminal?.send(bytes)
      case .truth(let event):
        let real = timeOfDay + event.at
        let fraction = String(real % 1000 + 1000).dropFirst()
        let line = event.line(milliseconds: "\(real / 1000).\(fraction)")
        if truth >= 0 && !write(line, to: truth) {
          throw SimulatedBoardError(
            "\(options.truth ?? ""): cannot write (errno \(errno)); is the disk full?")
        }
        control?.stream(line)
      case .hangUp(_, let milliseconds):
        terminal = nil
        plugInAt = now + Int64(milliseconds) * 1000
      }
    }
  }

  /// One line in one write, so that a reader never sees half of it.
  private func write(_ line: String, to descriptor: Int32) -> Bool {
    let bytes = Array(line.utf8) + [0x0A]
    return unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress!, $0.count) }
      == bytes.count
  }

  /// Waits for input or for the next byte's moment; the last stretch is slept exactly, for poll counts in ms.
  private func wait() {
    let now = Self.now()
    var until = now + Self.waitMillisecondsMax * 1000
    if let due = bus.nextDue { until = min(until, due) }
    if terminal == nil { until = min(until, plugInAt) }
    let microseconds = until - now
    guard microseconds > 0 else { return }
    if microseconds < 2000 {
      var pause = timespec(tv_sec: 0, tv_nsec: Int(microseconds) * 1000)
      unsafe nanosleep(&pause, nil)
      return
    }
    var descriptors: [Int32] = []
    if let ours = terminal?.polled { descriptors += ours }
    if let ours = control?.polled { descriptors += ours }
    var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    _ = unsafe poll(&polled, nfds_t(polled.count), Int32((microseconds - 1000) / 1000))
  }
}
