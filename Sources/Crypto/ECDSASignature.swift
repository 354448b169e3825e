// The two ways to write an ECDSA signature: plain r‖s (TR-03111, cards and CV certificates) and DER (X9.62, X.509 and
// CMS). Only the writing; whether a signature is right, CurvePoint says.

/// Turns one form into the other.
public enum ECDSASignature {
  /// SEQUENCE { INTEGER r, INTEGER s } of a plain signature; nil for an odd or empty number of bytes.
  public static func der(plain: [UInt8]) -> [UInt8]? {
    guard !plain.isEmpty, plain.count.isMultiple(of: 2), plain.count <= plainByteCountMax else { return nil }
    let middle = plain.count / 2
    let body = integer(plain[..<middle]) + integer(plain[middle...])
    return [0x30] + length(body.count) + body
  }

  /// r‖s with the order's length each; nil unless `der` is exactly one signature in DER whose numbers fit.
  public static func plain(der: [UInt8], on curve: EllipticCurve) -> [UInt8]? {
    var rest = der[...]
    guard var body = take(0x30, from: &rest), rest.isEmpty, let r = take(0x02, from: &body),
      let s = take(0x02, from: &body), body.isEmpty
    else { return nil }
    var plain: [UInt8] = []
    for number in [r, s] {
      // Positive and without a needless zero.
      guard let first = number.first, first < 0x80, first != 0 || (number.dropFirst().first ?? 0) >= 0x80
      else {
        return nil
      }
      let digits = first == 0 ? number.dropFirst() : number
      guard digits.count <= curve.orderByteCount else { return nil }
      plain += [UInt8](repeating: 0, count: curve.orderByteCount - digits.count) + digits
    }
    return plain
  }

  /// Twice the longest order, that of secp521r1.
  private static let plainByteCountMax = 132

  private static func integer(_ number: ArraySlice<UInt8>) -> [UInt8] {
    var digits = Array(number.drop { $0 == 0 })
    if (digits.first ?? 0x80) >= 0x80 { digits.insert(0, at: 0) }
    return [0x02] + length(digits.count) + digits
  }

  private static func length(_ count: Int) -> [UInt8] {
    count < 0x80 ? [UInt8(count)] : [0x81, UInt8(count)]
  }

  /// The value behind `tag`; lengths up to 255 in their shortest form, which is all that these curves need.
  private static func take(_ tag: UInt8, from bytes: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard bytes.popFirst() == tag, var count = bytes.popFirst().map(Int.init) else { return nil }
    if count == 0x81 {
      guard let long = bytes.popFirst(), long >= 0x80 else { return nil }
      count = Int(long)
    } else if count > 0x81 || count == 0x80 {
      return nil
    }
    guard bytes.count >= count else { return nil }
    let value = bytes.prefix(count)
    bytes = bytes.dropFirst(count)
    return value
  }
}
