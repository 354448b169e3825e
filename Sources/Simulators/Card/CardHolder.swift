// The invented person a simulated card belongs to, and the machine-readable zone that follows (ICAO 9303-3, -4, -5).
// Nobody of this name is meant; names, places and numbers are drawn from short lists.

/// Who a card says it belongs to.
public struct CardHolder: Equatable, Sendable {
  public var familyName: String
  public var givenNames: String
  public var birthName: String
  public var artisticName: String
  public var doctoralDegree: String
  /// F or M.
  public var sex: String
  public var birthDate: CardDate
  /// Whether month and day of birth are unknown to the register.
  public var isBirthDayUnknown = false
  public var birthPlace: String
  public var street: String
  public var city: String
  public var postcode: String
  /// 14 digits: 0276, the municipality key (AGS) and zeros.
  public var community: String
  /// Nine characters.
  public var documentNumber: String
  public var issued: CardDate
  public var expiry: CardDate

  /// The holder whom a card's seed and profile make.
  init(_ memory: CardMemory) {
    let chance = CardChance(seed: memory.seed, label: "holder")
    let issued = memory.issued
    let isWoman = chance.number(0...1) == 0
    familyName = chance.element(Self.families)
    givenNames = chance.element(isWoman ? Self.women : Self.men)
    birthName = chance.number(0...2) == 0 ? chance.element(Self.families) : ""
    artisticName = chance.number(0...3) == 0 ? "NACHTFALTER" : ""
    doctoralDegree = chance.number(0...2) == 0 ? "DR." : ""
    sex = isWoman ? "F" : "M"
    birthDate = CardDate(
      year: issued.year - chance.number(25...80), month: chance.number(1...12), day: chance.number(1...28))
    birthPlace = chance.element(["DRESDEN", "KÖLN", "BERLIN", "HALLE (SAALE)", "MÜNCHEN", "LÜBECK"])
    street = "\(chance.element(Self.streets)) \(chance.number(1...120))"
    let town = chance.element(Self.towns)
    (city, postcode, community) = (town.0, town.1, "0276\(town.2)00")
    let letters = Array("CFGHJKLMNPRTVWXYZ0123456789")
    documentNumber =
      chance.element(["L", "C", "G"]) + String((0..<8).map { _ in chance.element(letters) })
    isBirthDayUnknown = memory.profile == .unknownBirthDay
    if memory.profile == .expired {
      let day = issued.adding(years: -11)
      self.issued = day
      expiry = day.adding(years: 10)
    } else {
      self.issued = issued
      expiry = issued.adding(years: 10)
    }
  }

  private static let families = [
    "MUSTERMANN", "KÖHLER-BRAND", "WEIß", "SCHÄFER", "VON DER AUE", "ÖZTÜRK", "LINDNER", "GRÜNEWALD",
  ]
  private static let women = ["ERIKA", "ANNA MARIA", "GÜLŞEN", "RENÉE", "HANNE-LORE", "ZOË"]
  private static let men = ["MAX", "JÖRG PETER", "IBRAHIM", "ANDRÉ", "KARL-HEINZ", "LUKAS"]
  private static let streets = ["HEIDESTRAẞE", "AM MÜHLGRABEN", "KÄTHE-KOLLWITZ-WEG", "DORFSTRASSE"]
  private static let towns = [
    ("KÖLN", "51147", "05315000"), ("DRESDEN", "01067", "14612000"), ("LÜBECK", "23552", "01003000"),
  ]

  /// The date of birth as data group 8 and the machine-readable zone's six digits write it.
  var birthDigits: String {
    isBirthDayUnknown ? String(birthDate.digits.prefix(4)) + "    " : birthDate.digits
  }

  private var birthShort: String {
    isBirthDayUnknown ? String(birthDate.shortDigits.prefix(2)) + "<<<<" : birthDate.shortDigits
  }

  /// What PACE with the MRZ and BAC hash: number, birth, expiry, each with its check digit (ICAO 9303-11 section 4.3.2).
  var zoneKey: String {
    [documentNumber, birthShort, expiry.shortDigits].map { $0 + Self.checkDigit($0) }.joined()
  }

  /// The three lines of an ID card, 30 characters each, one after another.
  var zoneTD1: String {
    let first = "IDD<<" + documentNumber + Self.checkDigit(documentNumber) + String(repeating: "<", count: 15)
    let birth = birthShort + Self.checkDigit(birthShort)
    let end = expiry.shortDigits + Self.checkDigit(expiry.shortDigits)
    let composite = Self.checkDigit(
      String(first.dropFirst(5)) + birth + end + String(repeating: "<", count: 11))
    // German ID cards name no sex.
    let second = birth + "<" + end + "D<<" + String(repeating: "<", count: 11) + composite
    return first + second + Self.field(zoneName, 30)
  }

  /// The two lines of a passport, 44 characters each, one after another.
  var zoneTD3: String {
    let first = Self.field("P<D<<" + zoneName, 44)
    let number = documentNumber + Self.checkDigit(documentNumber)
    let birth = birthShort + Self.checkDigit(birthShort)
    let end = expiry.shortDigits + Self.checkDigit(expiry.shortDigits)
    let optional = String(repeating: "<", count: 14)
    let composite = Self.checkDigit(number + birth + end + optional + "0")
    return first + number + "D<<" + birth + sex + end + optional + "0" + composite
  }

  private var zoneName: String {
    Self.transliterated(familyName) + "<<" + Self.transliterated(givenNames)
  }

  private static func field(_ text: String, _ width: Int) -> String {
    String((text + String(repeating: "<", count: width)).prefix(width))
  }

  /// The letters of a name as ICAO 9303-3 section 6 writes them: A to Z and <.
  static func transliterated(_ name: String) -> String {
    name.map { character -> String in
      switch character {
      case "Ä": "AE"
      case "Ö": "OE"
      case "Ü": "UE"
      case "ß", "ẞ": "SS"
      case "É", "Ë": "E"
      case "Ş": "S"
      case "A"..."Z": String(character)
      default: "<"
      }
    }.joined()
  }

  /// The check digit of ICAO 9303-3 section 4.9: weights 7, 3, 1.
  static func checkDigit(_ text: String) -> String {
    var sum = 0
    for (index, character) in text.utf8.enumerated() {
      let value =
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(character) - 48
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(character) - 55
        default: 0
        }
      sum += value * [7, 3, 1][index % 3]
    }
    return String(sum % 10)
  }
}
