// The gate before Foundation's JSON decoder: what passes is JSON of bounded depth, and whatever passes may be decoded
// without ending the process.

import Testing

@testable import Messages

@Suite struct JSONShapeTests {
  @Test func `no number of brackets ends the process`() {
    for opening in [UInt8(ascii: "["), UInt8(ascii: "{")] {
      for count in 0...1500 {
        let bytes = [UInt8](repeating: opening, count: count)
        #expect(MessageCoding.decode(StaffRequest.self, from: bytes) == nil)
        #expect(MessageCoding.decode(StaffRequest.self, from: bytes + Array("]}".utf8)) == nil)
      }
    }
  }

  @Test(arguments: [
    "{}", "[]", " [ ] ", "0", "-0", "10", "0.5", "-1.25e-7", "1E+9", "true", "false", "null", "\"\"",
    #""a\n\u00e9\ud83d\ude00\/""#, "{\"a\":[1,{\"b\":null}]}", "\"é\"", "\t{\r\n}",
  ])
  func wellFormed(_ text: String) { #expect(JSONShape.isWellFormed(Array(text.utf8))) }

  @Test(arguments: [
    "", " ", "{", "}", "[1,]", "[,1]", "{\"a\"}", "{\"a\":}", "{a:1}", "{\"a\":1,}", "01", "-", "+1", ".5",
    "1.", "1e",
    "1e+", "tru", "nul", "True", "\"", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\udc00\"",
    "\"\\ud800\\u0041\"",
    "\"a\nb\"", "{} {}", "[1] x", "'a'", "NaN", "Infinity", "\u{FEFF}{}", "[1 2]", "{\"a\" 1}",
    "111111111111111111111111111111111",
  ])
  func malformed(_ text: String) { #expect(!JSONShape.isWellFormed(Array(text.utf8))) }

  @Test func `depth has a limit, and other encodings are none`() {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    #expect(JSONShape.isWellFormed(nested(JSONShape.depthMax)))
    #expect(!JSONShape.isWellFormed(nested(JSONShape.depthMax + 1)))
    #expect(!JSONShape.isWellFormed([0x7B, 0x00, 0x7D, 0x00]))
    #expect(!JSONShape.isWellFormed([0xEF, 0xBB, 0xBF, 0x7B, 0x7D]))
    #expect(!JSONShape.isWellFormed([0x22, 0xC3, 0x28, 0x22]))
    #expect(!JSONShape.isWellFormed([0x22, 0x00, 0x22]))
  }

  /// Well-formed texts that are nearly requests.
  private struct Writer {
    var random: SplitMix
    private let names = [
      "hello", "version", "_0", "deposit", "order", "compartment", "importOrders", "status", "id",
      "documents",
      "choose", "answerTaken", "export", "from", "reason", "isEmpty", "operation", "present", "",
    ]
    private let atoms = [
      "0", "-0", "1", "-1", "1e999", "-1e999", "1.5", "9223372036854775807", "9223372036854775808",
      "-9223372036854775809", "99999999999999999999999999", "1e-400", "true", "false", "null", "\"\"",
      "\"status\"",
      #""\ud83d\ude00""#, #""\u0000""#,
    ]

    init(seed: UInt64) { random = SplitMix(state: seed) }

    mutating func value(_ depth: Int) -> String {
      switch depth > 6 ? 2 : random.below(3) {
      case 0:
        let pairs = (0..<random.below(4)).map { _ in
          "\"\(names[random.below(names.count)])\":\(value(depth + 1))"
        }
        return "{\(pairs.joined(separator: ","))}"
      case 1: return "[\((0..<random.below(4)).map { _ in value(depth + 1) }.joined(separator: ","))]"
      default: return atoms[random.below(atoms.count)]
      }
    }
  }

  @Test(arguments: 0..<8 as Range<UInt64>) func `what is well-formed is a message or nothing`(seed: UInt64) {
    var writer = Writer(seed: seed)
    for _ in 0..<2000 {
      let bytes = Array(writer.value(0).utf8)
      #expect(JSONShape.isWellFormed(bytes))
      _ = MessageCoding.decode(StaffRequest.self, from: bytes)
      _ = MessageCoding.decode(CitizenRequest.self, from: bytes)
      _ = MessageCoding.decode(StaffReply.self, from: bytes)
    }
  }

  @Test func `every message of ours passes the gate`() {
    for request in Samples.citizenRequests { #expect(JSONShape.isWellFormed(MessageCoding.encode(request))) }
  }
}
