// Whether sentences are short enough to be understood at once (access.md AX-64: at most 12 German words at a kiosk).
// It counts words and knows no grammar.

/// The rule for plain language.
public enum PlainLanguage {
  /// A word with the line on which it stands.
  struct Word: Equatable {
    var text: Substring
    var line: Int
  }

  /// Words of one sentence, where a town says nothing else: easy language, German, and every other language, which
  /// all say with more words what German compounds say with one.
  public static func sentenceWordsMax(_ language: String) -> Int {
    if language.hasSuffix("-leicht") { return 10 }
    return LanguageTag.base(of: language) == "de" ? 12 : 16
  }

  /// The words of some lines, without the signs of Markdown.
  static func words(_ lines: [(line: Int, text: Substring)]) -> [Word] {
    var result: [Word] = []
    for (line, text) in lines {
      for part in text.split(separator: " ") {
        let word = bare(part)
        if !word.isEmpty { result.append(Word(text: word, line: line)) }
      }
    }
    return result
  }

  /// `Amt](contact:x).` is `Amt.`
  private static func bare(_ part: Substring) -> Substring {
    var text = String(part)
    guard
      text.utf8.contains(where: {
        $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "]") || $0 == UInt8(ascii: "*")
      })
    else { return part }
    while let middle = text.firstRange(of: "]("), let end = text[middle.upperBound...].firstIndex(of: ")") {
      text.removeSubrange(middle.lowerBound...end)
    }
    text.removeAll { $0 == "[" || $0 == "*" || $0 == "]" }
    return text[...]
  }

  /// The sentences of `words` that have more than `limit`, with the line on which each begins.
  static func longSentences(_ words: [Word], limit: Int) -> [(line: Int, count: Int, start: String)] {
    var found: [(line: Int, count: Int, start: String)] = []
    var sentence: [Word] = []
    func end() {
      let counted = sentence.filter { $0.text.contains { $0.isLetter || $0.isNumber } }
      if counted.count > limit, let first = counted.first {
        found.append(
          (first.line, counted.count, counted.prefix(6).map { String($0.text) }.joined(separator: " ")))
      }
      sentence = []
    }
    for (index, word) in words.enumerated() {
      sentence.append(word)
      if endsSentence(word.text) || index == words.count - 1 { end() }
    }
    return found
  }

  /// Words that end with a point without ending a sentence.
  private static let abbreviations: Set<String> = [
    "Abs.", "Art.", "ca.", "Dr.", "Nr.", "Str.", "St.", "Tel.", "bzw.", "ggf.", "inkl.", "usw.", "z.B.",
    "No.", "Std.", "Min.", "Mio.", "evtl.", "max.", "mind.", "sog.", "u.a.", "d.h.", "s.o.", "s.u.", "Mr.",
    "Mrs.",
    "e.g.", "i.e.", "approx.",
  ]

  private static func endsSentence(_ word: Substring) -> Bool {
    var rest = word
    while let last = rest.last, "\"'”“»«)’".contains(last) { rest = rest.dropLast() }
    guard let last = rest.last else { return false }
    if "!?…:。؟".contains(last) { return true }
    guard last == "." else { return false }
    // `3.` is a day or a number, `B.` a letter of an abbreviation.
    let body = rest.dropLast()
    if body.count == 1 || (body.count == 2 && body.allSatisfy(\.isNumber)) { return false }
    return !abbreviations.contains(String(rest))
  }
}
