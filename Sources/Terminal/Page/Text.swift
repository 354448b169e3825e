// What a screen says, before it has a language: a key with arguments, or data as it is.
// It holds no wording (that is in `Texts`) and no place on a screen. Data is cleaned here, at the boundary, so that
// no name or town text can carry a control character any further.

/// A text that is resolved when it is rendered: a key into `Texts`, or literal data such as a name.
public struct Text: Equatable, Hashable, Sendable {
  /// Whether a text may stand on a screen that is left alone, be spoken aloud, or be kept.
  public enum Privacy: Equatable, Hashable, Sendable {
    /// Nothing that tells who is standing there.
    case `public`
    /// A name, a serial number, a document: for this person's eyes only (AX-12, AX-71).
    case personal
  }

  /// A value for a `{name}` in a template.
  public struct Argument: Equatable, Hashable, Sendable {
    /// What can be put into a template.
    public enum Value: Equatable, Hashable, Sendable {
      /// A whole number; the value 1 chooses the template `key.one`, where there is one.
      case number(Int)
      /// Literal data, already cleaned.
      case data(String)
      /// A text that is resolved in the same language.
      case text(Text)
    }

    /// The name between the braces.
    public let name: String
    /// What stands in their place.
    public let value: Value

    /// A number, written in digits without grouping.
    public static func number(_ name: String, _ value: Int) -> Argument {
      Argument(name: name, value: .number(value))
    }

    /// Literal data; control characters are taken out.
    public static func data(_ name: String, _ value: String) -> Argument {
      Argument(name: name, value: .data(CleanText.line(value)))
    }

    /// Another text.
    public static func text(_ name: String, _ value: Text) -> Argument {
      Argument(name: name, value: .text(value))
    }
  }

  /// What the text is made of.
  public enum Content: Hashable, Sendable {
    /// A key of `Texts` and the values of its placeholders.
    case key(String, [Argument])
    /// Literal data, already cleaned.
    case data(String)
  }

  /// The key and its arguments, or the data.
  public let content: Content
  /// The text's own privacy, or `.personal` when a text among its arguments is personal.
  public let privacy: Privacy

  /// A text with a key; a key that `Texts` does not know is shown as `‹key›`.
  public init(key: String, arguments: [Argument] = [], privacy: Privacy = .public) {
    content = .key(key, arguments)
    let inherits = arguments.contains { argument in
      if case .text(let text) = argument.value { return text.privacy == .personal }
      return false
    }
    self.privacy = inherits ? .personal : privacy
  }

  /// The same, in short.
  public init(_ key: String, _ arguments: Argument..., privacy: Privacy = .public) {
    self.init(key: key, arguments: arguments, privacy: privacy)
  }

  /// Literal data: a name, a date, an address. Control characters (C0, C1, ESC, bidi) are taken out, line breaks
  /// become spaces, and what is longer than `CleanText.scalarsMax` ends in "…".
  public static func data(_ string: String, privacy: Privacy = .public) -> Text {
    Text(content: .data(CleanText.line(string)), privacy: privacy)
  }

  /// True when nothing would be shown.
  public var isEmpty: Bool {
    switch content {
    case .key(let key, _): key.isEmpty
    case .data(let string): string.allSatisfy { $0 == " " }
    }
  }

  private init(content: Content, privacy: Privacy) {
    self.content = content
    self.privacy = privacy
  }
}

// A page may be printed by a failed assertion or a trace; what is personal on it may not.
extension Text: CustomStringConvertible, CustomReflectable {
  public var description: String {
    switch content {
    case _ where privacy == .personal: "Text(personal)"
    case .data(let string): "Text(\"\(string)\")"
    case .key(let key, let arguments): "Text(\(([key] + arguments.map(\.name)).joined(separator: ", ")))"
    }
  }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
