// DEFLATE (RFC 1951), for the residence permit's texts that a card may hold compressed. The size of what comes out is
// limited from outside: a few bytes of a hostile card could stand for gigabytes.

/// Inflates one stream.
struct Inflate {
  private let input: [UInt8]
  private var position = 0
  private var bits: UInt32 = 0
  private var bitCount = 0
  private var output: [UInt8] = []
  private let byteCountMax: Int

  private init(_ input: [UInt8], at start: Int, byteCountMax: Int) {
    self.input = input
    position = start
    self.byteCountMax = byteCountMax
  }

  /// The inflated bytes; nil if the stream is damaged or would become longer than `byteCountMax`. A zlib head (RFC 1950)
  /// before the stream and whatever stands behind it are left out.
  static func inflate(_ bytes: [UInt8], byteCountMax: Int) -> [UInt8]? {
    if bytes.count > 2, bytes[0] & 0x0F == 8, (Int(bytes[0]) << 8 | Int(bytes[1])) % 31 == 0,
      bytes[1] & 0x20 == 0
    {
      var wrapped = Inflate(bytes, at: 2, byteCountMax: byteCountMax)
      if let whole = wrapped.run() { return whole }
    }
    var plain = Inflate(bytes, at: 0, byteCountMax: byteCountMax)
    return plain.run()
  }

  private mutating func run() -> [UInt8]? {
    while true {
      guard let isLast = take(1), let kind = take(2) else { return nil }
      let done: Bool
      switch kind {
      case 0: done = stored()
      case 1: done = compressed(Self.fixedLengths, Self.fixedDistances)
      case 2:
        guard let (lengths, distances) = tables() else { return nil }
        done = compressed(lengths, distances)
      default: return nil
      }
      guard done else { return nil }
      if isLast == 1 { return output }
    }
  }

  private mutating func take(_ count: Int) -> Int? {
    while bitCount < count {
      guard position < input.count else { return nil }
      bits |= UInt32(input[position]) << UInt32(bitCount)
      position += 1
      bitCount += 8
    }
    let value = Int(bits & (1 << UInt32(count) - 1))
    bits >>= UInt32(count)
    bitCount -= count
    return value
  }

  private mutating func stored() -> Bool {
    bits = 0
    bitCount = 0
    guard let length = take(16), let inverse = take(16), length == inverse ^ 0xFFFF,
      input.count - position >= length, output.count + length <= byteCountMax
    else { return false }
    output += input[position..<position + length]
    position += length
    return true
  }

  private mutating func compressed(_ lengths: HuffmanTable, _ distances: HuffmanTable) -> Bool {
    while true {
      guard let symbol = symbol(of: lengths) else { return false }
      if symbol == 256 { return true }
      if symbol < 256 {
        guard output.count < byteCountMax else { return false }
        output.append(UInt8(symbol))
        continue
      }
      guard symbol - 257 < Self.lengthBases.count, let extra = take(Self.lengthExtras[symbol - 257]),
        let place = self.symbol(of: distances), place < Self.distanceBases.count,
        let farther = take(Self.distanceExtras[place])
      else { return false }
      let length = Self.lengthBases[symbol - 257] + extra
      let distance = Self.distanceBases[place] + farther
      guard distance <= output.count, output.count + length <= byteCountMax else { return false }
      for _ in 0..<length { output.append(output[output.count - distance]) }
    }
  }

  private mutating func symbol(of table: HuffmanTable) -> Int? {
    var code = 0
    var first = 0
    var index = 0
    for length in 1...HuffmanTable.lengthMax {
      guard let bit = take(1) else { return nil }
      code |= bit
      let count = table.counts[length]
      if code - first < count { return table.symbols[index + code - first] }
      index += count
      first = (first + count) << 1
      code <<= 1
    }
    return nil
  }

  private mutating func tables() -> (HuffmanTable, HuffmanTable)? {
    guard let literals = take(5), let places = take(5), let codes = take(4) else { return nil }
    var codeLengths = [Int](repeating: 0, count: 19)
    for index in 0..<(codes + 4) {
      guard let length = take(3) else { return nil }
      codeLengths[Self.codeOrder[index]] = length
    }
    guard let codeTable = HuffmanTable(codeLengths) else { return nil }
    let count = literals + 257 + places + 1
    var lengths: [Int] = []
    while lengths.count < count {
      guard let symbol = symbol(of: codeTable) else { return nil }
      switch symbol {
      case 16:
        guard let last = lengths.last, let extra = take(2) else { return nil }
        lengths += [Int](repeating: last, count: 3 + extra)
      case 17:
        guard let extra = take(3) else { return nil }
        lengths += [Int](repeating: 0, count: 3 + extra)
      case 18:
        guard let extra = take(7) else { return nil }
        lengths += [Int](repeating: 0, count: 11 + extra)
      default: lengths.append(symbol)
      }
    }
    guard lengths.count == count, let first = HuffmanTable(Array(lengths[..<(literals + 257)])),
      let second = HuffmanTable(Array(lengths[(literals + 257)...]))
    else { return nil }
    return (first, second)
  }

  private static let lengthBases = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
    227, 258,
  ]
  private static let lengthExtras = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  private static let distanceBases = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073,
    4097, 6145,
    8193, 12289, 16385, 24577,
  ]
  private static let distanceExtras = [
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
  ]
  private static let codeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
  private static let fixedLengths = HuffmanTable.fixed(
    [Int](repeating: 8, count: 144) + [Int](repeating: 9, count: 112) + [Int](repeating: 7, count: 24)
      + [Int](repeating: 8, count: 8))
  private static let fixedDistances = HuffmanTable.fixed([Int](repeating: 5, count: 30))
}

/// A canonical Huffman code: how many codes of each length, and the symbols in the order of their codes.
private struct HuffmanTable {
  static let lengthMax = 15
  let counts: [Int]
  let symbols: [Int]

  /// Nil if more codes are given away than there are.
  init?(_ lengths: [Int]) {
    var counts = [Int](repeating: 0, count: Self.lengthMax + 1)
    for length in lengths { counts[length] += 1 }
    counts[0] = 0
    var left = 1
    for length in 1...Self.lengthMax {
      left = left << 1 - counts[length]
      guard left >= 0 else { return nil }
    }
    self.init(counts: counts, lengths: lengths)
  }

  private init(counts: [Int], lengths: [Int]) {
    self.counts = counts
    symbols = (1...Self.lengthMax).flatMap { length in lengths.indices.filter { lengths[$0] == length } }
  }

  static func fixed(_ lengths: [Int]) -> HuffmanTable {
    guard let table = HuffmanTable(lengths) else { preconditionFailure("the fixed code is complete") }
    return table
  }
}
