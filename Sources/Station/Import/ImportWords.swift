// The words of an import: fields and values in English, as files of programs write them, and in German, as an office
// exports them. Case, spaces, hyphens and umlauts written out do no harm.

import Handover

/// The fields of an import, by the names that JSON uses and CSV may use.
enum OrderField: String, CaseIterable, Sendable {
  case id, documents, serials, name, phone, email, slip
  case birthDate = "birth_date"
  case size, low
  case counterOnly = "counter_only"
  case pinLetterConfirmed = "pin_letter_confirmed"
  case language
  case oldDocument = "old_document"
  case oldSerial = "old_serial"
  case custodians
  case action, withdraw

  /// Fields that every announced order must have.
  static let required: [OrderField] = [.id, .documents, .birthDate]
  static let allNames = allCases.map(\.rawValue).joined(separator: ", ")

  /// Other names that a column may have.
  var synonyms: [String] {
    switch self {
    case .id:
      [
        "Auftragsnummer", "Auftrags-ID", "Auftrag", "Vorgangsnummer", "Vorgangs-ID", "Antragsnummer",
        "Kennung", "order_id",
      ]
    case .documents: ["Dokumente", "Dokument", "Dokumentart", "Dokumentarten", "Ausweisart", "document"]
    case .serials: ["Seriennummern", "Seriennummer", "Dokumentnummer", "Dokumentennummer", "serial"]
    case .name: ["Name, Vorname", "Vorname Name", "Inhaber", "Antragsteller"]
    case .phone:
      [
        "Telefon", "Telefonnummer", "Handy", "Handynummer", "Mobil", "Mobilnummer", "Mobiltelefon",
        "Rufnummer",
      ]
    case .email: ["E-Mail-Adresse", "Mailadresse", "Mail", "email_address"]
    case .slip: ["Briefnummer", "Nummer des Briefs", "Abholnummer", "letter_number"]
    case .birthDate: ["Geburtsdatum", "Geburtstag", "geboren am", "geb. am", "date_of_birth"]
    case .size: ["Größe", "Fachgröße"]
    case .low: ["niedrig", "niedriges Fach", "barrierefrei", "rollstuhlgerecht", "low_door"]
    case .counterOnly: ["nur Schalter", "nur am Schalter", "Schalterausgabe"]
    case .pinLetterConfirmed: ["PIN-Brief bestätigt", "PIN-Brief erhalten", "PIN-Brief"]
    case .language: ["Sprache"]
    case .oldDocument: ["altes Dokument", "Altdokument", "alter Ausweis"]
    case .oldSerial:
      ["Seriennummer des alten Dokuments", "alte Seriennummer", "Nummer des alten Dokuments"]
    case .custodians:
      ["Sorgeberechtigte", "Geburtsdaten der Sorgeberechtigten", "Sorgeberechtigte Geburtsdaten"]
    case .action: ["Aktion", "Satzart"]
    case .withdraw: ["zurückziehen", "zurückgezogen", "Storno", "storniert"]
    }
  }

  /// The field of a column's name.
  init?(column: String) {
    guard let field = Self.byColumn[folded(column)] else { return nil }
    self = field
  }

  /// Every name by its folded form; a name that two fields claim is a mistake of ours.
  private static let byColumn: [String: OrderField] = {
    var names: [String: OrderField] = [:]
    for field in allCases {
      for name in [field.rawValue] + field.synonyms {
        let other = names.updateValue(field, forKey: folded(name))
        precondition(other == nil || other == field, "\(name) names two fields")
      }
    }
    return names
  }()
}

/// `text` in small letters and digits, umlauts written out, everything else left out.
func folded(_ text: String) -> String {
  var out = ""
  for scalar in text.lowercased().unicodeScalars {
    switch scalar {
    case "ä": out += "ae"
    case "ö": out += "oe"
    case "ü": out += "ue"
    case "ß": out += "ss"
    case "a"..."z", "0"..."9": out.unicodeScalars.append(scalar)
    // Umlauts in two characters, as some programs write them.
    case "\u{308}": if let last = out.last, "aou".contains(last) { out += "e" }
    default: continue
    }
  }
  return out
}

/// A kind of document in English or German.
func documentKind(word: String) -> DocumentKind? {
  switch folded(word) {
  case "passport", "reisepass", "pass", "epass", "expresspass", "kinderreisepass": .passport
  case "idcard", "personalausweis", "ausweis", "pa": .idCard
  case "under16card", "personalausweisunter16", "personalausweisu16", "kinderausweis": .under16Card
  case "residencepermit", "aufenthaltstitel", "elektronischeraufenthaltstitel", "eat": .residencePermit
  case "drivinglicence", "fuehrerschein", "kartenfuehrerschein": .drivingLicence
  default: nil
  }
}

/// yes or no; nil: neither.
func truth(word: String) -> Bool? {
  switch folded(word) {
  case "true", "yes", "ja", "j", "1", "wahr", "x": true
  case "false", "no", "nein", "n", "0", "falsch": false
  default: nil
  }
}

/// The size of a compartment.
func compartmentSize(word: String) -> CompartmentSize? {
  switch folded(word) {
  case "s", "klein": .small
  case "m", "mittel": .medium
  case "l", "gross": .large
  default: nil
  }
}

/// The tag of a language that notices can be sent in.
func noticeLanguage(word: String) -> String? {
  switch folded(word) {
  case "de", "deutsch", "german": "de"
  case "en", "englisch", "english": "en"
  default: nil
  }
}

/// Whether a row takes an order back; nil: the word says neither.
func takesBack(word: String) -> Bool? {
  switch folded(word) {
  case "announce", "ankuendigen", "neu", "anlegen": false
  case "withdraw", "zurueckziehen", "zurueck", "storno", "stornieren", "loeschen": true
  default: nil
  }
}
