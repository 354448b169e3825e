// A way to one destination, as the deliverer sees it: a key to encrypt with, and one step of a delivery at a time. What a
// step means for the spool is decided by the deliverer; what the steps are, by the way.

import Handover

/// What came of one step.
enum DeliveryStep: Equatable, Sendable {
  /// A stage was reached; what the way has noted in the entry is to be kept.
  case reached(SpoolEntry.Stage)
  /// Nothing is wrong and nothing new: look again.
  case waiting
  /// It did not work now.
  case later(SubmissionFault)
  /// It will never work as it is: a person must decide.
  case failed(SubmissionFault)
}

/// The two clocks of a delivery.
struct DeliveryTime: Equatable, Sendable {
  /// Wall milliseconds: a delivery goes on for weeks, over starts of the machine.
  var wall: Int64
  var day: CivilDay
}

protocol DeliveryWay: Sendable {
  var name: String { get }
  /// It takes only applications for a service with a LeiKa key.
  var needsService: Bool { get }
  /// Days until a person must decide.
  var retryDays: Int { get }
  /// Days that a delivered entry stays in the list.
  var keepDays: Int { get }
  /// There is a key to encrypt with. Any thread.
  func isReady(at time: DeliveryTime) -> Bool
  /// Encrypts, in memory. Any thread, and without the network.
  func seal(_ application: Application, at time: DeliveryTime) throws(SubmissionFault) -> (
    content: SpoolEntry.Content, key: String?
  )
  /// Looks after its keys; when it wants to be asked again, wall milliseconds. The delivery's thread.
  func refresh(at time: DeliveryTime) -> (next: Int64, fault: SubmissionFault?)
  /// One step. What must be durable before the world hears of it goes through `save`. The delivery's thread.
  func step(
    _ entry: inout SpoolEntry, at time: DeliveryTime, save: (SpoolEntry) throws(SubmissionFault) -> Void
  ) -> DeliveryStep
}

extension DeliveryWay {
  var needsService: Bool { false }
}
