// JSON that is almost a message: cut, changed, nested, huge. It is a message or it is nothing, never a trap.

import Messages
import Testing

@Suite struct GarbageTests {
  @Test(arguments: 0..<10 as Range<UInt64>) func changedMessagesAreMessagesOrNothing(_ seed: UInt64) {
    var random = SplitMix(state: seed)
    for request in Samples.citizenRequests {
      let json = MessageCoding.encode(request)
      for count in 0..<json.count {
        #expect(MessageCoding.decode(CitizenRequest.self, from: Array(json.prefix(count))) == nil)
      }
      for _ in 0..<40 {
        var changed = json
        for _ in 0...random.below(3) { changed[random.below(changed.count)] = UInt8(random.below(256)) }
        if let read = MessageCoding.decode(CitizenRequest.self, from: changed) {
          #expect(MessageCoding.decode(CitizenRequest.self, from: MessageCoding.encode(read)) == read)
        }
      }
    }
  }

  @Test func whatIsNoMessage() {
    let nested = String(repeating: "[", count: 400_000)
    let object = String(repeating: #"{"a":"#, count: 100_000)
    for text in [
      "", "null", "true", "[]", "{}", "\"open\"", "{\"fly\":{}}", "{\"choose\":{\"_0\":[1e999]}}",
      "{\"choose\":{\"_0\":[99999999999999999999]}}", "{\"choose\":{\"_0\":[1.5]}}", "{\"choose\":{}}",
      "{\"open\":{},\"end\":{}}", "{\"hello\":{\"version\":\"1\"}}", "\u{FEFF}", nested, object,
      nested + String(repeating: "]", count: 400_000),
    ] {
      #expect(MessageCoding.decode(CitizenRequest.self, from: Array(text.utf8)) == nil)
    }
    for bytes in [[0xFF], [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0]] as [[UInt8]] {
      #expect(MessageCoding.decode(CitizenRequest.self, from: bytes) == nil)
    }
  }

  /// A citizen's connection understands citizens' requests alone, whatever staff may say elsewhere.
  @Test func staffRequestsAreNoCitizenRequests() {
    for request in Samples.staffRequests {
      if case .hello = request { continue }
      #expect(MessageCoding.decode(CitizenRequest.self, from: MessageCoding.encode(request)) == nil)
    }
  }
}
