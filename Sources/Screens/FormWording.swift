// Phrases that the pages of an application share: amounts, fees, what became of the paper. Amounts come from the station
// and are only written down here, in the way of the language; nothing is added up.

import Messages
import Terminal

enum FormWording {
  /// "9,00 EUR", or "kostenlos"; an amount below zero is a mistake of the other side and shown as none.
  static func amount(_ cents: Int) -> Text {
    guard cents > 0 else { return Text("form.free") }
    return Text(
      "form.amount", .data("euros", "\(cents / 100)"), .data("cents", Wording.twoDigits(cents % 100)))
  }

  /// Each fee by its name, and the sum below where there are several; nil: the sum is not known yet.
  static func fees(_ fees: [FormFee], sum: Int?) -> [Fact] {
    var facts = fees.enumerated().map { index, fee in
      Fact(
        index == 0 ? Text("form.cost") : .data(""),
        Text("form.fee", .data("label", fee.label), .text("amount", amount(fee.cents))))
    }
    if fees.isEmpty {
      facts.append(Fact(Text("form.cost"), (sum ?? 0) > 0 ? amount(sum ?? 0) : Text("form.no_cost")))
    }
    if let sum, fees.count > 1 { facts.append(Fact(Text("form.total"), amount(sum))) }
    return facts
  }

  /// What became of the sheet of paper; nil where nobody asked for one.
  static func paper(_ state: ReceiptState?) -> Text? {
    switch state {
    case .printing: Text("form.printing")
    case .printed: Text("form.printed")
    case .noPaper: Text("form.no_paper")
    case .failed: Text("form.not_printed")
    case .open, .mailed, nil: nil
    }
  }

  /// Paper can be had now: a printer is ready, or may be so again.
  static func canPrint(_ state: ReceiptState?) -> Bool { state == .open || state == .failed }

  /// Texts in one line, with commas: a balanced tree, since texts within texts are resolved to a small depth only.
  static func listed(_ texts: ArraySlice<Text>) -> Text {
    guard texts.count > 1 else { return texts.first ?? .data("") }
    let middle = texts.startIndex + (texts.count + 1) / 2
    return Text(
      "form.pair", .text("first", listed(texts[..<middle])), .text("last", listed(texts[middle...])))
  }

  /// So many texts `listed` puts into one line: three levels of pairs.
  static let listedMax = 8
}

extension QRDrawing {
  /// A code as the station sends it; nil where it is none that can be drawn.
  init?(_ picture: QRPicture, address: Text, alternative: Text) {
    guard Self.sides.contains(picture.side), picture.modules.utf8.allSatisfy({ $0 == 0x30 || $0 == 0x31 })
    else { return nil }
    self.init(
      side: picture.side, modules: picture.modules.utf8.map { $0 == 0x31 }, address: address,
      alternative: alternative)
  }
}
