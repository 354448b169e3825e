// What an ID card says of its holder does not print itself, as a passport's does not: neither an interpolation in a log
// nor a dump of what holds it shows a name, a day or a street.

private let hidden = "…"

extension IdentityCardHolder: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "IdentityCardHolder(\(hidden))" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension DataGroupValue: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "DataGroupValue(\(hidden))" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Place: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "Place(\(hidden))" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension StructuredPlace: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "StructuredPlace(\(hidden))" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
