// When a lost line is tried again: a few tries soon, then it is called unreachable and tried now and then,
// for ever. A value, so that the rhythm is tested without waiting for it.

/// The rhythm of tries to open a line.
struct ReopenPolicy: Hashable, Sendable {
  let triesMax: Int
  let milliseconds: Int
  let unreachableMilliseconds: Int
  private(set) var tries = 0
  private(set) var isUnreachable = false

  init(_ configuration: BusConfiguration) {
    triesMax = configuration.reopenTriesMax
    milliseconds = configuration.reopenMilliseconds
    unreachableMilliseconds = configuration.unreachableMilliseconds
  }

  /// Books a failed try. Says when the next one is due, and whether the line is to be declared unreachable now.
  mutating func failed(_ now: BusTime) -> (next: BusTime, declaresUnreachable: Bool) {
    tries += 1
    guard tries >= triesMax else { return (now.advanced(milliseconds: milliseconds), false) }
    tries = 0
    let isFirst = !isUnreachable
    isUnreachable = true
    return (now.advanced(milliseconds: unreachableMilliseconds), isFirst)
  }

  /// Books a line that is open again.
  mutating func succeeded() {
    tries = 0
    isUnreachable = false
  }
}
