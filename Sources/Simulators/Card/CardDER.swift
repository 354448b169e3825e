// The few DER values (X.690) that a card's files are made of.

enum CardDER {
  static func sequence(_ parts: [UInt8]...) -> [UInt8] { CardTLV.object(0x30, parts) }
  static func set(_ parts: [[UInt8]]) -> [UInt8] { CardTLV.object(0x31, parts) }
  static func identifier(_ bytes: [UInt8]) -> [UInt8] { CardTLV.object(0x06, bytes) }
  static func boolean(_ value: Bool) -> [UInt8] { CardTLV.object(0x01, [value ? 0xFF : 0]) }
  static func octets(_ bytes: [UInt8]) -> [UInt8] { CardTLV.object(0x04, bytes) }
  static func bits(_ bytes: [UInt8]) -> [UInt8] { CardTLV.object(0x03, [0] + bytes) }
  static func utf8(_ text: String) -> [UInt8] { CardTLV.object(0x0C, Array(text.utf8)) }
  static func printable(_ text: String) -> [UInt8] { CardTLV.object(0x13, Array(text.utf8)) }
  static func numeric(_ text: String) -> [UInt8] { CardTLV.object(0x12, Array(text.utf8)) }
  static func ia5(_ text: String) -> [UInt8] { CardTLV.object(0x16, Array(text.utf8)) }

  /// A number from 0 to 32,767.
  static func integer(_ value: Int) -> [UInt8] {
    CardTLV.object(0x02, value < 0x80 ? [UInt8(value)] : [UInt8(value >> 8), UInt8(value & 0xFF)])
  }

  /// A number of any length, most significant byte first.
  static func integer(unsigned bytes: [UInt8]) -> [UInt8] {
    let short = Array(bytes.drop { $0 == 0 })
    return CardTLV.object(0x02, (short.first ?? 0x80) >= 0x80 ? [0] + short : short)
  }
}
