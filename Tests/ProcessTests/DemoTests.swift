// `kiosk demo` as processes: its people are those of README.md, it comes back after a crash of its station, and it
// leaves nothing behind however it ends.

import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct DemoTests {
  private struct Ready: Decodable {
    struct Citizen: Decodable {
      var number: String
      var code: String
      var birthDate: String
    }
    var socket: String
    var state: String
    var boards: Int32
    var station: Int32
    var citizens: [Citizen]
  }

  private func start() throws -> (RunningProgram, Ready) {
    let demo = try RunningProgram(["demo", "--headless"])
    try demo.expect("\"truth\":", seconds: 60)
    try demo.expect("}\n")
    let line = try #require(demo.transcript.split(separator: "\n").last { $0.hasPrefix("{") })
    return (demo, try JSONDecoder().decode(Ready.self, from: Data(line.utf8)))
  }

  /// Waits for what has no words: a process or a file that goes.
  private func until(seconds: Double = 10, _ condition: () -> Bool) -> Bool {
    let deadline = Date().addingTimeInterval(seconds)
    while Date() < deadline {
      if condition() { return true }
      usleep(20_000)
    }
    return condition()
  }

  private func isAlive(_ id: Int32) -> Bool {
    let status = (try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)) ?? ""
    // What is dead and not yet waited for is no process any more.
    return !status.isEmpty && !status.contains(") Z ")
  }

  @Test("numbers, codes and birth dates are those of README.md, and SIGTERM leaves nothing behind")
  func readme() throws {
    let (demo, ready) = try start()
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    #expect(ready.citizens.count == 9)
    for citizen in ready.citizens {
      let day = citizen.birthDate.split(separator: "-").reversed().joined(separator: ".")
      #expect(readme.contains("| \(citizen.number) | \(citizen.code) | \(day) |"), "\(citizen)")
    }
    #expect(until { isAlive(ready.station) && isAlive(ready.boards) })
    demo.signal(SIGTERM)
    #expect(try demo.finish() == 0)
    #expect(!isAlive(ready.station) && !isAlive(ready.boards))
    let directory = URL(fileURLWithPath: ready.state).deletingLastPathComponent().path
    #expect(!FileManager.default.fileExists(atPath: directory))
  }

  @Test("a killed station is started again and serves; a killed demo takes all with it")
  func kills() throws {
    let (demo, ready) = try start()
    kill(ready.station, SIGKILL)
    #expect(until { !isAlive(ready.station) })
    let serves = until {
      guard let status = try? RunningProgram(["status", "--json", "--socket", ready.socket]) else {
        return false
      }
      return (try? status.finish()) == 0 && status.transcript.contains("\"service\":\"in-service\"")
    }
    #expect(serves)
    demo.signal(SIGKILL)
    #expect(until { !isAlive(ready.boards) })
    let isSilent = until {
      guard let status = try? RunningProgram(["status", "--socket", ready.socket]) else { return false }
      return (try? status.finish()) == 69
    }
    #expect(isSilent, "the station that was started anew is gone, too")
    // The next demo removes what the killed one could not.
    let (next, _) = try start()
    #expect(!FileManager.default.fileExists(atPath: ready.state))
    next.signal(SIGTERM)
    #expect(try next.finish() == 0)
  }
}
