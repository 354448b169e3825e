// All forms of a town with their texts in all languages, read from the texts of their files; who reads the files is the
// caller. Either everything is right, or every mistake is told and nothing is taken over.

/// The forms by name, and the texts of the forms.
public struct FormLibrary: Equatable, Sendable {
  /// One file: `NAME.toml` is a form, `NAME.LANGUAGE.toml` its texts, `common.LANGUAGE.toml` the texts of all forms.
  public struct File: Equatable, Sendable {
    public var name: String
    public var text: String

    public init(name: String, text: String) {
      self.name = name
      self.text = text
    }
  }

  /// The name of the texts that all forms share.
  public static let commonName = "common"

  /// In the order of their names.
  public let forms: [Form]
  /// Keys are `NAME.form.title`, `NAME.FIELD.question`, `NAME.FIELD.options.OPTION`, `common.mistake.missing` and so on.
  public let texts: TextCatalog

  /// The form of that name.
  public func form(_ id: String) -> Form? { forms.first { $0.id == id } }

  /// Reads `files`; the first of `languages` leads, and every form must speak all of them.
  public static func read(_ files: [File], languages: [String]) -> (
    library: FormLibrary, mistakes: [FormFileMistake]
  ) {
    var mistakes: [FormFileMistake] = []
    var forms: [Form] = []
    var names: Set<String> = []
    var texts: [String: [String: String]] = [:]
    let sorted = files.sorted { $0.name < $1.name }
    for file in sorted {
      let parts = nameParts(file.name)
      guard parts.count == 1 else { continue }
      var reader = FormReader(file.text, file: file.name)
      reader.check()
      mistakes += reader.mistakes
      names.insert(parts[0])
      guard let form = reader.form else { continue }
      forms.append(form)
      for language in languages {
        let wanted = "\(parts[0]).\(language).toml"
        let own = sorted.first { $0.name == wanted || $0.name.hasSuffix("/" + wanted) }
        guard let own else {
          mistakes.append(
            FormFileMistake(
              file: file.name, line: 1, what: "the form has no texts in \(language)",
              remedy: "write \(wanted)"))
          continue
        }
        let read = FormTexts(own, of: form)
        mistakes += read.mistakes
        for (key, text) in read.texts { texts[language, default: [:]]["\(form.id).\(key)"] = text }
      }
    }
    for language in languages {
      let wanted = "\(commonName).\(language).toml"
      guard let own = sorted.first(where: { $0.name == wanted || $0.name.hasSuffix("/" + wanted) }) else {
        mistakes.append(
          FormFileMistake(
            file: wanted, line: 1, what: "the texts that all forms share are missing",
            remedy: "write \(wanted)"))
        continue
      }
      let read = FormTexts(common: own)
      mistakes += read.mistakes
      for (key, text) in read.texts { texts[language, default: [:]]["\(commonName).\(key)"] = text }
    }
    for file in sorted {
      let parts = nameParts(file.name)
      guard parts.count != 1 else { continue }
      guard parts.count == 2, languages.contains(parts[1]) else {
        mistakes.append(
          FormFileMistake(
            file: file.name, line: 1,
            what: "the file is neither a form nor the texts of a language that is offered",
            remedy: "rename it to NAME.toml or NAME.\(languages.first ?? "de").toml, or remove it"))
        continue
      }
      if parts[0] != commonName, !names.contains(parts[0]) {
        mistakes.append(
          FormFileMistake(
            file: file.name, line: 1, what: "there is no form \(parts[0])",
            remedy: "add \(parts[0]).toml, or remove it")
        )
      }
    }
    return (FormLibrary(forms: forms, texts: TextCatalog(languages: languages, texts: texts)), mistakes)
  }

  /// `a/dog_tax.de.toml` is `dog_tax` and `de`.
  private static func nameParts(_ name: String) -> [String] {
    guard name.hasSuffix(".toml") else { return [] }
    return (name.split(separator: "/").last ?? "").dropLast(5).split(
      separator: ".", omittingEmptySubsequences: false
    )
    .map(String.init)
  }
}

/// The texts of one form, or of all, in one language.
struct FormTexts {
  private(set) var texts: [String: String] = [:]
  private(set) var mistakes: [FormFileMistake] = []
  private let file: String

  init(_ file: FormLibrary.File, of form: Form) {
    self.file = file.name
    let needed = Dictionary(uniqueKeysWithValues: Set(form.textKeys).map { ($0, [String]()) })
    read(file, needed, form.textKeys, optional: Set(form.optionalTextKeys))
  }

  init(common file: FormLibrary.File) {
    self.file = file.name
    var needed: [String: [String]] = [:]
    for sample in AnswerMistake.samples {
      needed["mistake.\(sample.key)"] = sample.arguments.keys.sorted()
    }
    read(file, needed, needed.keys.sorted(), optional: [])
  }

  /// `needed` has the places that each text may use.
  private mutating func read(
    _ file: FormLibrary.File, _ needed: [String: [String]], _ order: [String], optional: Set<String>
  ) {
    let toml = FormTOML(file.text, file: file.name)
    mistakes = toml.mistakes
    for table in toml.tables {
      if table.isElement {
        note(table.line, "[[\(table.name)]] is no table of texts", "write [\(table.name)]")
      }
      for entry in table.entries {
        let key = table.name.isEmpty ? entry.key : "\(table.name).\(entry.key)"
        guard needed[key] != nil || optional.contains(key) else {
          note(entry.line, "\(key) is no text that is asked for", "remove it, or correct its name")
          continue
        }
        guard case .text(let text) = entry.value, !AnswerText.trimmed(text).isEmpty else {
          note(entry.line, "\(key) is empty or \(entry.value.kind)", "write \(entry.key) = \"…\"")
          continue
        }
        do {
          let allowed = needed[key] ?? []
          for place in try TextTemplate(text).placeNames where !allowed.contains(place) {
            note(
              entry.line, "{\(place)} is no place of \(key)",
              allowed.isEmpty ? "remove it" : "use \(allowed.map { "{\($0)}" }.joined(separator: " "))")
          }
        } catch { note(entry.line, "\(key) \(error)", "write places as {name}") }
        texts[key] = text
      }
    }
    for key in order where texts[key] == nil && !mistakes.contains(where: { $0.what.hasPrefix("\(key) ") }) {
      note(
        1, "the text \(key) is missing",
        "write it below [\(key.split(separator: ".").dropLast().joined(separator: "."))]")
    }
    mistakes.sort(by: FormFileMistake.isBefore)
  }

  private mutating func note(_ line: Int, _ what: String, _ remedy: String) {
    mistakes.append(FormFileMistake(file: file, line: line, what: what, remedy: remedy))
  }
}
