// How notices leave the station: which ways there are, how often each is tried, and what an unknown outcome leads to.
// Made from Kiosk.conf's [notices] by the runtime, by hand in tests and simulations.

import Handover
import Journal

public struct NoticeRules: Sendable {
  /// What is done when nobody knows whether a notice was accepted.
  public enum AfterUnknown: Sendable {
    /// A person decides.
    case ask
    /// It is sent again under the same key: for a receiver that knows its keys.
    case resend
  }

  /// The ways that are set up.
  public var channels: Set<NoticeChannel> = []
  /// Which of two ways to a person is tried first; the other one when that failed for good.
  public var preferred: NoticeChannel = .sms
  /// Tries of one notice on one way; the register's are not counted.
  public var attemptsMax = 12
  /// No further try after so many days.
  public var daysMax = 3
  /// From the first failure to the next try, milliseconds; doubled each time.
  public var waitMilliseconds: Int64 = 60_000
  /// The longest wait between two tries, milliseconds.
  public var waitMillisecondsMax: Int64 = 6 * 3_600_000
  /// Notices handed to one channel within a minute.
  public var perMinuteMax = 30
  public var afterUnknownEmail = AfterUnknown.resend
  public var afterUnknownSMS = AfterUnknown.ask
  /// No SMS from the first to the second minute of the day; equal: at any time.
  public var quiet = (from: 0, until: 0)

  public init() {}

  /// Nobody is woken by an SMS.
  func isQuiet(_ channel: NoticeChannel, minuteOfDay: Int) -> Bool {
    guard channel == .sms, quiet.from != quiet.until else { return false }
    return quiet.from < quiet.until
      ? (quiet.from..<quiet.until).contains(minuteOfDay)
      : minuteOfDay >= quiet.from || minuteOfDay < quiet.until
  }

  func afterUnknown(_ channel: NoticeChannel) -> AfterUnknown {
    switch channel {
    case .email: afterUnknownEmail
    case .sms: afterUnknownSMS
    // A confirmation is a file under its key: writing it again changes nothing.
    case .register: .resend
    }
  }

  /// The ways for a notice of this kind to somebody, the first choice first.
  func ways(_ kind: NoticeKind, to contact: NoticeContact) -> [NoticeChannel] {
    let wanted: [NoticeChannel]
    switch kind {
    case .confirmation: wanted = [.register]
    case .receipt: wanted = [.email]
    case .ready, .reminder, .extended, .removed, .newCode:
      wanted = preferred == .email ? [.email, .sms] : [.sms, .email]
    }
    return wanted.filter { channels.contains($0) && contact.address($0) != nil }
  }

  /// Milliseconds until the next try after `attempts` failed ones: doubled each time up to the longest, and between
  /// half and all of that, by `chance`, so that a gateway that comes back is not met by all at once.
  func wait(afterAttempts attempts: Int, chance: UInt64) -> Int64 {
    let doublings = min(max(attempts - 1, 0), 30)
    let whole = min(waitMilliseconds << Int64(doublings), waitMillisecondsMax)
    return max(1, whole / 2 + Int64(chance % UInt64(max(1, whole / 2 + 1))))
  }
}

extension NoticeContact {
  func address(_ channel: NoticeChannel) -> String? {
    switch channel {
    case .email: email
    case .sms: phone
    case .register: registerID
    }
  }
}
