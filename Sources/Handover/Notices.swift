// What becomes of a notice: queued in the transaction of what it tells, once for its order, kind and cause (I13), and
// ended by one record, done or dropped. How often it was tried is no record; see the journal's `Delivery`.

/// What one pending notice needs of a person when the order's own data may be gone by then. It goes with the record
/// that ends the notice.
public struct NoticeContact: Hashable, Sendable {
  public var email: String?
  /// E.164.
  public var phone: String?
  /// The register's id of the order, in clear.
  public var registerID: String?
  /// Language of the text (BCP 47).
  public var language: String

  public init(email: String? = nil, phone: String? = nil, registerID: String? = nil, language: String) {
    self.email = email
    self.phone = phone
    self.registerID = registerID
    self.language = language
  }
}

extension NoticeKind {
  /// Tells somebody to come: untrue as soon as the set is gone from its compartment.
  public var isInvitation: Bool {
    switch self {
    case .ready, .reminder, .extended, .newCode: true
    case .removed, .receipt, .confirmation: false
    }
  }

  /// Stays pending when the order is forgotten: it lives from its own contact and from the records.
  var outlivesItsOrder: Bool { self == .confirmation }

  /// A newer one of the same order says all that an older one would.
  var replacesEarlier: Bool { isInvitation || self == .removed }
}

extension Notice: CustomStringConvertible {
  /// The key under which it leaves the station, whatever way and however often it is tried: order, kind and cause.
  /// ASCII letters, digits, `_` and `-`.
  public var key: String { "\(order)-\(kind.name)-\(cause)" }

  /// Reads a key back; nil when it is none.
  public init?(key: some StringProtocol) {
    let parts = key.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let order = OrderID(parts[0]),
      let kind = NoticeKind.allCases.first(where: { $0.name == parts[1] }), let cause = Int64(parts[2]),
      cause > 0, String(cause) == parts[2]
    else { return nil }
    self.init(order: order, kind: kind, cause: cause)
  }

  public var description: String { key }
}

extension Personal {
  /// What a notice of this kind needs, and no more.
  public func contact(for kind: NoticeKind) -> NoticeContact {
    switch kind {
    case .ready, .reminder, .extended, .removed, .newCode:
      NoticeContact(email: email, phone: phone, language: language)
    case .receipt: NoticeContact(email: email, language: language)
    case .confirmation: NoticeContact(registerID: registerID, language: language)
    }
  }
}

extension Decision {
  /// Queues a notice about the record with the number `cause` (nil: the last one). With `erasing` it takes along what
  /// it needs of the order's personal data, which is then erased in the same transaction.
  mutating func queue(
    _ kind: NoticeKind, _ order: OrderID, cause: Int64? = nil, erasing erasure: SideChange? = nil
  ) {
    // Whoever may be served at the counter only is never told to come and type a code (§18(5) PAuswV).
    if kind.isInvitation, state.orders[order]?.facts.counterOnly == true { return }
    let notice = Notice(order: order, kind: kind, cause: cause ?? state.sequence)
    if kind.replacesEarlier { dropNotices(of: order) { $0 == kind } }
    append(
      .noticeQueued(notice), by: .station, side: erasure.map { [.keepContact(notice), $0] } ?? [])
  }

  /// It was handed over to whoever carries it on. Nothing happens when it is not pending any more: it was dropped
  /// while it was on its way.
  public mutating func noticeDone(_ notice: Notice) {
    guard state.outbox.contains(notice) else { return }
    append(.noticeDone(notice), by: .station, side: [.eraseContact(notice)])
  }

  /// It will not be sent. `author` nil: whoever acts, with the reason.
  public mutating func dropNotice(_ notice: Notice, by author: Actor? = nil) throws(Refusal) {
    guard state.outbox.contains(notice) else { throw .unknownNotice }
    append(.noticeDropped(notice), by: author, side: [.eraseContact(notice)])
  }

  /// What has not been sent is not true any more.
  mutating func dropNotices(of order: OrderID, where isMeant: (NoticeKind) -> Bool) {
    for notice in state.outbox where notice.order == order && isMeant(notice.kind) {
      append(.noticeDropped(notice), by: .station, side: [.eraseContact(notice)])
    }
  }
}
