// The simulated card's own BER-TLV (ISO 7816-4 section 5.2.2): write an object, read a field of objects. Written apart
// from the terminal's, so that one misreading of the standard cannot hide on both sides.

/// One data object: its tag as its bytes read, and its value.
struct CardObject: Equatable {
  let tag: UInt32
  let value: [UInt8]
}

enum CardTLV {
  /// Longest value that the card reads, in bytes: the largest command is 64 KiB.
  static let valueByteCountMax = 65_535

  /// The encoding of one object; the length takes as few bytes as it can.
  static func object(_ tag: UInt32, _ value: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    for shift in [24, 16, 8, 0] as [UInt32] where shift == 0 || tag >> shift != 0 {
      bytes.append(UInt8(truncatingIfNeeded: tag >> shift))
    }
    switch value.count {
    case 0..<0x80: bytes.append(UInt8(value.count))
    case 0x80...0xFF: bytes += [0x81, UInt8(value.count)]
    default: bytes += [0x82, UInt8(value.count >> 8), UInt8(value.count & 0xFF)]
    }
    return bytes + value
  }

  static func object(_ tag: UInt32, _ parts: [[UInt8]]) -> [UInt8] { object(tag, Array(parts.joined())) }

  /// All objects of `bytes`, nothing left over; nil for anything else.
  static func objects(_ bytes: some Collection<UInt8>) -> [CardObject]? {
    let bytes = Array(bytes)
    var found: [CardObject] = []
    var at = 0
    while at < bytes.count {
      var tag = UInt32(bytes[at])
      at += 1
      if tag & 0x1F == 0x1F {
        repeat {
          guard at < bytes.count, tag <= 0xFF_FFFF else { return nil }
          tag = tag << 8 | UInt32(bytes[at])
          at += 1
        } while bytes[at - 1] & 0x80 != 0
      }
      guard at < bytes.count else { return nil }
      var count = Int(bytes[at])
      at += 1
      if count >= 0x80 {
        let width = count & 0x7F
        guard (1...3).contains(width), at + width <= bytes.count else { return nil }
        count = bytes[at..<at + width].reduce(0) { $0 << 8 | Int($1) }
        at += width
      }
      guard count <= valueByteCountMax, at + count <= bytes.count else { return nil }
      found.append(CardObject(tag: tag, value: Array(bytes[at..<at + count])))
      at += count
    }
    return found
  }

  /// The children of the one object `tag` that `bytes` are; nil for anything else.
  static func children(of tag: UInt32, in bytes: [UInt8]) -> [CardObject]? {
    guard let outer = objects(bytes), outer.count == 1, outer[0].tag == tag else { return nil }
    return objects(outer[0].value)
  }
}

extension [CardObject] {
  /// The value of the first object with this tag.
  func value(_ tag: UInt32) -> [UInt8]? { first { $0.tag == tag }?.value }
}
