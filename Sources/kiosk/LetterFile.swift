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

  func add(_ letter: Letter, _ language: DeskLanguage) throws(ClientFailure) {
    try add(letter.text ?? Listing.letter(letter, language).joined(separator: "\n") + "\n")
  }

  /// One letter more, and on the disk when this returns; else it is not in the file and the letters before it are.
  func add(_ text: String) throws(ClientFailure) {
    let text = (count > 0 ? "\u{0C}" : "") + text
    guard !isOutput else {
      Output.text(text)
      count += 1
      return
    }
    let bytes = Array(text.utf8)
    let kept = lseek(descriptor, 0, SEEK_END)
    var sent = 0
    while sent < bytes.count {
      let written = unsafe bytes.withUnsafeBytes { buffer in
        unsafe write(descriptor, buffer.baseAddress.map { unsafe $0 + sent }, bytes.count - sent)
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { break }
      sent += written
    }
    guard sent == bytes.count, fsync(descriptor) == 0 else {
      // Half a letter in the file would be printed as a whole one.
      _ = ftruncate(descriptor, max(kept, 0))
      throw ClientFailure(
        .cannotCreate,
        "\(PlainText.clean(path)): der Brief Nr. \(count + 1) ließ sich nicht schreiben. Platz schaffen und ihn neu ausgeben",
        "\(PlainText.clean(path)): letter number \(count + 1) could not be written: make room and write it again"
      )
    }
    count += 1
  }

  /// Takes it away again: there was nothing to write.
  func discard() { if !isOutput { unsafe unlink(path) } }
}
