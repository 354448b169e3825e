// A real kiosk-screen on a real pseudo-terminal, with the emulator before it: keys in, picture out. All waiting is
// done here, in one place, so that nothing is read by two.

import Foundation

@testable import Messages

final class ScreenRun {
  private(set) var emulator: TerminalEmulator
  /// The first bytes that the screen has sent, and how many there were in all.
  private(set) var output: [UInt8] = []
  private(set) var outputCount = 0
  static let outputKeptMax = 4 << 20
  private(set) var child: TerminalProgram
  private let arguments: [String]
  private let errors: String
  private let program: String
  private(set) var master: Int32
  /// Kept open so that the terminal outlives the screen, as a login's does.
  private(set) var line: Int32
  private let device: String
  private var outbox: [UInt8] = []
  /// A scripted station that is served while this waits.
  let station: ScriptedStation?
  private let before: termios
  /// Where its socket and its errors lie; stays as long as this.
  private let scratch: Scratch

  /// Starts `kiosk-screen` in a window of this size.
  init(
    socket: String, columns: Int = 80, rows: Int = 24, options: [String] = [], in scratch: Scratch,
    environment: [String: String] = [:], station: ScriptedStation? = nil
  ) throws {
    program = try Products.path("kiosk-screen")
    var (master, line): (Int32, Int32) = (-1, -1)
    var name = [CChar](repeating: 0, count: 128)
    precondition(openpty(&master, &line, &name, nil, nil) == 0, "no pseudo-terminal")
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
    for descriptor in [master, line] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    self.master = master
    self.line = line
    device = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    self.station = station
    self.scratch = scratch
    errors = scratch.file("screen.err")
    arguments = ["--socket", socket] + options
    emulator = TerminalEmulator(columns: columns, rows: rows)
    var settings = termios()
    tcgetattr(line, &settings)
    before = settings
    Self.setSize(master, columns, rows)
    child = TerminalProgram(program, arguments, tty: device, errors: errors, environment: environment)
  }

  deinit {
    child.killNow()
    close(master)
    if line >= 0 { close(line) }
  }

  /// After `kill -9`: a new screen on the same terminal, as a getty would start it.
  func startAgain() {
    child.killNow()
    pump(milliseconds: 20)
    var settings = before
    tcsetattr(line, TCSANOW, &settings)
    tcflush(line, TCIOFLUSH)
    emulator = TerminalEmulator(columns: emulator.columns, rows: emulator.rows)
    child = TerminalProgram(program, arguments, tty: device, errors: errors)
  }

  private static func setSize(_ descriptor: Int32, _ columns: Int, _ rows: Int) {
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
  }

  func resize(columns: Int, rows: Int) {
    emulator.resize(columns: columns, rows: rows)
    Self.setSize(master, columns, rows)
  }

  func send(_ bytes: some Sequence<UInt8>) { outbox += bytes }
  func type(_ text: String) { send(text.utf8) }

  /// Bytes that the terminal has not taken yet.
  var unsent: Int { outbox.count }

  /// Bytes that wait in the terminal's line for whoever reads; as single bytes, whatever lines they make.
  var unread: Int {
    var settings = termios()
    tcgetattr(line, &settings)
    settings.c_lflag &= ~tcflag_t(ICANON)
    tcsetattr(line, TCSANOW, &settings)
    var count: Int32 = 0
    _ = ioctl(line, UInt(FIONREAD), &count)
    return Int(count)
  }

  /// True when the line's settings are what they were before the first screen.
  var isLineRestored: Bool {
    var now = termios()
    guard tcgetattr(line, &now) == 0 else { return false }
    return now.c_iflag == before.c_iflag && now.c_oflag == before.c_oflag && now.c_cflag == before.c_cflag
      && now.c_lflag == before.c_lflag
  }

  var errorText: String { String(decoding: fileBytes(errors), as: UTF8.self) }

  /// Closes both ends: the terminal is gone.
  func hangUp() {
    close(line)
    line = -1
    close(master)
    master = -1
  }

  /// Moves what can be moved in both directions, for at most this long; returns when nothing came.
  @discardableResult
  func pump(milliseconds: Int32 = 5) -> Bool {
    var polled = [
      pollfd(fd: master, events: Int16(POLLIN) | (outbox.isEmpty ? 0 : Int16(POLLOUT)), revents: 0)
    ]
    if let station { polled += station.descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) } }
    // A terminal without a program says POLLHUP at once, so that this does not wait; then the pause does.
    let count = poll(&polled, nfds_t(polled.count), milliseconds)
    defer { station?.serve() }
    if count <= 0 { return false }
    if polled[0].revents & Int16(POLLHUP) != 0, polled[0].revents & Int16(POLLIN) == 0 { usleep(1000) }
    if !outbox.isEmpty {
      let count = outbox.withUnsafeBytes { write(master, $0.baseAddress!, min($0.count, 2048)) }
      if count > 0 { outbox.removeFirst(count) }
    }
    var isNew = false
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(master, &chunk, chunk.count)
      guard count > 0 else { break }
      outputCount += count
      if output.count < Self.outputKeptMax { output += chunk[..<count] }
      emulator.take(chunk[..<count])
      isNew = true
    }
    return isNew
  }

  /// Pumps until the condition holds. It is looked at when something has come, and a few times a second.
  func wait(
    _ what: String, seconds: Double = waitSecondsMax, _ condition: () throws -> Bool
  ) throws {
    let end = secondsNow() + seconds
    while try !condition() {
      guard secondsNow() < end else {
        let ending = child.isAlive ? "" : "; the screen has ended: \(String(describing: child.ending))"
        throw Stand.TimedOut(description: "not in time: \(what)\(ending)\n\(emulator.text)\n\(errorText)")
      }
      let again = secondsNow() + 0.05
      while !pump(), secondsNow() < again {}
    }
  }

  /// Pumps until the page of a snapshot stands there, cell by cell.
  func wait(page snapshot: Snapshot, of welcome: Welcome, _ what: String, seconds: Double = waitSecondsMax)
    throws
  {
    let expected = ExpectedPages.lines(snapshot, welcome, columns: emulator.columns, rows: emulator.rows)
    try wait("\(what): the page\n\(expected.joined(separator: "\n"))\nbut shown is", seconds: seconds) {
      emulator.lines == expected
    }
  }

  func waitFor(text: String, seconds: Double = waitSecondsMax) throws {
    try wait("‘\(text)’ on the screen", seconds: seconds) { emulator.text.contains(text) }
  }

  /// Pumps for a fixed time, whatever comes.
  func rest(milliseconds: Int) {
    let end = secondsNow() + Double(milliseconds) / 1000
    while secondsNow() < end { pump() }
  }
}
