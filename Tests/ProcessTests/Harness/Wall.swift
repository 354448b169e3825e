// The simulated boards as a process, with hands on its control socket and its truth as it happens. What lies in a
// compartment, and whose it is, is written down here at the moment of the deed: the judge's second witness.

import Foundation

final class Wall {
  private(set) var process: ChildProcess
  let truthPath: String
  let link: String
  private let arguments: [String]
  private let control: String
  private let scratch: Scratch
  private var hands: StreamSocket
  private var watch: StreamSocket
  var watchDescriptor: Int32 { watch.descriptor }

  /// Starts boards and waits until they are ready.
  /// `dialect`: the boards' protocol and what only it knows, as arguments.
  init(
    boards: Int, in scratch: Scratch, baud: Int = 115_200, itemSensor: Bool, pull: String = "spring",
    dialect: [String] = ["--dialect", "kerong"]
  ) throws {
    self.scratch = scratch
    link = scratch.file("wall")
    truthPath = scratch.file("truth")
    control = scratch.file("control")
    arguments =
      [
        try Products.path("kiosk"), "simulate", "board",
      ] + dialect + [
        "--boards", "\(boards)",
        "--link", link, "--truth", truthPath, "--control", control, "--baud", "\(baud)", "--pull", pull,
        itemSensor ? "--ir" : "--no-ir",
      ]
    (process, hands, watch) = try Self.start(arguments, control, scratch)
  }

  /// Starts boards anew after `kill`: all doors closed, nothing inside, the truth goes on in the same file.
  func restart() throws { (process, hands, watch) = try Self.start(arguments, control, scratch) }

  private static func start(
    _ arguments: [String], _ control: String, _ scratch: Scratch
  ) throws -> (ChildProcess, StreamSocket, StreamSocket) {
    let child = try ChildProcess(arguments, name: "boards", in: scratch)
    let hands = try StreamSocket(control, seconds: 20) { child.isRunning }
    let watch = try StreamSocket(control, seconds: 20) { child.isRunning }
    try watch.send(Array("watch\n".utf8))
    // The answer to it is the sign that boards, device and truth file are there.
    guard try answer(watch)["ok"] as? Bool == true else {
      throw StreamSocket.Lost(description: "the boards do not let us watch: \(child.errorText)")
    }
    return (child, hands, watch)
  }

  /// Does something to a door; false when the world does not allow it (a closed door, an empty compartment).
  @discardableResult
  func hand(_ word: String, _ compartment: Int) throws -> Bool {
    let (board, lock) = StationFile.lock(of: compartment)
    return try command("\(word) \(board) \(lock)")["ok"] as? Bool == true
  }

  @discardableResult
  func command(_ line: String) throws -> [String: Any] {
    try hands.send(Array((line + "\n").utf8))
    return try Self.answer(hands)
  }

  private static func answer(_ socket: StreamSocket) throws -> [String: Any] {
    let deadline = monotonicMilliseconds() + 20_000
    while monotonicMilliseconds() < deadline {
      if let line = socket.line() {
        return try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
      }
      if socket.waits(milliseconds: 1000) { socket.fill() }
      if socket.isAtEnd { break }
    }
    throw StreamSocket.Lost(description: "the boards do not answer")
  }

  /// Doors and items as they truly are now.
  func door(_ compartment: Int) throws -> (isOpen: Bool, hasItem: Bool) {
    let (board, lock) = StationFile.lock(of: compartment)
    let boards = try command("state")["boards"] as? [[String: Any]] ?? []
    let locks = boards[board]["locks"] as? [[String: Any]] ?? []
    return (locks[lock]["door"] as? String == "open", locks[lock]["item"] as? Bool == true)
  }

  /// Truth lines that came since the last call.
  func news() throws -> [TruthLine] {
    watch.fill()
    var lines: [TruthLine] = []
    while let line = watch.line() {
      lines.append(try JSONDecoder().decode(TruthLine.self, from: Data(line.utf8)))
    }
    return lines
  }
}
