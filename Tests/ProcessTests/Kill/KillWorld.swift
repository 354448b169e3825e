// A world of the kill loop: one stand whose station is killed again and again while a clerk and citizens go on with
// their lives. They act at machine speed and tell the truth; whoever stands at an open door when the station dies
// shuts it, now or after the restart.

import Foundation
import Messages

final class KillWorld {
  struct Killed: Error {}
  struct Failed: Error, CustomStringConvertible {
    var description: String
  }

  let number: Int
  let stand: Stand
  var chance: KillChance
  var parcels: [Parcel] = []
  /// Register ids on the clerk's desk, and in compartments.
  var desk: [String] = []
  var contents: [Int: String] = [:]
  var deeds: [Deed] = []
  var lives: [Life] = []
  var registerOf: [String: String] = [:]
  var retrievalsAsked: Set<Int> = []
  /// Who stands at the wall: a citizen's register id, or nil for the clerk.
  var citizenAtWall: String?
  var kills = 0
  private var left: (moment: KillPlan.Moment, count: Int)?
  private var isKilled = false
  private(set) var plan: KillPlan?

  init(number: Int) throws {
    self.number = number
    chance = KillChance(seed: UInt64(1000 + number))
    stand = try Stand("kill\(number)", itemSensor: number.isMultiple(of: 2))
    stand.onTruth = { [unowned self] _ in try count(.truth, 1) }
    stand.onRecords = { [unowned self] in try count(.record, $0) }
    stand.onStateChange = { [unowned self] change in
      guard change.name == "journal.sqlite-journal" else { return }
      try count(change.isGone ? .transactionEnds : .transactionBegins, 1)
    }
  }

  private func count(_ moment: KillPlan.Moment, _ count: Int) throws {
    guard let left, left.moment == moment, !isKilled else { return }
    self.left = (moment, left.count - count)
    guard left.count - count <= 0 else { return }
    self.left = nil
    isKilled = true
    kills += 1
    if !lives.isEmpty { lives[lives.count - 1].to = wallMilliseconds() }
    stand.killStation()
    throw Killed()
  }

  // MARK: Living and dying

  /// Lets the world live until it was killed once for each plan, and once more to its end.
  func run(_ plans: [KillPlan]) throws {
    for plan in plans {
      self.plan = plan
      isKilled = false
      left = (plan.moment, plan.n)
      do {
        if stand.station?.isRunning != true { try start() }
        while !isKilled { try work() }
      } catch {
        // Whatever went wrong after the kill is its consequence.
        guard isKilled else { throw error }
      }
      try goOnWithoutStation()
    }
    plan = nil
    left = nil
    isKilled = false
    try end()
  }

  private func start() throws {
    lives.append(Life(from: wallMilliseconds()))
    try stand.launch()
    try stand.connect()
    try stand.waitForService()
    lives[lives.count - 1].servesFrom = wallMilliseconds()
    try tidy()
  }

  /// The station is dead; a frame that it has sent opens its door all the same.
  private func goOnWithoutStation() throws {
    try stand.linger(milliseconds: Int64(chance.pick(60...160)))
    for number in stand.openDoors.sorted() where chance.happens(percent: 60) {
      if chance.happens(percent: 70) { try reachIn(number) }
      try stand.wall.hand("close", number)
    }
    try stand.lookAround()
    if !stand.openDoors.contains(where: { contents[$0] != nil }) { citizenAtWall = nil }
  }

  /// With no more kills: everything is put in order, one more pickup works, and the station ends by itself.
  private func end() throws {
    if stand.station?.isRunning != true { try start() }
    try tidy()
    try deposit()
    let lying = contents.keys.sorted()
    guard let last = lying.last(where: { mayBePickedUp($0) }) else {
      throw Failed(description: "nothing lies ready")
    }
    try pickUp(last)
    let report = try stand.status()
    guard report.service == "in-service", report.liveOperations.isEmpty, report.openReviews == 0 else {
      throw Failed(description: "not in order at the end: \(report)")
    }
    lives[lives.count - 1].to = wallMilliseconds()
    let status = stand.stopStation()
    guard status == 0 else {
      throw Failed(description: "SIGTERM ends with \(status.map(String.init) ?? "nothing")")
    }
  }

  // MARK: Work

  private func work() throws {
    let lying = contents.keys.sorted().filter { mayBePickedUp($0) }
    let ready = lying.filter { stand.restLeft($0) == 0 }
    if ready.isEmpty, contents.count >= 6, let rest = lying.map({ stand.restLeft($0) }).min() {
      // All coils rest, and one set more may not find a place.
      return try stand.linger(milliseconds: rest)
    }
    if ready.isEmpty || (contents.count < 6 && chance.happens(percent: 40)) {
      try deposit()
    } else if chance.happens(percent: 70) {
      try pickUp(ready[chance.pick(0...ready.count - 1)])
    } else {
      try retrieve(ready[chance.pick(0...ready.count - 1)])
    }
  }

  /// Deposited by the journal's word, too.
  private func mayBePickedUp(_ compartment: Int) -> Bool {
    contents[compartment].map { deposited[$0] == compartment } ?? false
  }

  /// What each citizen was told.
  private var letters: [String: Letter] = [:]
  /// What the journal holds where, as of the last look.
  private var deposited: [String: Int] = [:]

  private func look() throws {
    deposited = [:]
    for row in try stand.compartmentRows() where row.content == "holds" && row.blocked == nil {
      if let register = row.order.flatMap({ registerOf[$0] }) { deposited[register] = row.compartment }
    }
  }

  private func deposit() throws {
    if desk.isEmpty { try importOrders() }
    guard let index = parcels.firstIndex(where: { $0.register == desk[0] }) else { return }
    citizenAtWall = nil
    // Before the deposit: a set that was retrieved once has no number in clear any more.
    if letters[desk[0]] == nil { letters[desk[0]] = try stand.letter(parcels[index]) }
    let place = try stand.deposit(&parcels[index]) { note($0) }
    deposited[parcels[index].register] = place
  }

  private func importOrders() throws {
    let new = (1...8).map { Stand.parcel(number * 1000 + parcels.count + $0) }
    // Known to us first: the station may know them and die before it says so.
    parcels += new
    try stand.importOrders(new)
    try learnOrders()
    desk += new.map(\.register)
  }

  private func learnOrders() throws {
    guard case .orders(let rows) = try stand.ask(.orders(withNames: true)) else { return }
    for row in rows {
      guard let name = row.name, name.hasPrefix("Name ") else { continue }
      registerOf[row.order] = String(name.dropFirst(5))
    }
    for index in parcels.indices {
      let register = parcels[index].register
      parcels[index].order = registerOf.first { $0.value == register }?.key ?? parcels[index].order
    }
  }

  private func pickUp(_ compartment: Int) throws {
    guard let register = contents[compartment],
      let parcel = parcels.first(where: { $0.register == register }),
      let letter = letters[register]
    else { return }
    citizenAtWall = register
    let end = try stand.pickUp(parcel, letter) { [self] in try reachIn($0) }
    guard case .done = end else { throw Failed(description: "pickup of \(register) ends with \(end)") }
    deposited[register] = nil
    citizenAtWall = nil
  }

  func retrieve(_ compartment: Int) throws {
    citizenAtWall = nil
    retrievalsAsked.insert(compartment)
    try stand.retrieve(compartment, as: { [self] in contents[$0].flatMap { orderOf($0) } }) { [self] in
      let found = contents[$0] != nil
      try reachIn($0)
      return found
    }
    try look()
  }

  func orderOf(_ register: String) -> String? { registerOf.first { $0.value == register }?.key }

  // MARK: Deeds

  func note(_ deed: Deed) {
    deeds.append(deed)
    switch deed.kind {
    case .put:
      contents[deed.compartment] = deed.register
      desk.removeAll { $0 == deed.register }
    case .took:
      contents[deed.compartment] = nil
      if deed.citizen == nil { desk.append(deed.register) }
    }
  }

  /// Whoever stands there takes what lies behind the open door.
  func reachIn(_ compartment: Int) throws {
    guard let register = contents[compartment], try stand.wall.hand("take", compartment) else { return }
    note(Deed(kind: .took, compartment: compartment, register: register, citizen: citizenAtWall))
  }

  /// After a start: whatever the station found unsettled is brought to its end, and reviewed.
  private func tidy() throws {
    if !parcels.isEmpty { try adoptImports() }
    try finishCitizen()
    try finishClerk()
    try settleReviews()
    try look()
  }

  /// The import whose answer was lost: what the station knows lies on the desk.
  private func adoptImports() throws {
    try learnOrders()
    guard let first = parcels.dropFirst(max(0, parcels.count - 8)).first,
      !deeds.contains(where: { $0.register == first.register }),
      !desk.contains(first.register)
    else { return }
    let last = Array(parcels.suffix(8))
    try stand.importOrders(last)
    try learnOrders()
    desk += last.map(\.register)
  }
}
