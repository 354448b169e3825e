// Places in a text that must not reach TOMLKit's parser. It is here for its safety and ours: what a person
// mistypes has to come out as a mistake with a place, never as the end of the process.

/// Text at which the parser behind TOMLKit 0.6.0 (toml++ 3.4.0) ends the process by an assertion instead of
/// giving an error: a table header without a name (`parse_key`), and values of an unknown form
/// (`parse_value`, `parse_time`), of which nothing is let through.
struct ParserTrap: Sendable {
  enum Kind: Sendable { case namelessHeader, noValue, unknownValue }

  var kind: Kind
  var position: TextPosition
  /// The text before the trap.
  var before: String

  /// Text that has an error at the same place or before, and that the parser survives.
  var harmless: String {
    switch kind {
    case .namelessHeader: before + "[]"
    case .noValue, .unknownValue: before + "_"
    }
  }

  var problem: String {
    switch kind {
    case .namelessHeader: "a table header has no name"
    case .noValue: "there is no value"
    case .unknownValue: "this is no value"
    }
  }

  var remedy: String {
    switch kind {
    case .namelessHeader: "write [name] or [[name]] on one line"
    case .noValue: "write one, or put a # before the line"
    case .unknownValue: "put texts in quotes, write numbers as 1 or 1000, and true or false in small letters"
    }
  }
}
