// The tokens of opening hours: words, numbers, times and signs. It knows letters and no grammar.

enum OpeningHoursToken: Equatable, Sendable {
  /// Letters, as they were written; `24/7` too.
  case word(String)
  /// Digits, as they were written.
  case number(String)
  /// Minutes after midnight, up to 48:00.
  case time(Int)
  /// One of `- , ; : + / [ ]`.
  case sign(Character)

  var text: String {
    switch self {
    case .word(let word), .number(let word): word
    case .time(let minutes): "\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
    case .sign(let sign): String(sign)
    }
  }

  static func read(_ source: String) throws(OpeningHoursError) -> [OpeningHoursToken] {
    let bytes = Array(source.utf8)
    var tokens: [OpeningHoursToken] = []
    var at = 0
    func isDigit(_ index: Int) -> Bool { index < bytes.count && (0x30...0x39).contains(bytes[index]) }
    func isLetter(_ index: Int) -> Bool {
      index < bytes.count
        && ((bytes[index] | 0x20 >= 0x61 && bytes[index] | 0x20 <= 0x7A) || bytes[index] >= 0x80)
    }
    while at < bytes.count {
      let start = at
      if bytes[at] == 0x20 {
        at += 1
      } else if isDigit(at) {
        while isDigit(at) { at += 1 }
        let digits = String(decoding: bytes[start..<at], as: UTF8.self)
        if digits == "24", at + 1 < bytes.count, bytes[at] == UInt8(ascii: "/"),
          bytes[at + 1] == UInt8(ascii: "7")
        {
          at += 2
          tokens.append(.word("24/7"))
        } else if at - start <= 2, at + 2 < bytes.count, bytes[at] == UInt8(ascii: ":"), isDigit(at + 1),
          isDigit(at + 2)
        {
          let minutes = Int(bytes[at + 1] - 0x30) * 10 + Int(bytes[at + 2] - 0x30)
          let hours = Int(digits) ?? 99
          at += 3
          guard minutes < 60, hours < 48 || (hours == 48 && minutes == 0), !isDigit(at) else {
            let text = String(decoding: bytes[start..<at], as: UTF8.self)
            throw OpeningHoursError(
              what: "\(ContentText.quoted(text)) in the opening hours is no time",
              remedy: "write hours as 08:00")
          }
          tokens.append(.time(hours * 60 + minutes))
        } else {
          tokens.append(.number(digits))
        }
      } else if isLetter(at) {
        while isLetter(at) { at += 1 }
        tokens.append(.word(String(decoding: bytes[start..<at], as: UTF8.self)))
      } else if bytes[at] < 0x80, "-,;:+/[]".utf8.contains(bytes[at]) {
        tokens.append(.sign(Character(Unicode.Scalar(bytes[at]))))
        at += 1
      } else {
        let sign = ContentText.quoted(String(decoding: [bytes[at]], as: UTF8.self))
        throw OpeningHoursError(
          what: "\(sign) is not read in opening hours",
          remedy: hint(sign) ?? "remove it, or write it on a page")
      }
    }
    return tokens
  }

  /// What to write instead of a word that is not read here; nil for words without a known meaning.
  static func hint(_ word: String) -> String? {
    switch word {
    case "Di": "write Tu for Dienstag"
    case "Mi": "write We for Mittwoch"
    case "Do": "write Th for Donnerstag"
    case "So": "write Su for Sonntag"
    case "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun": "write \(word.prefix(2)), weekdays have two letters"
    case "Mai": "write May"
    case "Okt": "write Oct"
    case "Dez": "write Dec"
    case "Mrz", "Mär", "März": "write Mar"
    case "SH": "write the dates of the school holidays"
    case "sunrise", "sunset", "dawn", "dusk": "write a time"
    case "unknown", "open": "write times, or off"
    case "uhr", "Uhr": "write times as 08:00-12:00"
    case "geschlossen", "zu", "closed": "write off"
    case "Feiertag", "Feiertage", "FT": "write PH for public holidays"
    default: nil
    }
  }
}

extension OpeningHoursParser {
  /// The token behind the current one.
  var following: OpeningHoursToken? { token(ahead: 1) }
}
