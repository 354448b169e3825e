// Gathers words with where they occur, and packs them into an index.

struct SearchIndexBuilder {
  private var numbers: [[UInt8]: UInt32] = [:]
  private var words: [[UInt8]] = []
  /// `word << 32 | item << 4 | weight`.
  private var occurrences: [UInt64] = []

  /// Every word of `text` occurs in `item`, which is below `ContentLimit.itemsMax`.
  mutating func add(_ text: String, item: Int, weight: SearchIndex.Weight) {
    for word in TextFolding.words(text) {
      let number: UInt32
      if let known = numbers[word] {
        number = known
      } else {
        number = UInt32(words.count)
        numbers[word] = number
        words.append(word)
      }
      occurrences.append(UInt64(number) << 32 | UInt64(item) << 4 | UInt64(weight.rawValue))
    }
  }

  func build() -> SearchIndex {
    let order = words.indices.sorted { words[$0].lexicographicallyPrecedes(words[$1]) }
    var places = [UInt64](repeating: 0, count: words.count)
    var letters: [UInt8] = []
    var starts: [UInt32] = [0]
    letters.reserveCapacity(words.reduce(0) { $0 + $1.count })
    starts.reserveCapacity(words.count + 1)
    for (place, word) in order.enumerated() {
      places[word] = UInt64(place)
      letters.append(contentsOf: words[word])
      starts.append(UInt32(letters.count))
    }
    let (postingStarts, postings) = postings(places)
    return SearchIndex(
      letters: letters, starts: starts, infixes: Self.infixes(letters, starts),
      keypad: Self.keypad(letters, starts), postingStarts: postingStarts, postings: postings,
      itemCount: postings.reduce(0) { max($0, Int($1 >> 4) + 1) })
  }

  /// By word and item, each pair once with its best weight.
  private func postings(_ places: [UInt64]) -> (starts: [UInt32], postings: [UInt32]) {
    let sorted = occurrences.map { places[Int($0 >> 32)] << 32 | ($0 & 0xFFFF_FFFF) }.sorted()
    var starts = [UInt32](repeating: 0, count: words.count + 1)
    var postings: [UInt32] = []
    postings.reserveCapacity(sorted.count)
    for (index, occurrence) in sorted.enumerated() {
      // The last of equal pairs has the largest weight.
      if index + 1 < sorted.count, sorted[index + 1] >> 4 == occurrence >> 4 { continue }
      postings.append(UInt32(occurrence & 0xFFFF_FFFF))
      starts[Int(occurrence >> 32) + 1] = UInt32(postings.count)
    }
    for word in starts.indices.dropFirst() { starts[word] = max(starts[word], starts[word - 1]) }
    return (starts, postings)
  }

  /// The second letter of a word and those behind it, where enough letters follow, sorted by what follows.
  private static func infixes(_ letters: [UInt8], _ starts: [UInt32]) -> [UInt32] {
    var ends: [UInt32] = []
    var infixes: [UInt32] = []
    for word in 0..<(starts.count - 1) {
      let end = Int(starts[word + 1])
      for at in stride(from: Int(starts[word]) + 1, to: end - SearchIndex.infixBytesMin + 1, by: 1)
      where letters[at] & 0xC0 != 0x80 {
        infixes.append(UInt32(at))
        ends.append(UInt32(end))
      }
    }
    let order = infixes.indices.sorted { left, right in
      letters[Int(infixes[left])..<Int(ends[left])]
        .lexicographicallyPrecedes(letters[Int(infixes[right])..<Int(ends[right])])
    }
    return order.map { infixes[$0] }
  }

  private static func keypad(_ letters: [UInt8], _ starts: [UInt32]) -> [UInt32] {
    var keyed: [(digits: [UInt8], word: UInt32)] = []
    for word in 0..<(starts.count - 1) {
      let own = letters[Int(starts[word])..<Int(starts[word + 1])]
      let digits = own.compactMap(TextFolding.key)
      if digits.count == own.count { keyed.append((digits, UInt32(word))) }
    }
    return keyed.sorted { $0.digits.lexicographicallyPrecedes($1.digits) }.map(\.word)
  }
}
