// Reads the texts of each language from Content/texts/TAG.toml: `[idle] title = "…"` is the text
// `idle.title`. It judges each file by itself; whether the languages agree is the question of Services, whose
// answers get their places from here.

/// The texts of some languages, and where each stands.
public struct TextFiles: Sendable {
  /// Language tag to key to template.
  public let texts: [String: [String: String]]
  private let files: [String: String]
  private let positions: [String: KeyPositions]

  /// Reads `DIRECTORY/TAG.toml` for each of `languages`.
  public static func load(directory: String, languages: [String]) -> Result<TextFiles, ConfigurationFailure> {
    var sources: [(language: String, file: String, bytes: [UInt8])] = []
    for language in languages {
      let file = "\(directory)/\(language).toml"
      switch readFile(file) {
      case .failure(let failure): return .failure(.unreadable(file: file, problem: failure.words))
      case .success(let bytes): sources.append((language, file, bytes))
      }
    }
    return load(sources).mapError(ConfigurationFailure.mistakes)
  }

  /// The same from bytes that are there already.
  public static func load(
    _ sources: [(language: String, file: String, bytes: [UInt8])]
  ) -> Result<TextFiles, ConfigurationMistakes> {
    var mistakes: [ConfigurationMistake] = []
    var texts: [String: [String: String]] = [:]
    var files: [String: String] = [:]
    var places: [String: KeyPositions] = [:]
    for (language, file, bytes) in sources {
      switch readTable(bytes, file: file) {
      case .failure(let mistake): mistakes.append(mistake)
      case .success(let (values, positions)):
        var list = MistakeList(file: file, positions: positions)
        var found: [String: String] = [:]
        collect(values, at: [], into: &found, &list)
        if found.count > ConfigurationLimit.textKeysMax {
          list.add([], "there are \(found.count) texts", "keep to \(ConfigurationLimit.textKeysMax)")
        }
        mistakes += list.sorted
        texts[language] = found
        files[language] = file
        places[language] = positions
      }
    }
    guard mistakes.isEmpty else { return .failure(ConfigurationMistakes(mistakes)) }
    return .success(TextFiles(texts: texts, files: files, positions: places))
  }

  /// A mistake about `key` of `language` at its place, or at the table in which it is missing.
  public func mistake(language: String, key: String, problem: String, remedy: String) -> ConfigurationMistake
  {
    let path = key.split(separator: ".").map { PathPart.key(String($0)) }
    return ConfigurationMistake(
      file: files[language] ?? "\(language).toml", position: positions[language]?[path] ?? .start, key: key,
      problem: problem, remedy: remedy)
  }

  private static func collect(
    _ values: [String: Node], at path: [PathPart], into texts: inout [String: String],
    _ list: inout MistakeList
  ) {
    for name in values.keys.sorted() {
      let place = path + [.key(name)]
      guard !name.isEmpty, name.unicodeScalars.allSatisfy(isKeyLetter) else {
        list.add(place, "has letters that a key may not have", "write keys of a-z, 0-9, _ and -")
        continue
      }
      switch values[name] {
      case .table(let inner): collect(inner, at: place, into: &texts, &list)
      case .text(let text):
        if text.count > ConfigurationLimit.templateCharactersMax {
          list.add(
            place, "has \(text.count) characters", "keep to \(ConfigurationLimit.templateCharactersMax)")
        } else if printable(text.replacing("\n", with: " ")) != text.replacing("\n", with: " ") {
          list.add(place, "has a control character", "remove it")
        }
        texts[list.keyText(place)] = text
      case .some(let other): list.add(place, "is \(other.kindName)", "write a text in quotes")
      case nil: break
      }
    }
  }

  private static func isKeyLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "_" || scalar == "-"
  }
}
