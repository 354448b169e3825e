// One text with places for values: `Noch {seconds} s`. The language decides the order of the places, so they
// have names. No plural rules and no formatting: what is filled in is a finished text.

/// A template, read once.
public struct TextTemplate: Equatable, Sendable {
  public enum Part: Equatable, Sendable {
    case text(String)
    /// A place, by its name.
    case place(String)
  }

  /// Text and places in their order; no two texts follow each other.
  public let parts: [Part]

  /// Reads `source`. A name has the letters a-z, digits and `_`; braces have no other use.
  public init(_ source: String) throws(TextTemplateError) {
    var parts: [Part] = []
    var rest = source[...]
    while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      guard rest[brace] == "{" else { throw .unopened }
      if brace > rest.startIndex { parts.append(.text(String(rest[..<brace]))) }
      let inside = rest[rest.index(after: brace)...]
      guard let end = inside.firstIndex(of: "}") else { throw .unclosed }
      let name = String(inside[..<end])
      guard Self.isName(name) else { throw .wrongName(name) }
      parts.append(.place(name))
      rest = inside[inside.index(after: end)...]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    self.parts = parts
  }

  /// The names of the places, each once, in alphabetical order.
  public var placeNames: [String] {
    let names = parts.compactMap { part -> String? in
      if case .place(let name) = part { return name }
      return nil
    }
    return Set(names).sorted()
  }

  /// The text with its places filled; a place without a value keeps its braces, so that it is seen.
  public func filled(with values: [String: String]) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .place(let name): values[name] ?? "{\(name)}"
      }
    }.joined()
  }

  private static func isName(_ name: String) -> Bool {
    !name.isEmpty
      && name.unicodeScalars.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_" }
  }
}

/// What is wrong with a template.
public enum TextTemplateError: Error, Equatable, Sendable, CustomStringConvertible {
  case unopened
  case unclosed
  case wrongName(String)

  public var description: String {
    switch self {
    case .unopened: "has a } without a {"
    case .unclosed: "has a { without a }"
    case .wrongName(let name): "has a place {\(name)}, whose name is not of a-z, 0-9 and _"
    }
  }
}
