// What a citizen asks, one request at a time. Unknown numbers and wrong codes get the same answer after the same
// work; nothing is opened before both factors, and never by number of the door.

import Handover
import Journal
import Messages
import Secrets

extension StationCore {
  mutating func citizenRequest(
    _ id: ConnectionID, _ request: CitizenRequest, _ secret: Secret?, _ journal: any JournalStore
  ) {
    guard id == screen else { return }
    if case .hello(let version) = request {
      guard version == protocolVersion else {
        out.append(
          .citizen(
            id,
            .refused(
              Refused(
                code: "version",
                message:
                  "screen speaks version \(version), station \(protocolVersion): install both from one package"
              ))))
        return
      }
      out.append(.citizen(id, .welcome(setup.welcome)))
      lastSnapshot = nil
      return
    }
    if case .active = request { return keepAwake() }
    if case .moreTime = request { return moreTime() }
    if frozen != nil, request.needsJournal {
      // Who has no door in question may go at once; the others are kept until the journal works.
      if case .end = request, session?.operation == nil {
        session = nil
        return
      }
      if session != nil, session?.operation == nil { end(with: .outOfService(.journal)) }
      return
    }
    switch request {
    case .language(let tag): chooseLanguage(tag)
    case .beginPickup: beginPickup()
    case .number: number(secret)
    case .code: code(secret, journal)
    case .choose(let indices): choose(indices)
    case .birthDate: birthDate(secret, journal)
    case .answerPinLetter(let came): pinLetter(came)
    case .open, .tryAgain, .reportStuck, .answerTaken: doorRequest(request)
    case .next: nextOrder()
    case .back: back()
    case .end: endSession()
    case .hello, .active, .moreTime: break
    }
    keepAwake()
  }

  private mutating func chooseLanguage(_ tag: String) {
    guard setup.welcome.languages.contains(tag) else { return }
    if session == nil { session = Session(connection: screen, language: tag, place: .idle) }
    session?.language = tag
  }

  private mutating func beginPickup() {
    switch session?.place {
    case nil, .idle, .ended: break
    default: return
    }
    guard outage == nil else { return }
    if session == nil { session = Session(connection: screen, language: defaultLanguage, place: .number) }
    wipe()
    go(.number)
  }

  private mutating func number(_ secret: Secret?) {
    guard case .number? = session?.place, let secret else { return }
    session?.identifiers = TypedNumber.forms(secret).map { keys.hash($0.kind, $0.text) }
    // What can be no number is asked for its code all the same, and counts like any other unknown one.
    if session?.identifiers.isEmpty == true { session?.identifiers = [keys.hash(.slip, [UInt8]())] }
    go(.code(wrong: false))
  }

  /// Where the tries of the entered identifier are counted.
  private func slot(_ journal: any JournalStore) throws(JournalError) -> Int? {
    guard let identifier = session?.identifiers.first else { return nil }
    return try journal.counterSlot(identifier)
  }

  /// Ends the session with a lock page where tries are used up.
  private mutating func isLockedOut(slot: Int?) -> Bool {
    switch working.standing(slot: slot, now: time.moment, policy: setup.policy) {
    case .needsCounter:
      end(with: .askAtCounter)
      return true
    case .locked(let untilWall):
      lockPage(milliseconds: untilWall - time.moment.wall)
      return true
    case .free: break
    }
    let hourAgo = now - 3_600_000
    wrongTries.removeAll { $0 <= hourAgo }
    if wrongTries.count >= setup.wrongTriesPerHourMax, let first = wrongTries.first {
      lockPage(milliseconds: first + 3_600_000 - now)
      return true
    }
    return false
  }

  private mutating func lockPage(milliseconds: Int64) {
    let minutes = max(1, Int((milliseconds + 59_999) / 60_000))
    // From the second of the clock, rounded up: the same lock ends at the same minute whenever it is asked for.
    let seconds = Int64(time.minuteOfDay * 60) + time.moment.wall / 1000 % 60 + (milliseconds + 999) / 1000
    let until = Int((seconds + 59) / 60) % 1440
    end(with: .locked(minutesLeft: minutes, hour: until / 60, minute: until % 60))
  }

  func triesLeft(_ slot: Int?) -> Int {
    if case .free(let left) = working.standing(slot: slot, now: time.moment, policy: setup.policy) {
      return left
    }
    return 0
  }

  private mutating func wrong(slot: Int?, _ place: Session.Place, _ journal: any JournalStore) {
    guard let identifier = session?.identifiers.first else { return }
    decideFreely(.citizen) { $0.wrongTry(identifier, slot: slot) }
    wrongTries.append(now)
    // The slot may be new; the count is read from what the journal will say.
    let counted = slot ?? newestSlot()
    if isLockedOut(slot: counted) { return }
    session?.triesSlot = counted
    go(place)
  }

  private func newestSlot() -> Int? {
    for effect in out.reversed() {
      guard case .append(let entries) = effect else { continue }
      for entry in entries.reversed() {
        if case .wrongTry(let slot, _) = entry.record.event { return slot }
      }
    }
    return nil
  }

  private mutating func code(_ secret: Secret?, _ journal: any JournalStore) {
    guard case .code? = session?.place, let secret, let identifiers = session?.identifiers else { return }
    do throws(JournalError) {
      let slot = try slot(journal)
      if isLockedOut(slot: slot) { return }
      var found: [OrderID] = []
      for identifier in identifiers {
        for id in try journal.orders(identifier: identifier) where !found.contains(id) { found.append(id) }
      }
      var isRight = false
      var compared = 0
      for id in found.sorted().prefix(Session.ordersMax) {
        guard let order = durable.orders[id], answersToCode(order) else { continue }
        if keys.code(id, number: order.codeNumber) == secret { isRight = true }
        compared += 1
      }
      // As much work for an unknown number as for a known one.
      while compared < Session.ordersMax {
        _ = keys.code(OrderID(UInt64(compared)), number: 0) == secret
        compared += 1
      }
      guard isRight else { return wrong(slot: slot, .code(wrong: true), journal) }
      session?.triesSlot = slot
      listWaiting(found)
    } catch {
      end(with: .outOfService(.journal))
      out.append(.log("lookup refused: \(error.message)"))
    }
  }

  private func answersToCode(_ order: Order) -> Bool {
    switch order.stage {
    case .deposited, .retrieved: true
    case .announced, .handedOver, .missing: false
    }
  }

  private mutating func listWaiting(_ found: [OrderID]) {
    let waiting = found.sorted().filter { durable.orders[$0].map(answersToCode) ?? false }
    session?.orders = Array(waiting.prefix(Session.ordersMax))
    if waiting.count == 1 {
      session?.chosen = waiting
      nextChosen()
    } else {
      go(.waiting)
    }
  }

  private mutating func choose(_ indices: [Int]) {
    guard case .waiting? = session?.place, let orders = session?.orders else { return }
    var chosen: [OrderID] = []
    for index in indices where orders.indices.contains(index) && !chosen.contains(orders[index]) {
      chosen.append(orders[index])
    }
    guard !chosen.isEmpty else { return }
    session?.chosen = chosen
    nextChosen()
  }

  /// To the next chosen set: its late page, its birth date, or straight to its door.
  mutating func nextChosen() {
    guard let id = session?.chosen.first, let order = durable.orders[id] else { return go(.waiting) }
    if let late = late(order) {
      session?.chosen.removeFirst()
      // The list stays for the others; the late page is one message among them.
      session?.place = .ended(.late(late))
      session?.timer.start(setup.intervals.result, .stage, now: now)
      return
    }
    if session?.verified.contains(id) == true { letterOrDoor(id) } else { go(.birthDate(id, wrong: false)) }
  }

  func late(_ order: Order) -> Late? {
    let documents = order.facts.documents.documents.map(\.name)
    switch order.stage {
    case .retrieved(_, let until): return Late(until: until.description, documents: documents)
    case .deposited(let custody):
      let decision = Decision(durable, actor: .citizen, now: time.moment, policy: setup.policy)
      return decision.isOver(custody) ? Late(until: custody.deadline.description, documents: documents) : nil
    case .announced, .handedOver, .missing: return nil
    }
  }

  private mutating func birthDate(_ secret: Secret?, _ journal: any JournalStore) {
    guard case .birthDate(let id, _)? = session?.place, let secret else { return }
    do throws(JournalError) {
      let slot = try slot(journal)
      if isLockedOut(slot: slot) { return }
      let typed = keys.hash(.birthDate, secret.withSpan { span in span.indices.map { span[$0] } })
      var matching: [OrderID] = []
      for other in session?.orders ?? [] {
        if let personal = try journal.personal(other), personal.birthDate == typed { matching.append(other) }
      }
      guard matching.contains(id) else { return wrong(slot: slot, .birthDate(id, wrong: true), journal) }
      session?.verified.formUnion(matching)
      decideFreely(.citizen) { decision in
        // The order at hand last, so that it is the latest identified.
        for other in matching where other != id { decision.identify(other, slot: nil) }
        decision.identify(id, slot: slot)
      }
      session?.triesSlot = nil
      letterOrDoor(id)
    } catch {
      end(with: .outOfService(.journal))
      out.append(.log("lookup refused: \(error.message)"))
    }
  }
}

extension Session {
  /// So many orders of one number are looked at.
  static let ordersMax = 16
}

extension Actor {
  /// The screen's user id says nothing about the person.
  static let citizen = Actor(role: .citizen, user: nil)
}

extension CitizenRequest {
  /// Cannot be answered while the journal refuses.
  var needsJournal: Bool {
    switch self {
    case .hello, .language, .back, .moreTime, .active: false
    case .end, .beginPickup, .number, .code, .choose, .birthDate, .answerPinLetter, .open, .tryAgain,
      .reportStuck,
      .answerTaken,
      .next:
      true
    }
  }
}
