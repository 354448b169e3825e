// Where the bytes of a town's files lie while its content is in use. In memory for checks and tests; a station brings a
// shelf of its own, so that 5,000 entries in 8 languages cost no memory until one of them is read.

/// A row of bytes that only grows.
public protocol ContentShelf: Sendable {
  /// Puts `bytes` behind what lies there; false: there is no room for them.
  mutating func append(_ bytes: [UInt8]) -> Bool
  /// `count` bytes from `offset` on; empty where they cannot be read any more.
  func bytes(from offset: Int, count: Int) -> [UInt8]
}

/// A shelf to which nothing more comes. A reference, so that whoever holds content holds no more than that.
final class KeptShelf: Sendable {
  private let shelf: any ContentShelf

  init(_ shelf: any ContentShelf) { self.shelf = shelf }

  func bytes(from offset: Int, count: Int) -> [UInt8] { shelf.bytes(from: offset, count: count) }
}

/// A row in memory.
public struct MemoryShelf: ContentShelf {
  private var row: [UInt8] = []

  public init() {}

  public mutating func append(_ bytes: [UInt8]) -> Bool {
    row.append(contentsOf: bytes)
    return true
  }

  public func bytes(from offset: Int, count: Int) -> [UInt8] {
    guard offset >= 0, count >= 0, offset <= row.count - count else { return [] }
    return Array(row[offset..<offset + count])
  }
}
