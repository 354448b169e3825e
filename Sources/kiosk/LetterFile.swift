// The file that `kiosk orders letter --out` and `proxy --out` write: whole letters to print, a form feed between two. It holds numbers and
// codes, so that only its owner may read it, and an older file is never touched. `-` is standard output, and no file.

import Glibc
import Messages
import Station

final class LetterFile {
  let path: String
  /// What is written goes to standard output.
  let isOutput: Bool
  private let descriptor: Int32
  private(set) var count = 0

  init(_ path: String) throws(ClientFailure) {
    self.path = path
    isOutput = path == "-"
    guard !isOutput else {
      descriptor = STDOUT_FILENO
      return
    }
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      let isThere = errno == EEXIST
      throw ClientFailure(
        .cannotCreate,
        isThere ? "\(path): gibt es schon, einen anderen Namen wählen" : "\(path): lässt sich nicht anlegen",
        isThere ? "\(path): exists already, name another" : "\(path): cannot be written, choose another place"
      )
    }
  }

  deinit { if !isOutput { close(descriptor) } }

  func add(_ letter: Letter, _ language: DeskLanguage) {
    add(letter.text ?? Listing.letter(letter, language).joined(separator: "\n") + "\n")
  }

  /// One letter more; `count` says whether it is all there.
  func add(_ text: String) {
    let text = (count > 0 ? "\u{0C}" : "") + text
    guard !isOutput else {
      Output.text(text)
      count += 1
      return
    }
    let bytes = Array(text.utf8)
    if unsafe write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 { count += 1 }
  }

  /// Takes it away again: there was nothing to write.
  func discard() { if !isOutput { unsafe unlink(path) } }
}
