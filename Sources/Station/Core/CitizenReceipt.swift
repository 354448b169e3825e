// The receipt on the result page: printed, sent by e-mail, or none. The handover is settled before it is offered, so
// that no printer can hold it up; it says no name, no birth date and no serial number.

import Handover
import Messages

/// What is known of the receipt printer. `unknown` is offered like a printer that is ready: what becomes of the
/// receipt is said on the page.
public enum PrinterState: String, Equatable, Sendable {
  case unknown
  case ready
  case noPaper = "no-paper"
  /// Stopped, rejecting, or not there.
  case offline
}

/// How the printing of one receipt ended.
public enum PrintOutcome: Equatable, Sendable {
  /// The spooler has it.
  case printed
  case noPaper
  case failed
}

extension StationCore {
  /// How a receipt can be had now for an order that was just handed over.
  func receiptWays(_ order: OrderID?) -> [ReceiptWay] {
    guard let session, !session.isResumed else { return [] }
    var ways: [ReceiptWay] = []
    if setup.hasPrinter, printer == .ready || printer == .unknown { ways.append(.print) }
    if setup.notices.channels.contains(.email), let order, session.contacts[order] != nil {
      ways.append(.email)
    }
    return ways
  }

  mutating func receipt(_ way: ReceiptWay) {
    if way == .print { printLate() }
    guard case .ended(.done(var receipt))? = session?.place, receipt.ways.contains(way),
      receipt.state != .printing, let order = session?.receiptOrder
    else { return }
    // Each way once: a receipt is not printed again by a second press.
    receipt.ways.removeAll { $0 == way }
    switch way {
    case .print:
      receipt.state = .printing
      out.append(.print(reference: receipt.reference, text: receiptText(receipt)))
    case .email:
      guard let contact = session?.contacts[order] else { return }
      receipt.state = .mailed
      receipt.ways = []
      decideFreely(.citizen) {
        $0.queueReceipt(order, NoticeContact(email: contact.email, language: contact.language))
      }
    }
    session?.place = .ended(.done(receipt))
    session?.timer.start(setup.intervals.result, .stage, now: now)
  }

  /// The spooler's answer; nobody is told when the person has gone, and nothing is tried again.
  mutating func printed(_ reference: String, _ outcome: PrintOutcome) {
    if outcome == .noPaper { printer = .noPaper }
    latePrinted(reference, outcome)
    formPrinted(reference, outcome)
    infoPrinted(reference, outcome)
    guard case .ended(.done(var receipt))? = session?.place, receipt.reference == reference,
      receipt.state == .printing
    else { return }
    switch outcome {
    case .printed: receipt.state = .printed
    case .noPaper: receipt.state = .noPaper
    case .failed: receipt.state = .failed
    }
    if outcome == .printed { receipt.ways = [] }
    session?.place = .ended(.done(receipt))
    session?.timer.start(setup.intervals.result, .stage, now: now)
  }

  /// Town, what was handed over, reference, day and time, and the old document, in the words of the page.
  func receiptText(_ receipt: Receipt) -> String {
    let texts = setup.welcome.texts[session?.language ?? defaultLanguage] ?? [:]
    func say(_ key: String) -> String { texts[key] ?? "" }
    var lines = [setup.welcome.town, setup.name, "", say("done.received") + ":"]
    lines += receipt.documents.map { "  1 x " + (texts["document.\($0)"] ?? say("document.other")) }
    let day = receipt.day.split(separator: "-")
    let date = day.count == 3 ? "\(day[2]).\(day[1]).\(day[0])" : receipt.day
    let minute = receipt.minute < 10 ? "0\(receipt.minute)" : "\(receipt.minute)"
    lines += [
      "", say("done.reference") + ": " + receipt.reference,
      say("done.when") + ": \(date)  \(receipt.hour):\(minute)",
    ]
    if let old = oldDocumentLine(receipt), let text = texts[old] { lines += ["", text] }
    if receipt.oldDocumentRead, let text = texts["done.old_read"] { lines.append(text) }
    let counter = setup.welcome.counter
    lines += ["", [counter.name, counter.address].filter { !$0.isEmpty }.joined(separator: ", ")]
    if !counter.phone.isEmpty { lines.append(counter.phone) }
    return lines.joined(separator: "\n") + "\n\n\n"
  }

  private func oldDocumentLine(_ receipt: Receipt) -> String? {
    switch receipt.oldDocumentFate {
    case OldDocumentFate.surrendered.name: "done.old_inside"
    case OldDocumentFate.kept.name: "done.old_kept"
    case OldDocumentFate.owed.name: "done.old_owed"
    case OldDocumentFate.declaredLost.name: "done.old_lost"
    default: nil
    }
  }
}
