// A bench for the bus machine: virtual time, a peer that answers as the test says, and a transcript in words.

import Foundation
import Testing

@testable import Lockers

/// A machine on a bench. Every write succeeds at once unless `failsWrites` says otherwise.
struct Bench {
  var machine: BusMachine
  var now = BusTime(microseconds: 0)
  var transcript: [String] = []
  var outputs: [(at: BusTime, output: BusOutput)] = []
  /// What the far side does with a request: bytes, each after so many ms.
  var peer: (_ request: [UInt8], _ at: BusTime) -> [(after: Int, bytes: [UInt8])] = { _, _ in [] }
  var writtenBytes: Int?
  /// Off for long runs, whose transcript nobody reads.
  var keepsTranscript = true
  private var coming: [(at: BusTime, bytes: [UInt8])] = []

  init(_ configuration: BusConfiguration) { machine = BusMachine(configuration) }

  init(boards: Int, _ change: (inout BusConfiguration) -> Void = { _ in }) {
    var configuration = BusConfiguration(
      path: "/dev/bench", boards: (0..<boards).map { BoardConfiguration(address: $0) })
    change(&configuration)
    self.init(configuration)
  }

  mutating func feed(_ input: BusInput) {
    for output in machine.step(now: now, input) {
      outputs.append((now, output))
      if keepsTranscript, let text = describe(output) {
        let time = String(format: "%9.1f", Double(now.microseconds) / 1000)
        transcript.append("\(time)  \(text)")
      }
      guard case .write(let bytes) = output else { continue }
      if let count = writtenBytes {
        feed(.writeFailed(written: count))
        continue
      }
      for answer in peer(bytes, now) {
        coming.append((now.advanced(milliseconds: answer.after), answer.bytes))
      }
      coming.sort { $0.at < $1.at }
      feed(.written)
    }
  }

  /// Lets `milliseconds` pass.
  mutating func run(_ milliseconds: Int) {
    let end = now.advanced(milliseconds: milliseconds)
    while true {
      let wake = machine.wakeAt ?? end
      let next = min(wake, coming.first?.at ?? end)
      guard next < end else { break }
      now = max(now, next)
      if let first = coming.first, first.at <= now {
        coming.removeFirst()
        feed(.received(first.bytes))
      } else {
        feed(.tick)
      }
    }
    now = end
    feed(.tick)
  }

  mutating func note(_ text: String) { transcript.append("# \(text)") }

  var writes: [(at: BusTime, bytes: [UInt8])] {
    outputs.compactMap { entry in
      guard case .write(let bytes) = entry.output else { return nil }
      return (entry.at, bytes)
    }
  }

  var results: [UnlockResult] {
    outputs.compactMap { entry in
      guard case .unlock(_, let result) = entry.output else { return nil }
      return result
    }
  }

  var diagnostics: [BusDiagnostic] {
    outputs.compactMap { entry in
      guard case .diagnostic(let diagnostic) = entry.output else { return nil }
      return diagnostic
    }
  }

  var text: String { transcript.joined(separator: "\n") + "\n" }
}

func describe(_ output: BusOutput) -> String? {
  switch output {
  case .write(let bytes): "write \(hex(bytes))"
  case .flushInput: "flush"
  case .wake: nil
  case .reading(let reading):
    "reading board \(reading.board) \(reading.contacts.map(letter).joined())"
      + (reading.hasChanges ? " changed \(reading.changedLocks)" : "")
  case .health(let board, let health): "health board \(board) \(health)"
  case .allBoardsRead: "all boards read"
  case .unlock(let token, let result): "unlock \(token.value) \(result)"
  case .pulseTime(let token, let result): "pulse time \(token.value) \(result)"
  case .probe(let probe): "probe \(probe)"
  case .diagnostic(let diagnostic): "diagnostic \(diagnostic)"
  }
}

private func letter(_ contact: Contact) -> String {
  switch contact {
  case .open: "O"
  case .closed: "c"
  case .unknown: "?"
  }
}

func hex(_ bytes: [UInt8]) -> String { bytes.map { String(format: "%02X", $0) }.joined(separator: " ") }

func bytes(_ text: String) -> [UInt8] { text.split(separator: " ").map { UInt8($0, radix: 16)! } }

/// A status answer written out by hand: contacts as bits, lock 0 first, 1 = closed.
func status(_ board: Int, _ contacts: Int = 0xFFFF, items: Int = 0) -> [UInt8] {
  var frame = [0x02, board * 16, 0x35, contacts & 255, contacts >> 8, items & 255, items >> 8, 0x03]
  frame.append(frame.reduce(0, +) & 255)
  return frame.map(UInt8.init)
}

/// Compares with a golden file beside the tests; RECORD_GOLDEN=1 rewrites it.
func expectGolden(_ text: String, _ name: String, file: String = #filePath) throws {
  let url = URL(filePath: file).deletingLastPathComponent().appending(path: "Golden/\(name).txt")
  if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: url, atomically: true, encoding: .utf8)
    return
  }
  let expected = try String(contentsOf: url, encoding: .utf8)
  #expect(text == expected, "\(name): got\n\(text)")
}
