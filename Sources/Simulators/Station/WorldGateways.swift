// The gateways behind the simulated outbox: what they accept, refuse and leave in doubt, and the traces that the helper
// of each try leaves on the disk. Both survive the station; what it makes of them is the product's own code.

import Handover
import Journal
import Messages
import Station

/// What outlives the station of one try.
struct SimulatedTry {
  /// When its helper is done, microseconds.
  var endsAt: Int64
  /// What its trace says then.
  var outcome: ErrandOutcome
}

struct SimulatedGateways {
  struct TryName: Hashable {
    var notice: Notice
    var channel: NoticeChannel
    var attempt: Int
  }

  /// Tries whose file lies on the disk.
  var tries: [TryName: SimulatedTry] = [:]
  /// Chance of its own, so that the doors' day is not another one for each notice.
  var random: SeededRandom
}

extension World {
  /// How long a try takes, tenths of a second.
  private static let carryTenths = 2...300

  /// Carries an errand: a try that was begun is looked up, never begun again.
  func carry(_ errand: Errand) {
    trace.add("deliver \(errand.key) \(errand.channel.name) \(errand.attempt) \(errand.isRepeat)")
    reachesItsPerson(errand)
    let name = SimulatedGateways.TryName(
      notice: errand.notice, channel: errand.channel, attempt: errand.attempt)
    // A file under its key, written anew each time: there is nothing to look up.
    if errand.channel == .register { gateways.tries[name] = nil }
    guard let known = gateways.tries[name] else { return begin(errand, name) }
    tell(errand, known, after: max(0, known.endsAt - now) + 50_000)
  }

  private func begin(_ errand: Errand, _ name: SimulatedGateways.TryName) {
    let takes = Int64(gateways.random.pick(World.carryTenths)) * 100_000
    let (outcome, isAccepted) = drawnOutcome(errand.channel)
    let begun = SimulatedTry(endsAt: now + takes, outcome: outcome)
    gateways.tries[name] = begun
    judge.count { $0.notices["\(outcome)".prefixWord, default: 0] += 1 }
    // The helper outlives the station, and so does what the gateway has.
    after(takes) {
      guard isAccepted else { return }
      self.trace.add("gateway accepts \(errand.key) \(errand.channel.name)")
      self.notices.accepted(errand.notice, errand.channel, isTold: outcome == .accepted)
      self.judge.count { $0.noticesTwice = self.notices.twice }
      // Between the gateway's word and the journal's.
      if self.options.hasCrashes, !self.isQuiet, self.gateways.random.happens(15) { self.die() }
    }
    tell(errand, begun, after: takes + 50_000)
  }

  private func tell(_ errand: Errand, _ known: SimulatedTry, after microseconds: Int64) {
    let born = life
    after(microseconds) {
      guard born == self.life else { return }
      self.feed(.errandEnded(errand.notice, attempt: errand.attempt, self.heard(known.outcome)))
    }
  }

  /// What the station is told, and whether the gateway has it.
  private func drawnOutcome(_ channel: NoticeChannel) -> (ErrandOutcome, Bool) {
    guard options.hasFaults, !isQuiet else { return (.accepted, true) }
    let dice = gateways.random.pick(0...99)
    if channel == .register { return dice < 90 ? (.accepted, true) : (.later(reason: "no folder"), false) }
    switch dice {
    case ..<70: return (.accepted, true)
    case ..<82: return (.later(reason: "exit status 75"), false)
    case ..<90: return (.refused(reason: "exit status 67"), false)
    case ..<95: return (.unknown(reason: "took too long"), true)
    default: return (.unknown(reason: "interrupted"), false)
    }
  }

  /// A planted bug: a failure passes for success.
  private func heard(_ outcome: ErrandOutcome) -> ErrandOutcome {
    if options.plant == .failureTakenForDone, case .later = outcome { return .accepted }
    return outcome
  }

  /// The helper's file goes when the station has written down what it said.
  func forget(_ notice: Notice, _ channel: NoticeChannel, _ attempt: Int) {
    gateways.tries[SimulatedGateways.TryName(notice: notice, channel: channel, attempt: attempt)] = nil
  }

  /// A code that goes to somebody else is a set in the wrong hands.
  private func reachesItsPerson(_ errand: Errand) {
    guard errand.channel != .register, let owner = owner(of: errand.notice.order) else { return }
    let person = people[owner]
    let address = errand.channel == .sms ? World.international(person.phone) : person.email
    if errand.address != address { judge.count { $0.wrongPerson += 1 } }
  }

  static func international(_ phone: String) -> String { "+49" + phone.dropFirst() }

  // MARK: The clerk and the outbox

  /// Now and then she looks at what the outbox could not do, and decides.
  func clerkReadsOutbox() {
    guard gateways.random.happens(30) else { return }
    staff(.notices(onlyOpen: true))
  }

  func clerkSees(_ rows: [NoticeRow]) {
    notices.listed = Set(rows.map(\.key))
    guard !clerkRests, !isQuiet, !rows.isEmpty else { return }
    let row = gateways.random.element(of: rows)
    guard row.isOpen else { return }
    if gateways.random.happens(700) {
      staff(.retryNotice(key: row.key))
    } else {
      staff(.dropNotice(key: row.key, reason: "told by telephone"))
    }
  }

  /// Nothing is on its way, and nothing is due.
  var isOutboxAtRest: Bool { disk.state.outbox.allSatisfy { !isDue($0, by: stationTime.moment.wall) } }

  private func isDue(_ notice: Notice, by wall: Int64) -> Bool {
    switch (try? disk.deliveries())?[notice] {
    case nil: true
    case let known?:
      switch known.stage {
      case .sending: true
      case .waiting: known.nextAt <= wall
      case .failed, .unknown, .unreachable: false
      }
    }
  }

  /// After hours in which every gateway answered: what still should be under way never comes out.
  func judgeOutbox() {
    let wall = stationTime.moment.wall
    let stuck = disk.state.outbox.filter { isDue($0, by: wall) || !notices.listed.contains($0.key) }
    for notice in stuck { trace.add("stuck notice \(notice.key)") }
    let lost = notices.lost(pending: Set(disk.state.outbox), stuck: Set(stuck))
    for notice in lost { trace.add("lost notice \(notice.key)") }
    judge.count { $0.noticesLost = lost.count }
  }

  static let noticeTexts: NoticeTexts = {
    var texts: [String: String] = ["number.phone": "phone", "number.slip": "slip", "receipt.old_none": ""]
    for kind in ["ready", "reminder", "extended", "removed", "new_code"] {
      let words = kind == "removed" ? "{town}: removed" : "{town}: {until} {number} {code}"
      texts["\(kind).sms"] = words
      texts["\(kind).subject"] = "{town}"
      texts["\(kind).email"] = words
    }
    texts["receipt.subject"] = "{town}"
    texts["receipt.email"] = "{reference} {date} {time} {count} {old}"
    return NoticeTexts(texts: ["de": texts], emailFrom: "station@town.example")
  }()
}

extension String {
  /// Up to what a case carries.
  fileprivate var prefixWord: String { String(prefix { $0 != "(" }) }
}
