// What is found out about boards and locks, in the language of the technician, with what to do where the finding alone
// does not say it. Which finding it is was decided by the station.

import Messages

extension DeskLanguage {
  func byteOrder(_ name: String) -> String {
    switch name {
    case "highFirst": pick("höherwertiges zuerst", "high byte first")
    case "lowFirst": pick("niederwertiges zuerst", "low byte first")
    default: pick("unbestätigt", "unconfirmed")
    }
  }

  /// A finding by its word.
  func finding(_ name: String) -> String {
    switch name {
    case "inverted":
      pick("bewiesen, der Kontakt ist umgekehrt verdrahtet", "proven, the contact is inverted")
    case "never-answers-unlock":
      pick("die Platine beantwortet Öffnungen nie", "the board never answers an unlock")
    case "low-first":
      pick("Öffnungszeit mit dem niederwertigen Byte zuerst", "unlock time with the low byte first")
    case "stuck-contact":
      pick(
        "der Kontakt bewegt sich nicht, obwohl die Tür offen ist",
        "the contact is stuck though the door is open")
    case "swapped-groups":
      pick(
        "vertauschte Bytefolge: die Statusbytes der Platine kommen in umgekehrter Reihenfolge, ihre Kontakte gelten für andere Schlösser",
        "swapped byte order: the board sends its status bytes in the opposite order, so its contacts speak of other locks"
      )
    case "duplicate-address":
      pick("zwei Platinen haben diese Adresse", "two boards have this address")
    case "wired-elsewhere":
      pick("ein anderer Kontakt hat sich bewegt", "another contact moved")
    case "two-contacts": pick("mehr als ein Kontakt hat sich bewegt", "more than one contact moved")
    case "other-door": pick("eine andere Tür ging auf", "another door opened")
    case "not-wired": pick("hier ist nichts angeschlossen", "nothing is wired here")
    case "jammed": pick("die Tür klemmt", "the door is jammed")
    case "refused": pick("die Platine lehnte den Impuls ab", "the board refused the pulse")
    case "bad-answers": pick("viele Antworten sind gestört", "many answers are broken")
    case "silent": pick("die Platine antwortet nicht", "the board does not answer")
    case "order-unconfirmed":
      pick(
        "die Bytefolge der Öffnungszeit ist unbestätigt", "the byte order of the unlock time is unconfirmed")
    case "not-sent": pick("der Befehl ging nicht hinaus", "the command did not go out")
    case "time-not-kept":
      pick("die gesetzte Öffnungszeit wurde nicht behalten", "the unlock time that was set was not kept")
    case "not-closing":
      pick(
        "der Kontakt kam beim Schließen nicht zurück", "the contact did not come back when the door was shut")
    default: name
    }
  }

  /// What else may be the cause where a door does not move; empty where there is nothing to add.
  func remedy(_ finding: ProofFindingRow?, _ form: String?) -> String {
    guard let form, let finding else { return "" }
    let other = form == "coil-flash" ? "register-momentary" : "coil-flash"
    if finding.finding == "refused" {
      return pick(
        " Die Platine hat nichts getan. In ihrer Tabelle in Kiosk.conf pulse = \"\(other)\" schreiben oder pulse_milliseconds und locks berichtigen, die Station neu starten, noch einmal prüfen. Kennt sie keine der beiden Formen, darf sie nicht verwendet werden.",
        " The board did nothing. Write pulse = \"\(other)\" in its table in Kiosk.conf, or correct pulse_milliseconds and locks, start the station anew, prove it again. If it knows neither form, it must not be used."
      )
    }
    guard finding.finding == "jammed" || finding.finding == "not-wired" else { return "" }
    return pick(
      " Bewegt sich keine Tür dieser Platine, braucht sie die andere Form des Impulses: in ihrer Tabelle in Kiosk.conf pulse = \"\(other)\" schreiben, die Station neu starten, noch einmal prüfen.",
      " If no door of this board moves, it needs the other form of the pulse: write pulse = \"\(other)\" in its table in Kiosk.conf, start the station anew, prove it again."
    )
  }
}
