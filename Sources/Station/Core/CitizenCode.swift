// Both factors: the pickup code, a person's own or a proxy's, and the birth date. An unknown number, a wrong code and a
// dead proxy code get the same answer after the same work.

import Handover
import Journal
import Messages
import Secrets

extension StationCore {
  mutating func code(_ secret: Secret?, _ journal: any JournalStore) {
    guard case .code? = session?.place, let secret, let identifiers = session?.identifiers else { return }
    do throws(JournalError) {
      let slot = try slot(journal)
      if isLockedOut(slot: slot) { return }
      var found: [OrderID] = []
      for identifier in identifiers {
        for id in try journal.orders(identifier: identifier) where !found.contains(id) { found.append(id) }
      }
      let answering = found.sorted().filter { durable.orders[$0].map(answersToCode) ?? false }
      let orders = Array(answering.prefix(Session.ordersMax))
      var isRight = false
      var proxyFor: OrderID?
      for index in 0..<Session.ordersMax {
        // As much work for an unknown number as for a known one.
        let id = index < orders.count ? orders[index] : OrderID(UInt64(index))
        let order = index < orders.count ? durable.orders[id] : nil
        let isOwn = keys.code(id, number: order?.codeNumber ?? 0) == secret
        let isProxys = keys.proxyCode(id, number: order?.proxy.number ?? 0) == secret
        guard let order else { continue }
        if isOwn { isRight = true }
        if isProxys, proxyFor == nil, answersToProxy(order) { proxyFor = id }
      }
      guard isRight || proxyFor != nil else { return wrong(slot: slot, .code(wrong: true), journal) }
      session?.triesSlot = slot
      // A proxy sees the one order that the code was released for, never the others of its number.
      session?.proxyFor = isRight ? nil : proxyFor
      try listWaiting(isRight ? orders : proxyFor.map { [$0] } ?? [], journal)
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

  /// From the deadline on and after a retrieval the last code that was released still answers, with the late page.
  private func answersToProxy(_ order: Order) -> Bool {
    guard order.proxy.number > 0, !order.facts.counterOnly else { return false }
    return late(order) != nil || (order.proxy.isLive && order.custody != nil)
  }

  private mutating func listWaiting(
    _ orders: [OrderID], _ journal: any JournalStore
  ) throws(JournalError) {
    session?.orders = orders
    for id in orders {
      guard let personal = try journal.personal(id) else { continue }
      if !personal.custodianBirthDates.isEmpty { session?.custodial.insert(id) }
      if personal.oldSerial != nil, personal.custodianBirthDates.isEmpty { session?.passports.insert(id) }
    }
    if orders.count == 1, durable.orders[orders[0]].flatMap(obstacle) != .counterOnly {
      session?.chosen = orders
      nextChosen()
    } else {
      go(.waiting)
    }
  }

  mutating func choose(_ indices: [Int]) {
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
      return end(with: .late(offeringPaper(late)), about: id)
    }
    if order.facts.counterOnly {
      session?.chosen = []
      return go(.waiting)
    }
    if session?.verified.contains(id) == true { return nextQuestion(id) }
    go(offersPassport(id) ? .factor(id, wrong: false) : .birthDate(id, wrong: false))
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

  /// Whether the old passport at the reader is a way, too: the holder's own, and the register names its number.
  func offersPassport(_ id: OrderID) -> Bool {
    isReaderUsable && setup.readsPassports && session?.passports.contains(id) == true
      && session?.proxyFor != id
      && durable.orders[id]?.facts.oldDocument == .passport
  }

  mutating func chooseFactor(_ factor: SecondFactor) {
    guard case .factor(let id, _)? = session?.place else { return }
    switch factor {
    case .birthDate: go(.birthDate(id, wrong: false))
    case .oldPassport: if offersPassport(id) { go(.passportKey(id, wrong: false)) }
    }
  }

  /// What opens the chip was typed: on to the reader.
  mutating func passportKey(_ secret: Secret?) {
    guard case .passportKey(let id, _)? = session?.place, let secret else { return }
    guard let key = TypedPassportKey(secret) else { return go(.passportKey(id, wrong: true)) }
    visit(.passport(id, key))
  }

  /// What was typed is tried against every order under the number, so that the same person's next set and a twin's
  /// are not asked for again; each order still opens only where its own date matches.
  mutating func birthDate(_ secret: Secret?, _ journal: any JournalStore) {
    guard case .birthDate(let id, _)? = session?.place, let secret else { return }
    do throws(JournalError) {
      let slot = try slot(journal)
      if isLockedOut(slot: slot) { return }
      let typed = keys.hash(.birthDate, secret.withSpan { span in span.indices.map { span[$0] } })
      var matching: [(id: OrderID, as: PickupPerson)] = []
      for other in session?.orders ?? [] {
        guard let personal = try journal.personal(other), personal.answers(to: typed) else { continue }
        let isMinors = !personal.custodianBirthDates.isEmpty
        matching.append((other, session?.proxyFor == other ? .proxy : isMinors ? .custodian : .holder))
        session?.contacts[other] = personal.email.map { ($0, personal.language) }
      }
      guard let own = matching.first(where: { $0.id == id }) else {
        return wrong(slot: slot, .birthDate(id, wrong: true), journal)
      }
      session?.verified.formUnion(matching.map(\.id))
      decideFreely(.citizen) { decision in
        // The order at hand last, so that it is the latest identified.
        for other in matching where other.id != id { decision.identify(other.id, as: other.as, slot: nil) }
        decision.identify(id, as: own.as, slot: slot)
      }
      session?.triesSlot = nil
      nextQuestion(id)
    } catch {
      end(with: .outOfService(.journal))
      out.append(.log("lookup refused: \(error.message)"))
    }
  }
}

extension Personal {
  /// A minor's order that names custodians opens for theirs, and not for the child's own birth date.
  func answers(to typed: KeyedHash) -> Bool {
    custodianBirthDates.isEmpty ? birthDate == typed : custodianBirthDates.contains(typed)
  }
}

extension Session {
  /// So many orders of one number are looked at.
  static let ordersMax = 16
}
