// The one page that is compiled in, in German and English: shown until a snapshot comes, and whenever the station is
// not there. It needs no texts, no town and no language from anybody, and it holds nothing of anybody.

import Terminal

enum BuiltInPage {
  /// `isRefused`: the station is there and does not speak with this version of the screen.
  static func page(isRefused: Bool, after trace: FormTrace? = nil) -> Page {
    var page = PageDraft(builtIn: "Abholstation / Pickup station")
    if isRefused {
      page.question(.data("Abholung zurzeit nicht möglich."))
      page.paragraph(.data("Ihr Dokument liegt sicher."))
      page.question(.data("Pickup is not possible right now."))
      page.paragraph(.data("Your document is safe."))
    } else if let trace, trace != .pickup {
      page.question(.data("Verbindung zur Station wird hergestellt …"))
      page.paragraph(.data(words(trace).german))
      page.question(.data("Connecting to the station …"))
      page.paragraph(.data(words(trace).english))
    } else {
      page.question(.data("Verbindung zur Station wird hergestellt …"))
      page.paragraph(.data("Ist Ihr Fach offen? Bitte schließen Sie die Tür."))
      page.question(.data("Connecting to the station …"))
      page.paragraph(.data("Is your door open? Please close it."))
    }
    return page.page
  }

  /// No word of doors where none was asked for.
  private static func words(_ trace: FormTrace) -> (german: String, english: String) {
    switch trace {
    case .done(_, let reference):
      (
        "Ihr Antrag ist aufgenommen. Nummer \(reference)",
        "Your application is taken in. Number \(reference)"
      )
    case .sending: ("Bitte senden Sie Ihren Antrag nicht noch einmal.", "Please do not send it again.")
    case .filling: ("Es ist nichts abgesendet.", "Nothing has been sent.")
    case .pickup, .reading: ("Bitte warten Sie einen Moment.", "Please wait a moment.")
    }
  }
}
