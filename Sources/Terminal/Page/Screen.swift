// What every screen is: a value that turns an input into a new state and requests, and that can say its page.
// It does nothing itself: no clock, no socket, no terminal.

/// One screen of a flow. `reduce` is a pure function of the state and the input.
public protocol Screen: Equatable, Sendable {
  /// What the screen reacts to: keys, and what it is told by the station.
  associatedtype Input: Equatable, Sendable
  /// What it asks for: requests to the station or to the flow.
  associatedtype Request: Equatable, Sendable

  /// Takes an input; gives the requests that follow from it, in order.
  mutating func reduce(_ input: Input) -> [Request]

  /// What the screen says now.
  var page: Page { get }
}
