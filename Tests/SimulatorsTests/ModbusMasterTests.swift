// A Modbus master that is not ours (mbpoll, which uses libmodbus) against the simulated Modbus boards on a
// pseudo-terminal. It can read inputs and coils and set levels; the pulses are beyond the standard.

import Foundation
import Testing

@testable import Simulators

extension BoardRunnerTests {
  /// What mbpoll prints, and its exit status.
  private func mbpoll(_ arguments: [String]) throws -> (text: String, status: Int32) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/mbpoll")
    process.arguments = ["-m", "rtu", "-b", "9600", "-P", "none", "-q", "-1", "-o", "2"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (String(decoding: bytes, as: UTF8.self), process.terminationStatus)
  }

  /// The values of mbpoll's lines `[1]:  0`.
  private func values(_ text: String) -> [Int] {
    text.split(separator: "\n").filter { $0.hasPrefix("[") }
      .compactMap { $0.split(whereSeparator: { " \t".contains($0) }).last.flatMap { Int($0) } }
  }

  @Test("A9: a foreign master reads our inputs (FC02) and coils (FC01) and writes a coil (FC05)")
  func foreignMaster() throws {
    let wall = try Wall {
      $0.wall = SimulatedWall(boards: 2, dialect: .modbus)
      $0.wall.locks = 8
    }
    #expect(wall.say("open 0 2").contains(#""door":"open""#))
    let inputs = try mbpoll(["-a", "1", "-t", "1", "-r", "1", "-c", "8", wall.link])
    #expect(values(inputs.text) == [1, 1, 0, 1, 1, 1, 1, 1], "\(inputs.text)")
    let off = try mbpoll(["-a", "2", "-t", "0", "-r", "1", "-c", "8", wall.link])
    #expect(values(off.text) == [0, 0, 0, 0, 0, 0, 0, 0], "\(off.text)")
    // A level, which our product never sends: the truth calls it what it is.
    let write = try mbpoll(["-a", "2", "-t", "0", "-r", "5", wall.link, "1"])
    #expect(write.status == 0, "\(write.text)")
    let on = try mbpoll(["-a", "2", "-t", "0", "-r", "1", "-c", "8", wall.link])
    #expect(values(on.text) == [0, 0, 0, 0, 1, 0, 0, 0], "\(on.text)")
    #expect(wall.truth.contains { $0.contains(#""board":1,"lock":4,"event":"coil_held""#) })
    #expect(wall.say("state").contains(#""pulses":0,"held":true"#))
    // What does not exist is refused with the standard's exception, which libmodbus understands.
    let beyond = try mbpoll(["-a", "1", "-t", "1", "-r", "5", "-c", "8", wall.link])
    #expect(beyond.text.contains("Illegal data address"), "\(beyond.text)")
    let nobody = try mbpoll(["-a", "3", "-t", "1", "-r", "1", "-c", "8", wall.link])
    #expect(nobody.text.contains("timed out"), "\(nobody.text)")
    wall.end()
  }
}
