// How large a town's content may be. The numbers lie far above any real town and far below what would make a check
// slow or a station large; they are limits of the files, not of the product.

/// Limits of content.
public enum ContentLimit {
  /// The largest single file in bytes: some 20 printed pages, which nobody reads at a terminal.
  public static let fileBytesMax = 65_536
  /// Most files of one town: 5,000 entries in 8 languages, and pages.
  public static let filesMax = 60_000
  /// All files together, in bytes; they stay in memory.
  public static let totalBytesMax = 48 * 1_048_576
  /// Most items (pages, services, situations, contacts) of one town, counted once for all languages.
  public static let itemsMax = 8_000
  /// Most languages: the ones of `town.toml`.
  public static let languagesMax = 24
  /// Most mistakes that one check tells; the rest are counted.
  public static let mistakesMax = 500
  /// The longest text of one key, in characters.
  public static let textCharactersMax = 2_000
  /// The longest name or title, in characters: two lines of the large citizen layout (60 columns).
  public static let nameCharactersMax = 100
  /// The longest identifier, in bytes.
  public static let identifierBytesMax = 60
  /// Most values of one list in a file's head.
  public static let listItemsMax = 60
  /// Most fees of one service, their history included.
  public static let feesMax = 60
  /// Most blocks (headings, paragraphs, lists) of one page.
  public static let blocksMax = 300
  /// Most rules of one opening_hours value.
  public static let openingRulesMax = 60
  /// The longest opening_hours value, in bytes. OSM itself allows 255.
  public static let openingHoursBytesMax = 1_000
  /// How far "open until" looks ahead, in days; open for longer is open around the clock.
  public static let openUntilDaysMax = 8
  /// How far "opens again" looks ahead, in days: two years, so that a place that opens on one day a year is found.
  public static let opensAgainDaysMax = 732
  /// How much of a wrong word a mistake quotes, in characters.
  public static let quotedCharactersMax = 60
  /// How deep tables may stand in each other.
  public static let tableDepthMax = 4
  /// The longest search that is answered, in characters; the rest of a longer one is not read.
  public static let queryCharactersMax = 60
  /// Most words of a search that count.
  public static let queryWordsMax = 6
  /// Most hits of one search.
  public static let hitsMax = 50
}
