// What content consists of and how its parts are named: kinds, identifiers, languages, keys of LeiKa. Names only, no
// texts.

/// What an item of content is. The folder of a kind holds one folder for each language.
public enum ContentKind: String, CaseIterable, Comparable, Sendable {
  case contact
  case page
  case service
  case situation

  /// The folder in which its files lie.
  public var folder: String { "\(rawValue)s" }

  init?(folder: some StringProtocol) {
    guard let kind = ContentKind.allCases.first(where: { $0.folder == folder }) else { return nil }
    self = kind
  }

  public static func < (left: ContentKind, right: ContentKind) -> Bool { left.rawValue < right.rawValue }
}

/// An item, the same in every language: `service:hund-anmelden`.
public struct ContentReference: Hashable, Comparable, Sendable, CustomStringConvertible {
  public var kind: ContentKind
  /// Letters a-z, digits and hyphens; the name of its file without `.md`.
  public var id: String

  public init(kind: ContentKind, id: String) {
    self.kind = kind
    self.id = id
  }

  /// Reads `page:termin`; nil for anything else.
  public init?(reading text: some StringProtocol) {
    guard case .item(let reference)? = LinkTarget(text) else { return nil }
    self = reference
  }

  public var description: String { "\(kind.rawValue):\(id)" }

  /// The file of this item in `language`, from the content's folder.
  public func file(in language: String) -> String { "\(kind.folder)/\(language)/\(id).md" }

  public static func < (left: ContentReference, right: ContentReference) -> Bool {
    (left.kind, left.id) < (right.kind, right.id)
  }

  /// Whether `text` may be an identifier: a-z, 0-9 and hyphens, a letter or digit at both ends.
  static func isIdentifier(_ text: some StringProtocol) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, let last = bytes.last, bytes.count <= ContentLimit.identifierBytesMax
    else {
      return false
    }
    let isInside = bytes.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
    }
    return isInside && first != UInt8(ascii: "-") && last != UInt8(ascii: "-")
  }
}

/// Where a link on a page leads.
public enum LinkTarget: Hashable, Comparable, Sendable, CustomStringConvertible {
  case item(ContentReference)
  /// A form of `forms/ID.toml`.
  case form(String)

  /// `service:hund-anmelden` or `form:hundesteuer`.
  public var description: String {
    switch self {
    case .item(let reference): reference.description
    case .form(let id): "form:\(id)"
    }
  }

  /// Reads `kind:id`; nil for anything else.
  public init?(_ text: some StringProtocol) {
    let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2 else { return nil }
    if halves[0] == "form" {
      guard Self.isForm(halves[1]) else { return nil }
      self = .form(String(halves[1]))
    } else if ContentReference.isIdentifier(halves[1]), let kind = ContentKind(rawValue: String(halves[0])) {
      self = .item(ContentReference(kind: kind, id: String(halves[1])))
    } else {
      return nil
    }
  }
}

extension LinkTarget {
  /// Names of forms may have `_`, too.
  static func isForm(_ text: some StringProtocol) -> Bool {
    ContentReference.isIdentifier(String(text.map { $0 == "_" ? "-" : $0 }))
  }
}

/// The key of a service in the catalogue of German administration (LeiKa, FIM): 99, group, identifier, verb, detail.
public struct LeiKaKey: Hashable, Sendable, CustomStringConvertible {
  /// 14 digits.
  public let digits: String

  /// Nil unless `text` is `99` and 12 digits more (FIM: `^99\d{12}$`).
  public init?(_ text: some StringProtocol) {
    let bytes = text.utf8
    guard bytes.count == 14, text.hasPrefix("99"), bytes.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    digits = String(text)
  }

  /// As FIT-Connect and FIM name it.
  public var urn: String { "urn:de:fim:leika:leistung:\(digits)" }
  public var description: String { digits }
}

/// Languages are tags such as `de`, `en` or `de-leicht` (easy language).
public enum LanguageTag {
  /// Two or three letters, and perhaps a hyphen with two to eight letters more.
  public static func isTag(_ text: some StringProtocol) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 1 || parts.count == 2, (2...3).contains(parts[0].utf8.count) else { return false }
    if parts.count == 2, !(2...8).contains(parts[1].utf8.count) { return false }
    return parts.allSatisfy { $0.utf8.allSatisfy { (0x61...0x7A).contains($0) } }
  }

  /// `de` of `de-leicht`; the tag itself where nothing follows.
  public static func base(of tag: String) -> String { String(tag.prefix { $0 != "-" }) }
}
