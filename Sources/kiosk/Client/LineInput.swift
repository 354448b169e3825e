// Standard input by lines, read only when a question is asked, so that a script's next answer waits for its question.
// Ctrl-C and SIGTERM end the input instead of the command: what is left open can still be said.

import Glibc
import Synchronization

/// Set by the signal handler, which may do nothing else.
private let isInterrupted = Atomic<Bool>(false)

struct LineInput {
  /// A line has at most so many bytes; a longer one is cut.
  static let lineBytesMax = 4096

  private var buffer: [UInt8] = []
  private var hasEnded = false

  init() {
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = { _ in isInterrupted.store(true, ordering: .relaxed) }
    // Without SA_RESTART, so that poll returns.
    action.sa_flags = 0
    unsafe sigaction(SIGINT, &action, nil)
    unsafe sigaction(SIGTERM, &action, nil)
    // A parent with threads may hand its blocked signals down.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGINT)
    unsafe sigaddset(&signals, SIGTERM)
    unsafe sigprocmask(SIG_UNBLOCK, &signals, nil)
  }

  /// The person pressed Ctrl-C, or the process is asked to end.
  var wasInterrupted: Bool { isInterrupted.load(ordering: .relaxed) }

  /// The input has ended and nothing of it is left.
  var isOver: Bool { hasEnded && buffer.isEmpty }

  /// Forgets what a person typed before they could read the question. A pipe or a file keeps its lines: a script
  /// writes its answers ahead.
  mutating func dropTypedAhead() {
    guard isatty(STDIN_FILENO) == 1 else { return }
    _ = tcflush(STDIN_FILENO, TCIFLUSH)
    for index in buffer.indices { buffer[index] = 0 }
    buffer.removeAll()
  }

  /// A line that is there already, without its end.
  mutating func buffered() -> String? {
    bufferedBytes().map { String(decoding: $0, as: UTF8.self) }
  }

  /// The same as bytes, for what may be a code; the caller wipes them.
  mutating func bufferedBytes() -> [UInt8]? {
    let end = buffer.firstIndex(of: 0x0A)
    guard end != nil || hasEnded && !buffer.isEmpty else { return nil }
    let count = end ?? buffer.count
    var line = Array(buffer[..<count].prefix(LineInput.lineBytesMax))
    for index in 0..<count { buffer[index] = 0 }
    buffer.removeFirst(min(buffer.count, count + 1))
    if line.last == 0x0D { line.removeLast() }
    return line
  }

  /// Reads what is there; `poll` has said that something is.
  mutating func fill() {
    var chunk = [UInt8](repeating: 0, count: 4096)
    let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(STDIN_FILENO, $0.baseAddress, $0.count) }
    if count < 0 && (errno == EINTR || errno == EAGAIN) { return }
    if count <= 0 { hasEnded = true } else { buffer += chunk[..<count] }
    // Without a line end nothing longer is kept.
    if buffer.count > 1 << 20 { buffer.removeAll() }
  }

  /// The next line, waited for; nil at the end of the input.
  mutating func line() -> String? {
    while true {
      if let line = buffered() { return line }
      if hasEnded || wasInterrupted { return nil }
      var wait = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      if unsafe poll(&wait, 1, -1) > 0 { fill() }
    }
  }
}
