// The one page that is compiled in, in German and English: shown until a snapshot comes, and whenever the station is
// not there. It needs no texts, no town and no language from anybody, and it holds nothing of anybody.

import Terminal

enum BuiltInPage {
  /// `isRefused`: the station is there and does not speak with this version of the screen.
  static func page(isRefused: Bool) -> Page {
    var page = PageDraft(builtIn: "Abholstation / Pickup station")
    if isRefused {
      page.question(.data("Abholung zurzeit nicht möglich."))
      page.paragraph(.data("Ihr Dokument liegt sicher."))
      page.question(.data("Pickup is not possible right now."))
      page.paragraph(.data("Your document is safe."))
    } else {
      page.question(.data("Verbindung zur Station wird hergestellt …"))
      page.paragraph(.data("Ist Ihr Fach offen? Bitte schließen Sie die Tür."))
      page.question(.data("Connecting to the station …"))
      page.paragraph(.data("Is your door open? Please close it."))
    }
    return page.page
  }
}
