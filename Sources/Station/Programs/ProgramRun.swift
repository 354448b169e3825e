// One run of a child program: posix_spawn into a process group of its own, every other descriptor closed, input from
// memory, output limited, and an end in finite time. It blocks its thread and knows nothing of the station.

import CProgram
import Glibc

struct ProgramRun {
  /// What every child gets; nothing of the station's own environment but HOME.
  static let environment = ["PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "LANG": "C.UTF-8"]
  /// Between two looks whether the child has ended, milliseconds.
  private static let lookMilliseconds: Int32 = 20
  /// A killed child that the kernel does not give back within this time is left to it, milliseconds.
  private static let reapMilliseconds: Int64 = 1_000

  private let program: Program
  private var output: [UInt8] = []
  private var errors: [UInt8] = []

  init(_ program: Program) { self.program = program }

  mutating func perform(_ input: [UInt8]) -> ProgramResult {
    guard let inputs = Pipe(), let outputs = Pipe(), let errorOutputs = Pipe() else {
      return ProgramResult(ending: .notStarted(errno))
    }
    var id: pid_t = 0
    let failure = spawn(&id, inputs.reading, outputs.writing, errorOutputs.writing)
    inputs.closeReading()
    outputs.closeWriting()
    errorOutputs.closeWriting()
    guard failure == 0 else { return ProgramResult(ending: .notStarted(failure)) }
    let ending = withoutPipeSignal { serve(id, input, inputs, outputs, errorOutputs) }
    return ProgramResult(ending: ending, output: output, errors: errors)
  }

  // MARK: Starting

  private func spawn(_ id: inout pid_t, _ input: Int32, _ output: Int32, _ errors: Int32) -> Int32 {
    var variables = Self.environment
    if let home = unsafe getenv("HOME") { variables["HOME"] = unsafe String(cString: home) }
    for (name, value) in program.environment { variables[name] = value }
    let words = unsafe CStrings([program.path] + program.arguments)
    let pairs = unsafe CStrings(variables.keys.sorted().map { "\($0)=\(variables[$0] ?? "")" })
    defer {
      unsafe words.free()
      unsafe pairs.free()
    }
    return unsafe kiosk_spawn(
      &id, program.path, words.pointers, pairs.pointers, input, output, errors, program.ownSession ? 1 : 0)
  }

  // MARK: Running

  /// Feeds, reads and waits until the child has ended.
  private mutating func serve(
    _ id: pid_t, _ input: [UInt8], _ inputs: Pipe, _ outputs: Pipe, _ errorOutputs: Pipe
  ) -> ProgramEnding {
    for descriptor in [inputs.writing, outputs.reading, errorOutputs.reading] {
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }
    var fed = 0
    if input.isEmpty { inputs.closeWriting() }
    let start = Self.now()
    var asked: Int64?
    while true {
      var status: Int32 = 0
      let isOver = unsafe waitpid(id, &status, WNOHANG) == id
      if !outputs.isReadingClosed { read(outputs, into: &output) }
      if !errorOutputs.isReadingClosed { read(errorOutputs, into: &errors) }
      if isOver {
        if asked != nil {
          // Whoever of the group is left goes too.
          kill(-id, SIGKILL)
          return .timedOut
        }
        return Self.ending(status)
      }
      let now = Self.now()
      if let asked {
        if now - asked >= program.graceMilliseconds { return reapKilled(id) }
      } else if now - start >= program.milliseconds {
        kill(-id, SIGTERM)
        asked = now
      }
      if !inputs.isWritingClosed {
        fed += write(input, from: fed, to: inputs)
        if fed >= input.count { inputs.closeWriting() }
      }
      wait(inputs, outputs, errorOutputs)
    }
  }

  private func reapKilled(_ id: pid_t) -> ProgramEnding {
    kill(-id, SIGKILL)
    let start = Self.now()
    var status: Int32 = 0
    while unsafe waitpid(id, &status, WNOHANG) == 0, Self.now() - start < Self.reapMilliseconds {
      _ = poll(nil, 0, Self.lookMilliseconds)
    }
    return .timedOut
  }

  private func wait(_ inputs: Pipe, _ outputs: Pipe, _ errorOutputs: Pipe) {
    var wanted: [pollfd] = []
    if !inputs.isWritingClosed {
      wanted.append(pollfd(fd: inputs.writing, events: Int16(POLLOUT), revents: 0))
    }
    for pipe in [outputs, errorOutputs] where !pipe.isReadingClosed {
      wanted.append(pollfd(fd: pipe.reading, events: Int16(POLLIN), revents: 0))
    }
    _ = unsafe poll(&wanted, nfds_t(wanted.count), Self.lookMilliseconds)
  }

  private func write(_ input: [UInt8], from start: Int, to pipe: Pipe) -> Int {
    let count = unsafe input[start...].withUnsafeBytes {
      unsafe Glibc.write(pipe.writing, $0.baseAddress, $0.count)
    }
    if count >= 0 { return count }
    // It does not want to read on: that is its business, its status says the rest.
    if errno != EAGAIN, errno != EINTR { pipe.closeWriting() }
    return 0
  }

  private func read(_ pipe: Pipe, into kept: inout [UInt8]) {
    var buffer = [UInt8](repeating: 0, count: 8192)
    // A child that writes without end must not keep us from looking at the clock.
    for _ in 0..<64 {
      let count = unsafe Glibc.read(pipe.reading, &buffer, buffer.count)
      if count > 0 {
        kept += buffer[..<min(count, program.outputBytesMax - kept.count)]
      } else {
        if count == 0 || (errno != EAGAIN && errno != EINTR) { pipe.closeReading() }
        return
      }
    }
  }

  static func ending(_ status: Int32) -> ProgramEnding {
    let number = status & 0x7F
    return number == 0 ? .exited(status >> 8 & 0xFF) : .killed(number)
  }

  /// Monotonic milliseconds.
  private static func now() -> Int64 {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  /// A child that does not read must not end this process: SIGPIPE is held back in this thread and taken away.
  private func withoutPipeSignal(_ body: () -> ProgramEnding) -> ProgramEnding {
    var pipe = sigset_t()
    var before = sigset_t()
    unsafe sigemptyset(&pipe)
    unsafe sigaddset(&pipe, SIGPIPE)
    _ = unsafe pthread_sigmask(SIG_BLOCK, &pipe, &before)
    let ending = body()
    var none = timespec()
    _ = unsafe sigtimedwait(&pipe, nil, &none)
    _ = unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
    return ending
  }
}

/// Both ends of a pipe, closed in every child but where they are meant.
private final class Pipe {
  private(set) var reading: Int32 = -1
  private(set) var writing: Int32 = -1

  init?() {
    var ends: [Int32] = [-1, -1]
    guard unsafe kiosk_pipe(&ends) == 0 else { return nil }
    reading = ends[0]
    writing = ends[1]
  }

  deinit {
    closeReading()
    closeWriting()
  }

  var isReadingClosed: Bool { reading < 0 }
  var isWritingClosed: Bool { writing < 0 }

  func closeReading() {
    if reading >= 0 { close(reading) }
    reading = -1
  }

  func closeWriting() {
    if writing >= 0 { close(writing) }
    writing = -1
  }
}

/// Strings as C wants them: pointers, the last one null.
@unsafe struct CStrings {
  var pointers: [UnsafeMutablePointer<CChar>?]

  init(_ strings: [String]) {
    unsafe pointers = strings.map { unsafe strdup($0) } + [nil]
  }

  func free() {
    for index in unsafe pointers.indices {
      guard let pointer = unsafe pointers[index] else { continue }
      // The arguments may hold an address.
      unsafe memset(pointer, 0, strlen(pointer))
      unsafe Glibc.free(pointer)
    }
  }
}
