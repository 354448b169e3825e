// The wording of one language: templates by key. A missing key is shown as itself between ‹ and ›, so that it is
// seen in a test and not passed over. Nothing here knows where a text stands or how it is spoken.

/// The templates of one language.
public struct Texts: Equatable, Sendable {
  /// A BCP 47 tag such as `de`, `de-leicht` or `en`.
  public let language: String
  private let templates: [String: String]

  /// Templates by key, with `{name}` for arguments; a doubled brace `{{` stands for a brace. The few words that the
  /// renderers add themselves (keys `terminal.…`, see `Texts.builtIn`) are there for German and English and can
  /// be overridden; any other language brings its own.
  public init(language: String, templates: [String: String]) {
    self.language = language
    self.templates = Texts.builtIn(language: language).merging(templates) { _, given in given }
  }

  /// True when the language has a template for the key.
  public func has(_ key: String) -> Bool { templates[key] != nil }

  /// The text in this language. Unknown keys give `‹key›`, placeholders without a value `‹key:name›`.
  public func resolve(_ text: Text) -> String {
    switch text.content {
    case .data(let string): string
    case .key(let key, let arguments): fill(key, arguments, depth: 0)
    }
  }

  /// Texts within texts stop here: deeper ones are a mistake and show as a missing key.
  private static let depthMax = 4

  private func fill(_ key: String, _ arguments: [Text.Argument], depth: Int) -> String {
    guard depth < Texts.depthMax, let template = template(key, arguments) else {
      return "‹" + CleanText.line(key) + "›"
    }
    var result = ""
    var rest = template[...]
    while let open = rest.firstIndex(of: "{") {
      result += rest[..<open]
      rest = rest[rest.index(after: open)...]
      if rest.first == "{" {
        result.append("{")
        rest = rest.dropFirst()
      } else if let close = rest.firstIndex(of: "}") {
        result += value(String(rest[..<close]), key, arguments, depth)
        rest = rest[rest.index(after: close)...]
      } else {
        result.append("{")
      }
    }
    return CleanText.lines(result + rest)
  }

  private func template(_ key: String, _ arguments: [Text.Argument]) -> String? {
    let isOne = arguments.contains { $0.value == .number(1) }
    if isOne, let one = templates[key + ".one"] { return one }
    return templates[key]
  }

  private func value(_ name: String, _ key: String, _ arguments: [Text.Argument], _ depth: Int) -> String {
    switch arguments.first(where: { $0.name == name })?.value {
    case .number(let number): String(number)
    case .data(let string): string
    case .text(let text):
      switch text.content {
      case .data(let string): string
      case .key(let key, let arguments): fill(key, arguments, depth: depth + 1)
      }
    case nil: "‹" + CleanText.line(key + ":" + name) + "›"
    }
  }
}

extension Texts {
  /// The words that renderers add themselves, in German for `de…`, in English for `en…`, otherwise none.
  public static func builtIn(language: String) -> [String: String] {
    if language == "de" || language.hasPrefix("de-") { return german }
    if language == "en" || language.hasPrefix("en-") { return english }
    return [:]
  }

  private static let german = [
    "terminal.step": "Schritt {number} von {of}",
    "terminal.sheet": "Seite {number} von {of}",
    "terminal.error": "Fehler:",
    "terminal.small": "Bitte Fenster vergrößern",
    "terminal.day": "Tag",
    "terminal.month": "Monat",
    "terminal.year": "Jahr",
    "terminal.entered": "{number} von {of} Ziffern",
    "terminal.empty": "leer",
    "terminal.languages": "Sprachen:",
    "terminal.turn": "Blättern",
    "terminal.space": "Leerzeichen",
    "terminal.erase": "Löschen",
    "terminal.letter": "Buchstabe {letter}",
    "terminal.sign": "Zeichen {sign}",
    "terminal.cell": "{cell}, {number} von {of}",
    "terminal.sign_hyphen": "Bindestrich",
    "terminal.sign_apostrophe": "Apostroph",
    "terminal.sign_dot": "Punkt",
    "terminal.sign_comma": "Komma",
    "terminal.sign_slash": "Schrägstrich",
    "terminal.sign_underscore": "Unterstrich",
    "terminal.sign_at": "At-Zeichen",
    "terminal.sign_plus": "Plus",
  ]

  private static let english = [
    "terminal.step": "Step {number} of {of}",
    "terminal.sheet": "Page {number} of {of}",
    "terminal.error": "Error:",
    "terminal.small": "Please enlarge the window",
    "terminal.day": "Day",
    "terminal.month": "Month",
    "terminal.year": "Year",
    "terminal.entered": "{number} of {of} digits",
    "terminal.empty": "empty",
    "terminal.languages": "Languages:",
    "terminal.turn": "Turn",
    "terminal.space": "Space",
    "terminal.erase": "Delete",
    "terminal.letter": "Letter {letter}",
    "terminal.sign": "Sign {sign}",
    "terminal.cell": "{cell}, {number} of {of}",
    "terminal.sign_hyphen": "Hyphen",
    "terminal.sign_apostrophe": "Apostrophe",
    "terminal.sign_dot": "Dot",
    "terminal.sign_comma": "Comma",
    "terminal.sign_slash": "Slash",
    "terminal.sign_underscore": "Underscore",
    "terminal.sign_at": "At sign",
    "terminal.sign_plus": "Plus",
  ]
}
