// A reason with its field, as one sentence in the language of staff: the column is called what the file's header calls it.
// The sentences themselves stand in ImportGerman.swift.

struct ImportWording {
  /// The field before the reason, by its English name or by the header's.
  private let field: String?
  private let reason: String
  private let remedy: String
  private let found: ImportSentence?

  /// `reason` as it is reported, with the field's name first where it is about one.
  init(_ reason: String, _ remedy: String, header: String?) {
    let parts = reason.split(separator: ": ", maxSplits: 1).map(String.init)
    let hasField =
      parts.count == 2 && (OrderField(rawValue: parts[0]) != nil || StatusField(rawValue: parts[0]) != nil)
    field = hasField ? header ?? parts[0] : nil
    self.reason = hasField ? parts[1] : reason
    self.remedy = remedy
    found = ImportSentence(reason: self.reason)
  }

  var code: String { found?.code ?? "other" }

  func sentence(_ language: DeskLanguage) -> String {
    let start = field.map { "\($0): " } ?? ""
    switch language {
    case .english: return "\(start)\(reason): \(remedy)"
    case .german: return "\(start)\(found?.german ?? reason): \(ImportSentence.remedy(remedy))"
    }
  }
}
