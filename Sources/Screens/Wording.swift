// Phrases that several screens say in the same way: lists of documents, dates, places on the wall. They are texts with
// keys like all others; data that is no date or no known kind is shown as it came, never trusted as a key.

import Handover
import Messages
import Terminal

enum Wording {
  /// "Reisepass", "2 x Reisepass und Personalausweis mit Brief"; more than three kinds are counted, not named.
  static func documents(_ names: [String]) -> Text {
    let rows = documentRows(names)
    switch rows.count {
    case 1: return rows[0]
    case 2: return Text("documents.two", .text("first", rows[0]), .text("last", rows[1]))
    case 3:
      return Text(
        "documents.three", .text("first", rows[0]), .text("second", rows[1]), .text("last", rows[2]))
    default: return Text("documents.many", .number("count", names.count))
    }
  }

  /// One text for each kind, with its count where there are several.
  static func documentRows(_ names: [String]) -> [Text] {
    var kinds: [(word: Text, count: Int)] = []
    for name in names {
      let word = document(name)
      if let index = kinds.firstIndex(where: { $0.word == word }) {
        kinds[index].count += 1
      } else {
        kinds.append((word, 1))
      }
    }
    if kinds.isEmpty { return [Text("document.other")] }
    return kinds.map { kind in
      kind.count == 1
        ? kind.word : Text("documents.counted", .number("count", kind.count), .text("document", kind.word))
    }
  }

  private static func document(_ name: String) -> Text {
    Text(key: DocumentKind(name: name) == nil ? "document.other" : "document.\(name)", privacy: .personal)
  }

  /// "Ihren alten Reisepass", "den alten Reisepass des Kindes": whoever stands here must not lay in their own.
  static func oldDocument(_ set: WaitingSet) -> Text {
    let kind = set.oldDocument.flatMap { DocumentKind(name: $0.kind) }
    let isChilds =
      set.birthDateOf == .custodian || set.documents.contains(DocumentKind.under16Card.name)
    let whose = set.birthDateOf == .principal ? "_proxy" : isChilds ? "_child" : ""
    return Text(key: "olddocument.\(kind?.name ?? "other")\(whose)", privacy: .personal)
  }

  /// Words of the station: a key of the texts, or the content's own.
  static func words(_ words: Words) -> Text {
    switch words {
    case .content(let text): .data(text)
    case .key(let key, let places):
      Text(key: key, arguments: places.keys.sorted().map { .data($0, places[$0] ?? "") })
    }
  }

  /// `20.11.`
  static func shortDate(_ iso: String) -> Text {
    date(iso) { day, month, _ in Text("date.short", .data("day", day), .data("month", month)) }
  }

  /// `20.11.2026`
  static func fullDate(_ iso: String) -> Text {
    date(iso) { day, month, year in
      Text("date.full", .data("day", day), .data("month", month), .data("year", year))
    }
  }

  private static func date(_ iso: String, _ make: (String, String, String) -> Text) -> Text {
    let parts = iso.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy({ Int($0) != nil }) else {
      return .data(iso)
    }
    return make(String(parts[2]), String(parts[1]), String(parts[0]))
  }

  static func time(hour: Int, minute: Int) -> Text {
    Text("clock.time", .number("hour", hour), .data("minute", twoDigits(minute)))
  }

  /// `So 22.11.  18:04`
  static func clock(_ clock: Snapshot.Clock) -> Text {
    let weekday = (0...6).contains(clock.weekday) ? Text("clock.day\(clock.weekday)") : .data("")
    return Text(
      "clock.now",
      .text("weekday", weekday), .data("day", twoDigits(clock.day)), .data("month", twoDigits(clock.month)),
      .number("hour", clock.hour), .data("minute", twoDigits(clock.minute)))
  }

  static func twoDigits(_ value: Int) -> String {
    (0...9).contains(value) ? "0\(value)" : "\(value)"
  }

  /// "Fach 23: 2. Reihe von oben, 7. von links." or, when the wall does not know the door, "Fach 23".
  static func place(of compartment: Int, on wall: Wall) -> Text {
    guard let place = wall.compartments.first(where: { $0.number == compartment }) else {
      return Text("wall.number", .number("compartment", compartment))
    }
    return Text(
      "wall.place",

      .number("compartment", compartment), .number("row", place.row), .number("column", place.column))
  }
}
