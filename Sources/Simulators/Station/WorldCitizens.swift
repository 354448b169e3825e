// Citizens: each has a set to pick up and a temper. They read the screen, type, walk to the door that opened, take
// what lies there, and sometimes err, dawdle, leave the door open or walk away.

import Handover
import Messages
import Secrets
import Station

struct Person {
  enum Role: Equatable {
    case adult
    /// A minor, whose set only custodians may take.
    case child
    case proxy(OrderID)
  }

  var role = Role.adult
  var email: String?
  var phone: String
  /// What is typed at the screen: one's own, or that of whom a proxy comes for.
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
  /// When they stepped up.
  var since: Int64
  /// Brought the old document; said no if not.
  var hasOld: Bool
  /// The old document that lies in this compartment was laid in by this person.
  var laidIn: Set<CompartmentNumber> = []
  /// Rows of the list that are not theirs, as far as they have found out.
  var notTheirs: Set<Int> = []
  var chosen: Int?
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
    if terminal.guest != nil { return guestSees(new.stage) }
    if visit == nil { return welcomeNext() }
    react(to: new.stage)
  }

  /// The next in the line steps up to an idle screen.
  func welcomeNext() {
    guard visit == nil, terminal.guest == nil, screenIsUp, !clerkRests, case .idle? = snapshot?.stage,
      !welcomeGuest(), let person = queue.first
    else { return }
    queue.removeFirst()
    visits += 1
    visit = Visit(
      id: visits, person: person, wrongCodesLeft: random.happens(120) ? random.pick(1...2) : 0,
      wrongDatesLeft: random.happens(60) ? 1 : 0, refusesToTakeOnce: random.happens(40),
      since: now, hasOld: random.happens(850))
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
    case .waiting(let sets):
      let left = sets.indices.filter { sets[$0].canOpen && !visit.notTheirs.contains($0) }
      soon(10...60, stage) {
        guard let first = left.first else {
          self.ask(.end)
          return self.leave()
        }
        // A household's sets one by one, one's own all at once.
        let isShared = self.people.count { $0.phone == person.phone } > 1
        self.visit?.chosen = isShared ? first : nil
        self.ask(.choose(isShared ? [first] : Array(left)))
      }
    case .birthDate(_, _, true) where visit.chosen != nil && visit.wrongDatesLeft == 0:
      // Somebody else's of the same household.
      if let chosen = visit.chosen { self.visit?.notTheirs.insert(chosen) }
      soon(10...60, stage) { self.ask(.back) }
    case .code(_, true) where person.role != .adult && visit.wrongCodesLeft == 0,
      .birthDate(_, _, true) where person.role != .adult && visit.wrongDatesLeft == 0:
      // It does not open for them; they see that.
      soon(20...100, stage) {
        self.ask(.end)
        self.leave()
      }
    case .code(_, _): soon(20...100, stage) { self.enterCode() }
    case .birthDate:
      soon(20...100, stage) {
        if (self.visit?.wrongDatesLeft ?? 0) > 0 {
          self.visit?.wrongDatesLeft -= 1
          self.ask(.birthDate, "1901-01-01")
        } else {
          self.ask(.birthDate, person.birthDate)
        }
      }
    case .oldDocument: soon(10...50, stage) { self.ask(.answerOldDocument(visit.hasOld)) }
    case .declareLoss: soon(20...100, stage) { self.ask(self.random.happens(600) ? .declareLoss : .back) }
    case .extend: soon(10...60, stage) { self.ask(self.random.happens(900) ? .confirmExtension : .back) }
    case .ready(let set, _, _) where set.extendUntil != nil && random.happens(60):
      soon(10...50, stage) { self.ask(.askExtension) }
    case .ready(_, let number, _):
      self.visit?.compartment = number
      soon(10...50, stage) { self.ask(self.random.happens(970) ? .open : .end) }
    case .opening(_, let number, _), .open(_, let number):
      self.visit?.compartment = number
      if isOpen(number) { walkTo(number) }
    case .notMoved:
      soon(20...100, stage) { self.ask(self.random.happens(700) ? .tryAgain : .reportStuck) }
    case .askTaken(let set, let number):
      soon(10...60, stage) { self.answer(number, isOldAsked: set.oldDocument?.isSurrendered == true) }
    case .done(let receipt)
    where receipt.ways.contains(.email) && receipt.state == .open && random.happens(300):
      soon(10...40, stage) { self.ask(.receipt(.email)) }
    case .done(let receipt):
      self.visit?.notTheirs = []
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
    guard let visit, let order = codeOrder(people[visit.person]) else {
      ask(.code, "000000")
      return
    }
    if visit.wrongCodesLeft > 0 {
      self.visit?.wrongCodesLeft -= 1
      ask(.code, "999999")
      return
    }
    var code = ""
    let digits =
      people[visit.person].role == .proxy(order)
      ? keys.proxyCode(order, number: disk.state.orders[order]?.proxy.number ?? 1)
      : keys.code(order, number: 1)
    digits.withSpan { span in
      for index in span.indices { code.unicodeScalars.append(Unicode.Scalar(span[index])) }
    }
    ask(.code, code)
  }

  /// The set whose code this person was sent, or read in the letter at home.
  private func codeOrder(_ person: Person) -> OrderID? { person.orders.first(where: isAtStation) }

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
      if !mayTake(visit.person, thing, since: visit.since) { judge.count { $0.wrongPerson += 1 } }
      // The screen asked for the old one; some forget it in their pocket.
      if visit.hasOld, disk.state.orders[thing]?.facts.oldDocument != nil, oldThings[lock] == nil,
        random.happens(900)
      {
        oldThings[lock] = thing
        self.visit?.laidIn.insert(number)
      }
    }
    // Some leave it open and go on reading the screen.
    if random.happens(25) { return closeSometime(number) }
    let opening = openingOf[number]
    afterSeconds(12...40) { self.close(number, opening: opening) }
  }

  private func answer(_ number: CompartmentNumber, isOldAsked: Bool) {
    guard let visit else { return }
    if random.happens(30) { return leave() }
    let isTaken = visit.taken[number] != nil
    if isTaken, isOldAsked { return ask(.answerTakenWithOld(laidIn: visit.laidIn.contains(number))) }
    ask(.answerTaken(isTaken))
  }
}
