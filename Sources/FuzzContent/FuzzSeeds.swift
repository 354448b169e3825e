// Where the fuzzer starts: the sample town's own files, read where `make` stands.

import Foundation

extension FuzzTarget {
  var seeds: [[UInt8]] {
    switch self {
    case .toml: files("Content/forms") + files("Content").filter { $0.first != 0x2B }
    case .page: files("Content/pages/de")
    case .entry: files("Content/services/de") + files("Content/contacts/de")
    case .hours:
      [
        "Mo-Fr 08:00-12:00; Th 08:00-12:00,14:00-18:00; Dec 24,31 off; PH off", "24/7",
        "Sa[1],Su[-1] 09:00-26:00",
        "2026 Dec 24-2027 Jan 3 off, easter -2 days off", "week 1-53/2 Mo 10:00-12:00",
        "Jun-Aug Mo 10:00-12:00",
      ].map { Array($0.utf8) }
    case .form: files("Content/forms")
    case .town: [Array(Self.tinyTown.utf8)]
    case .search: ["ausweis", "4863", "Führungszeugnis beantragen", "ß"].map { Array($0.utf8) }
    }
  }

  private func files(_ folder: String) -> [[UInt8]] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().compactMap { name in
      (try? Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))).map(Array.init)
    }
  }

  /// The sample town in one input, each file behind a line `@@ PATH`.
  static var sampleTown: [UInt8] {
    var bytes: [UInt8] = []
    let found = FileManager.default.enumerator(atPath: "Content")
    var paths: [String] = []
    while let path = found?.nextObject() as? String { paths.append(path) }
    for path in paths.sorted() where path.hasSuffix(".md") || path.hasSuffix(".toml") {
      guard !path.hasPrefix("texts/"), !path.hasPrefix("notices/"),
        let data = try? Data(contentsOf: URL(fileURLWithPath: "Content/\(path)"))
      else { continue }
      bytes += Array("@@ \(path)\n".utf8) + Array(data) + [0x0A]
    }
    return bytes
  }

  /// A town of a few files that is in order, so that what is changed in it is seen at once.
  private static let tinyTown = """
    @@ town.toml
    name = "Kleinstadt"
    land = "NW"
    languages = ["de", "en"]
    partial_languages = ["tr"]
    @@ most-used.toml
    year = 2025
    [title]
    de = "Gezählt"
    en = "Counted"
    [[row]]
    item = "service:hund"
    count = 12
    @@ contacts/de/amt.md
    +++
    name = "Amt"
    phone = "0999 123-0"
    hours = "Mo-Fr 08:00-12:00; PH off"
    +++
    @@ contacts/en/amt.md
    +++
    name = "Office"
    +++
    @@ services/de/hund.md
    +++
    name = "Hund anmelden"
    leika = "99115005104000"
    contacts = ["amt"]
    form = "hund"
    [[fee]]
    from = 2026-01-01
    euro = 5
    +++
    Gehen Sie zum [Amt](contact:amt).
    @@ services/en/hund.md
    +++
    name = "Register a dog"
    +++
    Go to the [office](contact:amt).
    @@ forms/hund.toml
    id = "hund"
    kind = "preparation"
    version = 1
    hand_over = "https://stadt.example/hund"
    [[field]]
    id = "size"
    type = "choice"
    options = ["small", "large"]
    [[field]]
    id = "list"
    type = "yes_no"
    shown_if = "size = large"

    """
}
