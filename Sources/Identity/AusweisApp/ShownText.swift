// Text that came from a server or a card by way of AusweisApp and will be shown or logged: shortened, without control
// characters and without the marks that turn the direction of writing, so that it cannot pretend to be something else.

enum ShownText {
  /// One line: every kind of white space and control becomes one space.
  static func line(_ text: String, charactersMax: Int = AusweisLimit.lineCharactersMax) -> String {
    let words = cleaned(text, keepsLines: false).split(separator: " ")
    return String(words.joined(separator: " ").prefix(charactersMax))
  }

  /// Several lines, at most two line ends in a row.
  static func text(_ text: String) -> String {
    var lines = cleaned(text, keepsLines: true).split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.split(separator: " ").joined(separator: " ") }
    while lines.first?.isEmpty == true { lines.removeFirst() }
    while lines.last?.isEmpty == true { lines.removeLast() }
    var kept: [String] = []
    for line in lines where !(line.isEmpty && kept.last?.isEmpty == true) { kept.append(line) }
    return String(kept.joined(separator: "\n").prefix(AusweisLimit.textCharactersMax))
  }

  /// An https address as a program may be given it: printable ASCII, no user, a host; nil otherwise.
  static func address(_ text: String) -> String? {
    let prefix = "https://"
    guard text.utf8.count <= AusweisLimit.addressBytesMax, text.lowercased().hasPrefix(prefix),
      text.utf8.allSatisfy({
        (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x3C && $0 != 0x3E && $0 != 0x5C
      })
    else { return nil }
    let host = text.dropFirst(prefix.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    return host.isEmpty || host.contains("@") ? nil : text
  }

  private static func cleaned(_ text: String, keepsLines: Bool) -> String {
    var kept = String.UnicodeScalarView()
    // Three times the longest text is enough to fill it; the rest is not looked at.
    for scalar in text.unicodeScalars.prefix(3 * AusweisLimit.textCharactersMax) {
      switch scalar.properties.generalCategory {
      case .control: kept.append(keepsLines && scalar == "\n" ? "\n" : " ")
      case .lineSeparator, .paragraphSeparator: kept.append(keepsLines ? "\n" : " ")
      case .spaceSeparator: kept.append(" ")
      // Marks of direction, joiners, tags; code points that mean nothing.
      case .format, .surrogate, .privateUse, .unassigned: break
      default: kept.append(scalar)
      }
    }
    return String(kept)
  }
}
