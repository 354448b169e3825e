// Object identifiers as the protocols carry them: their DER content bytes are the value, dots are for people.
// The arcs that TR-03110 and ICAO 9303 hang their protocols on stand here; who uses one names it.

/// An object identifier.
public struct ObjectIdentifier: Hashable, Sendable {
  /// The content bytes of the DER encoding, without tag and length.
  public let bytes: [UInt8]

  /// The longest that is read, in bytes.
  public static let byteCountMax = 32

  /// Reads content bytes: not empty, each arc complete and in its shortest form.
  public init(bytes: [UInt8]) throws(TLVError) {
    guard let last = bytes.last, last & 0x80 == 0, bytes.count <= Self.byteCountMax else { throw .value }
    var beginsArc = true
    for byte in bytes {
      if beginsArc && byte == 0x80 { throw .value }
      beginsArc = byte & 0x80 == 0
    }
    self.bytes = bytes
  }

  /// From numbers, for constants.
  public init(_ arcs: UInt32...) {
    precondition(arcs.count >= 2, "an object identifier has two arcs at least")
    var bytes: [UInt8] = []
    for arc in [arcs[0] * 40 + arcs[1]] + arcs.dropFirst(2) {
      var groups: [UInt8] = [UInt8(arc & 0x7F)]
      var rest = arc >> 7
      while rest > 0 {
        groups.append(UInt8(rest & 0x7F) | 0x80)
        rest >>= 7
      }
      bytes += groups.reversed()
    }
    self.bytes = bytes
  }

  private init(unchecked bytes: [UInt8]) { self.bytes = bytes }

  /// The identifier one arc (below 128) further down.
  public func appending(_ arc: UInt8) -> ObjectIdentifier {
    precondition(arc < 0x80, "a small arc")
    return ObjectIdentifier(unchecked: bytes + [arc])
  }

  /// The arcs behind `base`, each below 128; nil if it lies elsewhere.
  public func arcs(below base: ObjectIdentifier) -> [UInt8]? {
    guard bytes.starts(with: base.bytes) else { return nil }
    let rest = Array(bytes.dropFirst(base.bytes.count))
    return rest.allSatisfy { $0 < 0x80 } ? rest : nil
  }
}

extension ObjectIdentifier {
  /// bsi-de of TR-03110: 0.4.0.127.0.7.
  public static let bsi = ObjectIdentifier(0, 4, 0, 127, 0, 7)
  /// The protocols of TR-03110: bsi-de 2.2.
  public static let bsiProtocols = bsi.appending(2).appending(2)
  /// id-icao-mrtd-security: 2.23.136.1.1.
  public static let icaoSecurity = ObjectIdentifier(2, 23, 136, 1, 1)
}

extension ObjectIdentifier: CustomStringConvertible {
  /// Numbers and dots; an arc beyond 64 bits shows as `?`.
  public var description: String {
    var arcs: [UInt64] = []
    var arc: UInt64 = 0
    for byte in bytes {
      guard arc >> 57 == 0 else { return "?" }
      arc = arc << 7 | UInt64(byte & 0x7F)
      if byte & 0x80 == 0 {
        if arcs.isEmpty {
          let first = min(arc / 40, 2)
          arcs = [first, arc - first * 40]
        } else {
          arcs.append(arc)
        }
        arc = 0
      }
    }
    return arcs.map(String.init).joined(separator: ".")
  }
}
