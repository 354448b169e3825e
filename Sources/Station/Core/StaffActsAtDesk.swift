// What staff change without opening a door: deadlines, codes, letters, review, compartments, safe mode.

import Handover
import Journal
import Messages
import Secrets

extension StationCore {
  mutating func writeAtDesk(
    _ desk: Desk, _ request: StaffRequest, _ journal: any JournalStore
  ) throws(DeskError) -> StaffReply {
    switch request {
    case .extend(let reference, let days, let reason):
      let id = try resolve(reference, journal)
      let days = days ?? setup.policy.extensionDays
      try settle(desk, reason) { (decision: inout Decision) throws(Refusal) in
        try decision.extend(id, days: days)
      }
    case .withdraw(let reference, let reason):
      let id = try resolve(reference, journal)
      try settle(desk, reason) { (decision: inout Decision) throws(Refusal) in try decision.withdraw(id) }
    case .renewCode(let reference):
      let id = try resolve(reference, journal)
      try settle(desk, nil) { (decision: inout Decision) throws(Refusal) in try decision.renewCode(id) }
      return .letter(try letter(id, journal))
    case .letter(let reference):
      let id = try resolve(reference, journal)
      // A letter would tell its reader to come and type a code.
      if working.orders[id]?.facts.counterOnly == true { throw .refusal(.counterOnly) }
      // Refused before anything is written down: a letter that cannot be shown settles nothing.
      let letter = try letter(id, journal)
      let mine = self
      try settle(desk, nil) { (decision: inout Decision) throws(Refusal) in
        try decision.showLetter(id)
        for notice in mine.toldByLetter(id) { decision.noticeDone(notice) }
      }
      return .letter(letter)
    case .retryNotice(let key): try retryNotices(key)
    case .dropNotice(let key, let reason):
      guard let notice = Notice(key: key) else { throw .refusal(.unknownNotice) }
      try settle(desk, reason) { (decision: inout Decision) throws(Refusal) in
        try decision.dropNotice(notice)
      }
    case .clearTries(let reference, let reason):
      let id = try resolve(reference, journal)
      let slots = try slots(of: id, journal)
      try settle(desk, reason) { (decision: inout Decision) throws(Refusal) in
        for slot in slots { decision.clearTries(slot) }
      }
    case .releaseProxy(let reference, let reason):
      let id = try resolve(reference, journal)
      try settle(desk, reason) { (decision: inout Decision) throws(Refusal) in try decision.releaseProxy(id) }
      return .letter(try proxyLetter(id, journal))
    case .withdrawProxy(let reference, let reason):
      let id = try resolve(reference, journal)
      try settle(desk, reason) { (decision: inout Decision) throws(Refusal) in try decision.withdrawProxy(id)
      }
    case .closeReview(let item, let reason):
      try settle(desk, reason) { (decision: inout Decision) throws(Refusal) in try decision.closeReview(item)
      }
    case .block(let number, let reason):
      try settle(desk, reason) { (decision: inout Decision) throws(Refusal) in try decision.block(number) }
    case .release(let number, let reason):
      let sight = sight(number)
      try settle(desk, reason) { (decision: inout Decision) throws(Refusal) in
        try decision.release(number, sight: sight)
      }
    case .leaveSafeMode(let reason):
      try settle(desk, reason) { (decision: inout Decision) throws(Refusal) in try decision.leaveSafeMode() }
    case .confirmClock(let reason):
      try settle(desk, reason) { (decision: inout Decision) throws(Refusal) in decision.confirmClock() }
    case .backupMade(let sequence, let hash): return try backupMade(desk, sequence, hash)
    default: throw .refusal(.invalidAnswer)
    }
    return .done
  }

  private mutating func settle(
    _ desk: Desk, _ reason: String?, _ body: (inout Decision) throws(Refusal) -> Void
  ) throws(DeskError) {
    if let reason, !StaffRequest.reasonRange.contains(reason.count) {
      throw .refused(
        Refused(
          code: "reason",
          message:
            "a reason has \(StaffRequest.reasonRange.lowerBound) to \(StaffRequest.reasonRange.upperBound) characters"
        ))
    }
    do throws(Refusal) { try decide(desk.actor, note: desk.note(reason), body) } catch {
      throw .refusal(error)
    }
  }

  private func slots(of id: OrderID, _ journal: any JournalStore) throws(DeskError) -> [Int] {
    try DeskError.wrap { () throws(JournalError) in
      var slots: [Int] = []
      for identifier in try journal.personal(id)?.identifiers ?? [] {
        if let slot = try journal.counterSlot(identifier) { slots.append(slot) }
      }
      return slots
    }
  }

  private func letter(_ id: OrderID, _ journal: any JournalStore) throws(DeskError) -> Letter {
    try letter(id, journal) { keys, order in keys.code(order.id, number: order.codeNumber) }
  }

  private func proxyLetter(_ id: OrderID, _ journal: any JournalStore) throws(DeskError) -> Letter {
    var letter = try letter(id, journal) { keys, order in
      keys.proxyCode(order.id, number: order.proxy.number)
    }
    // A proxy's letter has words of its own; here stands whose it is and where to go.
    let counter = setup.welcome.counter
    letter.text = "\(setup.welcome.town)\n\(setup.name)\n\(counter.name), \(counter.address)"
    return letter
  }

  private func letter(
    _ id: OrderID, _ journal: any JournalStore, code secret: (StationKeys, Order) -> Secret
  ) throws(DeskError) -> Letter {
    let personal = try DeskError.wrap { () throws(JournalError) in try journal.personal(id) }
    guard let order = working.orders[id],
      let number = personal?.slip ?? (personal?.phone).map(TypedNumber.national)
    else {
      throw .refused(
        Refused(code: "no-number", message: "this order has no number any more: hand it over at the counter"))
    }
    var code = ""
    secret(keys, order).withSpan { span in
      for index in span.indices { code.unicodeScalars.append(Unicode.Scalar(span[index])) }
    }
    var letter = Letter(number: number, code: code, until: order.custody?.deadline.description)
    letter.text = letterText(letter, language: personal?.language ?? defaultLanguage)
    return letter
  }
}
