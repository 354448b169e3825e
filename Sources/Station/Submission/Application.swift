// What the core hands over when somebody has confirmed an application, and what it hears of it: whether it is kept, and
// how the destinations stand. Nothing of an application comes back to the core but its reference.

import Handover
import Messages
import Secrets
import Services

/// One confirmed application on its way into the spool. It does not print what was answered.
public struct Application: Equatable, Sendable {
  /// The name of a destination in Kiosk.conf.
  public var destination: String
  /// The number that the applicant takes home; the same number is the same application.
  public var reference: String
  /// The form's id.
  public var form: String
  /// The LeiKa key, 14 digits; nil: the town has assigned none.
  public var leika: String?
  /// What the form is called in the town's first language.
  public var title: String
  public var day: CivilDay
  /// JSON as docs/schema/application.schema.json has it; wiped with the last copy of this value.
  public var data: Secret

  public init(_ submission: FormSubmission, formID: String, leika: String?, title: String, day: CivilDay) {
    self.init(
      destination: submission.destination, reference: submission.reference, form: formID, leika: leika,
      title: title, day: day, data: Secret(submission.json))
  }

  public init(
    destination: String, reference: String, form: String, leika: String?, title: String, day: CivilDay,
    data: Secret
  ) {
    self.destination = destination
    self.reference = reference
    self.form = form
    self.leika = leika
    self.title = title
    self.day = day
    self.data = data
  }
}

extension Application: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "Application(\(reference) to \(destination), …)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// What the core hears of applications.
public enum SubmissionReport: Equatable, Sendable {
  /// It is encrypted and durable: from here on it is not lost. Said again for the same reference.
  case kept(reference: String)
  /// It is not kept; `why` is a sentence for staff, without anything of the application.
  case notKept(reference: String, why: String)
  /// These numbers are in use by what an earlier run kept: none of them may be given out.
  case known(references: [String])
  /// An answer to a staff connection that asked for the list, or acted on it.
  case answer(ConnectionID, StaffReply)
}

/// How a destination stands.
public struct DestinationSight: Equatable, Sendable {
  public var name: String
  /// There is a key to encrypt with: forms for it may be offered.
  public var isReady: Bool
  /// Applications that the destination does not have yet, or has not accepted.
  public var waiting: Int
  /// Delivered, and still in the list.
  public var delivered: Int
  /// A person must decide: rejected, or given up.
  public var failed: Int
  /// When the oldest of those that wait was confirmed.
  public var oldestWaitingSince: CivilDay?
  /// What went wrong last and has not gone well since; nothing personal.
  public var lastFault: String?
  /// It takes only what has a LeiKa key (FIT-Connect): forms without one are not offered.
  public var needsService: Bool

  public init(
    name: String, isReady: Bool, waiting: Int = 0, delivered: Int = 0, failed: Int = 0,
    oldestWaitingSince: CivilDay? = nil, lastFault: String? = nil, needsService: Bool = false
  ) {
    self.name = name
    self.isReady = isReady
    self.waiting = waiting
    self.delivered = delivered
    self.failed = failed
    self.oldestWaitingSince = oldestWaitingSince
    self.lastFault = lastFault
    self.needsService = needsService
  }
}

/// What staff ask of the spool.
public enum SubmissionOrder: Equatable, Sendable {
  case list
  /// Nil: all that a person must decide.
  case retry(reference: String?)
  /// Takes it out of the spool for good.
  case drop(reference: String)
}
