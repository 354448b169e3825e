// The core with a card reader in a test's hands: the test is whoever works with cards, and says what the card says.

import Handover
import Identity
import Secrets

@testable import Messages
@testable import Station

/// A bench with a reader that lies empty.
func cardBench(_ change: (inout StationSetup) -> Void = { _ in }) throws -> CoreBench {
  let bench = try CoreBench {
    $0.hasReader = true
    $0.readsPassports = true
    $0.welcome.texts = ["de": ["done.old_read": "CHIP GEPRUEFT", "done.received": "Erhalten"]]
    change(&$0)
  }
  bench.sees(.empty)
  return bench
}

extension CoreBench {
  func sees(_ sight: ReaderSight) { feed(.card(.reader(sight))) }

  func report(_ report: CardReport) { feed(.card(report)) }

  /// The job that was started last, and its number.
  var lastStart: (job: CardJob, number: Int)? {
    for order in cards.reversed() {
      if case .start(let job, let number) = order { return (job, number) }
    }
    return nil
  }

  var lastJob: Int { lastStart?.number ?? 0 }

  var cardStage: CardStage? {
    if case .card(let stage)? = stage { return stage }
    return nil
  }

  /// From the idle screen to the menu of the PIN.
  func pinMenu(_ standing: PinStanding) {
    ask(.beginCardPIN)
    sees(.card)
    report(.ended(job: lastJob, .standing(standing)))
  }

  func ends(_ outcome: CardOutcome) { report(.ended(job: lastJob, outcome)) }
}
