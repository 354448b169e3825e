// What leaves the outbox next, and what follows from how it went. That a notice is being sent is durable before it is
// given out: after a crash the station asks what became of it, and never sends it a second time unasked (C10, I13).

import Handover
import Journal
import Secrets

/// What sending remembers between inputs; nothing of it must survive the process.
struct NoticeDesk: Sendable {
  /// How far the pending notices have come, as the journal has it; nil: not read yet.
  var deliveries: [Notice: Delivery]?
  /// What is on its way, one errand for each channel.
  var underway: [NoticeChannel: Notice] = [:]
  /// When each channel takes the next one, monotonic milliseconds.
  var freeAt: [NoticeChannel: Int64] = [:]
  /// When the outbox is looked through next, monotonic milliseconds.
  var wake: Int64 = 0
}

extension StationCore {
  /// The outbox is looked through at least this often, milliseconds.
  static let noticeRoundMilliseconds: Int64 = 60_000
  /// A folder that could not be written to is tried again after this, milliseconds: nobody is disturbed by it.
  static let folderWaitMilliseconds: Int64 = 10_000

  /// Gives out what is due, one errand for each channel. Only what is durable is sent.
  mutating func sendNotices(_ journal: any JournalStore) {
    guard notices.wake <= now, durable.safeMode == nil else { return }
    notices.wake = now + Self.noticeRoundMilliseconds
    guard !durable.outbox.isEmpty else { return }
    do throws(JournalError) {
      if notices.deliveries == nil { notices.deliveries = try journal.deliveries() }
      // What this very input has ended or put off is not durable yet, and must not be given out once more.
      let pending = Set(working.outbox)
      for notice in durable.outbox where pending.contains(notice) && !isChanging(notice) {
        try look(at: notice, journal)
      }
    } catch {
      out.append(.log("the outbox cannot be read: \(error.message)"))
    }
  }

  private mutating func look(at notice: Notice, _ journal: any JournalStore) throws(JournalError) {
    let known = notices.deliveries?[notice]
    switch known?.stage {
    case .failed, .unknown, .unreachable: return
    case .sending, .waiting, nil: break
    }
    if notices.underway.values.contains(notice) { return }
    let isRepeat = known?.stage == .sending
    let wall = time.moment.wall
    if let known, !isRepeat {
      let left = known.nextAt - wall
      // A clock that was put back must not hold a notice longer than the longest wait.
      if left > 0, left <= setup.notices.waitMillisecondsMax { return wakeNotices(after: left) }
    }
    let contact = try contact(of: notice, journal)
    if isRepeat, notice.kind != .confirmation, let known, let channel = known.channel,
      !setup.notices.channels.contains(channel) || contact.address(channel) == nil
    {
      // Nobody is left who could say what became of it.
      return end(notice, known, .unknown, "its way is no longer set up")
    }
    guard let way = way(of: notice, known, contact) else {
      if notice.kind == .confirmation { return withoutRegister(notice, contact) }
      // The first way was tried to its end, and the second is none.
      if let known, let reason = known.reason { return end(notice, known, .failed, reason) }
      return withoutWay(notice, known)
    }
    if setup.notices.isQuiet(way, minuteOfDay: time.minuteOfDay), !isRepeat { return }
    let freeAt = notices.freeAt[way] ?? now
    // `out` holds what this round has given out already. Whatever ends what is on its way starts the next round; to
    // look before that would be to look each millisecond.
    guard notices.underway[way] == nil, !isGivenOut(way) else { return }
    guard freeAt <= now else { return wakeNotices(after: freeAt - now) }
    guard let address = contact.address(way), let message = try message(notice, way, contact, journal) else {
      return withoutWay(notice, known)
    }
    var delivery =
      known ?? Delivery(stage: .waiting, channel: way, attempts: 0, since: wall, nextAt: wall)
    if delivery.channel != way { delivery.attempts = 0 }
    delivery.channel = way
    delivery.stage = .sending
    if !isRepeat { delivery.attempts += 1 }
    delivery.nextAt = wall
    out.append(.delivery(notice, delivery))
    out.append(
      .deliver(
        Errand(
          notice: notice, channel: way, attempt: delivery.attempts, key: notice.key, address: address,
          message: message, isRepeat: isRepeat)))
  }

  /// What it has of its own, or what the order has.
  func contact(of notice: Notice, _ journal: any JournalStore) throws(JournalError) -> NoticeContact {
    if let own = try journal.contact(notice) { return own }
    return try journal.personal(notice.order)?.contact(for: notice.kind)
      ?? NoticeContact(language: defaultLanguage)
  }

  /// The way that was begun, while it is there; else the first.
  private func way(of notice: Notice, _ known: Delivery?, _ contact: NoticeContact) -> NoticeChannel? {
    let ways = setup.notices.ways(notice.kind, to: contact)
    if let begun = known?.channel {
      if ways.contains(begun) { return begun }
      if known?.reason != nil { return nil }
    }
    return ways.first
  }

  private func isChanging(_ notice: Notice) -> Bool {
    out.contains { effect in
      if case .delivery(notice, _) = effect { return true }
      return false
    }
  }

  private func isGivenOut(_ way: NoticeChannel) -> Bool {
    out.contains { effect in
      if case .deliver(let errand) = effect { return errand.channel == way }
      return false
    }
  }

  private mutating func wakeNotices(after milliseconds: Int64) {
    notices.wake = min(notices.wake, now + max(1, milliseconds))
  }

  /// Nobody can be told this way: a letter is for the clerk to write; what a letter would be too late for is dropped.
  private mutating func withoutWay(_ notice: Notice, _ known: Delivery?) {
    switch notice.kind {
    case .reminder, .extended, .receipt:
      decideFreely(.station) { try? $0.dropNotice(notice) }
    case .ready, .removed, .newCode, .confirmation:
      let wall = time.moment.wall
      out.append(
        .delivery(
          notice,
          Delivery(
            stage: .unreachable, channel: nil, attempts: 0, since: known?.since ?? wall, nextAt: wall,
            reason: "no way to this person is set up")))
      out.append(.log("notice \(notice.kind.name) has no way out: see 'kiosk notices'"))
    }
  }

  /// A confirmation waits while no folder is set up; of an order that came before there was one, nothing can be said.
  private mutating func withoutRegister(_ notice: Notice, _ contact: NoticeContact) {
    guard contact.registerID == nil else { return }
    out.append(.log("a confirmation is dropped: its order was announced before there was an outbox"))
    decideFreely(.station) { try? $0.dropNotice(notice) }
  }

  /// A delivery's state is durable.
  mutating func noted(_ delivery: Delivery, of notice: Notice) {
    notices.deliveries?[notice] = delivery
    if delivery.stage == .sending, let channel = delivery.channel {
      notices.underway[channel] = notice
    } else {
      release(notice)
    }
  }

  /// Its channel takes the next one; only after what became of this one is durable.
  private mutating func release(_ notice: Notice) {
    for channel in NoticeChannel.allCases where notices.underway[channel] == notice {
      notices.underway[channel] = nil
    }
    notices.wake = now
  }

  /// A record about a notice is durable.
  mutating func noticeChanged(_ event: Event) {
    switch event {
    case .noticeQueued: notices.wake = now
    case .noticeDone(let notice), .noticeDropped(let notice):
      notices.deliveries?[notice] = nil
      release(notice)
    default: break
    }
  }

  /// What became of an errand.
  mutating func errandEnded(
    _ notice: Notice, attempt: Int, _ outcome: ErrandOutcome, _ journal: any JournalStore
  ) {
    for channel in NoticeChannel.allCases where notices.underway[channel] == notice {
      // A folder takes as much as there is.
      notices.freeAt[channel] =
        channel == .register ? now : now + 60_000 / Int64(max(1, setup.notices.perMinuteMax))
    }
    notices.wake = now
    guard working.outbox.contains(notice) else {
      release(notice)
      out.append(.log("notice \(notice.kind.name) was dropped while it was on its way"))
      return
    }
    guard let delivery = notices.deliveries?[notice], delivery.stage == .sending,
      delivery.attempts == attempt, let channel = delivery.channel
    else { return }
    switch outcome {
    case .accepted: decideFreely(.station) { $0.noticeDone(notice) }
    case .later(let reason): again(notice, delivery, channel, reason, journal)
    case .refused(let reason): giveUp(notice, delivery, channel, reason, journal)
    case .unknown(let reason):
      switch setup.notices.afterUnknown(channel) {
      case .resend: again(notice, delivery, channel, reason, journal)
      case .ask: end(notice, delivery, .unknown, reason)
      }
    }
    out.append(.forget(notice, channel, attempt: attempt))
  }

  private mutating func again(
    _ notice: Notice, _ delivery: Delivery, _ channel: NoticeChannel, _ reason: String,
    _ journal: any JournalStore
  ) {
    let rules = setup.notices
    let wall = time.moment.wall
    let isOver =
      delivery.attempts >= rules.attemptsMax
      || wall - delivery.since > Int64(rules.daysMax) * 86_400_000
    if isOver, channel != .register { return giveUp(notice, delivery, channel, reason, journal) }
    var next = delivery
    next.stage = .waiting
    next.reason = reason
    let chance = keys.chance("\(notice.key) \(delivery.attempts)")
    let wait = rules.wait(afterAttempts: delivery.attempts, chance: chance)
    next.nextAt = wall + (channel == .register ? min(wait, Self.folderWaitMilliseconds) : wait)
    out.append(.delivery(notice, next))
  }

  /// This way is closed: the other one, where there is one, else a person.
  private mutating func giveUp(
    _ notice: Notice, _ delivery: Delivery, _ channel: NoticeChannel, _ reason: String,
    _ journal: any JournalStore
  ) {
    let other: NoticeChannel? =
      switch channel {
      case .email: .sms
      case .sms: .email
      case .register: nil
      }
    guard let other, channel == setup.notices.preferred, notice.kind != .receipt,
      setup.notices.channels.contains(other),
      // A way without an address is none: the failure stays with the way that was tried.
      (try? contact(of: notice, journal))?.address(other) != nil
    else { return end(notice, delivery, .failed, reason) }
    var next = delivery
    next.stage = .waiting
    next.channel = other
    next.attempts = 0
    next.since = time.moment.wall
    next.nextAt = time.moment.wall
    next.reason = reason
    out.append(.delivery(notice, next))
  }

  private mutating func end(
    _ notice: Notice, _ delivery: Delivery, _ stage: Delivery.Stage, _ reason: String
  ) {
    var ended = delivery
    ended.stage = stage
    ended.reason = reason
    out.append(.delivery(notice, ended))
    out.append(
      .log("alarm: notice \(notice.kind.name) \(stage.name) (\(reason)): see 'kiosk notices --failed'"))
  }
}
