// `kiosk content check DIR`: says whether a town's content is in order, or everything that is wrong with it at once.
// It needs no station, starts nothing and changes nothing.

import ArgumentParser
import Configuration
import Services

struct ContentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "content",
    abstract: "Look at a town's content: pages, services, opening hours, fees.",
    subcommands: [ContentCheckCommand.self])
}

struct ContentCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check a folder of content and name every mistake with its place and its remedy.",
    discussion: """
      Prints mistakes as FILE:LINE: what is wrong, remedy. Checked are town.toml, situations, services, contacts and \
      pages in all languages, and the texts of the screens.
      Exit status: 0 in order, 78 mistakes, 66 the folder or a file in it cannot be read.
      """)

  @Argument(help: "The folder, such as Content.", completion: .directory)
  var folder: String

  func run() throws {
    let place = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let read: ContentFolder
    do throws(ContentFolder.Unreadable) {
      read = try ContentFolder(place)
    } catch {
      Output.complain(
        ContentText.printable("\(error.path): \(error.reason), name a folder that this user can read"))
      throw ExitCode(ConfigurationReport.unreadableStatus)
    }
    var lines: [String] = []
    switch ContentBuilder.build(read.files) {
    case .success(let store):
      lines = textMistakes(place, read, store.town.languages)
      guard lines.isEmpty else { break }
      let languages = store.town.allLanguages.count
      let counts = ContentKind.allCases.map { kind in
        let count = store.references.count { $0.kind == kind }
        return "\(count) \(kind.rawValue)\(count == 1 ? "" : "s")"
      }
      Output.say(
        ContentText.printable(
          "\(place): in order, \(counts.joined(separator: ", ")) in \(languages) "
            + "language\(languages == 1 ? "" : "s")"))
      return
    case .failure(let refusal):
      lines = refusal.mistakes.map { mistake in
        var mistake = mistake
        mistake.file = "\(place)/\(mistake.file)"
        return mistake.description
      }
      if refusal.untold > 0 { lines.append("and \(refusal.untold) more") }
    }
    for line in lines { Output.complain(line) }
    throw ExitCode(ConfigurationReport.mistakesStatus)
  }

  /// What is wrong with the texts of the screens, where the folder holds some.
  private func textMistakes(_ place: String, _ read: ContentFolder, _ languages: [String]) -> [String] {
    let sources = languages.compactMap { language in
      read.files.first { $0.path == "texts/\(language).toml" }
        .map { (language: language, file: "\(place)/\($0.path)", bytes: $0.bytes) }
    }
    guard !sources.isEmpty else { return [] }
    switch TextFiles.load(sources) {
    case .failure(let mistakes): return mistakes.mistakes.map(\.description)
    case .success(let files):
      let missing = languages.filter { language in !sources.contains { $0.language == language } }
        .map { "\(place)/texts/\($0).toml:1: the file is missing, translate the texts of the screens" }
      let present = languages.filter { language in sources.contains { $0.language == language } }
      return missing
        + TextCatalog(languages: present, texts: files.texts).mistakes.map {
          files.mistake(language: $0.language, key: $0.key, problem: $0.words, remedy: $0.remedy).description
        }
    }
  }
}
