// What a notice says, rendered when it is sent: the outbox holds keys and parameters only. Nothing here is told which
// documents lie in the station, whose they are, or what stands on them.

import Handover
import Journal
import Secrets
import Services

/// The texts of Content/notices by language and key, with the sender's address.
public struct NoticeTexts: Sendable {
  /// Language tag to key to template; keys are `ready.sms`, `ready.subject`, `ready.email` and so on.
  public var texts: [String: [String: String]]
  /// The sender of e-mails.
  public var emailFrom: String

  public init(texts: [String: [String: String]] = [:], emailFrom: String = "") {
    self.texts = texts
    self.emailFrom = emailFrom
  }

  /// The places that a text may have.
  public static let places: Set<String> = [
    "town", "station", "address", "counter", "hours", "phone", "number", "code", "until", "reference", "date",
    "time", "count", "old",
  ]

  /// What each kind needs to be sent.
  static let required = [
    "ready.sms", "ready.subject", "ready.email", "reminder.sms", "reminder.subject", "reminder.email",
    "extended.sms", "extended.subject", "extended.email", "removed.sms", "removed.subject", "removed.email",
    "new_code.sms", "new_code.subject", "new_code.email", "receipt.subject", "receipt.email", "letter.text",
    "letter.no_deadline", "number.phone", "number.slip",
  ]

  /// What is wrong with the texts, and what to do; nil: nothing.
  var mistake: String? {
    for language in texts.keys.sorted() {
      let own = texts[language] ?? [:]
      if let key = Self.required.first(where: { own[$0] == nil }) {
        return "\(language).toml: \(key) is missing: write it"
      }
      for key in own.keys.sorted() {
        guard let template = own[key].flatMap({ try? TextTemplate($0) }) else { continue }
        if let place = template.placeNames.first(where: { !Self.places.contains($0) }) {
          return "\(language).toml: \(key) has a place {\(place)} that nothing fills: remove it"
        }
      }
    }
    return nil
  }
}

extension StationCore {
  /// The bytes that the receiving program reads; nil: there is nothing to say this way.
  func message(
    _ notice: Notice, _ channel: NoticeChannel, _ contact: NoticeContact, _ journal: any JournalStore
  ) throws(JournalError) -> Secret? {
    if channel == .register { return try confirmation(notice, contact, journal) }
    guard let values = try noticeValues(notice, contact, journal) else { return nil }
    let order = durable.orders[notice.order]
    let code = order.map { keys.code($0.id, number: $0.codeNumber) }
    func text(_ part: String) -> [UInt8]? {
      let languages = [contact.language, defaultLanguage]
      for language in languages {
        guard let source = setup.noticeTexts.texts[language]?["\(notice.kind.name).\(part)"],
          let template = try? TextTemplate(CounterPhone.fit(source, setup.welcome.counter.phone))
        else { continue }
        return template.bytes(values, code: code)
      }
      return nil
    }
    switch channel {
    case .sms: return text("sms").map { wiped($0) }
    case .email:
      guard let subject = text("subject"), let body = text("email"), let to = contact.email else {
        return nil
      }
      let domain = setup.noticeTexts.emailFrom.split(separator: "@").last.map(String.init) ?? "localhost"
      let station = durable.station.map { OrderID($0).description } ?? "0"
      return EmailMessage(
        from: setup.noticeTexts.emailFrom, name: "\(setup.welcome.town), \(setup.name)", to: to,
        subject: String(decoding: subject, as: UTF8.self), id: "\(notice.key).\(station)@\(domain)",
        wall: time.moment.wall, text: body
      ).bytes.map { wiped($0) }
    case .register: return nil
    }
  }

  private func wiped(_ bytes: [UInt8]) -> Secret {
    var bytes = bytes
    defer { for index in bytes.indices { bytes[index] = 0 } }
    return Secret(bytes)
  }

  /// What fills the places; nil when the notice is about an order that is gone.
  private func noticeValues(
    _ notice: Notice, _ contact: NoticeContact, _ journal: any JournalStore
  ) throws(JournalError) -> [String: String]? {
    let counter = setup.welcome.counter
    var values = [
      "town": setup.welcome.town, "station": setup.name, "address": counter.address,
      "counter": counter.name, "hours": counter.hours.joined(separator: "\n"), "phone": counter.phone,
    ]
    let own = setup.noticeTexts.texts[contact.language] ?? setup.noticeTexts.texts[defaultLanguage] ?? [:]
    if let order = durable.orders[notice.order] {
      let personal = try journal.personal(order.id)
      values["number"] =
        personal?.phone != nil
        ? own["number.phone"] : (personal?.slip).map { "\(own["number.slip"] ?? "") \($0)" }
      values["until"] = order.custody.map { day($0.deadline, contact.language) }
    }
    switch notice.kind {
    case .ready, .reminder, .extended, .newCode:
      guard values["until"] != nil, values["number"] != nil else { return nil }
    case .removed: break
    case .receipt:
      guard let receipt = try receiptValues(notice, contact, journal) else { return nil }
      values.merge(receipt) { _, new in new }
    case .confirmation: return nil
    }
    return values
  }

  /// As people of the language write it.
  func day(_ day: CivilDay, _ language: String) -> String {
    let (year, month, number) = day.date
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return language == "de" ? "\(two(number)).\(two(month)).\(year)" : day.description
  }

  /// From the record that caused it: number of the operation, when, and nothing about the documents but how many.
  private func receiptValues(
    _ notice: Notice, _ contact: NoticeContact, _ journal: any JournalStore
  ) throws(JournalError) -> [String: String]? {
    guard let record = try journal.records(from: notice.cause, limit: 1).first,
      let reference = record.event.ref?.operation
    else { return nil }
    let own = setup.noticeTexts.texts[contact.language] ?? setup.noticeTexts.texts[defaultLanguage] ?? [:]
    // The town's time of day then: as far from now as the wall clock says.
    let minutes = Int64(time.minuteOfDay) - (time.moment.wall - record.time.wall) / 60_000
    let minute = Int(((minutes % 1440) + 1440) % 1440)
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return [
      "reference": reference.description, "date": day(record.time.day, contact.language),
      "time": "\(two(minute / 60)):\(two(minute % 60))",
      "count": "\(durable.orders[notice.order]?.facts.documents.documents.count ?? 1)",
      "old": own[oldDocumentKey(of: notice.order)] ?? own["receipt.old_none"] ?? "",
    ]
  }

  /// What became of the old document when the new one was taken; the order keeps it as long as its receipt can wait.
  private func oldDocumentKey(of id: OrderID) -> String {
    switch durable.orders[id]?.oldDocumentFate {
    case .surrendered: "receipt.old_surrendered"
    case .kept: "receipt.old_kept"
    case .owed: "receipt.old_owed"
    case .declaredLost: "receipt.old_lost"
    case nil: "receipt.old_none"
    }
  }
}

extension TextTemplate {
  /// The text with its places filled; the code goes in byte by byte and never becomes a `String`.
  func bytes(_ values: [String: String], code: Secret?) -> [UInt8] {
    var out: [UInt8] = []
    for part in parts {
      switch part {
      case .text(let text): out += text.utf8
      case .place("code"): code?.withSpan { span in for index in span.indices { out.append(span[index]) } }
      case .place(let name): out += (values[name] ?? "").utf8
      }
    }
    return out
  }
}
