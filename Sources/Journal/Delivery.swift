// How far the sending of a pending notice has come. It stands beside the journal, durable and not signed, so that a
// gateway that is down for a week does not fill the chain; that a notice was done or dropped is a record.

import GRDB
import Handover

/// The ways out of the station.
public enum NoticeChannel: UInt8, Hashable, Sendable, CaseIterable {
  case email = 1
  case sms = 2
  /// The confirmations for the register.
  case register = 3

  public var name: String {
    switch self {
    case .email: "email"
    case .sms: "sms"
    case .register: "register"
    }
  }
}

public struct Delivery: Hashable, Sendable {
  public enum Stage: UInt8, Hashable, Sendable, CaseIterable {
    /// To be sent at `nextAt`.
    case waiting = 0
    /// Handed to its channel; whatever happens now, the outcome may not be learned.
    case sending = 1
    /// Refused for good, or tried as often as allowed; a person decides.
    case failed = 2
    /// It may have been sent or not, and nobody will learn which (I7); a person decides.
    case unknown = 3
    /// There is no way to this person but a letter.
    case unreachable = 4

    public var name: String {
      switch self {
      case .waiting: "waiting"
      case .sending: "sending"
      case .failed: "failed"
      case .unknown: "unknown"
      case .unreachable: "unreachable"
      }
    }
  }

  public var stage: Stage
  /// The way it goes, or went last; nil: none was chosen yet.
  public var channel: NoticeChannel?
  /// How often it was handed to `channel`.
  public var attempts: Int
  /// When it was tried first, milliseconds since 1970 UTC.
  public var since: Int64
  /// When it is tried next, milliseconds since 1970 UTC.
  public var nextAt: Int64
  /// Why the last try failed, in words of the station's own: no address, nothing that a gateway said.
  public var reason: String?

  public init(
    stage: Stage, channel: NoticeChannel?, attempts: Int, since: Int64, nextAt: Int64, reason: String? = nil
  ) {
    self.stage = stage
    self.channel = channel
    self.attempts = attempts
    self.since = since
    self.nextAt = nextAt
    self.reason = reason
  }
}

extension SideTables {
  func put(_ notice: Notice, _ contact: NoticeContact) throws {
    try run(
      """
      INSERT OR REPLACE INTO notice_contact (order_id, kind, cause, email, phone, register_id, language)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      notice.columns + [
        .of(contact.email), .of(contact.phone), .of(contact.registerID), .of(contact.language),
      ])
  }

  func contact(_ notice: Notice) throws -> NoticeContact? {
    let sql = """
      SELECT email, phone, register_id, language FROM notice_contact
      WHERE order_id = ? AND kind = ? AND cause = ?
      """
    return try fetch("notice_contact", sql, notice.columns) {
      NoticeContact(
        email: try $0.optionalText(), phone: try $0.optionalText(), registerID: try $0.optionalText(),
        language: try $0.text())
    }.first
  }

  func put(_ delivery: Delivery, of notice: Notice) throws {
    try run(
      """
      INSERT OR REPLACE INTO delivery (order_id, kind, cause, stage, channel, attempts, since, next_at, reason)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      notice.columns + [
        .of(delivery.stage), .of(delivery.channel?.rawValue), .of(delivery.attempts), .of(delivery.since),
        .of(delivery.nextAt), .of(delivery.reason),
      ])
  }

  func deliveries() throws -> [Notice: Delivery] {
    let sql = """
      SELECT order_id, kind, cause, stage, channel, attempts, since, next_at, reason FROM delivery
      """
    let rows = try fetch("delivery", sql, []) {
      (
        Notice(order: try $0.order(), kind: try $0.raw(NoticeKind.self), cause: try $0.int64()),
        Delivery(
          stage: try $0.raw(Delivery.Stage.self), channel: try $0.optionalRaw(NoticeChannel.self),
          attempts: try $0.int(), since: try $0.int64(), nextAt: try $0.int64(),
          reason: try $0.optionalText())
      )
    }
    return Dictionary(rows, uniquingKeysWith: { _, last in last })
  }
}

extension SQLiteJournal {
  public func contact(_ notice: Notice) throws(JournalError) -> NoticeContact? {
    try connection.access { db in try SideTables(db).contact(notice) }
  }

  public func deliveries() throws(JournalError) -> [Notice: Delivery] {
    try connection.access { db in try SideTables(db).deliveries() }
  }

  public func put(_ delivery: Delivery, of notice: Notice) throws(JournalError) {
    if let failure { throw failure }
    do throws(JournalError) {
      try connection.transaction { db in try SideTables(db).put(delivery, of: notice) }
    } catch {
      failure = error
      throw error
    }
  }
}
