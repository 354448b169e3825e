// Citizens: each has a set to pick up and a temper. They read the screen, type, walk to the door that opened, take
// what lies there, and sometimes err, dawdle, leave the door open or walk away.

import Handover
import Messages
import Secrets
import Station

struct Person {
  var phone: String
  var birthDate: String
  var orders: [OrderID] = []
  var visitsLeft = 4
  var isWaiting = false
}

/// One person at the screen.
struct Visit {
  var id: Int
  var person: Int
  /// The compartment that the screen named.
  var compartment: CompartmentNumber?
  /// What was taken out in this visit, by the door it came from.
  var taken: [CompartmentNumber: OrderID] = [:]
  /// Openings that this person has walked to already.
  var walked: Set<Int> = []
  var wrongCodesLeft: Int
  var wrongDatesLeft: Int
  var refusesToTakeOnce: Bool
}

extension World {
  static let screenConnection = ConnectionID(1)

  func connectScreen(after microseconds: Int64) {
    let born = life
    after(microseconds) {
      guard born == self.life, self.loop != nil, !self.screenIsUp else { return }
      self.screenIsUp = true
      self.feed(.citizenConnected(World.screenConnection))
      self.ask(.hello(version: protocolVersion))
    }
  }

  func ask(_ request: CitizenRequest, _ secret: String? = nil) {
    guard screenIsUp else { return }
    feed(.citizenRequest(World.screenConnection, request, secret.map { Secret(Array($0.utf8)) }))
  }

  /// A set lies ready: its person hears of it and comes some time later.
  func invite(_ person: Int) {
    guard !people[person].isWaiting, people[person].visitsLeft > 0 else { return }
    people[person].isWaiting = true
    people[person].visitsLeft -= 1
    afterSeconds(100...6000) { self.queue.append(person) }
  }

  func citizenSees(_ new: Snapshot) {
    let isSame = snapshot?.stage == new.stage
    snapshot = new
    if isSame { return }
    if visit == nil { return welcomeNext() }
    react(to: new.stage)
  }

  /// The next in the line steps up to an idle screen.
  func welcomeNext() {
    guard visit == nil, screenIsUp, !clerkRests, case .idle? = snapshot?.stage, let person = queue.first
    else {
      return
    }
    queue.removeFirst()
    visits += 1
    visit = Visit(
      id: visits, person: person, wrongCodesLeft: random.happens(120) ? random.pick(1...2) : 0,
      wrongDatesLeft: random.happens(60) ? 1 : 0, refusesToTakeOnce: random.happens(40))
    react(to: .idle)
  }

  private func leave() {
    guard let person = visit?.person else { return }
    visit = nil
    people[person].isWaiting = false
    let isOpen = people[person].orders.contains { disk.state.orders[$0]?.custody != nil }
    if isOpen { invite(person) }
    afterSeconds(10...100) { self.welcomeNext() }
  }

  /// Does something after a human's time, unless the screen says something else by then.
  private func soon(_ tenths: ClosedRange<Int>, _ stage: Stage, _ body: @escaping () -> Void) {
    let id = visit?.id
    afterSeconds(tenths) {
      guard let id, self.visit?.id == id, self.snapshot?.stage == stage, self.screenIsUp else { return }
      body()
    }
  }

  private func react(to stage: Stage) {
    guard let visit else { return }
    let person = people[visit.person]
    if random.happens(6) { return wander() }
    switch stage {
    case .idle: soon(5...40, stage) { self.ask(.beginPickup) }
    case .number: soon(20...120, stage) { self.ask(.number, person.phone) }
    case .code(_, _): soon(20...100, stage) { self.enterCode() }
    case .waiting(let sets):
      let all = Array(sets.indices)
      soon(10...60, stage) { self.ask(.choose(all)) }
    case .birthDate:
      soon(20...100, stage) {
        if (self.visit?.wrongDatesLeft ?? 0) > 0 {
          self.visit?.wrongDatesLeft -= 1
          self.ask(.birthDate, "1901-01-01")
        } else {
          self.ask(.birthDate, person.birthDate)
        }
      }
    case .ready(_, let number, _):
      self.visit?.compartment = number
      soon(10...50, stage) { self.ask(self.random.happens(970) ? .open : .end) }
    case .opening(_, let number, _), .open(_, let number):
      self.visit?.compartment = number
      if isOpen(number) { walkTo(number) }
    case .notMoved:
      soon(20...100, stage) { self.ask(self.random.happens(700) ? .tryAgain : .reportStuck) }
    case .askTaken(_, let number): soon(10...60, stage) { self.answer(number) }
    case .done(let receipt):
      soon(10...80, stage) {
        self.ask(receipt.moreWaiting > 0 ? .next : .end)
        if receipt.moreWaiting == 0 { self.leave() }
      }
    default:
      soon(20...150, stage) {
        self.ask(.end)
        self.leave()
      }
    }
  }

  /// Walks away without a word; the screen's own time ends the session.
  private func wander() {
    if let number = visit?.compartment, isOpen(number) { closeSometime(number) }
    leave()
  }

  private func enterCode() {
    guard let visit, let order = people[visit.person].orders.first(where: isAtStation) else {
      ask(.code, "000000")
      return
    }
    if visit.wrongCodesLeft > 0 {
      self.visit?.wrongCodesLeft -= 1
      ask(.code, "999999")
      return
    }
    var code = ""
    keys.code(order, number: 1).withSpan { span in
      for index in span.indices { code.unicodeScalars.append(Unicode.Scalar(span[index])) }
    }
    ask(.code, code)
  }

  private func isAtStation(_ order: OrderID) -> Bool {
    switch disk.state.orders[order]?.stage {
    case .deposited, .retrieved: true
    default: false
    }
  }

  // MARK: At the door

  /// A door sprang open while somebody stands there.
  func doorOpened(_ number: CompartmentNumber) {
    if clerk.isAt(number) { return clerkSeesOpen(number) }
    guard let visit, let named = visit.compartment, named == number || isMistakable(number) else {
      // Nobody asked for it; somebody passing by shuts it.
      return closeSometime(number)
    }
    walkTo(number)
  }

  /// While a person waits for their own door, another one springs open at a pulse: they go there.
  private func isMistakable(_ number: CompartmentNumber) -> Bool {
    guard case .opening? = snapshot?.stage, let lock = lock(of: number), let pulse = lastPulse[lock] else {
      return false
    }
    return now - pulse < 3_000_000
  }

  private func closeSometime(_ number: CompartmentNumber) {
    let opening = openingOf[number]
    afterSeconds(100...3000) {
      guard self.isOpen(number), !self.clerk.isAt(number) else { return }
      self.close(number, opening: opening)
    }
  }

  private func walkTo(_ number: CompartmentNumber) {
    let opening = openingOf[number] ?? 0
    guard let id = visit?.id, visit?.walked.insert(opening * 1000 + number).inserted == true else { return }
    afterSeconds(15...60) {
      guard self.isOpen(number), self.openingOf[number] == opening else { return }
      guard self.visit?.id == id else { return self.closeSometime(number) }
      self.reachIn(number)
    }
  }

  private func reachIn(_ number: CompartmentNumber) {
    guard let lock = lock(of: number), let visit else { return }
    if visit.refusesToTakeOnce {
      self.visit?.refusesToTakeOnce = false
    } else if let thing = things[lock] {
      things[lock] = nil
      self.visit?.taken[number] = thing
      trace.add("takes \(thing)")
      if ownerOf[thing] != visit.person { judge.count { $0.wrongPerson += 1 } }
    }
    // Some leave it open and go on reading the screen.
    if random.happens(25) { return closeSometime(number) }
    let opening = openingOf[number]
    afterSeconds(12...40) { self.close(number, opening: opening) }
  }

  private func answer(_ number: CompartmentNumber) {
    guard let visit else { return }
    if random.happens(30) { return leave() }
    ask(.answerTaken(visit.taken[number] != nil))
  }
}
