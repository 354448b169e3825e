// The judge of the outbox: what was queued by the journal against what the gateways truly have. It knows nothing of
// how often a notice is tried.

import Handover
import Journal

struct NoticeJudge {
  private var queued: [Notice] = []
  private var done: Set<Notice> = []
  private var dropped: Set<Notice> = []
  /// What a gateway accepted; true: the station was told so, or will be when it asks.
  private var acceptances: [Notice: Bool] = [:]
  /// Keys that a gateway accepted again although the first outcome was not unknown.
  private(set) var twice = 0
  /// What the station showed of its outbox last.
  var listed: Set<String> = []

  mutating func written(_ event: Event) {
    switch event {
    case .noticeQueued(let notice): queued.append(notice)
    case .noticeDone(let notice): done.insert(notice)
    case .noticeDropped(let notice): dropped.insert(notice)
    default: break
    }
  }

  mutating func accepted(_ notice: Notice, _ channel: NoticeChannel, isTold: Bool) {
    // A confirmation is a file under its key: writing it again changes nothing.
    if channel != .register, acceptances[notice] == true { twice += 1 }
    acceptances[notice] = acceptances[notice] == true || isTold
  }

  /// Queued, and neither accepted, dropped nor pending; or done without a gateway that has it; or pending and stuck.
  func lost(pending: Set<Notice>, stuck: Set<Notice>) -> [Notice] {
    queued.filter { notice in
      if done.contains(notice) { return acceptances[notice] == nil }
      if dropped.contains(notice) { return false }
      return !pending.contains(notice) || stuck.contains(notice)
    }
  }
}
