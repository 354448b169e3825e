// Who comes for whose set in the simulated world: families under one number, custodians, children who try, proxies with
// and without a live code; and what they bring. The truth of whose a set is to take stands here.

import Handover
import Messages
import Station

/// Whose a set is to take, by the truth.
struct Claim {
  /// Is told of it, and may take it.
  var owner: Int
  /// A minor's other custodians.
  var others: [Int] = []
  /// Has an authorisation that a clerk checked.
  var proxy: Int?
  /// Since when the proxy's code is withdrawn, microseconds.
  var withdrawnAt: Int64?
}

extension World {
  /// Nobody is harmed by this person taking this set.
  func mayTake(_ person: Int, _ order: OrderID, since: Int64) -> Bool {
    guard let claim = claims[order] else { return false }
    if claim.owner == person || claim.others.contains(person) { return true }
    guard claim.proxy == person else { return false }
    // A code that was withdrawn before they stepped up opens nothing.
    return claim.withdrawnAt.map { $0 > since } ?? true
  }

  private func birthDate(year: ClosedRange<Int>) -> String {
    let day = random.pick(1...28)
    return "\(random.pick(year))-03-\(day < 10 ? "0" : "")\(day)"
  }

  /// A person with a number of their own, or of a household's.
  private func newPerson(_ role: Person.Role, phone: String? = nil, birthDate: String? = nil) -> Int {
    let number = people.count
    var date = birthDate ?? self.birthDate(year: 1940...1999)
    // Two adults of one number and one birth date are one person to the station, as it is documented.
    while role == .adult, phone != nil, people.contains(where: { $0.phone == phone && $0.birthDate == date })
    {
      date = self.birthDate(year: 1940...1999)
    }
    var person = Person(phone: phone ?? "0170\(1_000_000 + number)", birthDate: date)
    person.role = role
    person.email = number % 2 == 0 ? "p\(number)@town.example" : nil
    if role != .adult { person.visitsLeft = 1 }
    people.append(person)
    if role == .adult, phone == nil { households.append(number) }
    return number
  }

  /// Whose the next order is, and the birth dates of custodians where it is a minor's.
  func nextClaim() -> (claim: Claim, birthDate: String, custodians: [String]?) {
    let dice = households.isEmpty ? 999 : random.pick(0...999)
    guard dice < 200 else {
      let person = newPerson(.adult)
      return (Claim(owner: person), people[person].birthDate, nil)
    }
    let known = random.element(of: households)
    switch dice {
    case ..<80: return (Claim(owner: known), people[known].birthDate, nil)
    case ..<140:
      let relative = newPerson(.adult, phone: people[known].phone)
      return (Claim(owner: relative), people[relative].birthDate, nil)
    default:
      let partner = newPerson(.adult, phone: people[known].phone)
      let child = newPerson(.child, phone: people[known].phone, birthDate: birthDate(year: 2012...2020))
      return (
        Claim(owner: known, others: [partner, child].filter { people[$0].role == .adult }),
        people[child].birthDate, [people[known].birthDate, people[partner].birthDate]
      )
    }
  }

  /// Everybody who would come for it hears of it; some send somebody else.
  func inviteFor(_ order: OrderID) {
    guard let claim = claims[order] else { return }
    let household = people[claim.owner].phone
    invite(claim.owner)
    if let partner = claim.others.first, random.happens(300) { invite(partner) }
    if !claim.others.isEmpty, random.happens(500),
      let child = people.indices.first(where: { people[$0].phone == household && people[$0].role == .child })
    {
      if !people[child].orders.contains(order) { people[child].orders.append(order) }
      invite(child)
    }
    guard random.happens(80), claim.proxy == nil else { return }
    afterSeconds(20...200) { self.authorise(order) }
  }

  /// A clerk checks an authorisation and releases a code; sometimes it is taken back.
  private func authorise(_ order: OrderID) {
    guard let claim = claims[order], !isQuiet, disk.state.orders[order]?.proxy.isLive == false else { return }
    staff(.releaseProxy(order: order.description, reason: "authorisation checked"))
    guard disk.state.orders[order]?.proxy.isLive == true else { return }
    let owner = people[claim.owner]
    // They were told the birth date of whom they come for.
    let proxy = newPerson(.proxy(order), phone: owner.phone, birthDate: owner.birthDate)
    people[proxy].orders = [order]
    claims[order]?.proxy = proxy
    invite(proxy)
    guard random.happens(250) else { return }
    afterSeconds(50...3000) {
      self.staff(.withdrawProxy(order: order.description, reason: "authorisation withdrawn"))
      if self.disk.state.orders[order]?.proxy.isLive == false { self.claims[order]?.withdrawnAt = self.now }
    }
  }

  /// A record about one of the ways became durable.
  func noticedWay(_ event: Event) {
    func count(_ way: String) { judge.count { $0.ways[way, default: 0] += 1 } }
    switch event {
    case .identifiedAs(_, let person): count(person.name)
    case .extended: count("extended")
    case .proxyReleased: count("proxy_released")
    case .oldDocumentSettled(let ref, _, let fate):
      count("old_\(fate.name)")
      if fate == .surrendered { uncollected.insert(ref.compartment) }
    case .oldDocumentLost: count("old_lost")
    case .oldDocumentCollected(let ref, _, _):
      count("old_collected")
      uncollected.remove(ref.compartment)
    // Also where a look was cut off in the middle: a later one found and said that nothing lies there.
    case .emptyConfirmed(let ref, _, .staff): uncollected.remove(ref.compartment)
    case .intent(let intent):
      // A deposit into a compartment that nobody emptied of an old document.
      if intent.purpose == .deposit, uncollected.contains(intent.ref.compartment) {
        judge.count { $0.violations += 1 }
      }
    default: break
    }
  }
}
