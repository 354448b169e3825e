// What a visitor of the demo types in: numbers, codes and birth dates of people who do not exist. In a real station
// nobody sees a code but the person it was sent to.

import Station

/// Somebody who can pick up in the demo.
struct DemoCitizen: Codable, Equatable {
  var order: String
  /// As it is typed: a mobile number with its leading zero, or the number of a letter.
  var number: String
  var code: String
  /// ISO 8601.
  var birthDate: String
  var documents: [String]
  /// Nil: the document lies at the counter.
  var compartment: Int?
  /// The number of the old document that the order names, if it names one.
  var oldDocument: String?
}

struct DemoCard {
  var citizens: [DemoCitizen]
  /// What the simulated cards answer to.
  var cards: [DemoCardReady] = []
  /// Numbers for the status of an ordered document.
  var numbers: [(number: String, german: String, english: String)] = []
  /// The script that opens applications; nil: none can be handed in.
  var opener: String?

  /// Begins the second part of the card.
  static let divider = "--"

  /// Lines for a terminal of 80 columns.
  func lines(_ language: DeskLanguage) -> [String] {
    var lines =
      citizens.isEmpty
      ? []
      : [
        language.text(
          "Nummer         Abholcode  Geburtsdatum  Was zu sehen ist",
          "Number         Code       Birth date    What it shows")
      ]
    for citizen in citizens {
      let shows = DemoTown.demands.first { $0.row.id == citizen.order }?.shows
      let words = shows.map { language.text($0.german, $0.english) } ?? ""
      lines.append(
        Self.padded(citizen.number, 15) + Self.padded(citizen.code, 11)
          + Self.padded(Self.day(citizen.birthDate), 14) + words)
    }
    for card in cards {
      let passport = card.passportNumber
      var words = [
        passport == nil
          ? language.text("Personalausweis:", "ID card:") : language.text("Reisepass:", "Passport:")
      ]
      if let pin = card.pin { words.append("PIN \(pin)") }
      if let can = card.can { words.append("CAN \(can)") }
      if let puk = card.puk { words.append("PUK \(puk)") }
      // All that opens its chip: the CAN, or these three, as they are typed.
      if let passport, let expiry = card.passportExpiry {
        let birth = Self.day(card.holder?.birthDate ?? "")
        words.append(language.text("Nr. \(passport)", "no. \(passport)"))
        words.append(language.text("geb. \(birth)", "born \(birth)"))
        words.append(language.text("bis \(Self.day(expiry))", "until \(Self.day(expiry))"))
      }
      lines.append(words.joined(separator: "  "))
    }
    let more = moreLines(language)
    return lines + (more.isEmpty ? [] : [Self.divider] + more)
  }

  private func moreLines(_ language: DeskLanguage) -> [String] {
    var lines: [String] = []
    if !numbers.isEmpty {
      lines.append(language.text("Wo ist mein Ausweis?", "Where is my document?"))
      for entry in numbers {
        lines.append("  " + Self.padded(entry.number, 13) + language.text(entry.german, entry.english))
      }
    }
    if let opener {
      let pin = cards.lazy.compactMap(\.pin).first ?? ""
      lines.append(
        language.text(
          "Anträge: Ausweis mit F12 und 8 auf den Leser legen, PIN \(pin).",
          "Applications: lay the ID card on the reader with F12 and 8, PIN \(pin)."))
      lines.append(
        language.text(
          "Was davon verschlüsselt bei den Ämtern ankommt, öffnet:",
          "What arrives encrypted at the offices is opened by:"))
      lines.append("  " + opener)
    }
    return lines
  }

  /// `1985-03-17` as it is typed: `17.03.1985`.
  static func day(_ iso: String) -> String { iso.split(separator: "-").reversed().joined(separator: ".") }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }
}
