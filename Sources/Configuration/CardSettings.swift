// `[card]`: the card reader, who works with the PIN of ID cards, and whom a passport must be signed by.

public struct CardSettings: Equatable, Sendable {
  public enum Reader: Equatable, Sendable {
    /// No reader: nothing is offered that needs one.
    case none
    /// The one that is there; of several the one on which a card lies.
    case auto
    /// By its name as pcscd gives it.
    case named(String)
  }

  public enum Path: String, Sendable, CaseIterable {
    /// The certified client.
    case ausweisApp = "ausweisapp"
    /// The station's own card stack.
    case own
  }

  public var reader: Reader
  public var path: Path
  /// A master list, or a directory of certificates; nil: no passport can be proven, so none is asked for.
  public var csca: String?
  /// Where Kiosk.conf names `csca`, `FILE:LINE:COLUMN`; nil with it.
  public var cscaPlace: String?
  /// A file for lengths and status words of each exchange; nil: none.
  public var trace: String?

  init(_ section: Section) {
    switch section.text("reader") {
    case "none": reader = .none
    case "auto": reader = .auto
    case let name: reader = .named(name)
    }
    path = section.word("path")
    let files = ["csca", "trace"].map { section.text($0) }
    csca = files[0].isEmpty ? nil : files[0]
    trace = files[1].isEmpty ? nil : files[1]
  }
}

extension StationSchema {
  static let card = TableRule(keys: [
    KeyRule("reader", .text(1...100, .line), default: .text("none")),
    KeyRule("path", .word(["ausweisapp", "own"]), default: .text("ausweisapp")),
    KeyRule("csca", .text(0...200, .pathOrNothing), default: .text("")),
    KeyRule("trace", .text(0...200, .pathOrNothing), default: .text("")),
  ])
}
