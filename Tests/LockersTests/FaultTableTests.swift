// Every fault of a board or its line with every dialect, and what comes of it: one line each in Golden/faults.txt.
// The first board has the fault for six seconds, the second one is healthy and must stay so.

import Testing

@testable import Lockers

@Suite struct FaultTableTests {
  enum Fault: String, CaseIterable {
    case none = "no fault"
    case noAnswer = "no answer"
    case lateAnswer = "late answer, in a later exchange"
    case wrongAddress = "answers with another address"
    case neighbour = "answers with the other board's address"
    case badCheck = "bad check sum"
    case truncated = "truncated answer"
    case splitBurst = "answer in two bursts, 30 ms apart"
    case echo = "adapter echoes, not configured"
    case garbageBefore = "noise before the answer"
    case garbageAfter = "noise after the answer"
    case garbageOnly = "noise instead of an answer"
    case twins = "two boards at one address"
    case stuckBit = "contact of the lock is stuck"
    case bounce = "contact of the lock bounces"
    case inverted = "polarity is inverted"
    case boardReset = "board resets for 1.5 s"
    case unlockUnanswered = "silent after an unlock"
    case unlockGarbled = "garbled answer to an unlock"
    case unlockOther = "answers an unlock of another lock"

    /// Faults whose status answers carry a lie (all doors open), which gives itself away if it is believed.
    var lies: Bool {
      switch self {
      case .lateAnswer, .wrongAddress, .neighbour, .badCheck, .truncated, .twins: true
      default: false
      }
    }
  }

  /// The far side of the line: two boards, their doors, and the fault.
  final class Wall {
    let peer: Peer
    let fault: Fault
    var isFaulty = false
    var faultAt = BusTime(milliseconds: 0)
    /// When lock 3 of the first board was opened; its door is open for three seconds.
    var openedAt: BusTime?
    var unlocks: [Int: Int] = [:]
    var sample = 0

    init(_ peer: Peer, _ fault: Fault) {
      self.peer = peer
      self.fault = fault
    }

    func contacts(_ at: BusTime) -> UInt64 {
      guard let openedAt, at < openedAt.advanced(milliseconds: 3000) else { return 0xFFFF }
      return 0xFFFF & ~(1 << 3)
    }

    func answer(_ request: [UInt8], _ at: BusTime) -> [(after: Int, bytes: [UInt8])] {
      let first = peer.first
      switch peer.read(request) {
      case .status(first): return isFaulty ? faultyStatus(request, at) : healthy(request, at)
      case .unlock(let board, let lock):
        unlocks[board, default: 0] += 1
        if board == first && lock == 3 && hears(at) { openedAt = at.advanced(milliseconds: 100) }
        guard isFaulty, board == first else { return echoed(request, healthy(request, at)) }
        return faultyAcknowledgement(request, at)
      default: return echoed(request, healthy(request, at))
      }
    }

    private func hears(_ at: BusTime) -> Bool {
      guard isFaulty else { return true }
      return fault == .boardReset ? at >= backAt : fault != .noAnswer
    }

    private var backAt: BusTime { faultAt.advanced(milliseconds: 1500) }

    private func healthy(_ request: [UInt8], _ at: BusTime) -> [(after: Int, bytes: [UInt8])] {
      peer.healthy(
        request, contacts: peer.read(request) == .status(board: peer.first) ? contacts(at) : 0xFFFF)
    }

    private func echoed(
      _ request: [UInt8], _ answers: [(after: Int, bytes: [UInt8])]
    ) -> [(after: Int, bytes: [UInt8])] {
      isFaulty && fault == .echo ? [(2, request)] + answers : answers
    }

    private func faultyStatus(_ request: [UInt8], _ at: BusTime) -> [(after: Int, bytes: [UInt8])] {
      let truth = contacts(at)
      let good = peer.status(peer.first, fault.lies ? 0 : truth)
      sample += 1
      switch fault {
      case .none, .unlockUnanswered, .unlockGarbled, .unlockOther: return [(12, good)]
      case .noAnswer: return []
      case .lateAnswer: return [(170, good)]
      case .wrongAddress: return [(12, peer.status(peer.first + 9, 0))]
      case .neighbour: return [(12, peer.status(peer.first + 1, 0))]
      case .badCheck: return [(12, good.dropLast() + [good.last! ^ 1])]
      case .truncated: return [(12, good.dropLast(2))]
      case .splitBurst: return [(12, Array(good.prefix(3))), (42, Array(good.dropFirst(3)))]
      case .echo: return [(2, request), (12, good)]
      case .garbageBefore: return [(12, [0xFF, 0x00, 0xFF] + good)]
      case .garbageAfter: return [(12, good + [0x00])]
      case .garbageOnly: return [(12, [0x13, 0x37, 0xFF, 0x42, 0x99, 0xA5])]
      case .twins: return [(12, peer.status(peer.first, truth)), (15, good)]
      case .stuckBit: return [(12, peer.status(peer.first, 0xFFFF))]
      case .bounce:
        let bounces = truth != 0xFFFF && sample.isMultiple(of: 2)
        return [(12, peer.status(peer.first, bounces ? 0xFFFF : truth))]
      case .inverted: return [(12, peer.status(peer.first, ~truth & 0xFFFF))]
      case .boardReset: return at < backAt ? [] : [(12, good)]
      }
    }

    private func faultyAcknowledgement(
      _ request: [UInt8], _ at: BusTime
    ) -> [(after: Int, bytes: [UInt8])] {
      let good = peer.acknowledge(request, isClosed: true)
      switch fault {
      case .noAnswer, .unlockUnanswered: return []
      case .boardReset: return at < backAt ? [] : [good]
      case .unlockGarbled: return [(good.after, good.bytes.dropLast() + [good.bytes.last! ^ 1])]
      case .unlockOther:
        switch peer.dialect {
        case .kerong: return [(good.after, kerongOther(good.bytes))]
        case .xor: return [(good.after, bcc([0x8A, Int(request[1]), 9, 0x11]))]
        case .modbus: return [(good.after, crc([Int(request[0]), 5, 2, 8, 0, 5]))]
        }
      case .echo: return [(2, request), good]
      default: return [good]
      }
    }

    private func kerongOther(_ bytes: [UInt8]) -> [UInt8] {
      var frame = bytes
      frame[1] |= 9
      frame[8] = frame[8] &+ 9
      return frame
    }
  }

  /// Runs one fault; says what was seen.
  static func run(_ peer: Peer, _ fault: Fault) -> (line: String, bench: Bench, wall: Wall) {
    let wall = Wall(peer, fault)
    var bench = peer.bench(boards: 2)
    bench.keepsTranscript = false
    bench.peer = { wall.answer($0, $1) }
    let first = LockPosition(board: peer.first, lock: 3)
    bench.feed(.lineOpened)
    bench.run(1500)
    let before = bench.outputs.count
    wall.isFaulty = true
    wall.faultAt = bench.now
    bench.run(3000)
    let health = bench.machine.health(board: peer.first)!
    bench.feed(.unlock(first, token: BusToken(1), expires: bench.now.advanced(milliseconds: 4000)))
    bench.run(2200)
    bench.feed(
      .unlock(
        LockPosition(board: peer.first + 1, lock: 5), token: BusToken(2),
        expires: bench.now.advanced(milliseconds: 4000)))
    bench.run(800)
    let other = bench.machine.health(board: peer.first + 1)!
    let faultyOutputs = bench.outputs[before...]
    var sawOpen = false
    var diagnostics: [String] = []
    for entry in faultyOutputs {
      switch entry.output {
      case .reading(let reading) where reading.board == peer.first && reading.contact(3) == .open:
        sawOpen = true
      case .diagnostic(let diagnostic):
        let text = name(diagnostic, peer)
        if !diagnostics.contains(text) { diagnostics.append(text) }
      default: break
      }
    }
    wall.isFaulty = false
    for _ in 0..<24 where bench.machine.health(board: peer.first) != .answering { bench.run(10_000) }
    let after = bench.machine.health(board: peer.first)!
    let results = bench.results.map(name).joined(separator: ", ")
    let line =
      "\(peer.dialect): board \(name(health)), the other \(name(other)); unlocks \(results); seen open \(sawOpen);"
      + " afterwards \(name(after)); \(diagnostics.sorted().joined(separator: ", "))"
    return (line, bench, wall)
  }

  static func name(_ health: BoardHealth) -> String {
    switch health {
    case .answering: "answering"
    case .unknown(let cause): "unknown (\(cause.rawValue))"
    }
  }

  static func name(_ result: UnlockResult) -> String {
    switch result {
    case .sent: "sent"
    case .partlySent: "partly sent"
    case .notSent(let cause): "not sent (\(cause.rawValue))"
    }
  }

  /// Boards by their place, so that the lines of the dialects can be compared.
  static func name(_ diagnostic: BusDiagnostic, _ peer: Peer) -> String {
    switch diagnostic {
    case .badFrame(_, let fault): "badFrame \(fault)"
    case .wrongAddress: "wrongAddress"
    case .lateAnswer(let board): "lateAnswer \(board - peer.first)"
    case .twoAnswers(let board): "twoAnswers \(board - peer.first)"
    case .echoMismatch: "echoMismatch"
    case .echoNotConfigured: "echoNotConfigured"
    case .garbage: "garbage"
    case .lineNotQuiet: "lineNotQuiet"
    case .unlockAnswered(let position): "unlockAnswered \(position.board - peer.first):\(position.lock)"
    case .unlockUnanswered: "unlockUnanswered"
    case .unlockRefused: "unlockRefused"
    case .statusRefused: "statusRefused"
    case .relaysOffUnconfirmed: "relaysOffUnconfirmed"
    }
  }

  @Test("each fault with each dialect has its stated outcome, and nothing false is believed (I7, I8, I12)")
  func table() throws {
    var text = ""
    for fault in Fault.allCases {
      text += "\(fault.rawValue)\n"
      for peer in Peer.all {
        let (line, bench, wall) = Self.run(peer, fault)
        text += "  \(line)\n"
        // Each unlock is on the wire at most once, and none goes to a board whose contact is unknown.
        let asked = bench.results.count { $0 == .sent }
        #expect(wall.unlocks.values.reduce(0, +) == asked, "\(fault) \(peer)")
        #expect(wall.unlocks.values.allSatisfy { $0 == 1 }, "\(fault) \(peer)")
        #expect(bench.results.count == 2)
        for entry in bench.outputs {
          guard case .reading(let reading) = entry.output, fault != .inverted else { continue }
          for (lock, contact) in reading.contacts.enumerated() where contact == .open {
            #expect(reading.board == peer.first && lock == 3, "\(fault) \(peer): a door that nobody opened")
            #expect(wall.openedAt != nil)
          }
        }
        if fault != .echo {
          #expect(bench.machine.health(board: peer.first + 1) == .answering, "\(fault) \(peer)")
        }
        #expect(bench.machine.health(board: peer.first) == .answering, "\(fault) \(peer) afterwards")
      }
    }
    try expectGolden(text, "faults")
  }
}
