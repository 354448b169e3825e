// A slip of paper as a value: what stands on it, in its order. Where each line stands is SlipLayout's matter; what a slip
// for a payment, an application or a service has on it stands in files of their own. No name of a person is ever on one.

/// The words of a slip: a text of the catalogue by its key, its places filled.
public typealias SlipWords = (_ key: String, _ values: [String: String]) -> String

public struct SlipDocument: Equatable, Sendable {
  public enum Part: Equatable, Sendable {
    case heading(String)
    case paragraph(String)
    /// Steps to be done one after the other.
    case steps([String])
    case list([String])
    /// Label and value side by side, the value below where it needs the room.
    case facts([SlipFact])
    /// A fact that is looked for first: larger.
    case emphasis(SlipFact)
    /// A QR code, and the line below it; left out where the paper is too narrow for it.
    case code(QRModules, caption: String)
    case rule
  }

  /// Who gives it out: above everything.
  public var town: String
  public var title: String
  public var parts: [Part]
  /// A language tag such as `de`.
  public var language: String
  public var paper: SlipPaper

  public init(town: String, title: String, parts: [Part], language: String, paper: SlipPaper) {
    self.town = town
    self.title = title
    self.parts = parts
    self.language = language
    self.paper = paper
  }

  /// The slip as a PDF 1.4: the same slip is the same bytes.
  public var pdf: [UInt8] {
    PDFFile.bytes(SlipLayout.pages(self), language: language)
  }

  /// What `lp` is told of the paper.
  public var media: String {
    paper.media(height: SlipLayout.pages(self).map(\.height).max() ?? 0)
  }
}

public struct SlipFact: Equatable, Sendable {
  public var label: String
  public var value: String

  public init(_ label: String, _ value: String) {
    self.label = label
    self.value = value
  }
}

/// Where somebody can be asked: on every slip.
public struct SlipContact: Equatable, Sendable {
  public var name: String
  public var address: [String]
  /// Opening hours in words, line by line.
  public var hours: [String]
  public var phone: String

  public init(name: String, address: [String] = [], hours: [String] = [], phone: String = "") {
    self.name = name
    self.address = address
    self.hours = hours
    self.phone = phone
  }
}
