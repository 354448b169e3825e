// Slips at the screen: whether one can be had, in which words it is written, and that it is printed. Which slip it is, and
// what becomes of the page that offered it, is known where that page is decided.

import Handover
import Messages
import Services

extension StationCore {
  /// Whether a slip is offered now. Nothing is offered that would surely not come: paper that is missing, a printer that
  /// is stopped or not there. What is unknown is tried, and its outcome said.
  var canPrint: Bool { setup.hasPrinter && (printer == .ready || printer == .unknown) }

  /// A slip as a page offers it: `open`, `noPaper` where paper alone is missing, so that a person knows before it matters;
  /// nil where no printer is set up. `failed`: it is stopped or not there.
  var paper: ReceiptState? {
    guard setup.hasPrinter else { return nil }
    switch printer {
    case .ready, .unknown: return .open
    case .noPaper: return .noPaper
    case .offline: return .failed
    }
  }

  /// Hands a slip to the printer; `printed` with the same reference says what became of it. The caller sees to it that a
  /// second press prints nothing.
  mutating func printSlip(_ slip: SlipDocument, reference: String) {
    out.append(.printDocument(reference: reference, pdf: slip.pdf, media: slip.media))
  }

  /// Town, counter, paper and the words of a slip in the session's language, or in the first one where the standard fonts
  /// lack its letters.
  func slipFrame(_ language: String? = nil) -> SlipFrame {
    let wanted = language ?? session?.language ?? defaultLanguage
    let first = setup.welcome.languages.first ?? defaultLanguage
    let own = setup.welcome.texts[wanted] ?? [:]
    let isReadable =
      own.contains { $0.key.hasPrefix("slip.") }
      && own.allSatisfy { key, text in
        !key.hasPrefix("slip.") || WinAnsi.isReadable(text)
      }
    let texts = isReadable ? own : setup.welcome.texts[first] ?? [:]
    let counter = setup.welcome.counter
    return SlipFrame(
      town: setup.welcome.town,
      contact: SlipContact(
        name: counter.name, address: counter.address.isEmpty ? [] : [counter.address], hours: counter.hours,
        phone: counter.phone),
      language: isReadable ? wanted : first, paper: setup.paper
    ) { key, values in
      guard let text = texts[key], let template = try? TextTemplate(text) else { return "" }
      return template.filled(with: values)
    }
  }
}

extension PrintOutcome {
  /// As a page says it (`slip.printed`, `slip.no_paper`, `slip.failed`).
  var state: ReceiptState {
    switch self {
    case .printed: .printed
    case .noPaper: .noPaper
    case .failed: .failed
    }
  }
}
