// Finds the content directory and reads the texts of the offered languages, or says what is wrong with them. A build
// that is not installed finds the content of its own sources.

import Configuration
import Glibc
import Services

enum ContentTexts {
  /// So many directories above the executable are looked at.
  static let levelsMax = 6

  /// Where content is installed, and what Kiosk.conf means without a word.
  static let usual = "/usr/share/kiosk/Content"

  /// The configured directory; where it is the usual one and missing, a `Content` beside the executable or above it, or
  /// what was installed under another root.
  static func directory(
    configured: String, executable: String?, usual: String = ContentTexts.usual
  ) -> String {
    // A path that a town wrote is that path or none: it must never become another town's pages.
    if SmallFile.exists(configured) || configured != usual { return configured }
    guard var place = executable.map(SmallFile.directoryName) else { return configured }
    for _ in 0..<levelsMax {
      let base = place == "/" ? "" : place
      for candidate in ["\(base)/Content", "\(base)/share/kiosk/Content"]
      where SmallFile.exists("\(candidate)/texts") { return candidate }
      if place == "/" || place == "." { break }
      place = SmallFile.directoryName(place)
    }
    return configured
  }

  /// The texts of the files in `directory`, or the lines that say what is wrong and the exit status that goes with them.
  /// `needed` are the keys that must be there in every language.
  static func load(
    directory: String, languages: [String], needed: [String] = []
  ) -> Result<[String: [String: String]], StartFailure> {
    switch TextFiles.load(directory: directory, languages: languages) {
    case .failure(let failure): return .failure(StartFailure(failure.report))
    case .success(let files):
      let mistakes = TextCatalog(languages: languages, texts: files.texts, needed: needed).mistakes
      guard mistakes.isEmpty else {
        return .failure(
          StartFailure(
            status: ConfigurationReport.mistakesStatus,
            lines: mistakes.map { mistake in
              files.mistake(
                language: mistake.language, key: mistake.key, problem: mistake.words, remedy: mistake.remedy
              ).description
            }))
      }
      return .success(files.texts)
    }
  }

  /// The file of this program; nil where /proc is not there.
  static func executable() -> String? {
    let bytesMax = 4096
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: bytesMax) { buffer, count in
      count = max(0, unsafe readlink("/proc/self/exe", buffer.baseAddress!, bytesMax))
    }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}
