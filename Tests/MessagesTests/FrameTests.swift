// Frames on the wire: cut in any pieces, bounded, and never a way to end the process.

import Messages
import Secrets
import Testing

/// A small seeded generator, so that a failure replays.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }
}

func frames(_ decoder: inout FrameDecoder) throws -> [Frame] {
  var found: [Frame] = []
  while let frame = try decoder.next() { found.append(frame) }
  return found
}

func digits(_ text: String) -> Secret { Secret(Array(text.utf8)) }

@Suite struct FrameTests {
  static let sent: [Frame] = [
    Frame(json: Array("{}".utf8)), Frame(json: []),
    Frame(json: Array(#"{"code":{}}"#.utf8), secret: digits("042137")),
    Frame(json: [0, 255, 10], secret: Secret([])),
    Frame(json: Array(repeating: 7, count: 3000), secret: Secret(Array(repeating: 9, count: 1024))),
  ]

  @Test func theBytesAreTwoLengthsTheJSONAndTheSecret() {
    #expect(Frame(json: Array("{}".utf8)).bytes == [0, 0, 0, 2, 0, 0, 0x7B, 0x7D])
    let frame = Frame(json: Array("{}".utf8), secret: digits("12"))
    #expect(frame.bytes == [0, 0, 0, 2, 0, 2, 0x7B, 0x7D, 0x31, 0x32])
    let long = Frame(json: Array(repeating: 0x20, count: 0x01_02_03))
    #expect(Array(long.bytes.prefix(6)) == [0, 1, 2, 3, 0, 0])
  }

  @Test func inPiecesOfEverySizeItIsTheSame() throws {
    let bytes = Self.sent.flatMap(\.bytes)
    for size in [1, 2, 3, 5, 6, 7, 64, 1000, bytes.count] {
      var decoder = FrameDecoder(limit: Frame.requestBytesMax)
      var found: [Frame] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        decoder.append(bytes[start..<min(start + size, bytes.count)])
        found += try frames(&decoder)
      }
      #expect(found.map(\.json) == Self.sent.map(\.json))
      // An empty secret is none.
      #expect(found.map(\.secret) == Self.sent.map { $0.secret?.count == 0 ? nil : $0.secret })
      #expect(decoder.pendingBytes == 0)
    }
  }

  @Test func nothingIsReadBeforeAllOfItIsThere() throws {
    let bytes = Self.sent[2].bytes
    for count in 0..<bytes.count {
      var decoder = FrameDecoder(limit: 100)
      decoder.append(bytes.prefix(count))
      #expect(try decoder.next() == nil)
      #expect(decoder.pendingBytes == count)
      decoder.append(bytes.dropFirst(count))
      #expect(try decoder.next()?.secret == digits("042137"))
    }
  }

  @Test func aLengthBeyondTheLimitIsRefusedAtItsHeader() {
    var decoder = FrameDecoder(limit: 10)
    decoder.append([0, 0, 0, 11, 0, 0])
    #expect(throws: FrameError.tooLong(11, limit: 10)) { try decoder.next() }
    // It stays refused: what follows cannot be told from the message.
    #expect(throws: FrameError.tooLong(11, limit: 10)) { try decoder.next() }
    var most = FrameDecoder(limit: Frame.replyBytesMax)
    most.append([0xFF, 0xFF, 0xFF, 0xFF, 0, 0])
    #expect(throws: FrameError.tooLong(0xFFFF_FFFF, limit: Frame.replyBytesMax)) { try most.next() }
    var secret = FrameDecoder(limit: 10)
    secret.append([0, 0, 0, 1, 0x04, 0x01, 0x20])
    #expect(throws: FrameError.secretTooLong(1025)) { try secret.next() }
    secret = FrameDecoder(limit: 10)
    secret.append([0, 0, 0, 1, 0xFF, 0xFF])
    #expect(throws: FrameError.secretTooLong(0xFFFF)) { try secret.next() }
  }

  @Test func whatIsRefusedSaysWhatToDo() {
    #expect(FrameError.tooLong(11, limit: 10).message.contains("11 bytes"))
    #expect(FrameError.secretTooLong(1025).message.contains("at most 1024"))
  }

  @Test func theLongestThatIsAllowedIsRead() throws {
    var decoder = FrameDecoder(limit: 10)
    decoder.append(
      Frame(json: Array(repeating: 1, count: 10), secret: Secret(Array(repeating: 2, count: 1024))).bytes)
    #expect(try decoder.next()?.secret?.count == Frame.secretBytesMax)
  }

  @Test(arguments: 0..<20 as Range<UInt64>) func garbageNeverTraps(_ seed: UInt64) {
    var random = SplitMix(state: seed)
    for _ in 0..<200 {
      var decoder = FrameDecoder(limit: 300)
      var isRefused = false
      for _ in 0..<20 where !isRefused {
        var bytes = (0..<random.below(80)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        // Small lengths let garbage get past the header.
        if random.below(2) == 0, bytes.count > 6 {
          for (index, value) in [0, 0, 0, UInt8(random.below(40)), 0, UInt8(random.below(60))].enumerated() {
            bytes[index] = value
          }
        }
        decoder.append(bytes)
        do {
          for frame in try frames(&decoder) {
            _ = MessageCoding.decode(CitizenRequest.self, from: frame.json)
            _ = MessageCoding.decode(StaffRequest.self, from: frame.json)
          }
        } catch { isRefused = true }
      }
    }
  }
}
