// What a clerk is shown of a letter: number, code and last day, and the sheet for a proxy. The letters of the notices are
// templates of their own (Content/notices).

import Messages

extension Listing {
  /// The same for a proxy, to be handed over with the authorisation checked.
  public static func proxyLetter(_ letter: Letter, _ language: DeskLanguage) -> [String] {
    let head = letter.text.map {
      $0.split(separator: "\n").map { PlainText.clean(String($0)) } + [""]
    }
    return (head ?? []) + [
      language.pick("Abholung mit Vollmacht", "Pickup with an authorisation"), "",
      language.pick(
        "An der Abholstation: \"Dokument abholen\" wählen, dann eingeben:",
        "At the pickup station choose \"Pick up a document\", then enter:"),
    ] + Listing.letter(letter, language) + [
      "",
      language.pick(
        "Danach fragt die Station nach dem Geburtsdatum der Person, die die Vollmacht gab.",
        "The station then asks for the birth date of the person who gave the authorisation."),
      language.pick(
        "Der Code gilt einmal und nur für dieses Dokument. Geben Sie ihn nicht weiter.",
        "The code is valid once and for this document only. Do not pass it on."),
    ]
  }

  /// Number, code and last day, for a letter to somebody without a phone.
  public static func letter(_ letter: Letter, _ language: DeskLanguage) -> [String] {
    [
      language.pick("Nummer:      ", "Number:        ") + PlainText.clean(letter.number),
      language.pick("Abholcode:   ", "Pickup code:   ") + PlainText.clean(letter.code),
      language.pick("Abholen bis:", "Pick up until:") + " "
        + PlainText.clean(
          letter.until.map { day($0, language) } ?? language.pick("noch nicht eingelegt", "not deposited yet")
        ),
    ]
  }

  /// 2026-11-28 as people of the language write it; anything else as it is.
  private static func day(_ text: String, _ language: DeskLanguage) -> String {
    let parts = text.split(separator: "-")
    return parts.count == 3 ? language.pick("\(parts[2]).\(parts[1]).\(parts[0])", text) : text
  }
}
