// What only a person settles, under their name and with a reason; and safe mode.

extension Decision {
  public mutating func closeReview(_ id: Int64) throws(Refusal) {
    guard state.reviews[id] != nil else { throw .unknownReview }
    append(.reviewClosed(id))
  }

  /// Takes a compartment out of service. One that the station took out of service becomes a person's: whoever is about
  /// to work at it need not ask who was first, and its review items stay.
  public mutating func block(_ number: CompartmentNumber) throws(Refusal) {
    let compartment = try compartment(number)
    if compartment.block == .staff { throw .compartmentBlocked(number, .staff) }
    append(.blocked(number, .staff))
  }

  /// Puts a compartment back into service: only closed, and with nothing unclear about it.
  public mutating func release(_ number: CompartmentNumber, sight: DoorSight) throws(Refusal) {
    let compartment = try compartment(number)
    guard compartment.block != nil else { throw .invalidAnswer }
    if state.operation(at: number) != nil { throw .compartmentBusy(number) }
    switch sight.door {
    case .unknown: throw .doorUnknown(number)
    case .open: throw .doorOpen(number)
    case .closed: break
    }
    if state.reviews.values.contains(where: { $0.compartment == number }) { throw .reviewOpen(number) }
    if compartment.content == .unclear { throw .contentUnclear(number) }
    append(.released(number))
  }

  /// A record holds so many violations, each of so many bytes; the log has the rest.
  static let violationsMax = 16
  static let violationBytesMax = 200

  public mutating func enterSafeMode(_ violations: [String]) {
    guard state.safeMode == nil else { return }
    let short = violations.prefix(Decision.violationsMax).map { text in
      var text = text
      while text.utf8.count > Decision.violationBytesMax { text.removeLast() }
      return text
    }
    append(.safeModeEntered(violations: Array(short)), by: .station)
  }

  public mutating func leaveSafeMode() throws(Refusal) {
    guard state.safeMode != nil else { throw .invalidAnswer }
    append(.safeModeLeft)
  }

  /// The first record of a journal.
  public mutating func found(station: UInt64) {
    guard state.sequence == 0 else { return }
    append(.founded(station: station), by: .station)
  }

  public mutating func start(version: String) { append(.started(version: version), by: .station) }
}
