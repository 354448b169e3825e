// What leaves the outbox, when, how often and by which way; and what a crash at each step makes of it. The world outside
// is the test: it says how each errand ended.

import Handover
import Testing

@testable import Journal
@testable import Messages
@testable import Station

private let phone = "+491701234567"
private let email = "sentinel@example.org"

private func bench(_ change: (inout NoticeRules) -> Void = { _ in }) throws -> CoreBench {
  let texts = try noticeTexts()
  return try CoreBench { setup in
    setup.notices.channels = [.email, .sms]
    setup.noticeTexts = NoticeTexts(texts: texts, emailFrom: "town@example.org")
    change(&setup.notices)
  }
}

extension CoreBench {
  fileprivate func end(_ outcome: ErrandOutcome) {
    guard let errand = errands.last else { return }
    feed(.errandEnded(errand.notice, attempt: errand.attempt, outcome))
  }

  fileprivate var outbox: [String] { loop.core.durable.outbox.map(\.kind.name) }

  fileprivate func rows(_ onlyOpen: Bool = false) -> [NoticeRow] {
    guard case .notices(let rows)? = staff(.notices(onlyOpen: onlyOpen)) else { return [] }
    return rows
  }
}

@Suite struct NoticeSendingTests {
  @Test("only what is durable is sent, one for each channel, and done is a record") func once() throws {
    let it = try bench()
    it.deposited(slip: "1001", phone: phone, email: email)
    it.deposited(slip: "1002", email: email)
    it.pass(3_000)
    #expect(it.errands.map(\.channel) == [.sms, .email])
    #expect(it.errands.map(\.attempt) == [1, 1] && it.errands.allSatisfy { !$0.isRepeat })
    #expect(it.errands[0].address == phone && it.errands[1].address == email)
    #expect(it.errands[0].key == it.loop.core.durable.outbox[0].key)
    it.pass(600_000)
    #expect(it.errands.count == 2, "nothing again while it is on its way")
    for errand in it.errands { it.feed(.errandEnded(errand.notice, attempt: 1, .accepted)) }
    #expect(it.outbox == [] && it.kinds.suffix(2) == ["notice_done", "notice_done"])
    #expect(it.forgotten == ["ready sms 1", "ready email 1"])
    it.feed(.errandEnded(it.errands[0].notice, attempt: 1, .accepted))
    it.pass(86_400_000)
    #expect(it.errands.count == 2 && it.kinds.count { $0 == "notice_done" } == 2)
  }

  @Test("C10: killed while it was being sent, the station asks under the same try and sends no second one")
  func crashWhileSending() throws {
    let it = try bench()
    it.deposited(slip: "1001", phone: phone)
    it.pass(2_000)
    let first = try #require(it.errands.first)
    try it.start()
    it.tell()
    it.pass(2_000)
    let second = try #require(it.errands.last)
    #expect(it.errands.count == 2 && second.isRepeat)
    #expect(second.key == first.key && second.attempt == first.attempt && second.message == first.message)
    it.end(.accepted)
    try it.start()
    it.tell()
    it.pass(86_400_000)
    #expect(it.errands.count == 2 && it.outbox == [])
  }

  @Test("a gateway that is down: waits double, jitter obeys the key, a restart forgets nothing")
  func retries() throws {
    let it = try bench { $0.attemptsMax = 6 }
    it.deposited(slip: "1001", phone: phone)
    it.pass(2_000)
    var waits: [Int64] = []
    for attempt in 1...5 {
      it.end(.later(reason: "exit status 75"))
      let from = it.now
      if attempt == 3 {
        try it.start()
        it.tell()
      }
      while it.errands.count == attempt, it.now - from < 86_400_000 { it.pass(500) }
      waits.append(it.now - from)
    }
    #expect(it.errands.map(\.attempt) == [1, 2, 3, 4, 5, 6])
    #expect(Set(it.errands.map(\.key)).count == 1)
    for (index, wait) in waits.enumerated() {
      let whole = Int64(60_000) << Int64(index)
      #expect((whole / 2...whole + 3_000).contains(wait), "\(waits)")
    }
    let records = it.kinds.count
    it.end(.later(reason: "exit status 75"))
    it.pass(3_000)
    #expect(it.rows(true).map(\.stage) == ["failed"] && it.rows()[0].reason == "exit status 75")
    #expect(it.kinds.count == records, "tries are no records")
    #expect(it.loop.core.noticeCounts == (1, 1, 0))
    let key = it.rows()[0].key
    #expect(it.staff(.retryNotice(key: key)) == .done)
    it.pass(3_000)
    it.end(.accepted)
    #expect(it.outbox == [])
  }

  @Test func whatOneWayRefusesGoesTheOther() throws {
    let it = try bench()
    it.deposited(slip: "1001", phone: phone, email: email)
    it.pass(2_000)
    it.end(.refused(reason: "exit status 67"))
    it.pass(3_000)
    #expect(it.errands.map(\.channel) == [.sms, .email])
    it.end(.refused(reason: "exit status 67"))
    it.pass(3_000)
    #expect(it.errands.count == 2 && it.rows(true).map(\.stage) == ["failed"])
    let alone = try bench()
    alone.deposited(slip: "1001", phone: phone)
    alone.pass(2_000)
    alone.end(.refused(reason: "exit status 67"))
    alone.pass(5_000)
    #expect(alone.errands.count == 1 && alone.rows(true).map(\.stage) == ["failed"])
  }

  @Test("I7: unknown stays unknown: an SMS waits for a person, an e-mail goes again under the same key")
  func unknown() throws {
    let it = try bench()
    it.deposited(slip: "1001", phone: phone)
    it.pass(2_000)
    it.end(.unknown(reason: "interrupted"))
    try it.start()
    it.tell()
    it.pass(86_400_000)
    #expect(it.errands.count == 1 && it.rows(true).map(\.stage) == ["unknown"])
    #expect(it.staff(.retryNotice(key: nil)) == .done)
    it.pass(5_000)
    #expect(it.errands.count == 1, "--all does not mean what may have been sent")
    #expect(it.staff(.dropNotice(key: it.rows()[0].key, reason: "rang him up")) == .done)
    #expect(it.outbox == [] && it.kinds.last == "notice_dropped")
    let mail = try bench()
    mail.deposited(slip: "1001", email: email)
    mail.pass(2_000)
    mail.end(.unknown(reason: "exit status 74"))
    mail.pass(120_000)
    #expect(mail.errands.map(\.key) == Array(repeating: mail.errands[0].key, count: 2))
  }

  @Test("nobody is silently not told: without a way a letter is due, and the letter settles it")
  func letters() throws {
    let it = try bench()
    let id = it.deposited(slip: "1001")
    it.pass(2_000)
    #expect(it.errands.isEmpty && it.rows(true).map(\.stage) == ["unreachable"])
    #expect(it.loop.core.noticeCounts.letters == 1)
    guard case .letter(let letter)? = it.staff(.letter(order: id.description)) else {
      Issue.record("no letter")
      return
    }
    #expect(letter.text?.contains(letter.code) == true && letter.text?.contains("1001") == true)
    #expect(letter.text?.contains("{") == false)
    #expect(it.outbox == [] && it.rows() == [])
  }

  @Test("a pickup takes back what was not sent, and what is on its way ends without harm") func pickup()
    throws
  {
    let it = try bench()
    let id = it.deposited(slip: "1001", phone: phone)
    it.pass(2_000)
    it.signIn(slip: "1001", id)
    it.ask(.open)
    it.work()
    it.move(1, .open)
    it.move(1, .closed)
    it.ask(.answerTaken(true))
    #expect(it.outbox == [])
    it.end(.accepted)
    it.pass(10_000)
    #expect(it.loop.core.durable.safeMode == nil && it.errands.count == 1)
    #expect(it.journal.shared.withLock { $0.deliveries.isEmpty && $0.contacts.isEmpty })
  }

  @Test("the journal refuses: what a carrier said is kept until it works again") func frozen() throws {
    let it = try bench()
    it.deposited(slip: "1001", phone: phone)
    it.pass(2_000)
    it.journal.shared.withLock { $0.failure = .diskFull }
    it.end(.accepted)
    #expect(it.outbox == ["ready"])
    it.journal.shared.withLock { $0.failure = nil }
    it.pass(20_000)
    #expect(it.outbox == [] && it.errands.count == 1)
  }

  @Test func nobodyIsWokenAndNoChannelIsFlooded() throws {
    let it = try bench {
      $0.quiet = (from: 0, until: 60)
      $0.perMinuteMax = 2
    }
    for number in 1...4 { it.deposited(slip: "100\(number)", phone: phone) }
    it.pass(50 * 60_000)
    #expect(it.errands.isEmpty, "before one o'clock")
    it.pass(12 * 60_000)
    for _ in 0..<3 {
      it.end(.accepted)
      let count = it.errands.count
      it.pass(20_000)
      #expect(it.errands.count == count)
      it.pass(15_000)
      #expect(it.errands.count == count + 1)
    }
  }

  @Test("a way that has no address is not switched to: the failure stays with the way that was tried")
  func noAddressForTheOther() throws {
    let it = try bench { $0.preferred = .sms }
    it.deposited(slip: "1001", phone: phone)
    it.pass(2_000)
    it.end(.refused(reason: "no such number"))
    it.pass(120_000)
    let row = try #require(it.rows().first)
    #expect(row.channel == "sms" && row.attempts == 1 && it.errands.count == 1)
  }

  @Test("the e-mailed receipt says what became of the old document") func oldDocumentOnTheReceipt() throws {
    let it = try bench()
    let id = it.deposited(slip: "1001", email: email, oldDocument: "passport")
    it.signIn(slip: "1001", id)
    it.ask(.answerOldDocument(true))
    it.openAndClose(1)
    it.ask(.answerTakenWithOld(laidIn: true))
    it.ask(.receipt(.email))
    for _ in 0..<4 {
      it.pass(120_000)
      it.end(.accepted)
    }
    let errand = try #require(it.errands.first { $0.notice.kind == .receipt })
    let text = errand.message.withSpan { span in
      String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
    }
    #expect(text.contains("Ihr altes Dokument haben Sie nach Ihrer Angabe"))
  }
}
