// Names of files as the kernel has them: bytes, which may be no text at all. What we store ourselves has a clean name,
// which can be shown in a terminal and opened in any shell.

/// A name in a folder, without `/` and NUL.
struct FileName: Hashable, Comparable, Sendable {
  /// Without the NUL at the end.
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  init(_ text: String) { bytes = Array(text.utf8) }

  static func < (left: FileName, right: FileName) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }

  /// With a NUL at the end, for system calls.
  var terminated: [CChar] { bytes.map { CChar(bitPattern: $0) } + [0] }

  private func ends(with ending: String) -> Bool {
    guard bytes.count > ending.utf8.count else { return false }
    return zip(bytes.suffix(ending.utf8.count), ending.utf8).allSatisfy { byte, wanted in
      byte == wanted || (0x41...0x5A).contains(byte) && byte + 0x20 == wanted
    }
  }

  /// The endings that say "import me".
  static let endings = [".csv", ".jsonl"]

  /// Whether the file is meant to be imported. A leading dot and any other ending (`.tmp`, `.part`) mean that somebody
  /// still writes it, or that it is none of ours.
  var isForImport: Bool {
    bytes.first != UInt8(ascii: ".") && (Self.endings.contains { ends(with: $0) } || isStates)
  }

  /// Whether it holds states of documents: `status-….csv`, `.jsonl` or `.json`. Everything else holds orders.
  var isStates: Bool {
    let begin = "status"
    guard bytes.count > begin.utf8.count, !ends(with: InboxFolders.reportEnding) else { return false }
    let isNamed = zip(bytes, begin.utf8).allSatisfy { byte, wanted in
      byte == wanted || (0x41...0x5A).contains(byte) && byte + 0x20 == wanted
    }
    return isNamed && "-_.".utf8.contains(bytes[begin.utf8.count])
      && (Self.endings + [".json"]).contains { ends(with: $0) }
  }

  /// Characters of a stored name before its number and ending.
  static let stemCharactersMax = 100

  /// The name under which the file is stored, before a number is added: letters, digits, `.`, `_` and `-`, and what
  /// else there was as `_`.
  var clean: (stem: String, ending: String) {
    let ending = (Self.endings + (isStates ? [".json"] : [])).first { ends(with: $0) } ?? ""
    let text = String(decoding: bytes.dropLast(ending.utf8.count), as: UTF8.self)
    var stem = ""
    for character in text {
      let isKept =
        character == "." || character == "_" || character == "-"
        || character.unicodeScalars.allSatisfy {
          $0.value < 0x250 && ($0.properties.isAlphabetic || (0x30...0x39).contains($0.value))
        }
      stem.append(isKept ? character : "_")
      if stem.count >= Self.stemCharactersMax { break }
    }
    if stem.isEmpty || stem.first == "." || stem.first == "-" { stem = "_" + stem }
    return (stem, ending)
  }
}
