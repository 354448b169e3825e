// A technician at the wall, as a script: `kiosk lockers prove` on a pipe, doors on the control socket of the simulated
// boards. Answers come from what truly stands open.

import Foundation
import Messages

final class Technician {
  let stand: Stand
  private(set) var child: ChildProcess
  private let pipe: FileHandle
  private var handled = 0
  /// The compartment of the last question.
  private var current = 0
  /// Prompts answered so far, for a script that ends early.
  private(set) var answers = 0
  /// Answers to the question whether the door moved, where they differ from the truth.
  var lies: (Int) -> String? = { _ in nil }
  /// Called before the answer to "is it open"; may throw to end the run.
  var atDoor: (Int) throws -> Void = { _ in }

  var out: String { stand.scratch.file("fragment.toml") }
  var output: String { child.outputText }

  init(
    _ stand: Stand, _ arguments: [String] = ["--bus", "wall", "--board", "0"], name: String = "prove",
    keeps: Bool = true
  ) throws {
    self.stand = stand
    let fifo = stand.scratch.file("\(name).in")
    guard mkfifo(fifo, 0o600) == 0 else { throw Stand.TimedOut(description: "no pipe") }
    pipe = FileHandle(fileDescriptor: open(fifo, O_RDWR | O_CLOEXEC), closeOnDealloc: true)
    var command = [try Products.path("kiosk"), "lockers", "prove"] + arguments
    command += ["--socket", stand.sockets, "--lang", "en"]
    if keeps { command += ["--out", stand.scratch.file("fragment.toml")] }
    let words = command.map { "'\($0)'" }.joined(separator: " ")
    child = try ChildProcess(["/bin/sh", "-c", "exec \(words) < '\(fifo)'"], name: name, in: stand.scratch)
  }

  func say(_ line: String) {
    answers += 1
    pipe.write(Data((line + "\n").utf8))
  }

  /// Answers until the command ends; its exit status.
  func run(seconds: Double = 90) throws -> Int32 {
    let deadline = monotonicMilliseconds() + Int64(seconds * 1000)
    while monotonicMilliseconds() < deadline {
      if let status = child.wait(seconds: 0.02) { return status }
      try step()
    }
    throw Stand.TimedOut(description: "the dialogue does not end:\n\(output)\n\(child.errorText)")
  }

  /// Waits for a question that holds `words`, without answering it.
  func waits(for words: String, seconds: Double = 30) throws {
    let deadline = monotonicMilliseconds() + Int64(seconds * 1000)
    while monotonicMilliseconds() < deadline {
      if output.dropFirst(handled).contains(words) { return }
      guard child.wait(seconds: 0.02) == nil else { break }
    }
    throw Stand.TimedOut(description: "no \"\(words)\":\n\(output)\n\(child.errorText)")
  }

  func step() throws {
    let text = output
    let news = text.dropFirst(handled)
    guard news.hasSuffix("] ") || news.hasSuffix("here: ") || news.hasSuffix("leave it out: ") else { return }
    handled = text.count
    let question = news.split(separator: "\n").last.map(String.init) ?? ""
    if question.hasPrefix("Open compartment ") {
      current = Int(question.dropFirst("Open compartment ".count).prefix { $0.isNumber }) ?? 0
      say("")
    } else if question.contains("and no other?") {
      try atDoor(current)
      if let lie = lies(current) { return say(lie) }
      for _ in 0..<150 where try !stand.wall.door(current).isOpen { usleep(20_000) }
      say(try stand.wall.door(current).isOpen ? "y" : "n")
    } else if question.contains("shut the door") {
      try stand.wall.hand("close", current)
      say("y")
    } else if question.contains("1 open it once more") || question.contains("1 once more") {
      say("2")
    } else {
      say("y")
    }
  }
}

extension Stand {
  /// A stand whose first `locks` compartments are out of service.
  static func toProve(
    _ name: String, locks: Int = 4, boards: String? = nil, dialect: [String]? = nil, fault: String? = nil
  ) throws -> Stand {
    let stand = try Stand(name) {
      $0.used = locks
      $0.boardTables = boards
      if let dialect {
        $0.dialect = dialect
        $0.firstBoard = 1
      }
    }
    if let fault { try stand.wall.command("fault \(fault)") }
    try stand.launch()
    try stand.connect()
    try stand.wait("the first reading of the boards") { try stand.status().service != "starting" }
    for number in 1...locks { _ = try stand.ask(.block(compartment: number, reason: "commissioning")) }
    return stand
  }

  /// Kinds of the records so far, with a field of each.
  func records(_ kind: String) -> [String] { followed.filter { $0.contains("\"kind\":\"\(kind)\"") } }

  /// The records until now; the follower has them a moment later.
  func catchUp(_ what: String, _ isThere: () -> Bool) throws { try wait(what, seconds: 10, until: isThere) }
}
