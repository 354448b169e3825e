// Where and when a document that is no longer here can be had, on paper: the counter, its hours and what to bring. Nothing
// on it says whose document it is, or which; a printer that is not ready is not offered.

import Messages

extension StationCore {
  func offeringPaper(_ late: Late) -> Late {
    var late = late
    if setup.hasPrinter, printer == .ready { late.paper = .open }
    return late
  }

  /// Once for each page: a second press prints nothing.
  mutating func printLate() {
    guard case .ended(.late(var late))? = session?.place, late.paper == .open else { return }
    let reference = "late-\(now)"
    late.paper = .printing
    session?.latePrint = reference
    session?.place = .ended(.late(late))
    session?.timer.start(setup.intervals.result, .stage, now: now)
    out.append(.print(reference: reference, text: lateText))
  }

  mutating func latePrinted(_ reference: String, _ outcome: PrintOutcome) {
    guard case .ended(.late(var late))? = session?.place, session?.latePrint == reference else { return }
    switch outcome {
    case .printed: late.paper = .printed
    case .noPaper: late.paper = .noPaper
    case .failed: late.paper = .failed
    }
    session?.place = .ended(.late(late))
    session?.timer.start(setup.intervals.result, .stage, now: now)
  }

  private var lateText: String {
    let texts = setup.welcome.texts[session?.language ?? defaultLanguage] ?? [:]
    let counter = setup.welcome.counter
    var lines = [setup.welcome.town, "", texts["late.where"] ?? "", counter.name, counter.address]
    lines += counter.hours + ["", texts["counter.need"] ?? "", counter.phone]
    return lines.joined(separator: "\n") + "\n\n\n"
  }
}
