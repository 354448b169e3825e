// What a town may decide. Defaults are those of domain.md; Kiosk.conf sets them.

public struct Policy: Equatable, Sendable {
  /// Wrong tries of one identifier until it is locked.
  public var codeTriesMax = 5
  /// How long a lock lasts, milliseconds.
  public var lockMilliseconds: Int64 = 15 * 60_000
  /// So many locks, and only the counter helps.
  public var locksUntilCounter = 3
  /// Identifiers whose wrong tries are remembered; the oldest give way.
  public var countersMax = 1024
  /// Days that a set waits after its deposit.
  public var holdDays = 7
  /// The reminder goes out so many days after the deposit; 0: none.
  public var reminderDay = 5
  /// Openings of one operation, at most `Operation.attemptsMax`.
  public var attemptsMax = Operation.attemptsMax
  public var extensionsMax = 2
  /// Days of an extension where nobody names another number.
  public var extensionDays = 3
  /// A deposit may propose a larger compartment than the order needs when none of its size is free.
  public var largerCompartment = true
  /// A deposit is confirmed by a second person.
  public var fourEyes = false
  /// A settled order stays in the list (without personal data) for so many days.
  public var settledDays = 14
  /// An order at the counter still answers to its code for so many days.
  public var retrievedDays = 90
  /// A clock that jumps forward by more days than this is not believed.
  public var clockJumpDaysMax = 60

  /// The register is told what becomes of its orders.
  public var confirmsToRegister = false
  /// What the town does with the document that a new one replaces.
  public var oldDocument = OldDocumentRule.surrender

  public init() {}
}
