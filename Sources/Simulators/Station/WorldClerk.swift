// The clerk: imports orders, deposits, settles reviews, retrieves what is overdue or unclear. She answers truthfully
// what she sees behind the door.

import Handover
import Messages
import Station

struct Clerk {
  enum Task: Equatable {
    case deposit(OrderID)
    case retrieve(CompartmentNumber)
  }

  var task: Task?
  var operation: OperationView?
  /// Orders whose documents lie on her desk.
  var desk: [OrderID] = []
  /// Compartments to look into, and what to tidy after that.
  var toLookAt: [CompartmentNumber] = []
  /// Counts tasks, so that a late reply does not disturb the next.
  var turn = 0
  /// The order that she found behind a door whose content the journal did not know.
  var found: OrderID?
  var tookOut = false
  /// An old document lay inside, and she took it out.
  var foundOld = false

  func isAt(_ number: CompartmentNumber) -> Bool {
    switch task {
    case .deposit: operation?.compartment == number || operation == nil
    case .retrieve(let wanted): wanted == number
    case nil: false
    }
  }
}

extension World {
  static let clerkConnection = ConnectionID(2)
  static let clerkIdentity = StaffIdentity(user: 1000, login: "clerk", roles: [.staff])

  func staff(_ request: StaffRequest) {
    guard loop != nil else { return }
    feed(.staffRequest(World.clerkConnection, World.clerkIdentity, request))
  }

  /// New orders from the register, with their documents on the desk.
  func importOrders(_ count: Int) {
    for _ in 0..<count {
      let (claim, birthDate, custodians) = nextClaim()
      let person = claim.owner
      let old = random.happens(300) ? DocumentKind.allCases.first : nil
      let kind = random.element(of: DocumentKind.allCases)
      let before = ids.last
      staff(
        .importOrders([
          OrderImportRow(
            id: "R\(people.count)-\(before)", documents: [kind.name], serials: [], name: nil,
            phone: World.international(people[person].phone),
            email: people[person].email, slip: nil, birthDate: birthDate, size: "S", low: false,
            counterOnly: false,
            pinLetterConfirmed: true,
            language: "de", oldDocument: old?.name, custodians: custodians)
        ]))
      guard ids.last != before else { continue }
      let id = OrderID(ids.last &* 0x9E37_79B9_7F4A_7C15)
      guard disk.state.orders[id] != nil else { continue }
      claims[id] = claim
      for person in [person] + claim.others { people[person].orders.append(id) }
      clerk.desk.append(id)
    }
  }

  /// The clerk's next task, if she has none.
  func clerkWorks() {
    defer { afterSeconds(50...200) { self.clerkWorks() } }
    guard clerk.task == nil, loop != nil, !clerkRests else { return }
    clerkReadsOutbox()
    clerk.turn += 1
    let turn = clerk.turn
    // Gives up a task that the station forgot.
    after(400_000_000) { if self.clerk.turn == turn { self.dropTask() } }
    if clerk.toLookAt.isEmpty { noteWhatToLookAt() }
    if let number = clerk.toLookAt.first {
      clerk.toLookAt.removeFirst()
      clerk.task = .retrieve(number)
      staff(.retrieve(compartment: number))
    } else if let order = clerk.desk.first {
      clerk.task = .deposit(order)
      staff(.deposit(order: order.description, compartment: nil))
    }
  }

  private func noteWhatToLookAt() {
    let state = disk.state
    var wanted: Set<CompartmentNumber> = []
    for compartment in state.compartments.values
    where compartment.block != nil || compartment.content == .unclear || compartment.holdsOldDocument {
      wanted.insert(compartment.plan.number)
    }
    for item in state.reviewIDs.compactMap({ state.reviews[$0] }) {
      if let number = item.compartment {
        wanted.insert(number)
      } else {
        staff(.closeReview(item: item.id, reason: "seen"))
      }
    }
    for order in state.orders.values {
      if let custody = order.custody, custody.overdue { wanted.insert(custody.compartment) }
    }
    clerk.toLookAt = wanted.filter { state.operation(at: $0) == nil }.sorted()
  }

  func clerkHears(_ reply: StaffReply) {
    switch reply {
    case .operation(let view): clerkSees(view)
    case .notices(let rows): clerkSees(rows)
    case .refused:
      guard clerk.operation == nil else { return }
      // What cannot be deposited now goes to the bottom of the pile.
      if case .deposit(let order)? = clerk.task, clerk.desk.first == order {
        clerk.desk.removeFirst()
        clerk.desk.append(order)
      }
      dropTask()
    default: break
    }
  }

  private func clerkSees(_ view: OperationView) {
    guard clerk.task != nil, clerk.operation == nil || clerk.operation?.operation == view.operation else {
      return
    }
    let old = clerk.operation?.phase
    clerk.operation = view
    guard old != view.phase || view.phase == "closed" else { return }
    let turn = clerk.turn
    switch view.phase {
    case "open" where isOpen(view.compartment): if old == nil { clerkSeesOpen(view.compartment) }
    case "noMovement", "notSent":
      afterSeconds(25...80) {
        guard self.clerk.turn == turn else { return }
        self.staff(view.attempt < 3 ? .again(operation: view.operation) : .giveUp(operation: view.operation))
      }
    case "closed": afterSeconds(10...40) { if self.clerk.turn == turn { self.clerkAnswers(view) } }
    case "settled": finishTask(view)
    default: break
    }
  }

  /// The door stands open before her.
  func clerkSeesOpen(_ number: CompartmentNumber) {
    guard let lock = lock(of: number), clerk.task != nil else { return }
    if let operation = clerk.operation, operation.compartment != number {
      judge.count { $0.wrongCompartment += 1 }
      return
    }
    let turn = clerk.turn
    afterSeconds(15...60) {
      guard self.clerk.turn == turn, self.isOpen(number), let task = self.clerk.task else { return }
      switch task {
      case .deposit(let order):
        let isEmpty = self.things[lock] == nil && self.oldThings[lock] == nil
        if let operation = self.clerk.operation?.operation {
          self.staff(.confirmEmpty(operation: operation, isEmpty: isEmpty))
        }
        if isEmpty, self.clerk.turn == turn {
          self.things[lock] = order
          self.clerk.desk.removeAll { $0 == order }
        }
      case .retrieve:
        self.clerk.found = self.things[lock]
        self.clerk.foundOld = self.oldThings.removeValue(forKey: lock) != nil
        // A set that belongs there may stay; everything else goes to the desk.
        let belongs = self.disk.state.compartments[number]?.content == self.things[lock].map { .holds($0) }
        let isOverdue = self.things[lock].flatMap { self.disk.state.orders[$0]?.custody?.overdue } ?? false
        self.clerk.tookOut = !(belongs && !isOverdue && self.random.happens(500))
        if self.clerk.tookOut, let thing = self.things[lock] {
          self.things[lock] = nil
          self.clerk.desk.append(thing)
        }
      }
      let opening = self.openingOf[number]
      self.afterSeconds(12...50) { self.close(number, opening: opening) }
    }
  }

  private func clerkAnswers(_ view: OperationView) {
    guard let task = clerk.task, let lock = lock(of: view.compartment) else { return }
    switch task {
    case .deposit(let order):
      if things[lock] == order {
        staff(.confirmDeposit(operation: view.operation, present: view.parts.map(\.id)))
      } else {
        staff(.cancelDeposit(operation: view.operation))
      }
    case .retrieve:
      if let found = clerk.found {
        if clerk.tookOut {
          staff(
            .answerRetrieval(
              operation: view.operation, answer: .retrieved,
              order: view.order == nil ? found.description : nil))
        } else {
          staff(.answerRetrieval(operation: view.operation, answer: .leftInside, order: nil))
        }
      } else if clerk.foundOld, mayHoldOld(view.compartment) {
        staff(.answerRetrieval(operation: view.operation, answer: .oldDocument, order: nil))
      } else {
        // Also where an old document lay that the journal knows nothing of: it is out now.
        staff(.answerRetrieval(operation: view.operation, answer: .foundEmpty, order: nil))
      }
    }
  }

  /// Where the journal can believe that an old document lay inside.
  private func mayHoldOld(_ number: CompartmentNumber) -> Bool {
    switch disk.state.compartments[number]?.content {
    case .oldDocument: true
    case .holds(let order): disk.state.orders[order]?.facts.oldDocument != nil
    case .empty, .unconfirmed, .unclear, nil: false
    }
  }

  private func finishTask(_ view: OperationView) {
    let number = view.compartment
    let task = clerk.task
    dropTask()
    if case .retrieve? = task {
      let state = disk.state
      for id in state.reviewIDs where state.reviews[id]?.compartment == number {
        staff(.closeReview(item: id, reason: "looked at the compartment"))
      }
      if disk.state.compartments[number]?.block != nil {
        staff(.release(compartment: number, reason: "looked at the compartment"))
      }
    }
  }

  private func dropTask() {
    clerk.turn += 1
    clerk.task = nil
    clerk.operation = nil
    clerk.found = nil
    clerk.tookOut = false
    clerk.foundOld = false
  }

  /// The station died: she takes her set out again if she can, shuts the door and waits.
  func clerkLostConnection() {
    if case .deposit(let order)? = clerk.task, let number = clerk.operation?.compartment, isOpen(number),
      let lock = lock(of: number)
    {
      if things[lock] == order, random.happens(500) {
        things[lock] = nil
        clerk.desk.append(order)
      }
    }
    if let number = clerk.operation?.compartment, isOpen(number) {
      let opening = openingOf[number]
      afterSeconds(10...100) { self.close(number, opening: opening) }
    }
    dropTask()
  }
}
