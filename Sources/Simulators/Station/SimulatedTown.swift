// The content of the simulated town: an application with the ID card or typed, with a fee and a declaration; a report
// without a name that is sent from the check page; a form that only prepares; and the key of the office, whose private half
// nobody has.

import Services
import Station

enum SimulatedTown {
  static let destination = "amt"

  /// Two editions: the second has other words in the same forms.
  static let stores: [ContentStore] = ["Antrag", "Neuer Antrag"].map { title in
    let files = files.map { path, text in
      (path: path, bytes: Array(text.replacing("title = \"Antrag\"", with: "title = \"\(title)\"").utf8))
    }
    switch ContentBuilder.build(files) {
    case .success(let store): return store
    case .failure(let refusal): preconditionFailure("\(refusal)")
    }
  }

  static func edition(_ number: Int) -> ContentEdition {
    ContentEdition(store: stores[number % stores.count], number: number, since: Int64(number))
  }

  /// RSA, 4096 bits.
  static let key = """
    {"kty":"RSA","kid":"office","alg":"RSA-OAEP-256","key_ops":["wrapKey"],"e":"AQAB",\
    "n":"pGl7vYlsPkthsVRH37nnzhtvDAmVWTCyn4N5WXRACqjerlVP3hzuGz-gPIqXVD3Zt8lLKDIG7seCT2JFHRNbRAwcGZ\
    8toWfVfy4RbfxbQUFAvHKbh7G7FSblPnbEymx1BBrVHe_ZV8PAktrL6bxzDrkrwVSxY_P3k-QQaAgOOe9rq3nI8iI4\
    EpOd917YDhE_YucJTPJCDD7PQp-K6L-NOcLY-MA8Yg-uLL2oTRb-rauB89MqlvYhazu3g5srUZNYk30nOHOp29Sp4X\
    bQXGjz-exL5K8tSpJgdvGVSUXlRRh2PXheVsbBpO5urrNSaXou4ntMfs5PKlFXa-TjvvtzsEMjg1VMVOy1mFkoLO7S\
    cKv31DeJcPbuhNopSjka8YBGUkYWT28tQZfymrXNa8kutOPwGp4XXOcN5m1_fspVcGUdZjI7wOnUXo0HlKv-abeRcF\
    UYEwJz_nFk3tZDyZs4ffVimAkqQh7aYIGgLGLkkooYpEoM15n_nixtNntSr5r5IpuqeQG9WPtGi7oigPeoHiuc4yUf\
    E-99MH9A-sa5HgZq-zfA2C2veNJKOdcP5jdvhJ51u6thjWDHJPW2gVU3wMDZxjCr3S0pVq3yhKCxjf32aS8hwf4zqd\
    zDhuboK0SKjS5-FYaNxX5hUaDzVeicCd-2TQPM7T6GR19QGykZD0s"}
    """

  private static let files: [(String, String)] = [
    (
      "town.toml",
      """
      name = "Musterstadt"
      land = "NW"
      languages = ["de"]

      """
    ),
    (
      "forms/common.de.toml",
      """
      [mistake]
      missing = "Hier fehlt Ihre Antwort. Geben Sie sie ein."
      missing_part = "Das {part}. Feld ist leer. Füllen Sie es aus."
      too_short = "Das sind {count} Zeichen, nötig sind {least}. Ergänzen Sie die Angabe."
      too_long = "Das sind {count} Zeichen, möglich sind {most}. Kürzen Sie die Angabe."
      characters = "Ein Zeichen kann hier nicht stehen. Nehmen Sie Buchstaben, Ziffern und Satzzeichen."
      digits_only = "Hier stehen nur Ziffern. Löschen Sie alle anderen Zeichen."
      no_number = "Das ist keine Zahl. Geben Sie nur Ziffern ein."
      too_small = "Die Zahl ist zu klein. Geben Sie mindestens {least} ein."
      too_large = "Die Zahl ist zu groß. Geben Sie höchstens {most} ein."
      no_day = "Diesen Tag gibt es nicht. Geben Sie 1 bis 31 ein."
      no_month = "Diesen Monat gibt es nicht. Geben Sie 1 bis 12 ein."
      no_year = "Das Jahr stimmt nicht. Geben Sie alle 4 Ziffern ein."
      no_such_day = "Den {day}. {month}. gibt es nicht. Ändern Sie Tag oder Monat."
      not_past = "Der Tag liegt in der Zukunft. Geben Sie einen früheren Tag ein."
      not_future = "Der Tag ist vorbei. Geben Sie einen späteren Tag ein."
      no_option = "Diese Antwort gibt es nicht. Wählen Sie eine aus der Liste."
      postcode = "Die Postleitzahl stimmt nicht. Sie hat 5 Ziffern."
      iban_form = "Das ist keine IBAN. Sie beginnt mit 2 Buchstaben und 2 Ziffern."
      iban_country = "Das Land {country} hat keine IBAN. Prüfen Sie die ersten 2 Buchstaben."
      iban_length = "Die IBAN hat {expected} Zeichen, das sind {count}. Prüfen Sie, was fehlt oder zu viel ist."
      iban_digits = "In der IBAN ist ein Zeichen falsch. Vergleichen Sie sie mit Ihrer Bankkarte."
      email_sign = "In der Adresse steht genau ein @. Prüfen Sie die Adresse."
      email_form = "Die E-Mail-Adresse stimmt nicht. Sie sieht aus wie erika@beispiel.de."
      phone_form = "Die Nummer stimmt nicht. Beginnen Sie mit 0 oder +, dann nur Ziffern."
      phone_length = "Die Nummer ist zu kurz oder zu lang. Geben Sie sie mit Vorwahl ein."

      """
    ),
    (
      "forms/antrag.toml",
      """
      id = "antrag"
      kind = "application"
      version = 1
      destination = "amt"
      identification = "card_or_typed"
      declaration = true
      [[field]]
      id = "family_name"
      type = "text"
      length_max = 60
      eid = "family_name"
      [[field]]
      id = "given_names"
      type = "text"
      length_max = 60
      eid = "given_names"
      [[field]]
      id = "birth_date"
      type = "date"
      range = "past"
      eid = "birth_date"
      [[field]]
      id = "address"
      type = "address"
      eid = "address"
      [[field]]
      id = "route"
      type = "choice"
      options = ["post", "mail"]
      [[field]]
      id = "email"
      type = "email"
      shown_if = "route = mail"
      [[field]]
      id = "remark"
      type = "text"
      length_max = 80
      required = false
      [[fee]]
      name = "paper"
      cents = 900
      from = 2024-01-01
      shown_if = "route = post"

      """
    ),
    (
      "forms/antrag.de.toml",
      """
      [form]
      title = "Antrag"
      summary = "Ein Antrag."
      declaration = "Alles ist richtig."
      next = "Das Amt prüft."
      [fee]
      paper = "Papier"
      [family_name]
      label = "Name"
      question = "Wie heißen Sie?"
      why = "Für das Amt."
      [given_names]
      label = "Vornamen"
      question = "Wie weiter?"
      why = "Für das Amt."
      [birth_date]
      label = "Geburtsdatum"
      question = "Wann geboren?"
      why = "Für das Amt."
      [address]
      label = "Anschrift"
      question = "Wo wohnen Sie?"
      why = "Für das Amt."
      [route]
      label = "Weg"
      question = "Auf welchem Weg?"
      why = "Für das Amt."
      [route.options]
      post = "Weg post"
      mail = "Weg mail"
      [email]
      label = "Mail"
      question = "Welche Adresse?"
      why = "Für das Amt."
      [remark]
      label = "Hinweis"
      question = "Noch etwas?"
      why = "Für das Amt."

      """
    ),
    (
      "forms/meldung.toml",
      """
      id = "meldung"
      kind = "application"
      version = 1
      destination = "amt"
      identification = "none"
      [[field]]
      id = "what"
      type = "text"
      length_min = 3
      length_max = 80
      [[field]]
      id = "danger"
      type = "yes_no"
      [[field]]
      id = "count"
      type = "number"
      min = 1
      max = 20

      """
    ),
    (
      "forms/meldung.de.toml",
      """
      [form]
      title = "Meldung"
      summary = "Eine Meldung."
      next = "Das Amt sieht nach."
      [what]
      label = "Was"
      question = "Was ist kaputt?"
      why = "Für das Amt."
      [danger]
      label = "Gefahr"
      question = "Ist es gefährlich?"
      why = "Für das Amt."
      [count]
      label = "Anzahl"
      question = "Wie viele?"
      why = "Für das Amt."

      """
    ),
    (
      "forms/vorab.toml",
      """
      id = "vorab"
      kind = "preparation"
      version = 1
      hand_over = "https://bund.example"
      [[field]]
      id = "kind"
      type = "choice"
      options = ["one", "two"]

      """
    ),
    (
      "forms/vorab.de.toml",
      """
      [form]
      title = "Vorbereitung"
      summary = "Hier bereiten Sie vor."
      next = "Dort weiter."
      hand_over = "Dort geht es weiter."
      [kind]
      label = "Art"
      question = "Welche Art?"
      why = "Für das Amt."
      [kind.options]
      one = "Art one"
      two = "Art two"

      """
    ),
    (
      "services/de/dienst.md",
      """
      +++
      name = "Dienst"
      summary = "Ein Dienst."
      situations = ["leben"]
      form = "antrag"
      +++

      Text dazu.

      """
    ),
    (
      "situations/de/leben.md",
      """
      +++
      name = "Leben"
      summary = "Alles dazu."
      +++

      """
    ),
  ]
}
