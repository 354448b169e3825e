// One notice on one way out of the station, rendered and addressed: what the core gives out and what comes back. An
// errand carries personal data and a code; it lives as long as it takes to hand it over, and is never written down.

import Handover
import Journal
import Secrets

public struct Errand: Equatable, Sendable {
  public var notice: Notice
  public var channel: NoticeChannel
  /// From 1, on this channel.
  public var attempt: Int
  /// The same for every attempt: whoever carries the errand on must not deliver one key twice.
  public var key: String
  /// E-mail address, E.164 number, or the register's id of the order.
  public var address: String
  /// What the receiving program reads: an e-mail with its headers, the text of an SMS, a confirmation.
  public var message: Secret
  /// The channel may have this key already: ask what became of it before anything is sent.
  public var isRepeat: Bool

  public init(
    notice: Notice, channel: NoticeChannel, attempt: Int, key: String, address: String, message: Secret,
    isRepeat: Bool
  ) {
    self.notice = notice
    self.channel = channel
    self.attempt = attempt
    self.key = key
    self.address = address
    self.message = message
    self.isRepeat = isRepeat
  }
}

/// How an errand ended. Reasons are words of the station's own: no address, nothing that a gateway said.
public enum ErrandOutcome: Equatable, Sendable {
  /// Whoever carries it on has it, and answers for it from here on.
  case accepted
  /// Certainly not accepted; another try may help.
  case later(reason: String)
  /// Certainly not accepted, and no try will help.
  case refused(reason: String)
  /// Accepted or not, nobody knows (I7).
  case unknown(reason: String)
}
