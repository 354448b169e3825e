// The repeat lock: a hand that trembles, or rests on a key, types once (AX-23, AX-24). A pure value; the time is
// passed in, and it knows no device.

/// Ignores the same key within a time of its last stroke, also of an ignored one, so that a held key counts once.
public struct RepeatLock: Equatable, Sendable {
  /// In milliseconds; 0 lets everything through.
  public let milliseconds: Int
  private var last: Key?
  private var lastAt: Int64 = 0

  public init(milliseconds: Int) {
    self.milliseconds = max(0, milliseconds)
  }

  /// True when the key counts. `at` is in milliseconds of a clock that does not go back. A change of the terminal's
  /// size and its end always count.
  public mutating func passes(_ key: Key, at: Int64) -> Bool {
    switch key {
    case .resize, .eof: return true
    default: break
    }
    let isRepeated = last == key && at - lastAt < Int64(milliseconds)
    last = key
    lastAt = at
    return !isRepeated
  }
}
