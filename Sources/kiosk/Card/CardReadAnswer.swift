// What `kiosk card read` says: the proofs always, the contents of data groups for a test PKI's cards, lengths of them
// for all others. The one place that decides which it is.

import Crypto
import Identity

struct CardReadAnswer: Encodable {
  /// A data group: whether it is there, and how long what it says is.
  struct Group: Encodable {
    var group: String
    /// value, absent, forbidden or unreadable.
    var state: String
    /// Bytes of the texts in it.
    var byteCount: Int?
  }

  /// A passport's holder and document.
  struct PassportHolder: Encodable {
    var familyName: String
    var givenNames: String
    var birthDate: String?
    var birthPlace: String?
    var nationality: String
    var sex: String
    var address: String?
  }

  struct Document: Encodable {
    var number: String
    var code: String
    var issuingState: String
    var expiryDate: String?
    var issuingAuthority: String?
    var issueDate: String?
  }

  enum Holder: Encodable {
    case card(IdentityCardHolder)
    case passport(PassportHolder)

    func encode(to encoder: any Encoder) throws {
      switch self {
      case .card(let holder): try holder.encode(to: encoder)
      case .passport(let holder): try holder.encode(to: encoder)
      }
    }
  }

  var reader: String
  var card: CardKind
  /// In the order of the run: pace or bac, terminal-authentication, passive-authentication, chip-authentication…
  var proven: [String]
  /// Why the chip or the data are not proven, of passports.
  var notProven: [String] = []
  /// Whether the document has run out before today; nil where its date of expiry was not read.
  var documentExpired: Bool?
  var testPKI: Bool
  var groups: [Group]
  var exchanges: Int
  var holder: Holder?
  /// The first place of residence of an ID card.
  var address: Place?
  var document: Document?

  private enum CodingKeys: String, CodingKey {
    case reader, card, proven, notProven, documentExpired, testPKI, groups, exchanges, holder, address,
      document
  }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(reader, forKey: .reader)
    try fields.encode(card.rawValue, forKey: .card)
    try fields.encode(proven, forKey: .proven)
    if !notProven.isEmpty { try fields.encode(notProven, forKey: .notProven) }
    try fields.encodeIfPresent(documentExpired, forKey: .documentExpired)
    try fields.encode(testPKI, forKey: .testPKI)
    try fields.encode(groups, forKey: .groups)
    try fields.encode(exchanges, forKey: .exchanges)
    try fields.encodeIfPresent(holder, forKey: .holder)
    try fields.encodeIfPresent(address, forKey: .address)
    try fields.encodeIfPresent(document, forKey: .document)
  }

  init(_ reading: IdentityCardReading, reader: String, isTest: Bool, exchanges: Int, today: CivilDate) {
    self.reader = reader
    card = .identityCard
    proven = ["pace", "terminal-authentication", "passive-authentication", "chip-authentication"]
    documentExpired = reading.holder.expiryDate?.civilDate.map { $0 < today }
    testPKI = isTest
    groups = reading.groups.map { Group($0) }
    self.exchanges = exchanges
    if isTest {
      holder = .card(reading.holder)
      address = reading.holder.address
    }
  }

  init(_ reading: PassportReading, reader: String, isTest: Bool, exchanges: Int, today: CivilDate) {
    self.reader = reader
    card = .passport
    proven = [reading.channel.rawValue]
    if reading.data == .genuine {
      proven.append("passive-authentication")
    } else {
      notProven.append("passive-authentication: no-trust-store")
    }
    switch reading.chip {
    case .genuine(let method): proven.append(method.rawValue)
    case .unknown(let doubt): notProven.append("chip: \(doubt.rawValue)")
    }
    documentExpired = reading.hasExpired(at: today)
    // Only what a test's authority has signed is a test's card.
    testPKI = isTest && reading.data == .genuine
    groups = [
      Group(group: "DG1", state: "value", byteCount: reading.zone.layout.byteCount),
      Group(group: "DG11", state: Self.state(reading.holder)),
      Group(group: "DG12", state: Self.state(reading.document)),
    ]
    self.exchanges = exchanges
    if testPKI { fill(reading) }
  }

  private mutating func fill(_ reading: PassportReading) {
    let (zone, more) = (reading.zone, reading.holder.content)
    let hasName = more.map { !$0.familyName.isEmpty } ?? false
    holder = .passport(
      PassportHolder(
        familyName: hasName ? more!.familyName : zone.familyName,
        givenNames: hasName ? more!.givenNames : zone.givenNames,
        birthDate: (more?.birthDate ?? zone.birthDate).isoText,
        birthPlace: more.flatMap { $0.birthPlace.isEmpty ? nil : $0.birthPlace.joined(separator: ", ") },
        nationality: zone.nationality, sex: zone.sex.rawValue,
        address: more.flatMap { $0.address.isEmpty ? nil : $0.address.joined(separator: ", ") }))
    let facts = reading.document.content
    document = Document(
      number: zone.documentNumber, code: zone.documentCode, issuingState: zone.issuingState,
      expiryDate: zone.expiryDate?.description, issuingAuthority: facts?.issuingAuthority,
      issueDate: facts?.issueDate?.isoText)
  }

  private static func state<Value>(_ group: PassportGroup<Value>) -> String {
    switch group {
    case .value: "value"
    case .absent: "absent"
    case .unreadable: "unreadable"
    }
  }

  /// For a person: one fact a line.
  var lines: [String] {
    var lines = [
      "reader: \(reader)", "card: \(card.rawValue)", "proven: \(proven.joined(separator: ", "))",
    ]
    if !notProven.isEmpty { lines.append("not proven: \(notProven.joined(separator: ", "))") }
    if documentExpired == true { lines.append("the document has expired") }
    lines.append("exchanges: \(exchanges)")
    lines.append("test PKI: \(testPKI ? "yes" : "no, so contents are not shown")")
    for group in groups {
      lines.append("\(group.group): \(group.state)" + (group.byteCount.map { ", \($0) bytes" } ?? ""))
    }
    switch holder {
    case .card(let holder):
      lines += Self.line("family name", holder.familyName) + Self.line("given names", holder.givenNames)
      lines += Self.line("birth date", holder.birthDate?.isoText)
      lines += Self.line("address", address?.lines.joined(separator: ", "))
    case .passport(let holder):
      lines += Self.line("family name", holder.familyName) + Self.line("given names", holder.givenNames)
      lines += Self.line("birth date", holder.birthDate) + Self.line("document number", document?.number)
      lines += Self.line("expiry date", document?.expiryDate)
    case nil: break
    }
    return lines
  }

  private static func line(_ name: String, _ value: String?) -> [String] {
    value.map { ["\(name): \($0)"] } ?? []
  }
}

extension CardReadAnswer.Group {
  init(_ read: IdentityCardReading.Group) {
    group = read.group.name
    switch read.reading {
    case .value(let value):
      state = "value"
      byteCount = Self.byteCount(value)
    case .absent: state = "absent"
    case .forbidden: state = "forbidden"
    }
  }

  private static func byteCount(_ value: DataGroupValue) -> Int? {
    switch value {
    case .text(let text), .community(let text): text.utf8.count
    case .date: 8
    case .places(let places): places.flatMap(\.lines).reduce(0) { $0 + $1.utf8.count }
    case .bytes(let bytes): bytes.count
    }
  }
}
