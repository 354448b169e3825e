// A town of a few files in memory, for tests that change one of them and look at what the check says.

import Handover
import Services
import Testing

struct TinyTown {
  var files: [String: String] = [
    "town.toml": """
    name = "Kleinstadt"
    land = "NW"
    languages = ["de", "en"]
    """,
    "situations/de/tiere.md": "+++\nname = \"Tiere\"\norder = 1\n+++\n",
    "situations/en/tiere.md": "+++\nname = \"Animals\"\n+++\n",
    "contacts/de/amt.md": """
    +++
    name = "Bürgeramt"
    address = ["Am Markt 1", "99999 Kleinstadt"]
    phone = "0999 123-0"
    hours = "Mo-Fr 08:00-12:00; PH off"
    +++
    """,
    "contacts/en/amt.md": "+++\nname = \"Citizens' office\"\n+++\n",
    "services/de/hund.md": """
    +++
    name = "Hund anmelden"
    leika = "99115005104000"
    summary = "Melden Sie Ihren Hund an."
    situations = ["tiere"]
    contacts = ["amt"]
    documents = ["Ihr Personalausweis"]
    duration = "Etwa 5 Minuten."
    search = ["Hundesteuer", "Welpe"]
    legal = ["Hundesteuersatzung"]
    [[fee]]
    id = "marke"
    label = "Hundemarke"
    from = 2025-01-01
    until = 2025-12-31
    euro = 4.50
    [[fee]]
    id = "marke"
    label = "Hundemarke"
    from = 2026-01-01
    euro = 5
    +++

    ## Was Sie tun
    Gehen Sie zum [Bürgeramt](contact:amt).
    Das **dauert** nicht lange.

    - Name des Hundes
    - Ihre Anschrift
    """,
    "services/en/hund.md": """
    +++
    name = "Register a dog"
    summary = "Register your dog."
    documents = ["Your identity card"]
    duration = "About 5 minutes."
    search = ["Dog tax"]
    [[fee]]
    id = "marke"
    label = "Dog tag"
    +++

    ## What to do
    Go to the [citizens' office](contact:amt).
    """,
  ]

  func build() -> Result<ContentStore, ContentRefusal> {
    ContentBuilder.build(files.keys.sorted().map { ($0, Array((files[$0] ?? "").utf8)) })
  }

  /// The lines that the check says on `day`.
  func said(on day: CivilDay) -> [String] {
    let sorted = files.keys.sorted().map { ($0, Array((files[$0] ?? "").utf8)) }
    guard case .failure(let refusal) = ContentBuilder.build(sorted, today: day) else { return [] }
    return refusal.mistakes.map(\.description)
  }

  /// The lines that the check says, in its order.
  var said: [String] {
    switch build() {
    case .success: []
    case .failure(let refusal): refusal.mistakes.map(\.description)
    }
  }

  /// The town with `old` replaced by `new` in `file`; the test fails where `old` is not there.
  func with(_ file: String, _ old: String, _ new: String) -> TinyTown {
    var town = self
    let text = files[file] ?? ""
    #expect(text.contains(old), "\(file) has no \(old)")
    town.files[file] = text.replacing(old, with: new)
    return town
  }

  func with(_ file: String, _ text: String?) -> TinyTown {
    var town = self
    town.files[file] = text
    return town
  }
}

func civil(_ year: Int, _ month: Int, _ day: Int) -> CivilDay {
  guard let found = CivilDay(year: year, month: month, day: day) else {
    preconditionFailure("\(year)-\(month)-\(day) is no day")
  }
  return found
}
