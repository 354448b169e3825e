// An e-mail as `sendmail -t -i` reads it: headers of RFC 5322 and 2047, the text in UTF-8 as quoted-printable (RFC
// 2045). Every header is ASCII, and no value can begin a new one.

import Handover

struct EmailMessage {
  /// The sender's address.
  var from: String
  /// The sender's name, as people read it.
  var name: String
  var to: String
  var subject: String
  /// The same for every try: a receiver that knows it shows the e-mail once.
  var id: String
  /// Milliseconds since 1970 UTC.
  var wall: Int64
  var text: [UInt8]

  /// Nil: an address that cannot stand in a header.
  var bytes: [UInt8]? {
    guard Self.isPlain(from), Self.isPlain(to), Self.isPlain(id) else { return nil }
    let headers = [
      "From: \(Self.encoded(name))\n <\(from)>", "To: <\(to)>", "Subject: \(Self.encoded(subject))",
      "Date: \(Self.date(wall))", "Message-ID: <\(id)>", "Auto-Submitted: auto-generated",
      "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: quoted-printable",
    ]
    return Array(headers.joined(separator: "\n").utf8) + Array("\n\n".utf8) + Self.quotedPrintable(text)
  }

  private static func isPlain(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"<>(),;:\\\"[]".utf8.contains($0) }
  }

  /// RFC 2047: encoded words of at most 75 characters, a whole number of letters in each.
  static func encoded(_ text: String) -> String {
    let safe = text.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == " ")
    }
    if safe, text.count <= 60 { return text }
    var words: [[UInt8]] = [[]]
    for scalar in text.unicodeScalars where scalar.value >= 0x20 {
      let bytes = Array(String(scalar).utf8)
      if words[words.count - 1].count + bytes.count > 39 { words.append([]) }
      words[words.count - 1] += bytes
    }
    return words.map { "=?UTF-8?B?\(base64($0))?=" }.joined(separator: "\n ")
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var out = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let value = group.reduce(0) { $0 << 8 | Int($1) } << ((3 - group.count) * 8)
      for place in 0..<4 {
        out.append(place <= group.count ? letters[value >> (18 - 6 * place) & 63] : "=")
      }
    }
    return out
  }

  /// RFC 5322 in UTC: `Sun, 22 Nov 2026 08:05:00 +0000`.
  static func date(_ wall: Int64) -> String {
    let days = Int(wall >= 0 ? wall / 86_400_000 : (wall - 86_399_999) / 86_400_000)
    let seconds = Int(wall - Int64(days) * 86_400_000) / 1000
    let day = CivilDay(number: days)
    let (year, month, number) = day.date
    let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(names[day.weekday]), \(number) \(months[month - 1]) \(year) "
      + "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60)) +0000"
  }

  static func quotedPrintable(_ text: [UInt8]) -> [UInt8] {
    let hex = Array("0123456789ABCDEF".utf8)
    var out: [UInt8] = []
    var column = 0
    for (index, byte) in text.enumerated() {
      if byte == 0x0A {
        out.append(byte)
        column = 0
        continue
      }
      let isLast = index + 1 == text.count || text[index + 1] == 0x0A
      let isPlain = (0x21...0x7E).contains(byte) && byte != 0x3D || (byte == 0x20 && !isLast)
      let piece: [UInt8] = isPlain ? [byte] : [0x3D, hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      if column + piece.count > 75 {
        out += [0x3D, 0x0A] as [UInt8]
        column = 0
      }
      out += piece
      column += piece.count
    }
    if out.last != 0x0A { out.append(0x0A) }
    return out
  }
}
