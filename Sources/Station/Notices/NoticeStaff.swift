// The outbox for staff: what waits, what failed, trying again, dropping, and the letters for those whom nothing else
// reaches.

import Handover
import Journal
import Messages
import Secrets
import Services

extension StationCore {
  /// What is known of a notice that no round has looked at yet.
  private func delivery(_ notice: Notice) -> Delivery? { notices.deliveries?[notice] }

  func noticeRows(onlyOpen: Bool) -> [NoticeRow] {
    durable.outbox.map { notice in
      let known = delivery(notice)
      let isWaiting = known == nil || known?.stage == .waiting
      return NoticeRow(
        key: notice.key, order: notice.order.description, kind: notice.kind.name,
        stage: (known?.stage ?? .waiting).name, channel: known?.channel?.name,
        attempts: known?.attempts ?? 0,
        nextInSeconds: isWaiting ? Int(max(0, (known?.nextAt ?? 0) - time.moment.wall) / 1000) : nil,
        reason: known?.reason)
    }.filter { !onlyOpen || $0.isOpen }
  }

  /// Pending, open to a decision, and open for a letter.
  var noticeCounts: (waiting: Int, failed: Int, letters: Int) {
    var failed = 0
    var letters = 0
    for notice in durable.outbox {
      switch delivery(notice)?.stage {
      case .failed, .unknown: failed += 1
      case .unreachable: letters += 1
      case .waiting, .sending, nil: break
      }
    }
    return (durable.outbox.count, failed, letters)
  }

  mutating func retryNotices(_ key: String?) throws(DeskError) {
    var meant: [Notice] = []
    if let key {
      guard let notice = Notice(key: key), durable.outbox.contains(notice) else {
        throw .refusal(.unknownNotice)
      }
      meant = [notice]
    } else {
      meant = durable.outbox.filter { [.failed, .unreachable].contains(delivery($0)?.stage) }
    }
    for notice in meant {
      guard var known = delivery(notice), known.stage != .sending else { continue }
      let wall = time.moment.wall
      known.stage = .waiting
      known.channel = nil
      known.reason = nil
      known.since = wall
      known.nextAt = wall
      out.append(.delivery(notice, known))
    }
    notices.wake = now
  }

  /// What a letter with this order's code settles: its person could be told by nothing else.
  func toldByLetter(_ order: OrderID) -> [Notice] {
    durable.outbox.filter { notice in
      guard notice.order == order, notice.kind.isInvitation else { return false }
      switch delivery(notice)?.stage {
      case .unreachable, .failed, .unknown: return true
      case .waiting, .sending, nil: return false
      }
    }
  }

  /// The letter as it is printed; nil: no text for it.
  func letterText(_ letter: Letter, language: String) -> String? {
    let own = setup.noticeTexts.texts[language] ?? setup.noticeTexts.texts[defaultLanguage] ?? [:]
    guard
      let template = own["letter.text"].flatMap({
        try? TextTemplate(CounterPhone.fit($0, setup.welcome.counter.phone))
      })
    else { return nil }
    let counter = setup.welcome.counter
    let until = letter.until.flatMap { text -> String? in
      let parts = text.split(separator: "-").compactMap { Int($0) }
      guard parts.count == 3, let day = CivilDay(year: parts[0], month: parts[1], day: parts[2]) else {
        return nil
      }
      return self.day(day, language)
    }
    return template.filled(with: [
      "town": setup.welcome.town, "station": setup.name, "address": counter.address,
      "counter": counter.name, "hours": counter.hours.joined(separator: "\n"), "phone": counter.phone,
      "number": letter.number, "code": letter.code, "until": until ?? own["letter.no_deadline"] ?? "",
    ])
  }
}
