// Everything that can happen to a station, and everything that it wants done. Values, so that a simulator can play
// the world and hash what came of it.

import Handover
import Journal
import Messages
import Secrets
import Services

public enum StationInput: Equatable, Sendable {
  /// Debounced contacts of a whole board, by lock from 0; all unknown when the board is silent.
  case readings(BoardName, [DoorSight], isAnswering: Bool)
  case unlockReported(OperationRef, SendReport)
  case citizenConnected(ConnectionID)
  case citizenRequest(ConnectionID, CitizenRequest, Secret?)
  case citizenGone(ConnectionID)
  case staffRequest(ConnectionID, StaffIdentity, StaffRequest)
  case staffGone(ConnectionID)
  /// A sample of a board on trial.
  case probed(BoardName, BoardSample)
  /// The unlock time of a board on trial, after it was asked for or set.
  case unlockTime(BoardName, UnlockTime)
  case disk(freeMegabytes: Int)
  /// What an earlier run observed while the journal refused it (C9); before the first reading.
  case emergency([Event])
  /// A check of the journal found damage; `what` names the record.
  case damaged(String)
  /// What became of an errand that was given out by `deliver`.
  case errandEnded(Notice, attempt: Int, ErrandOutcome)
  /// From the watched folders.
  case exchange(ExchangeInput)
  /// How the printing of the receipt with this reference ended.
  case printed(reference: String, PrintOutcome)
  /// What the spooler says of the printer.
  case printer(PrinterState)
  /// From the card reader and its work.
  case card(CardReport)
  /// From the keeper of applications.
  case submission(SubmissionReport)
  /// How all destinations stand, whenever that has changed.
  case destinations([DestinationSight])
  /// Content that passed its check takes the place of what there was.
  case content(ContentEdition)
  /// Content did not pass, what there is stays: the first mistake as `FILE:LINE: what, remedy`, and how many there are.
  case contentRefused(String)
  /// Time has passed; `nextWake` says when it is wanted.
  case tick
}

/// Who is at the other end of a staff connection, by the kernel's word.
public struct StaffIdentity: Hashable, Sendable {
  public var user: UInt32
  /// The login's name; goes to a side table only.
  public var login: String
  public var roles: Set<Actor.Role>

  public init(user: UInt32, login: String, roles: Set<Actor.Role>) {
    self.user = user
    self.login = login
    self.roles = roles
  }
}

public enum StationEffect: Equatable, Sendable {
  /// One transaction. If it fails, nothing after it runs.
  case append([Entry])
  case unlock(OperationRef)
  /// How far a notice has come: durable before what follows, but no record. If it fails, nothing after it runs.
  case delivery(Notice, Delivery)
  /// What the register says of documents: durable before what follows, but no record. If it fails, nothing after it
  /// runs.
  case documentStates([RegisterEntry])
  /// Forget at most so many that no file has named since that day.
  case forgetDocumentStates(before: CivilDay, limit: Int)
  /// Carry this out; `errandEnded` says how it went.
  case deliver(Errand)
  /// What became of this try is durable: its carrier may forget it.
  case forget(Notice, NoticeChannel, attempt: Int)
  case alarm(ReviewKind, CompartmentNumber?)
  case citizen(ConnectionID, CitizenReply)
  case staff(ConnectionID, StaffReply)
  case close(ConnectionID)
  /// Puts a board on trial, or ends that.
  case probe(BoardName, Bool)
  case readUnlockTime(BoardName)
  /// Sets a board's unlock time in the order that was just confirmed, and reads it back.
  case setUnlockTime(BoardName, milliseconds: Int, TimeByteOrder)
  /// A receipt for the printer, once; its outcome comes back as `printed`.
  case print(reference: String, text: String)
  /// A slip for the printer, once, as a PDF on this paper (`SlipDocument.media`); its outcome comes back as `printed`.
  case printDocument(reference: String, pdf: [UInt8], media: String)
  /// To whoever works with cards.
  case card(CardOrder)
  /// To the keeper of applications: encrypt and keep it. `submission(.kept)` or `.notKept` says what came of it.
  case submit(Application)
  /// To the keeper: what staff ask. The answer comes back as `submission(.answer)`.
  case submissions(ConnectionID, SubmissionOrder)
  /// Observations that the journal refused (C9): to be kept on a second path.
  case emergency([Entry])
  /// To the watched folder: what became of a slice of rows.
  case exchange(batch: Int, ExchangeAnswer)
  /// An item or form was used in this month.
  case count(LinkTarget, UseMonth)
  /// For the log: words and numbers, never personal data.
  case log(String)
}
