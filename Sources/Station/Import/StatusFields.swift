// The words of a file of document states: columns and states in English, as programs write them, and in German, as an
// office exports them. Case, spaces, hyphens and umlauts written out do no harm.

import Messages

/// The fields of a row, by the names that JSON uses and CSV may use.
enum StatusField: String, CaseIterable, Sendable {
  case serial, slip, state, kind, day

  static let allNames = allCases.map(\.rawValue).joined(separator: ", ")
  /// Their first German names.
  static let germanNames = allCases.map { $0.synonyms.first ?? $0.rawValue }.joined(separator: ", ")

  /// Other names that a column may have.
  var synonyms: [String] {
    switch self {
    case .serial: ["Seriennummer", "Dokumentnummer", "Dokumentennummer", "Ausweisnummer"]
    case .slip: OrderField.slip.synonyms
    case .state: ["Stand", "Status", "Zustand"]
    case .kind: ["Dokumentart", "Dokument", "Ausweisart", "document"]
    case .day: ["seit", "Tag", "Datum", "since", "date"]
    }
  }

  /// The field of a column's name.
  init?(column: String) {
    let name = folded(column)
    guard
      let field = Self.allCases.first(where: { ([$0.rawValue] + $0.synonyms).contains { folded($0) == name } }
      )
    else { return nil }
    self = field
  }
}

/// How far a document is; nil: the word says nothing that is known.
func registerWord(_ word: String) -> RegisterWord? {
  switch folded(word) {
  case "ordered", "applied", "bestellt", "beantragt", "inbearbeitung": .ordered
  case "produced", "shipped", "produziert", "hergestellt", "gefertigt", "versandt": .produced
  case "arrived", "delivered", "received", "eingetroffen", "angekommen", "eingegangen", "geliefert": .arrived
  case "readyatcounter", "ready", "abholbereit", "bereit", "amschalter": .ready
  case "handedover", "collected", "pickedup", "abgeholt", "ausgehaendigt", "ausgegeben": .handedOver
  case "withdrawn", "removed", "cancelled", "zurueckgezogen", "storniert", "geloescht": .withdrawn
  default: nil
  }
}
