// A to Z: every entry is reached in few steps however many there are, and no page has more than seven groups.

import Messages
import Services
import Testing

@testable import Station

@Suite struct InfoAlphabetTests {
  /// Every entry below a group, and how many pages lie above it at the most.
  private func walk(_ alphabet: InfoAlphabet, _ range: Range<Int>, depth: Int = 0) -> (
    entries: [Int], depth: Int
  ) {
    switch alphabet.node(range) {
    case .entries(let range): return (Array(range), depth)
    case .groups(let groups):
      #expect((2...InfoAlphabet.groupsMax).contains(groups.count))
      let below = groups.map { walk(alphabet, $0, depth: depth + 1) }
      return (below.flatMap(\.entries), below.map(\.depth).max() ?? 0)
    }
  }

  @Test(
    "UX-1 at most seven groups, all entries are there once, three pages deep at the most",
    arguments: [
      [1], [24], [25], [65], [5000], Array(repeating: 192, count: 26), [4000, 1, 1, 998], [1, 4999],
      (0..<40).map { $0 * 11 + 1 },
    ])
  func reach(counts: [Int]) {
    let alphabet = InfoAlphabet(counts.enumerated().map { ("\($0.offset)", $0.element) })
    let found = walk(alphabet, 0..<alphabet.count)
    #expect(found.entries == Array(0..<counts.reduce(0, +)))
    #expect(found.depth <= 4)
  }

  @Test("Groups of letters are about the same size")
  func balance() {
    let alphabet = InfoAlphabet((0..<26).map { (String(Unicode.Scalar(UInt8(65 + $0))), 10) })
    guard case .groups(let groups) = alphabet.node(0..<260) else { return #expect(Bool(false)) }
    #expect(groups.map(\.count).max() == 40)
    #expect(alphabet.lettersOf(groups[0])?.first == "A")
    #expect(alphabet.lettersOf(groups[0])?.last == "D")
  }

  @Test("Names are told from their neighbours by their first letters")
  func prefixes() {
    #expect(InfoAlphabet.prefix("Meldebescheinigung", unlike: "Mahnung") == "Mel")
    #expect(InfoAlphabet.prefix("Meldebescheinigung", unlike: "Melderegister") == "Meldeb")
    #expect(InfoAlphabet.prefix("Amt", unlike: "Amtshaus") == "Amt")
    #expect(InfoAlphabet.prefix("Äpfel", unlike: nil) == "Äpf")
  }

  @Test("5,000 services: from the alphabet to the last one in at most seven choices, in both languages")
  func large() throws {
    var town = InfoTown()
    town.add(services: 5000)
    let bench = try CoreBench.reading(town)
    for language in ["de", "en"] {
      bench.ask(.language(language))
      bench.ask(.info(.begin))
      try bench.choose("info.alphabet")
      var steps = 0
      while bench.page == nil, steps < 12 {
        let list = try #require(bench.list)
        steps += 1
        if list.part < list.parts {
          bench.ask(.info(.turn(1)))
        } else {
          bench.ask(.info(.choose(list.entries.count - 1)))
        }
      }
      #expect(bench.page != nil)
      #expect(steps <= 7)
      bench.ask(.end)
    }
  }

  @Test("The same group in another language, where it leads as far; never a place that is not there")
  func languages() throws {
    var town = InfoTown()
    town.add(services: 200)
    let bench = try CoreBench.reading(town)
    bench.ask(.info(.begin))
    try bench.choose("info.alphabet")
    bench.ask(.info(.choose(6)))
    let german = try #require(bench.list?.title)
    bench.ask(.language("en"))
    #expect(bench.list != nil)
    bench.ask(.language("de"))
    #expect(bench.list?.title == german)
    bench.feed(.content(try InfoTown().edition(2)))
    #expect(bench.list?.entries.count == 2)
  }
}
