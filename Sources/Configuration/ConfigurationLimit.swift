// How large a configuration may be. The numbers are far above any real station and far below what would make
// a check slow; they are limits of the files, not of the product.

/// Limits of the files that are read at a start.
public enum ConfigurationLimit {
  /// The largest Kiosk.conf or text file, in bytes.
  public static let fileBytesMax = 1_048_576
  /// Most buses of a station. Bochum's 608 compartments need three.
  public static let busesMax = 16
  /// Most destinations of applications.
  public static let destinationsMax = 32
  /// Most boards on one bus: RS-485 drives 32. Kerong and xor boards run out of addresses before.
  public static let boardsPerBusMax = 32
  /// Most locks on one board: the largest xor boards.
  public static let locksPerBoardMax = 50
  /// Most entries of `[[compartment]]`, and of `[[compartments]]`.
  public static let compartmentTablesMax = 2_000
  /// The largest number on a door, and with it the most compartments.
  public static let compartmentNumberMax = 9_999
  /// Most rows of a wall.
  public static let wallRowsMax = 40
  /// Most columns of a wall.
  public static let wallColumnsMax = 250
  /// Most mistakes that one report holds; a wrong file of the right size could have tens of thousands.
  public static let mistakesMax = 500
  /// The longest text of one value in characters, where no other limit is given.
  public static let textCharactersMax = 200
  /// The longest text template in characters.
  public static let templateCharactersMax = 2_000
  /// Most keys of one language's text file.
  public static let textKeysMax = 5_000
}
