// The limit on input: a stuck key, a scanner or a pasted book must not keep the screen busy. What is over the limit is
// dropped. A pure value; the time is passed in.

/// Lets through a burst, then a steady rate.
struct InputLimit: Equatable {
  /// The largest burst, in strokes: what the kernel's own line buffer holds.
  static let burstMax = 4_096
  /// The steady rate, in strokes a second.
  static let perSecondMax: Int64 = 2_000

  private var level = Int64(burstMax) * 1_000
  private var last: Int64 = 0

  /// True when a stroke at this time (milliseconds) is within the limit.
  mutating func allows(at: Int64) -> Bool {
    let most = Int64(Self.burstMax) * 1_000
    level = min(most, level + max(0, min(at - last, 10_000)) * Self.perSecondMax)
    last = at
    guard level >= 1_000 else { return false }
    level -= 1_000
    return true
  }
}
