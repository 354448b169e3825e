// A QR code as a page holds it: its modules, and the same as an address for people. It knows no cells; whether it is
// drawn is decided by the renderer, which draws the address in any case.

/// A QR code and what it says.
public struct QRDrawing: Equatable, Sendable {
  /// Sides of QR codes in modules (ISO/IEC 18004, version 1 to 40: 21, 25, … 177).
  public static let sides = 21...177

  /// Modules of one side, without the quiet zone.
  public let side: Int
  /// The modules row by row, true for dark.
  public let modules: [Bool]
  /// The short address that people type or note; drawn wherever the page is.
  public let address: Text
  /// What the code is for, in words, for those who do not see it.
  public let alternative: Text

  /// Nil when the side is none of a QR code, when there is not one module for each place, or when the address or the
  /// alternative text is empty (AX-14).
  public init?(side: Int, modules: [Bool], address: Text, alternative: Text) {
    guard Self.sides.contains(side), (side - Self.sides.lowerBound) % 4 == 0 else { return nil }
    guard modules.count == side * side, !address.isEmpty, !alternative.isEmpty else { return nil }
    self.side = side
    self.modules = modules
    self.address = address
    self.alternative = alternative
  }

  /// True for a dark module; outside the code everything is light.
  public func isDark(_ row: Int, _ column: Int) -> Bool {
    guard (0..<side).contains(row), (0..<side).contains(column) else { return false }
    return modules[row * side + column]
  }
}
