// What only contacts and addresses have: telephones, e-mail, opening hours, addresses of the web. A citizen dials, types and
// scans what stands here, so it must be more than letters of the right kind.

import Handover

extension ContentItemReader {
  mutating func contact(_ head: inout HeadReader, _ mistakes: inout ContentMistakes) {
    guard isLeading else { return }
    var facts = ContactFacts()
    facts.address = head.texts("address", &mistakes).map(\.text)
    facts.phone = head.text("phone", charactersMax: 40, &mistakes)
    if let phone = facts.phone { check(phone: phone, head.line("phone"), &mistakes) }
    facts.email = head.text("email", charactersMax: 100, &mistakes)
    if let email = facts.email, !Self.isEmail(email) {
      mistakes.add(file, head.line("email"), "email is no address", "write name@example.org")
    }
    facts.website = online("website", &head, &mistakes)
    if let hours = head.text("hours", &mistakes) {
      do throws(OpeningHoursError) {
        let read = try OpeningHours(hours)
        facts.hours = read
        if let problem = read.contradiction ?? today.flatMap(read.ended) {
          mistakes.add(file, head.line("hours"), problem.what, problem.remedy)
        }
      } catch {
        mistakes.add(file, head.line("hours"), error.what, error.remedy)
      }
    }
    let ways = ["address", "phone", "email", "website"]
    if ways.allSatisfy({ head.table[$0] == nil }) {
      mistakes.add(
        file, head.line("name"), "nobody can be reached at this contact",
        "write one of \(ways.joined(separator: ", "))")
    }
    reading.item.detail = .contact(facts)
  }

  private func check(phone: String, _ line: Int, _ mistakes: inout ContentMistakes) {
    guard phone.unicodeScalars.allSatisfy({ "+0123456789 /-()".unicodeScalars.contains($0) }) else {
      return mistakes.add(file, line, "phone has letters", "write digits, blanks, + and -")
    }
    let digits = phone.utf8.count { (0x30...0x39).contains($0) }
    // ITU-T E.164: 15 digits with the country's; 110 and 115 are the shortest that are dialled here.
    guard (3...15).contains(digits), !phone.dropFirst().contains("+") else {
      return mistakes.add(file, line, "phone is no number to dial", "write it as 0999 123-0")
    }
  }

  static func isEmail(_ text: String) -> Bool {
    let halves = text.split(separator: "@", omittingEmptySubsequences: false)
    guard halves.count == 2, !halves[0].isEmpty, isHost(halves[1]) else { return false }
    return halves[0].utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !Array("\"(),:;<>[\\]".utf8).contains($0) }
  }

  /// A name with a point in it, of letters, digits and hyphens.
  private static func isHost(_ text: some StringProtocol) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count > 1
      && parts.allSatisfy { part in
        !part.isEmpty && part.first != "-" && part.last != "-"
          && part.utf8.allSatisfy {
            (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
          }
      }
  }

  func online(
    _ key: String, _ head: inout HeadReader, _ mistakes: inout ContentMistakes
  ) -> OnlineAddress? {
    guard let table = head.table(key, &mistakes) else { return nil }
    var inner = HeadReader(file: file, table: table)
    let address = inner.text("address", isRequired: true, &mistakes)
    let short = inner.text("short", isRequired: true, charactersMax: 40, &mistakes)
    inner.finish(&mistakes)
    guard let address, let short else { return nil }
    if !Self.isSafe(address) {
      mistakes.add(
        file, inner.line("address"), "address is not a safe address", "write https://… in plain letters")
    }
    if !Self.isTypeable(short) {
      mistakes.add(file, inner.line("short"), "short is nothing to type", "write it as stadt.example/hund")
    } else if Self.isSafe(address), !Self.leadsHome(short, address) {
      mistakes.add(
        file, inner.line("short"), "short names another host than address",
        "write both with the same host; www. may be left out")
    }
    return OnlineAddress(address: address, short: short)
  }

  /// `https`, a host without a user before it, and nothing that an address may not have.
  private static func isSafe(_ address: String) -> Bool {
    guard address.hasPrefix("https://") else { return false }
    let rest = address.dropFirst("https://".count)
    let authority = rest.prefix { !"/?#".contains($0) }
    let host = authority.prefix { $0 != ":" }
    let port = authority.dropFirst(host.count)
    let isPort = port.isEmpty || (1...65_535).contains(Int(port.dropFirst()) ?? 0)
    return isHost(host) && isPort
      && rest.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !Array("\"<>\\^`{|}".utf8).contains($0) }
  }

  /// Whether the short address is of the host of the long one, or of the domain above it, where a town keeps its short
  /// ways. Both were checked.
  private static func leadsHome(_ short: String, _ address: String) -> Bool {
    let host = address.dropFirst("https://".count).prefix { !"/?#:".contains($0) }.lowercased()
    var own = short.prefix { $0 != "/" }.lowercased()
    if own.hasPrefix("www.") { own.removeFirst(4) }
    return host == own || host.hasSuffix(".\(own)")
  }

  private static func isTypeable(_ short: String) -> Bool {
    guard !short.contains("://"), isHost(short.prefix { $0 != "/" }) else { return false }
    return short.utf8.allSatisfy {
      (0x61...0x7A).contains($0 | 0x20) || (0x2D...0x39).contains($0) || $0 == UInt8(ascii: "_")
    }
  }

  // MARK: Fees

  /// What one fee cannot show alone: a history that overlaps, and several fees that nobody can tell apart.
  func compareFees(_ tables: [PlainTable], _ fees: [Fee], _ mistakes: inout ContentMistakes) {
    for fee in fees {
      guard let until = fee.until else { continue }
      let next = fees.filter { $0.id == fee.id && $0.from > fee.from }.min { $0.from < $1.from }
      guard let next, next.from <= until else { continue }
      mistakes.add(
        file, line(of: fee, tables), "the fee \(fee.id) holds until \(until) and begins anew on \(next.from)",
        "write until as the day before, or remove it")
    }
    var ids: [String] = []
    for fee in fees where !ids.contains(fee.id) { ids.append(fee.id) }
    for id in ids {
      guard let today, let last = fees.filter({ $0.id == id }).max(by: { $0.from < $1.from }),
        let until = last.until, until < today
      else { continue }
      mistakes.add(
        file, line(of: last, tables), "the fee \(id) is over since \(until + 1)",
        "add an entry that holds today, or remove the fee")
    }
    guard ids.count > 1 else { return }
    for fee in fees where fee.label.isEmpty {
      mistakes.add(
        file, line(of: fee, tables), "the fee \(fee.id) has no label among \(ids.count) fees",
        "write label = \"…\", what is paid for")
    }
  }

  private func line(of fee: Fee, _ tables: [PlainTable]) -> Int {
    tables.first { table in
      let id: String? = if case .text(let text)? = table["id"]?.value { text } else { nil }
      return (id ?? "fee") == fee.id && table["from"]?.value == .day(fee.from)
    }?.line ?? 1
  }
}
