// What the kill loop counts: the harms, all of which must be 0, and what those counts stand on. Numbers alone; how they
// come about stands in KillJudge.

/// How long a station lived: from its start until it was killed; `servesFrom` is when it had read all boards.
struct Life {
  var from: Double
  var servesFrom: Double?
  var to = Double.infinity
}

struct Harm {
  var unlocksWithoutIntent = 0
  var wrongCompartment = 0
  var wrongPerson = 0
  var deliveredWithoutOpening = 0
  var lostOpenings = 0
  var violations = 0
  // Not harm, but what the counts stand on.
  var openings = 0
  var unobservable = 0
  var claimed = 0
  var recovered = 0
  var deposits = 0
  var pickups = 0
  var retrievals = 0
  var records = 0
  var kills = 0

  var total: Int {
    unlocksWithoutIntent + wrongCompartment + wrongPerson + deliveredWithoutOpening + lostOpenings
      + violations
  }

  var line: String {
    "kills \(kills), deposits \(deposits), pickups \(pickups), retrievals \(retrievals), openings \(openings), "
      + "recovered \(recovered), unobservable \(unobservable), claimed \(claimed), records \(records); "
      + "unlocks_without_intent \(unlocksWithoutIntent), wrong_compartment \(wrongCompartment), "
      + "wrong_person \(wrongPerson), delivered_without_opening \(deliveredWithoutOpening), "
      + "lost_openings \(lostOpenings), violations \(violations)"
  }

  mutating func add(_ other: Harm) {
    unlocksWithoutIntent += other.unlocksWithoutIntent
    wrongCompartment += other.wrongCompartment
    wrongPerson += other.wrongPerson
    deliveredWithoutOpening += other.deliveredWithoutOpening
    lostOpenings += other.lostOpenings
    violations += other.violations
    openings += other.openings
    unobservable += other.unobservable
    claimed += other.claimed
    recovered += other.recovered
    deposits += other.deposits
    pickups += other.pickups
    retrievals += other.retrievals
    records += other.records
    kills += other.kills
  }
}
