// What a process with simulated boards is told to be. Its numbers are those of the command line; boards and
// locks count from 0 everywhere.

/// The options of `runSimulatedBoards`.
public struct SimulatedBoardOptions: Hashable, Sendable {
  /// The wall: boards, locks, baud, pull, answers.
  public var wall: SimulatedWall
  /// The path that becomes a symbolic link to the pseudo-terminal.
  public var link: String
  /// The file that truth lines are appended to; nil for none.
  public var truth: String?
  /// The path of the control socket; nil for none.
  public var control: String?
  /// Faults from the start on.
  public var faults: [SimulatedFault] = []

  public init(wall: SimulatedWall, link: String) {
    self.wall = wall
    self.link = link
  }
}

/// A process with simulated boards that could not start or go on. The text says the remedy.
public struct SimulatedBoardError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
