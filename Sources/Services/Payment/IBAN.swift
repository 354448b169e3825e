// An account number (ISO 13616): country, check digits, the country's own number. It knows each country's length and
// the sum; whether there is such an account is for the bank to say.

/// A right IBAN.
public struct IBAN: Hashable, Sendable {
  /// What is wrong with a text that should be one.
  public enum Fault: Error, Equatable, Sendable {
    /// Something other than letters, digits and spaces, or not two letters and two digits in front.
    case malformed
    /// A country that has no IBAN; its two letters.
    case unknownCountry(String)
    /// The country's IBANs have another length.
    case length(Int, expected: Int)
    /// The sum is wrong: a digit is mistyped, or two have changed places.
    case checkDigits
  }

  /// Upper case, without spaces: `DE89370400440532013000`.
  public let text: String

  /// Reads what people type: spaces, hyphens and lower case do no harm.
  public init(_ typed: String) throws(Fault) {
    guard let bytes = Modulo97.cleaned(typed), bytes.count >= 4,
      bytes[..<2].allSatisfy({ $0 >= 0x41 }), bytes[2..<4].allSatisfy({ $0 < 0x41 })
    else { throw .malformed }
    let country = String(decoding: bytes[..<2], as: UTF8.self)
    guard let expected = Self.lengths[country] else { throw .unknownCountry(country) }
    guard bytes.count == expected else { throw .length(bytes.count, expected: expected) }
    // 00, 01 and 99 give the right sum too, and are nobody's check digits (ISO 13616-1 section 6.2).
    let digits = Int(bytes[2] - 0x30) * 10 + Int(bytes[3] - 0x30)
    guard (2...98).contains(digits), Modulo97.isRight(bytes) else { throw .checkDigits }
    text = String(decoding: bytes, as: UTF8.self)
  }

  /// The two letters of the country.
  public var country: String { String(text.prefix(2)) }

  /// In groups of four: `DE89 3704 0044 0532 0130 00`.
  public var grouped: String { Modulo97.grouped(text) }

  /// Whether a transfer in euro needs the BIC of the payee's bank: outside the European Economic Area (EPC069-12,
  /// version 002).
  public var needsBIC: Bool { !Self.economicArea.contains(country) }

  /// The length of an IBAN by country (SWIFT IBAN registry, release 99).
  static let lengths: [String: Int] = {
    let table =
      "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 "
      + "EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 "
      + "KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 "
      + "PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 "
      + "UA29 VA22 VG24 XK20 YE30"
    var lengths: [String: Int] = [:]
    for entry in table.split(separator: " ") { lengths[String(entry.prefix(2))] = Int(entry.dropFirst(2)) }
    return lengths
  }()

  private static let economicArea: Set<String> = Set(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split(
      separator: " "
    ).map(String.init))
}
