// From a folder to a store: the files are read one by one, language by language, and checked as they come, so that a
// large content needs little memory while it is built. The same for the station and for `kiosk content check`.

import Handover
import Services

public enum ContentLoading {
  /// Why no store came of a folder.
  public enum Failure: Error, Equatable, Sendable {
    /// It, or a file in it, cannot be read.
    case unreadable(ContentUnreadable)
    case refused(ContentRefusal)

    /// The first mistake as `FILE:LINE: what, remedy`, and how many more there are.
    var firstLine: String {
      switch self {
      case .unreadable(let unreadable): return unreadable.description
      case .refused(let refusal):
        guard let first = refusal.mistakes.first else { return "the content is wrong" }
        let more = refusal.mistakes.count - 1 + refusal.untold
        return first.description + (more > 0 ? " (and \(more) more: 'kiosk content check')" : "")
      }
    }
  }

  /// Reads and checks every file of `folder`. The bytes go to `shelf`. `pause` is called between files. With `today`
  /// what is over on that day is refused: for an editor's check, not for a station, which must not lose its content
  /// at midnight.
  public static func load(
    _ folder: ContentFolder, shelf: any ContentShelf = MemoryShelf(), today: CivilDay? = nil,
    pause: () -> Void = {}
  ) -> Result<ContentStore, Failure> {
    do throws(ContentUnreadable) {
      let townFile = folder.files.first { $0.path == ContentBuilder.townFile }
      let town = try townFile.map { (file) throws(ContentUnreadable) in try folder.bytes(file.path) }
      var builder = ContentBuilder(town: town, shelf: shelf, today: today)
      builder.add(mistakes: folder.mistakes)
      var byLanguage: [Substring: [Int]] = [:]
      var others: [Int] = []
      for (index, file) in folder.files.enumerated() {
        guard let language = ContentBuilder.language(ofPath: file.path) else {
          others.append(index)
          continue
        }
        byLanguage[language, default: []].append(index)
      }
      func add(_ indices: [Int]) throws(ContentUnreadable) {
        for index in indices {
          let path = folder.files[index].path
          // Texts of screens and notices are checked by those who show them.
          if ContentBuilder.isOthers(path) { continue }
          builder.add(path: path, bytes: try folder.bytes(path))
          pause()
        }
      }
      try add(others)
      for language in builder.languages {
        try add(byLanguage.removeValue(forKey: language[...]) ?? [])
        builder.close(language)
        pause()
      }
      for language in byLanguage.keys.sorted() { try add(byLanguage[language] ?? []) }
      switch builder.finish() {
      case .success(let store): return .success(store)
      case .failure(let refusal): return .failure(.refused(refusal))
      }
    } catch {
      return .failure(.unreadable(error))
    }
  }
}
