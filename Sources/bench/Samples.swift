// Medians, percentiles, clocks and a chance that obeys a seed.

import Glibc

/// Figures of one kind; never empty when a figure is asked for.
struct Samples {
  private(set) var values: [Double] = []

  mutating func add(_ value: Double) { values.append(value) }

  var count: Int { values.count }

  var median: Double {
    precondition(!values.isEmpty, "a median of nothing")
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }

  /// The smallest value that at least `percent` of all do not exceed (nearest rank).
  func percentile(_ percent: Int) -> Double {
    precondition(!values.isEmpty, "a percentile of nothing")
    let sorted = values.sorted()
    let rank = (sorted.count * percent + 99) / 100
    return sorted[min(max(rank, 1), sorted.count) - 1]
  }
}

enum Clock {
  /// Nanoseconds of CLOCK_MONOTONIC.
  static var nanoseconds: Int64 { read(CLOCK_MONOTONIC) }

  /// What CLOCK_REALTIME says more than CLOCK_MONOTONIC, in microseconds.
  static var realAheadMicroseconds: Int64 { (read(CLOCK_REALTIME) - read(CLOCK_MONOTONIC)) / 1000 }

  /// Milliseconds since a moment of `nanoseconds`.
  static func milliseconds(since start: Int64) -> Double { Double(nanoseconds - start) / 1_000_000 }

  static func pause(milliseconds: Int) {
    var time = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
    unsafe nanosleep(&time, nil)
  }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same moments in every run.
struct SeededChance: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
