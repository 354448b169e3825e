// Every way that a run with AusweisApp can go, as a transcript; and each of them cancelled, cut off and left in silence
// at each message.

import Foundation
import Identity
import Testing

@Suite("AusweisApp: transcripts")
struct TranscriptTests {
  @Test("there are transcripts for every way")
  func found() { #expect(Transcript.names.count >= 50) }

  @Test("a run goes as its transcript says", arguments: Transcript.names)
  func goes(_ name: String) throws {
    let transcript = try Transcript(name)
    var written = Written()
    var lines: [String] = transcript.lines.filter { $0.hasPrefix("# ") }
    for input in transcript.inputs {
      lines.append(input)
      lines += written.take(try Transcript.event(input))
    }
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try (lines.joined(separator: "\n") + "\n").write(
        to: Transcript.folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
      return
    }
    for index in 0..<max(lines.count, transcript.lines.count) {
      let expected = index < transcript.lines.count ? transcript.lines[index] : "(nothing)"
      let found = index < lines.count ? lines[index] : "(nothing)"
      guard expected != found else { continue }
      Issue.record("\(name):\(index + 1)\n- \(expected)\n+ \(found)")
      return
    }
  }

  /// Plays a transcript up to an input; the dialogue as it stands then.
  private func dialogue(_ inputs: some Sequence<String>) throws -> Written {
    var written = Written()
    for input in inputs { _ = written.take(try Transcript.event(input)) }
    return written
  }

  private func endings(_ effects: [AusweisEffect]) -> [AusweisEnding] {
    effects.compactMap { effect in
      if case .ended(let ending) = effect { return ending }
      return nil
    }
  }

  @Test("a run that is cancelled at any message ends once, and never as done", arguments: Transcript.names)
  func cancelled(_ name: String) throws {
    let inputs = try Transcript(name).inputs
    for count in 0...inputs.count {
      var written = try dialogue(inputs.prefix(count))
      guard written.dialogue.isRunning else { continue }
      let begun = endings(written.effects).count
      _ = written.take(.cancel)
      // A second one changes nothing.
      _ = written.take(.cancel)
      if written.dialogue.isRunning {
        #expect(written.dialogue.view == .cancelling)
        #expect(written.dialogue.deadline == .cancel)
        _ = written.take(.rang(.cancel))
      }
      let ends = endings(written.effects)
      #expect(ends.count == begun + 1, "\(name):\(count)")
      #expect(!written.dialogue.isRunning)
      switch ends.last {
      case .authenticated, .pinChanged, nil: Issue.record("\(name):\(count) ends as done")
      case .cancelled, .failed, .pinUnclear: break
      }
    }
  }

  @Test(
    "a run whose connection breaks at any message ends once; a new PIN that was sent is unclear then",
    arguments: Transcript.names)
  func cutOff(_ name: String) throws {
    let inputs = try Transcript(name).inputs
    for count in 0...inputs.count {
      var written = try dialogue(inputs.prefix(count))
      let isRunning = written.dialogue.isRunning
      let begun = endings(written.effects).count
      _ = written.take(.closed)
      let ends = endings(written.effects)
      #expect(ends.count == begun + (isRunning ? 1 : 0), "\(name):\(count)")
      if isRunning {
        let sentNewPIN = written.effects.contains { effect in
          if case .send(.set(.newPIN, _)) = effect { return true }
          return false
        }
        if case .pinUnclear = ends.last { #expect(sentNewPIN) } else { #expect(!sentNewPIN) }
        if case .authenticated = ends.last { Issue.record("\(name):\(count) is done without a word") }
      }
      // Whatever comes now is too late.
      #expect(written.take(.begin(.changePIN)).isEmpty)
      #expect(written.take(.message(.authStarted)).isEmpty)
    }
  }

  @Test(
    "whatever is waited for ends when its time is over, in at most two steps", arguments: Transcript.names)
  func silence(_ name: String) throws {
    let inputs = try Transcript(name).inputs
    for count in 0...inputs.count {
      var written = try dialogue(inputs.prefix(count))
      guard written.dialogue.isRunning else { continue }
      for _ in 0..<2 {
        guard let deadline = written.dialogue.deadline else { break }
        _ = written.take(.rang(deadline))
      }
      #expect(!written.dialogue.isRunning, "\(name):\(count) hangs")
    }
  }

  @Test("every message, cut anywhere or changed, is a message or nothing", arguments: 0..<8 as Range<UInt64>)
  func garbage(_ seed: UInt64) throws {
    var random = SmallRandom(state: seed)
    let messages = try Transcript.names.flatMap { try Transcript($0).inputs }.filter { $0.hasPrefix("< ") }
      .map { Array($0.dropFirst(2).utf8) }
    for message in Set(messages).sorted(by: { $0.lexicographicallyPrecedes($1) }) where message.last == 0x7D {
      for count in 0..<message.count { #expect(AusweisMessage(message.prefix(count)) == nil) }
      for _ in 0..<30 {
        var changed = message
        for _ in 0...random.below(3) { changed[random.below(changed.count)] = UInt8(random.below(256)) }
        _ = AusweisMessage(changed)
      }
    }
  }
}

/// SplitMix64.
struct SmallRandom {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
