// `kiosk content check DIR`: says whether a town's content is in order, or everything that is wrong with it at once.
// It needs no station, starts nothing and changes nothing.

import ArgumentParser
import Configuration
import Handover
import Services
import Station

struct ContentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "content",
    abstract: "Look at a town's content: pages, services, forms, opening hours, fees.",
    subcommands: [ContentCheckCommand.self])
}

struct ContentCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check a folder of content and name every mistake with its place and its remedy.",
    discussion: """
      Prints mistakes as FILE:LINE: what is wrong, remedy. Checked are town.toml, most-used.toml, situations, \
      services, contacts, pages and forms in all languages, and the texts of screens and notices. Fees and opening \
      hours that are over today are mistakes, too.
      Exit status: 0 in order, 78 mistakes, 66 the folder or a file in it cannot be read.
      """)

  @Argument(help: "The folder, such as Content.", completion: .directory)
  var folder: String

  func run() throws {
    let found: ContentFolder
    let texts: [(path: String, bytes: [UInt8])]
    do throws(ContentUnreadable) {
      found = try ContentFolder(folder)
      texts = try found.files.filter { ContentBuilder.isOthers($0.path) && $0.path.hasSuffix(".toml") }
        .map { (file) throws(ContentUnreadable) in (file.path, try found.bytes(file.path)) }
    } catch { throw Self.unreadable(error) }
    let place = found.path
    var lines: [String] = []
    switch ContentLoading.load(found, today: .today()) {
    case .success(let store):
      for kind in ContentBuilder.otherFolders {
        lines += Self.textMistakes(place, kind, texts, store.town.languages)
      }
      guard lines.isEmpty else { break }
      return Output.say(ContentText.printable("\(place): in order, \(Self.summary(store))"))
    case .failure(.unreadable(let unreadable)): throw Self.unreadable(unreadable)
    case .failure(.refused(let refusal)):
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

  private static func unreadable(_ unreadable: ContentUnreadable) -> ExitCode {
    Output.complain(unreadable.description)
    return ExitCode(ConfigurationReport.unreadableStatus)
  }

  private static func summary(_ store: ContentStore) -> String {
    func count(_ number: Int, _ what: String) -> String { "\(number) \(what)\(number == 1 ? "" : "s")" }
    var parts = ContentKind.allCases.map { kind in
      count(store.references.count { $0.kind == kind }, kind.rawValue)
    }
    parts.append(count(store.forms.forms.count, "form"))
    return parts.joined(separator: ", ") + " in " + count(store.town.allLanguages.count, "language")
  }

  /// What is wrong with the texts of screens or notices, where the folder holds some.
  private static func textMistakes(
    _ place: String, _ kind: String, _ texts: [(path: String, bytes: [UInt8])], _ languages: [String]
  ) -> [String] {
    let sources = languages.compactMap { language in
      texts.first { $0.path == "\(kind)/\(language).toml" }
        .map { (language: language, file: "\(place)/\($0.path)", bytes: $0.bytes) }
    }
    guard !sources.isEmpty else { return [] }
    switch TextFiles.load(sources) {
    case .failure(let mistakes): return mistakes.mistakes.map(\.description)
    case .success(let files):
      let missing = languages.filter { language in !sources.contains { $0.language == language } }
        .map { "\(place)/\(kind)/\($0).toml:1: the file is missing, translate the texts" }
      let present = languages.filter { language in sources.contains { $0.language == language } }
      // Notices have keys of their own, which their sender knows.
      let needed = kind == "texts" ? TextKeys.needed(languages: languages) : []
      return missing
        + TextCatalog(languages: present, texts: files.texts, needed: needed).mistakes.map {
          files.mistake(language: $0.language, key: $0.key, problem: $0.words, remedy: $0.remedy).description
        }
    }
  }
}
