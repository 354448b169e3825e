// What passes between the station's loop and whoever works with a card: jobs go out, reports come back as inputs. The
// loop never waits for a card. Behind the seam stand the own card stack, AusweisApp, and a script in tests.

import Identity
import Messages
import Secrets

/// What is to be done with the card that lies on the reader.
public enum CardJob: Equatable, Sendable {
  /// How the PIN stands; nothing is tried.
  case look
  case changePIN
  /// A suspended PIN is used again: CAN, then PIN.
  case resumePIN
  case unblockPIN
  /// Reads number and signatures of the passport that this key opens, and nothing else of it.
  case readPassport(TypedPassportKey)
  /// Identifies the holder of an ID card online: these rights are asked for, and nothing else.
  case identify([AccessRight])
}

/// What opens the chip of a passport.
public enum TypedPassportKey: Equatable, Sendable {
  /// Six digits.
  case can(Secret)
  /// The passport's second line, or number, birth date and expiry as the second line writes them, 21 characters.
  case zone(Secret)

  /// From the secret part of a request; nil: nothing that opens a passport.
  init?(_ typed: Secret) {
    switch typed.count {
    case 6: self = .can(typed)
    case 21, 44: self = .zone(typed)
    default: return nil
    }
  }
}

/// What the job waits for, from the person.
public struct CardAsk: Equatable, Sendable {
  public enum What: Equatable, Sendable {
    case secret(CardSecret)
    case newPIN
    /// To agree to who reads what.
    case consent(CardConsent)
  }

  public var what: What
  public var hint: SecretHint
  /// It is typed at the reader's own keys.
  public var isAtReader: Bool

  public init(_ what: What, _ hint: SecretHint = .none, isAtReader: Bool = false) {
    self.what = what
    self.hint = hint
    self.isAtReader = isAtReader
  }
}

/// How a job ended.
public enum CardOutcome: Equatable, Sendable {
  case standing(PinStanding)
  case changed
  case resumed
  case unblocked
  /// The new PIN was on its way, and nobody knows whether it arrived.
  case unclear
  /// The passport is genuine; its number as its chip has it, without fillers.
  case passport(number: Secret)
  /// What the town's service has of the card's holder.
  case identified(IdentityHolder)
  /// What the person should do, and the stable code for the log.
  case failed(CardAdvice, code: String)
}

/// What comes back.
public enum CardReport: Equatable, Sendable {
  case reader(ReaderSight)
  /// The job goes on when a card lies on the reader again.
  case wantsCard(job: Int)
  case asks(job: Int, CardAsk)
  /// It has what it asked for and works.
  case working(job: Int)
  case ended(job: Int, CardOutcome)
}

/// What goes out.
public enum CardOrder: Equatable, Sendable {
  case start(CardJob, job: Int)
  case give(Secret, job: Int)
  /// What the consent shows is agreed to.
  case accept(job: Int)
  /// Ends the job, wherever it stands, and resets the card: nothing of a session is left in it.
  case end(job: Int)
}

/// Whoever works with cards. Calls return at once; reports come from a thread of its own.
public protocol CardWorker: Sendable {
  func take(_ order: CardOrder)
  /// Ends what runs, resets the card, and posts nothing more.
  func stop()
}
