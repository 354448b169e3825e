// Simulated boards as they run: a pseudo-terminal, a truth file and a control socket, with the product's driver
// at the other end of the wire.

import Foundation
import Lockers
import Synchronization
import Testing

@testable import Simulators

@Suite(.serialized) struct BoardRunnerTests {
  /// Simulated boards on a thread of their own.
  final class Wall: Sendable {
    let folder: String
    private let isEnding = Atomic<Bool>(false)
    private let ended = DispatchSemaphore(value: 0)
    private let ready = Pipe()

    var link: String { folder + "/bus" }
    var truth: [String] {
      let text = (try? String(contentsOfFile: folder + "/truth", encoding: .utf8)) ?? ""
      return text.split(separator: "\n").map(String.init)
    }

    init(_ change: @Sendable @escaping (inout SimulatedBoardOptions) -> Void = { _ in }) throws {
      folder = NSTemporaryDirectory() + "kiosk-wall-\(UInt64.random(in: 0..<UInt64.max))"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let folder = folder
      Thread { [self] in
        var options = SimulatedBoardOptions(wall: SimulatedWall(boards: 2), link: folder + "/bus")
        options.truth = folder + "/truth"
        options.control = folder + "/control"
        change(&options)
        do {
          try runBoards(options, output: ready.fileHandleForWriting.fileDescriptor) {
            isEnding.load(ordering: .relaxed)
          }
        } catch {
          Issue.record(error)
        }
        ended.signal()
      }.start()
      let line = String(decoding: ready.fileHandleForReading.availableData, as: UTF8.self)
      #expect(line.hasPrefix(#"{"ready":true,"link":"\#(folder)/bus","device":"/dev/pts/"#))
    }

    func end() {
      isEnding.store(true, ordering: .relaxed)
      ended.wait()
      #expect(try! FileManager.default.contentsOfDirectory(atPath: folder) == ["truth"])
      try? FileManager.default.removeItem(atPath: folder)
    }

    /// One line to the control socket, and its answer.
    func say(_ line: String) -> String {
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      defer { close(descriptor) }
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array((folder + "/control").utf8)) }
      let status = withUnsafePointer(to: address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
      #expect(status == 0)
      let bytes = Array(line.utf8) + [0x0A]
      #expect(write(descriptor, bytes, bytes.count) == bytes.count)
      var answer = [UInt8]()
      var buffer = [UInt8](repeating: 0, count: 4096)
      while !answer.contains(0x0A) {
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&polled, 1, 2000) > 0 else { break }
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { break }
        answer += buffer[0..<count]
      }
      return String(decoding: answer, as: UTF8.self)
    }
  }

  final class Events: Sendable {
    let all = Mutex<[BusEvent]>([])
    let arrived = DispatchSemaphore(value: 0)

    func post(_ event: BusEvent) {
      all.withLock { $0.append(event) }
      arrived.signal()
    }

    func wait(_ isWanted: (BusEvent) -> Bool) -> Bool {
      let end = DispatchTime.now() + 8
      while !all.withLock({ $0.contains(where: isWanted) }) {
        if arrived.wait(timeout: end) == .timedOut { return false }
      }
      return true
    }
  }

  private func configuration(_ wall: Wall) -> BusConfiguration {
    var configuration = BusConfiguration(
      path: wall.link, boards: [BoardConfiguration(address: 0), BoardConfiguration(address: 1)])
    configuration.boards[1].irWired = true
    configuration.reopenMilliseconds = 50
    return configuration
  }

  @Test("a lock is opened over the wire, a document put in by hand, and the truth file knows it all")
  func pickup() throws {
    let wall = try Wall()
    let events = Events()
    let driver = try BusDriver(configuration(wall)) { events.post($0) }
    try driver.start()
    #expect(events.wait { if case .allBoardsRead = $0 { true } else { false } })
    let expires = BusDriver.now().advanced(milliseconds: 1000)
    driver.unlock(LockPosition(board: 1, lock: 3), token: BusToken(1), expires: expires)
    #expect(
      events.wait { event in
        if case .reading(let reading) = event, reading.contact(3) == .open { true } else { false }
      })
    #expect(wall.say("put 1 3").contains(#""item":true"#))
    #expect(wall.say("close 1 3").contains(#""door":"closed""#))
    #expect(
      events.wait { event in
        if case .reading(let reading) = event, reading.contact(3) == .closed, reading.item(3) == .present {
          true
        } else {
          false
        }
      })
    driver.stop()
    let truth = wall.truth
    #expect(truth.allSatisfy { $0.contains(#""board":1,"lock":3,"#) && $0.hasPrefix(#"{"t":"#) })
    let names = truth.compactMap { $0.split(separator: "\"").dropLast().last.map(String.init) }
    #expect(names == ["unlock_frame", "pulse", "door_opened", "item_put", "door_closed"])
    wall.end()
  }

  @Test("an adapter pulled in the middle of an answer is noticed, and works again when it is back")
  func unplug() throws {
    let wall = try Wall()
    let events = Events()
    let driver = try BusDriver(configuration(wall)) { events.post($0) }
    try driver.start()
    func isReady(_ event: BusEvent) -> Bool { if case .allBoardsRead = event { true } else { false } }
    #expect(events.wait(isReady))
    events.all.withLock { $0 = [] }
    #expect(wall.say("fault unplug=@100").contains("ok"))
    #expect(events.wait { if case .lineLost(.unplugged, _) = $0 { true } else { false } })
    #expect(events.wait(isReady))
    driver.stop()
    wall.end()
  }

  @Test("what cannot be started says why")
  func refusals() throws {
    let folder = NSTemporaryDirectory() + "kiosk-wall-\(UInt64.random(in: 0..<UInt64.max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func attempt(_ change: (inout SimulatedBoardOptions) -> Void) -> String {
      var options = SimulatedBoardOptions(wall: SimulatedWall(boards: 1), link: folder + "/bus")
      change(&options)
      do {
        try runBoards(options) { true }
        return "started"
      } catch {
        return error.description
      }
    }
    try Data().write(to: URL(filePath: folder + "/file"))
    #expect(attempt { $0.link = folder + "/file" }.contains("no symbolic link"))
    #expect(attempt { $0.link = folder + "/none/bus" }.contains("cannot make the link"))
    #expect(attempt { $0.truth = folder + "/none/truth" }.contains("cannot write"))
    #expect(attempt { $0.control = folder + "/" + String(repeating: "x", count: 120) }.contains("107 bytes"))
    #expect(attempt { $0.control = folder + "/file" }.contains("no socket"))
    #expect(attempt { $0.faults = [SimulatedFault(.noAnswer, board: 3)] }.contains("there is no board 3"))
  }
}
