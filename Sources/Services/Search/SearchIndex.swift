// The words of one language, packed: letters in one row, sorted, and beside them where they occur, where their inner
// parts begin, and their order on a telephone's keys. 5,000 entries take well under a megabyte.

/// Answers a search by words, beginnings, inner parts and keypad digits. Numbers are those of items.
struct SearchIndex: Sendable {
  /// Where in an item a word stands; more is better.
  enum Weight: UInt32 {
    case summary = 2
    case searchWord = 6
    case name = 8
  }

  /// The shortest part of a word that is looked for inside of words.
  static let infixBytesMin = 3

  /// All words one after another, in the order of their bytes.
  let letters: [UInt8]
  /// Word `i` lies from `starts[i]` to `starts[i + 1]`.
  let starts: [UInt32]
  /// Places in `letters` inside of words, in the order of what follows there.
  let infixes: [UInt32]
  /// Words in the order of their telephone keys; words with letters that stand on no key are left out.
  let keypad: [UInt32]
  /// Occurrences of word `i` lie from `postingStarts[i]` to `postingStarts[i + 1]`.
  let postingStarts: [UInt32]
  /// An item and a weight: `item << 4 | weight`.
  let postings: [UInt32]
  /// One more than the largest item that has a word.
  let itemCount: Int

  /// The best items for `query`, at most `limit`: those in which all words occur, else those with the most.
  func search(_ query: String, limit: Int) -> [(item: Int, score: UInt32)] {
    let words = TextFolding.words(query.prefix(ContentLimit.queryCharactersMax)).prefix(
      ContentLimit.queryWordsMax)
    guard !words.isEmpty, limit > 0 else { return [] }
    var total = [UInt32](repeating: 0, count: itemCount)
    var matched = [UInt8](repeating: 0, count: itemCount)
    var best = [UInt32](repeating: 0, count: itemCount)
    for word in words {
      for item in best.indices { best[item] = 0 }
      score(word, &best)
      for item in best.indices where best[item] > 0 {
        total[item] += best[item]
        matched[item] += 1
      }
    }
    guard let most = matched.max(), most > 0 else { return [] }
    let hits = matched.indices.filter { matched[$0] == most }
    return hits.sorted { total[$0] == total[$1] ? $0 < $1 : total[$0] > total[$1] }.prefix(limit).map {
      ($0, total[$0])
    }
  }

  /// Puts into `best` what each item is worth for one word of a query.
  private func score(_ word: [UInt8], _ best: inout [UInt32]) {
    for variant in TextFolding.variants(word) {
      let range = words(beginningWith: variant)
      for index in range {
        let isWhole = Int(starts[index + 1] - starts[index]) == variant.count
        add(index, quality: isWhole ? 4 : 3, &best)
      }
      if variant.count >= Self.infixBytesMin {
        for place in places(beginningWith: variant) { add(wordIndex(at: infixes[place]), quality: 1, &best) }
      }
    }
    if word.allSatisfy({ (0x30...0x39).contains($0) }) {
      for place in keypadPlaces(word) { add(Int(keypad[place]), quality: 2, &best) }
    }
  }

  private func add(_ word: Int, quality: UInt32, _ best: inout [UInt32]) {
    for index in Int(postingStarts[word])..<Int(postingStarts[word + 1]) {
      let item = Int(postings[index] >> 4)
      best[item] = max(best[item], (postings[index] & 0xF) * quality)
    }
  }

  // MARK: Ranges

  private func words(beginningWith prefix: [UInt8]) -> Range<Int> {
    range(count: starts.count - 1) { compare(prefix, from: Int(starts[$0]), to: Int(starts[$0 + 1])) }
  }

  private func places(beginningWith prefix: [UInt8]) -> Range<Int> {
    range(count: infixes.count) { place in
      let at = infixes[place]
      return compare(prefix, from: Int(at), to: Int(starts[wordIndex(at: at) + 1]))
    }
  }

  private func keypadPlaces(_ digits: [UInt8]) -> Range<Int> {
    range(count: keypad.count) { place in
      let word = Int(keypad[place])
      var at = Int(starts[word])
      let end = Int(starts[word + 1])
      for digit in digits {
        guard at < end, let key = TextFolding.key(letters[at]) else { return -1 }
        if key != digit { return key < digit ? -1 : 1 }
        at += 1
      }
      return 0
    }
  }

  /// The word to which the letter at `place` belongs.
  private func wordIndex(at place: UInt32) -> Int {
    var low = 0
    var high = starts.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= place { low = middle } else { high = middle }
    }
    return low
  }

  /// 0 where the letters begin with `prefix`, less where they lie before it, more where behind.
  private func compare(_ prefix: [UInt8], from: Int, to end: Int) -> Int {
    var at = from
    for byte in prefix {
      guard at < end else { return -1 }
      if letters[at] != byte { return letters[at] < byte ? -1 : 1 }
      at += 1
    }
    return 0
  }

  /// The range of places that `order` calls 0; it must be sorted by `order`.
  private func range(count: Int, _ order: (Int) -> Int) -> Range<Int> {
    let lower = partition(count) { order($0) >= 0 }
    let upper = partition(count) { order($0) > 0 }
    return lower..<max(lower, upper)
  }

  private func partition(_ count: Int, _ isBehind: (Int) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isBehind(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
