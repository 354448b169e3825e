// What Kiosk.conf says of a board, in the words of the proof and in those of the file; and the signed fragment that a
// proof ends in. It decides nothing about doors.

import Crypto
import Handover
import Messages

/// A board as it is configured.
public struct ProvableBoard: Sendable {
  /// A line of its table: key and value as TOML writes them.
  public struct Setting: Equatable, Sendable {
    public var key: String
    public var value: String

    public init(_ key: String, _ value: String) {
      self.key = key
      self.value = value
    }
  }

  public var busName: String
  public var dialect: String
  public var values: BoardValues
  /// All keys of the table in the order of Kiosk.conf, with the configured values.
  public var settings: [Setting]
  /// The protocol can tell and set its unlock time.
  public var tellsTime: Bool
  /// Groups of eight contacts in a status, where the protocol's sources dispute their order; nil: it is fixed.
  public var statusGroups: Int?

  public init(
    busName: String, dialect: String, values: BoardValues, settings: [Setting], tellsTime: Bool,
    statusGroups: Int? = nil
  ) {
    self.busName = busName
    self.dialect = dialect
    self.values = values
    self.settings = settings
    self.tellsTime = tellsTime
    self.statusGroups = statusGroups
  }
}

/// The text of a fragment: a table to paste, comments that say where it comes from, and a last line with the signature
/// over everything before it.
public enum FragmentText {
  /// The first line; it keeps this signature apart from those of the journal.
  static let first = "# kiosk board proof 1\n"
  static let signaturePrefix = "# signature "
  /// A longer text is no fragment.
  public static let bytesMax = 16 << 10

  /// Everything but the line with the signature.
  static func unsigned(
    _ proven: ProvenBoard, _ board: ProvableBoard, station: UInt64, day: CivilDay
  ) -> String {
    let values = proven.values
    var text = first
    text += "# station \(OrderID(station)), bus \"\(board.busName)\", board \(proven.board.board), \(day)\n"
    text += "# unlocks \(proven.unlocks), answered \(proven.unlocksAnswered)"
    if proven.unlocks < BoardProof.unlocksForHabit {
      text += " (too few openings to tell answers_unlock)"
    }
    text += ";"
    text += " longest status answer \(proven.answerMilliseconds) ms"
    text += proven.pulseMilliseconds.map { "; unlock time \($0) ms\n" } ?? "\n"
    text +=
      "# Put this table in the place of the board's own in Kiosk.conf, run 'kiosk check Kiosk.conf', and start\n"
    text += "# the station anew. 'kiosk lockers verify' checks this text as it stands here.\n"
    text += "[[bus.board]]\n"
    for setting in board.settings {
      text += "\(setting.key) = \(proven.value(of: setting.key, values) ?? setting.value)\n"
    }
    return text
  }

  /// What is wrong with a fragment; nil: the key signed it. The hash is that of the signed part.
  public static func check(_ text: String, _ key: PublicKey) -> (hash: String?, problem: String?) {
    guard text.utf8.count <= bytesMax, text.hasPrefix(first) else {
      return (nil, "this is no fragment of 'kiosk lockers prove', or its first line is missing")
    }
    guard let line = text.range(of: "\n" + signaturePrefix) else {
      return (nil, "the line with the signature is missing")
    }
    let signed = Array(text[..<line.lowerBound].utf8) + [0x0A]
    let rest = text[line.upperBound...]
    guard rest.hasSuffix("\n"), let signature = Hex.decode(String(rest.dropLast())) else {
      return (nil, "the signature is damaged, or something stands behind it")
    }
    let hash = Hex.encode(SHA256.digest(of: signed).bytes)
    guard key.isValid(signature, for: signed) else {
      return (hash, "the signature does not fit: the text was changed, or another station signed it")
    }
    return (hash, nil)
  }
}

extension ProvenBoard {
  /// The proven value of a key; nil: the proof says nothing of it.
  func value(of key: String, _ values: BoardValues) -> String? {
    func list(_ mask: UInt64) -> String {
      "[" + BoardValues.locks(mask).map { "\($0)" }.joined(separator: ", ") + "]"
    }
    switch key {
    case "closed_is_one": return values.closedIsOne ? "true" : "false"
    case "locks_inverted": return list(values.inverted)
    case "locks_ignored": return list(values.ignored)
    case "answers_unlock": return "\"\(values.answersUnlock)\""
    case "unlock_time_byte_order":
      switch values.byteOrder {
      case .unconfirmed: return "\"unconfirmed\""
      case .highFirst: return "\"high-first\""
      case .lowFirst: return "\"low-first\""
      }
    case "status_timeout_milliseconds": return "\(values.statusTimeout)"
    // A Kerong board keeps its time itself; the machine must know the same.
    case "pulse_milliseconds": return pulseMilliseconds.map { "\($0)" }
    default: return nil
    }
  }
}
