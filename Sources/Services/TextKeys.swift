// The texts that the program shows on its screens, by their keys: what the texts of a town must hold in every language.
// A test compares the list with the texts of the sample town and rewrites it; what a text says stands in Content/texts.

public enum TextKeys {
  /// Every key that the program asks for, and the name of each of `languages`, `language.TAG`.
  public static func needed(languages: [String]) -> [String] {
    all + languages.map { "\(languageSection).\($0)" }
  }

  /// The section that holds the names of the languages, each in its own words.
  public static let languageSection = "language"

  /// The keys of every town, without the names of its languages.
  public static let all: [String] = sections.split(separator: "\n").flatMap { line -> [String] in
    let halves = line.split(separator: ":", maxSplits: 1)
    guard halves.count == 2 else { return [] }
    return halves[1].split(separator: " ").map { "\(halves[0]).\($0)" }
  }
}
