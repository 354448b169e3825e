// The terminal that the process stands on: keys come out of it, frames go into it. One class on the main actor, because
// ncurses is one set of globals; it waits for nothing, dispatch sources call it. It knows no page and no screen.

private import CNcurses
private import CTerminal
import Dispatch
import Glibc

/// Why a terminal cannot be used.
public enum TerminalError: Error, Equatable, CustomStringConvertible {
  /// Standard input or output is not a terminal.
  case notATerminal
  /// terminfo has no entry for `TERM`.
  case unknownTerminal
  /// The terminal cannot place its cursor or clear its screen.
  case notAddressable
  /// There is a device already in this process.
  case inUse

  public var description: String {
    switch self {
    case .notATerminal: "standard input and output are not a terminal: start it in a terminal"
    case .unknownTerminal:
      "TERM names no terminal that terminfo knows: set TERM, for example to xterm-256color"
    case .notAddressable: "this kind of terminal cannot show pages: use the line mode (--plain)"
    case .inUse: "the terminal is in use already"
    }
  }
}

/// The terminal of this process, taken with `init` and given back with `restore`.
@MainActor
public final class TerminalDevice {
  /// Why the terminal's time is over.
  public enum Ending: Equatable, Sendable {
    /// SIGTERM: somebody ended the process.
    case terminated
    /// SIGHUP: the terminal or its connection is gone.
    case hungUp
  }

  /// How long an ESC waits for the rest of a sequence, in milliseconds.
  private static let escapeMilliseconds: Int32 = 25
  /// The most bytes and keys that are taken at once; the rest waits for the next turn of the main queue.
  private static let strokesPerTurnMax = 4_096
  /// So many turns with nothing to read mean that the terminal is at its end.
  private static let emptyTurnsMax = 3

  private static var isTaken = false

  /// Which key means what. The repeat lock is the key map's, but off on pseudo-terminals (AX-24).
  public var keyMap: KeyMap { didSet { repeatLock = Self.repeatLock(keyMap, isPseudoTerminal) } }
  /// Which characters are typed and are no commands; for those the repeat lock rests, since a scanner types the same
  /// character twice within a millisecond.
  public var typing = Typing.digits
  /// The theme; set it with `use`.
  public private(set) var theme: Theme
  /// The size in cells.
  public private(set) var columns = 80
  public private(set) var rows = 24
  /// True for a terminal emulator or SSH, false for a console.
  public let isPseudoTerminal: Bool

  private let onKeys: @MainActor ([Key]) -> Void
  private let onEnd: @MainActor (Ending) -> Void
  private let now: @MainActor () -> Int64
  private let hasNoColour: Bool
  private var painter = Painter()
  private var frame: Frame?
  private var filter = StrokeFilter()
  private var limit = InputLimit()
  private var repeatLock: RepeatLock
  private var emptyTurns = 0
  private var isOpen = true
  private var hasEnded = false
  private var sources: [any DispatchSourceProtocol] = []

  /// Takes the terminal. `onKeys` gets what was typed, all that came at once together, so that one drawing follows;
  /// `.resize` comes with the new size, `.eof` once when the terminal is gone. `onEnd` is called after the terminal
  /// has been given back; the process should then end. `now` is in milliseconds of a clock that does not go back.
  public init(
    theme: Theme, keyMap: KeyMap,
    now: @escaping @MainActor () -> Int64 = TerminalDevice.monotonicMilliseconds,
    onKeys: @escaping @MainActor ([Key]) -> Void, onEnd: @escaping @MainActor (Ending) -> Void
  ) throws(TerminalError) {
    guard !Self.isTaken else { throw .inUse }
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, kiosk_tty_save() == 0 else {
      throw .notATerminal
    }
    self.theme = theme
    self.keyMap = keyMap
    self.now = now
    self.onKeys = onKeys
    self.onEnd = onEnd
    isPseudoTerminal = kiosk_tty_is_pseudo(STDIN_FILENO) != 0
    repeatLock = Self.repeatLock(keyMap, isPseudoTerminal)
    hasNoColour = unsafe getenv("NO_COLOR").map { unsafe $0.pointee != 0 } ?? false
    kiosk_tty_ignore_keyboard_signals()
    // ncurses first, then the source for SIGWINCH, then the size: a change in between is not lost.
    switch kiosk_nc_open(Self.escapeMilliseconds) {
    case 0: break
    case 1: throw .unknownTerminal
    default: throw .notAddressable
    }
    Self.isTaken = true
    KeyCodes.define()
    kiosk_nc_mouse(1)
    armFarewell()
    painter.load(theme, isColourful: !hasNoColour)
    listen()
    measure()
  }

  /// Shows a frame: what differs from the one before is sent, and the cursor is set.
  public func draw(_ frame: Frame) {
    guard isOpen else { return }
    self.frame = frame
    painter.draw(frame, columns: columns, rows: rows, isColourful: isColourful)
  }

  /// Clears the screen and sends the whole last frame anew.
  public func repaint() {
    guard isOpen else { return }
    painter.forget()
    kiosk_nc_repaint()
    if let frame { draw(frame) }
  }

  /// Another theme, at once.
  public func use(_ theme: Theme) {
    guard isOpen else { return }
    self.theme = theme
    painter.load(theme, isColourful: !hasNoColour)
    repaint()
  }

  /// Throws away what was typed and has not been read: at idle, at a time-out, before a secret is entered.
  public func flushInput() {
    guard isOpen else { return }
    kiosk_nc_flush()
    filter = StrokeFilter()
  }

  /// Gives the terminal back: the screen is wiped, the mouse off, the line as it was. Twice is as good as once.
  public func restore() {
    guard isOpen else { return }
    isOpen = false
    for source in sources { source.cancel() }
    sources = []
    frame = nil
    painter.forget()
    kiosk_tty_disarm()
    kiosk_nc_close()
    Self.isTaken = false
  }

  /// Milliseconds of the kernel's monotonic clock.
  public static func monotonicMilliseconds() -> Int64 { Int64(kiosk_tty_milliseconds()) }

  private var isColourful: Bool { !hasNoColour && theme.hasColours }

  private static func repeatLock(_ keyMap: KeyMap, _ isPseudoTerminal: Bool) -> RepeatLock {
    RepeatLock(milliseconds: isPseudoTerminal ? 0 : keyMap.repeatLockMilliseconds)
  }

  /// Even a crash gives the terminal back, and leaves nothing on the screen.
  private func armFarewell() {
    var bytes = [CChar](repeating: 0, count: kiosk_tty_farewell_max)
    let count = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
      unsafe kiosk_nc_farewell(buffer.baseAddress, Int32(buffer.count))
    }
    unsafe bytes.withUnsafeBufferPointer { buffer in unsafe kiosk_tty_arm(buffer.baseAddress, count) }
  }

  private func listen() {
    let input = DispatchSource.makeReadSource(fileDescriptor: STDIN_FILENO, queue: .main)
    input.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.read() } }
    let size = DispatchSource.makeSignalSource(signal: SIGWINCH, queue: .main)
    size.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.sizeChanged() } }
    let term = DispatchSource.makeSignalSource(signal: SIGTERM, queue: .main)
    term.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.end(.terminated) } }
    let hangUp = DispatchSource.makeSignalSource(signal: SIGHUP, queue: .main)
    hangUp.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.end(.hungUp) } }
    sources = [input, size, term, hangUp]
    for source in sources { source.activate() }
  }

  private func end(_ ending: Ending) {
    guard isOpen else { return }
    restore()
    onEnd(ending)
  }

  /// Takes the kernel's word for the size; ncurses' own where the kernel has none.
  private func measure() {
    let size = kiosk_tty_size(STDOUT_FILENO)
    if size != 0 {
      let newRows = min(size / 65_536, Int32(Frame.rowsMax))
      let newColumns = min(size % 65_536, Int32(Frame.columnsMax))
      kiosk_nc_resize(newRows, newColumns)
    }
    rows = Int(kiosk_nc_rows())
    columns = Int(kiosk_nc_columns())
  }

  private func sizeChanged() {
    guard isOpen else { return }
    measure()
    painter.forget()
    kiosk_nc_repaint()
    onKeys([.resize(columns: columns, rows: rows)])
  }

  /// Takes all that has come, up to the limit, and hands it on at once.
  private func read() {
    guard isOpen else { return }
    let time = now()
    var keys: [Key] = []
    var count = 0
    while count < Self.strokesPerTurnMax {
      let code = kiosk_nc_get()
      guard code != Int32(kiosk_nc_none) else { break }
      // ncurses' own word on a change of size comes among the keys; the kernel's has been heard already.
      guard code != KEY_RESIZE else { continue }
      count += 1
      take(code, at: time, into: &keys)
    }
    if count < Self.strokesPerTurnMax {
      append(filter.settle(), at: time, to: &keys)
    } else {
      // What ncurses holds of its own would not wake the source.
      DispatchQueue.main.async { [weak self] in MainActor.assumeIsolated { self?.read() } }
    }
    if !keys.isEmpty { onKeys(keys) }
    emptyTurns = count == 0 ? emptyTurns + 1 : 0
    checkEnd()
  }

  private func take(_ code: Int32, at time: Int64, into keys: inout [Key]) {
    if code >= KEY_MIN {
      guard let stroke = KeyCodes.stroke(code) else { return }
      append(filter.take(stroke), at: time, to: &keys)
    } else if let byte = UInt8(exactly: code) {
      append(filter.take(byte: byte, at: time), at: time, to: &keys)
    }
  }

  private func append(_ output: StrokeFilter.Output?, at time: Int64, to keys: inout [Key]) {
    guard let output, limit.allows(at: time) else { return }
    let key: Key? =
      switch output {
      case .stroke(let stroke): keyMap.key(for: stroke, typing: typing)
      case .press(let row, let column): .press(row: row, column: column)
      }
    guard let key else { return }
    let passes = repeatLock.passes(key, at: time)
    if passes || isTyped(key) { keys.append(key) }
  }

  private func isTyped(_ key: Key) -> Bool {
    switch key {
    case .letter, .character: true
    case .digit: typing == .letters
    default: false
    }
  }

  /// Looks whether the terminal is gone, at every wake: the source tells of a hang-up only once. Woken again and again
  /// with nothing to read is an end, too: never a reason to spin. (ncurses' silence alone says nothing: it may have
  /// taken bytes that mean no key.)
  private func checkEnd() {
    let isSpinning = emptyTurns >= Self.emptyTurnsMax && kiosk_tty_is_at_end(STDIN_FILENO) != 0
    guard isOpen, !hasEnded, isSpinning || kiosk_tty_is_gone(STDIN_FILENO) != 0 else { return }
    hasEnded = true
    sources.first?.cancel()
    onKeys([.eof])
  }
}
