// The whole way with a program that plays AusweisApp: a real child process, its port file, a real WebSocket, and every
// transcript of the dialogue played over it.

import Configuration
import Foundation
import Glibc
import Identity
import Logging
import Secrets
import Synchronization
import Testing

@testable import Station

/// A service, its notices, and the other end of its WebSocket.
final class ServiceRig {
  let scratch = Scratch()
  let server: LocalServer
  let service: AusweisService
  private let log = Log()

  private final class Log: Sendable {
    let notices = Mutex<[AusweisNotice]>([])
  }

  /// `script` runs in a shell with `$PORT` of the server; what is usual writes the port down and waits.
  init(
    script: String = "echo $PORT > \"$TMPDIR/AusweisApp2.$$.port\"; exec sleep 600", readers: Int? = nil
  ) throws {
    server = try LocalServer()
    let program = scratch.path + "/AusweisApp"
    try "#!/bin/sh\necho $$ >> \(scratch.path)/pids\nPORT=\(server.port)\n\(script)\n"
      .write(toFile: program, atomically: true, encoding: .utf8)
    chmod(program, 0o700)
    let text = """
      [station]
      town = "T"
      [counter]
      name = "S"
      address = "W"
      [ausweisapp]
      enabled = true
      program = "\(program)"
      """
    let settings = try StationConfiguration.load(text: text, file: "test").get().ausweisApp
    let number = Mutex<UInt64>(1)
    let log = log
    service = AusweisService(
      settings: settings, directory: scratch.path + "/app",
      chance: {
        number.withLock {
          $0 = $0 &* 6_364_136_223_846_793_005 &+ 1
          return $0
        }
      },
      readerCount: { readers }, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
      notify: { notice in log.notices.withLock { $0.append(notice) } })
  }

  var pids: [pid_t] {
    ((try? String(contentsOfFile: scratch.path + "/pids", encoding: .utf8)) ?? "").split(separator: "\n")
      .compactMap { pid_t($0) }
  }

  var all: [AusweisNotice] { log.notices.withLock { $0 } }

  var endings: [AusweisEnding] {
    all.compactMap { notice in
      if case .ended(let ending) = notice { return ending }
      return nil
    }
  }

  func await(_ what: String, _ condition: ([AusweisNotice]) -> Bool) throws {
    try wait(for: what) { condition(all) }
  }

  /// Launches, and takes the handshake.
  func connect() throws -> LocalConnection {
    service.start()
    let connection = try server.accept()
    try connection.shake()
    return connection
  }
}

/// The transcripts of the dialogue's own tests.
enum PlayedTranscript {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("IdentityTests/Golden/AusweisApp")

  /// Those that need no timer and no word before the connection stands.
  static let names: [String] = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".txt") && !$0.hasPrefix("connect-queued") }.sorted()
    .filter { name in
      ((try? lines(name)) ?? []).allSatisfy { !$0.hasPrefix("! rang") && !$0.hasPrefix("! look") }
    }

  static func lines(_ name: String) throws -> [String] {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8).split(separator: "\n")
      .map(String.init)
  }

  static func event(_ line: String) -> AusweisEvent? {
    let words = line.dropFirst(2).split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    switch words[0] {
    case "accept": return .accept
    case "proceed": return .proceed
    case "cancel": return .cancel
    case "secret": return .secret(Secret(Array(words[1].utf8)))
    case "grant": return .grant(AccessRight(words[1]), words[2] == "on")
    case "begin": return .begin(words[1] == "pin" ? .changePIN : .authenticate(address: words[2]))
    default: return nil
    }
  }
}

@Suite(.serialized) struct AusweisServiceTests {
  @Test("every transcript goes the same way over a real WebSocket", arguments: PlayedTranscript.names)
  func transcript(_ name: String) throws {
    let rig = try ServiceRig()
    defer { rig.service.stop() }
    let connection = try rig.connect()
    let lines = try PlayedTranscript.lines(name)
    var views = 0
    var ended = 0
    var isLost = false
    for line in lines {
      let rest = String(line.dropFirst(2))
      switch line.prefix(1) {
      case "<": connection.say(rest)
      case ">": #expect(try connection.text() == rest, "\(name)")
      case "=":
        // The last view of a connection that is given up is not told any more.
        if rest.hasPrefix("closed") { break }
        views += 1
        try rig.await("\(name): view \(views), \(rest)") { notices in
          notices.count { if case .view = $0 { true } else { false } } >= views
        }
      case ".":
        ended += 1
        try rig.await("\(name): \(rest)") { _ in rig.endings.count >= ended }
        #expect(Self.text(rig.endings[ended - 1]) == rest, "\(name)")
      case "x": isLost = true
      case "!":
        if rest == "closed" {
          connection.end()
          isLost = true
        } else if let event = PlayedTranscript.event(line), !isLost {
          rig.service.post(event)
          // It is heard before what the program says next.
          try rig.service.loop.submit {}.wait()
        }
      default: break
      }
    }
    if isLost {
      try rig.await("\(name): it is ended and started anew") { notices in
        notices.contains { if case .state(.down(.lost, _)) = $0 { true } else { false } }
      }
    }
    #expect(rig.endings.count == ended, "\(name)")
  }

  @Test("Who wants to look at the card has the program asked for its readers")
  func looks() throws {
    let rig = try ServiceRig()
    defer { rig.service.stop() }
    let connection = try rig.connect()
    for line in try PlayedTranscript.lines("connect-pulse.txt").prefix(while: { $0 != "! look" }) {
      let rest = String(line.dropFirst(2))
      switch line.prefix(1) {
      case "<": connection.say(rest)
      case ">": #expect(try connection.text() == rest)
      case "=": try rig.await("readiness") { $0.contains(.view(.ready)) }
      default: break
      }
    }
    rig.service.post(.look)
    #expect(try connection.text() == #"{"cmd":"GET_READER_LIST"}"#)
  }

  private static func text(_ ending: AusweisEnding) -> String {
    switch ending {
    case .authenticated(let refresh): "authenticated \(refresh)"
    case .pinChanged: "pin changed"
    case .cancelled: "cancelled"
    case .failed(let failure): "failed \(failure.code)"
    case .pinUnclear(let failure): "pin unclear \(failure.code)"
    }
  }

  @Test("a connection that breaks at any message ends the run once, and the program is started anew")
  func brokenAnywhere() throws {
    let lines = try PlayedTranscript.lines("pin-change-suspended.txt").filter { !$0.hasPrefix("#") }
    let begin = try #require(lines.firstIndex { $0.hasPrefix("! begin") })
    for cut in stride(from: begin + 1, through: lines.count - 2, by: 3) {
      let rig = try ServiceRig()
      defer { rig.service.stop() }
      let connection = try rig.connect()
      var views = 0
      for line in lines[..<cut] {
        let rest = String(line.dropFirst(2))
        switch line.prefix(1) {
        case "<": connection.say(rest)
        case ">": #expect(try connection.text() == rest)
        case "=":
          views += 1
          try rig.await("view \(rest)") { $0.count { if case .view = $0 { true } else { false } } >= views }
        case "!": if let event = PlayedTranscript.event(line) { rig.service.post(event) }
        default: break
        }
      }
      if cut == begin + 1 { _ = try connection.text() }
      connection.end()
      try rig.await("cut \(cut)") { _ in rig.endings.count == 1 }
      let again = try rig.server.accept()
      try again.shake()
      #expect(try again.text() == #"{"cmd":"GET_INFO"}"#)
      #expect(rig.endings.count == 1)
      switch rig.endings[0] {
      case .failed(.connectionLost), .pinUnclear(.connectionLost): break
      default: Issue.record("cut \(cut): \(rig.endings[0])")
      }
    }
  }

  @Test func aProgramThatIsNotThere() throws {
    let rig = try ServiceRig()
    unlink(rig.scratch.path + "/AusweisApp")
    rig.service.start()
    defer { rig.service.stop() }
    try rig.await("down") { $0.contains(.state(.down(.notExecutable(ENOENT), retryMilliseconds: 500))) }
    // Nothing waits for what is not there.
    rig.service.post(.begin(.changePIN))
    try rig.await("an end") { _ in rig.endings == [.failed(.notRunning)] }
    try rig.await("another try") {
      $0.contains(.state(.down(.notExecutable(ENOENT), retryMilliseconds: 1_000)))
    }
  }

  @Test func aProgramThatEndsIsStartedAnew() throws {
    let rig = try ServiceRig(script: "exit 3")
    rig.service.start()
    defer { rig.service.stop() }
    try rig.await("down twice") { $0.count { $0 == .state(.starting) } >= 2 }
    #expect(rig.all.contains(.state(.down(.ended, retryMilliseconds: 500))))
  }

  @Test("a killed program ends the run, and another one comes")
  func killed() throws {
    let rig = try ServiceRig()
    defer { rig.service.stop() }
    let connection = try rig.connect()
    #expect(try connection.text() == #"{"cmd":"GET_INFO"}"#)
    rig.service.post(.begin(.changePIN))
    kill(try #require(rig.pids.first), SIGKILL)
    try rig.await("an end") { _ in rig.endings == [.failed(.connectionLost)] }
    _ = try rig.server.accept()
    #expect(rig.pids.count == 2)
  }

  @Test("the program ends with the service, however deaf it is, and its group with it")
  func ends() throws {
    let rig = try ServiceRig(
      script: "trap '' TERM; echo $PORT > \"$TMPDIR/AusweisApp2.$$.port\"; sleep 600 & sleep 600")
    _ = try rig.connect()
    let pid = try #require(rig.pids.first)
    #expect(kill(pid, 0) == 0)
    rig.service.stop()
    // Nobody of its group runs; who has ended may still be waited for by init.
    let left = Program("/usr/bin/pgrep", ["-g", "\(pid)", "-r", "R,S,D,T"]).run()
    #expect(left.output.isEmpty)
    #expect(rig.all.contains(.state(.off)))
  }

  @Test("it has a home of its own, nothing of ours, and its arguments as they should be")
  func home() throws {
    let rig = try ServiceRig(
      script: """
        env | sort > "$HOME/env"; echo "$@" > "$HOME/arguments"; ls /proc/self/fd > "$HOME/fds"
        echo $PORT > "$TMPDIR/AusweisApp.$$.port"; exec sleep 600
        """)
    setenv("KIOSK_TEST_SECRET", "x", 1)
    _ = try rig.connect()
    rig.service.stop()
    let home = rig.scratch.path + "/app"
    let variables = try String(contentsOfFile: home + "/env", encoding: .utf8)
    #expect(variables.contains("QT_QPA_PLATFORM=offscreen\n"))
    #expect(variables.contains("TMPDIR=\(home)/tmp\n"))
    #expect(!variables.contains("KIOSK_TEST_SECRET"))
    #expect(
      try String(contentsOfFile: home + "/arguments", encoding: .utf8)
        == "--ui websocket --port 0 --no-proxy --no-logfile\n")
    var status = stat()
    stat(home, &status)
    #expect(status.st_mode & 0o777 == 0o700)
  }

  @Test("a program that is turned away from, or turns us away, says why")
  func turnedAway() throws {
    let rig = try ServiceRig()
    rig.service.start()
    defer { rig.service.stop() }
    let connection = try rig.server.accept()
    _ = try connection.readRequest()
    connection.write("HTTP/1.0 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n")
    try rig.await("down") { $0.contains(.state(.down(.refused(.occupied), retryMilliseconds: 500))) }
  }

  @Test("what is no message ends the connection, the run and the program")
  func hostile() throws {
    let rig = try ServiceRig()
    defer { rig.service.stop() }
    let connection = try rig.connect()
    _ = try connection.text()
    rig.service.post(.begin(.changePIN))
    connection.frame([0xFF, 0xFE, 0x00])
    try rig.await("down") { $0.contains(.state(.down(.lost(.unreadable), retryMilliseconds: 500))) }
    #expect(rig.endings == [.failed(.unreadable)])
  }
}
