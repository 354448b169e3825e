// A to Z, however many entries there are: a group is parted into at most seven groups of about the same size, until
// what is left is a list of a few parts. Letters stay together while there are several, then names are parted.

import Services

/// Groups of entries, by their place in the alphabet.
struct InfoAlphabet: Equatable, Sendable {
  /// A list of so many entries is not parted further: four parts.
  static let listMax = 24
  /// Groups on one page (UX-1).
  static let groupsMax = 7
  /// What a group of names is called has at most so many characters of a name.
  static let labelMax = 20
  static let labelMin = 3

  enum Node: Equatable, Sendable {
    /// Ranges of entries, in order.
    case groups([Range<Int>])
    case entries(Range<Int>)
  }

  /// Letters in order, and where the entries of each begin.
  let letters: [String]
  let starts: [Int]
  let count: Int

  init(_ sections: [(letter: String, count: Int)]) {
    var sum = 0
    letters = sections.map(\.letter)
    starts = sections.map { section in
      defer { sum += section.count }
      return sum
    }
    count = sum
  }

  /// The groups below a group; the whole alphabet is `0..<count`.
  func node(_ range: Range<Int>) -> Node {
    guard range.count > Self.listMax else { return .entries(range) }
    let inside = starts.indices.filter { range.contains(starts[$0]) }
    if inside.count > 1 {
      let edges = inside.map { starts[$0] } + [range.upperBound]
      return .groups(Self.balanced(edges))
    }
    let groups = min(Self.groupsMax, (range.count + 5) / 6)
    let cuts = (0...groups).map { range.lowerBound + range.count * $0 / groups }
    return .groups(zip(cuts, cuts.dropFirst()).map { $0..<$1 })
  }

  /// Follows `path` as far as it leads; a step that does not exist here ends it.
  func follow(_ path: [Int]) -> (range: Range<Int>, node: Node) {
    var range = 0..<count
    var node = node(range)
    for step in path {
      guard case .groups(let groups) = node, groups.indices.contains(step) else { break }
      range = groups[step]
      node = self.node(range)
    }
    return (range, node)
  }

  /// First and last letter of a range; nil where it is a part of one letter.
  func lettersOf(_ range: Range<Int>) -> (first: String, last: String)? {
    guard let first = starts.lastIndex(where: { $0 <= range.lowerBound }),
      let last = starts.lastIndex(where: { $0 < range.upperBound })
    else { return nil }
    let end = last + 1 < starts.count ? starts[last + 1] : count
    guard starts[first] == range.lowerBound, end == range.upperBound else { return nil }
    return (letters[first], letters[last])
  }

  /// What tells `name` from its neighbour: so many of its first characters.
  static func prefix(_ name: String, unlike other: String?) -> String {
    let own = Array(name)
    var length = labelMin
    if let other {
      let common = zip(name.lowercased(), other.lowercased()).prefix { $0 == $1 }.count
      length = max(length, common + 1)
    }
    if length >= own.count { return String(own.prefix(labelMax)) }
    return String(own.prefix(min(length, labelMax)))
  }

  /// At most seven groups of whole letters; the largest is as small as can be.
  private static func balanced(_ edges: [Int]) -> [Range<Int>] {
    var low = zip(edges, edges.dropFirst()).map { $1 - $0 }.max() ?? 0
    var high = (edges.last ?? 0) - (edges.first ?? 0)
    while low < high {
      let middle = (low + high) / 2
      if groups(edges, largest: middle).count <= groupsMax { high = middle } else { low = middle + 1 }
    }
    return groups(edges, largest: low)
  }

  private static func groups(_ edges: [Int], largest: Int) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = edges.first ?? 0
    for (edge, next) in zip(edges.dropFirst(), edges.dropFirst(2)) where next - start > largest {
      result.append(start..<edge)
      start = edge
    }
    result.append(start..<(edges.last ?? start))
    return result
  }
}
