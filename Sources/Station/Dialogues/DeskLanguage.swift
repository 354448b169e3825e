// The languages in which staff are spoken to, and the words for things that both tables and dialogues name. What a
// program reads (`--json`) has no language.

public enum DeskLanguage: String, CaseIterable, Sendable {
  case german = "de"
  case english = "en"

  /// From the environment, as POSIX orders it: the first of LC_ALL, LC_MESSAGES and LANG that is not empty.
  public init(environment: (String) -> String?) {
    let tag = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap(environment).first { !$0.isEmpty }
    self = tag?.lowercased().hasPrefix("de") == true ? .german : .english
  }

  /// Both texts have to be given, so neither language can lack one.
  public func text(_ german: String, _ english: String) -> String { pick(german, english) }

  func pick(_ german: String, _ english: String) -> String {
    self == .german ? german : english
  }

  /// A kind of document, by its word in messages.
  public func document(_ name: String) -> String {
    switch name {
    case "passport": pick("Reisepass", "passport")
    case "id_card": pick("Personalausweis", "ID card")
    case "under16_card": pick("Personalausweis (unter 16)", "ID card (under 16)")
    case "residence_permit": pick("Aufenthaltstitel", "residence permit")
    case "driving_licence": pick("Führerschein", "driving licence")
    default: name
    }
  }

  /// A part of a document, by the words of both in messages.
  public func part(_ part: String, of document: String) -> String {
    switch part {
    case "document": self.document(document)
    case "password_letter":
      pick("Brief mit Sperrkennwort", "letter with the blocking password") + " (\(self.document(document)))"
    default: "\(self.document(document)) \(part)"
    }
  }

  /// Where a door is: rows and columns are counted from the top left. `isLow`: a door near the floor.
  public func place(_ compartment: Int, row: Int, column: Int, isLow: Bool) -> String {
    let low = isLow ? pick(", unten", ", low") : ""
    guard row > 0, column > 0 else { return pick("Fach \(compartment)", "Compartment \(compartment)") + low }
    return pick(
      "Fach \(compartment): \(row). Reihe von oben, \(column). von links",
      "Compartment \(compartment): row \(row) from the top, number \(column) from the left") + low
  }

  public func stage(_ name: String) -> String {
    switch name {
    case "announced": pick("angekündigt", "announced")
    case "deposited": pick("im Fach", "in its compartment")
    case "overdue": pick("überfällig", "overdue")
    case "retrieved": pick("am Schalter", "at the counter")
    case "missing": pick("vermisst", "missing")
    case "handed_over": pick("ausgehändigt", "handed over")
    default: name
    }
  }

  public func content(_ name: String) -> String {
    switch name {
    case "unconfirmed": pick("nicht geprüft", "not looked at")
    case "empty": pick("leer", "empty")
    case "holds": pick("belegt", "loaded")
    case "unclear": pick("unklar", "unclear")
    case "old_document": pick("altes Dokument", "old document")
    default: name
    }
  }

  public func door(_ name: String) -> String {
    switch name {
    case "open": pick("offen", "open")
    case "closed": pick("zu", "closed")
    case "unknown": pick("unbekannt", "unknown")
    default: name
    }
  }

  public func purpose(_ name: String) -> String {
    switch name {
    case "deposit": pick("Einlegen", "deposit")
    case "handover": pick("Aushändigung", "handover")
    case "retrieval": pick("Rückholung", "retrieval")
    case "commissioning": pick("Inbetriebnahme", "commissioning")
    default: name
    }
  }

  /// What an operation stands at, by its word in messages.
  public func phase(_ name: String) -> String {
    switch name {
    case "intended", "sent": pick("Tür wird geöffnet", "door is being opened")
    case "notSent": pick("Öffnung nicht gesendet", "unlock not sent")
    case "noMovement": pick("Tür hat sich nicht bewegt", "door did not move")
    case "open": pick("Tür offen", "door open")
    case "closed": pick("Tür zu, Antwort fehlt", "door closed, answer missing")
    case "notTaken": pick("nicht entnommen", "not taken")
    case "settled": pick("abgeschlossen", "settled")
    default: name
    }
  }

  public func outcome(_ name: String) -> String {
    switch name {
    case "opened_closed": pick("geöffnet und geschlossen", "opened and closed")
    case "opened_left_open": pick("Tür offen geblieben", "door left open")
    case "already_open": pick("Tür war schon offen", "door was open already")
    case "jammed": pick("Tür klemmt", "door jammed")
    case "not_sent": pick("Öffnung nicht gesendet", "unlock not sent")
    case "outcome_unknown": pick("Ausgang unbekannt", "outcome unknown")
    default: name
    }
  }

  /// Why there is something to review, or why a compartment is out of service: both share their words.
  public func cause(_ name: String) -> String {
    switch name {
    case "staff": pick("von Hand gesperrt", "taken out by staff")
    case "uncommanded_opening": pick("ungeplant geöffnet", "opened without a command")
    case "left_open": pick("Tür offen geblieben", "door left open")
    case "outcome_unknown": pick("Ausgang unbekannt", "outcome unknown")
    case "jammed": pick("Tür klemmt", "door jammed")
    case "not_taken": pick("nicht entnommen", "not taken")
    case "unconfirmed": pick("Abholung unbestätigt", "pickup unconfirmed")
    case "content_unclear": pick("Inhalt unklar", "content unclear")
    case "missing": pick("Satz vermisst", "set missing")
    case "contact_flapping": pick("Türkontakt flattert", "door contact flapping")
    case "moved": pick("Schloss versetzt", "lock moved")
    case "old_document_lost": pick("altes Dokument: Verlust erklärt", "old document declared lost")
    case "old_document_missing": pick("altes Dokument fehlt", "old document missing")
    default: name
    }
  }

  public func service(_ name: String) -> String {
    switch name {
    case "in-service": pick("in Betrieb", "in service")
    case "starting": pick("startet", "starting")
    case "boards-silent": pick("keine Platine antwortet", "no board answers")
    case "disk-low": pick("Speicherplatz fast voll", "disk nearly full")
    case "journal-refused": pick("Journal nicht schreibbar", "journal cannot be written")
    case "safe-mode": pick("Sicherheitsbetrieb", "safe mode")
    default: name
    }
  }
}
