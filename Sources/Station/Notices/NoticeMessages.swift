// What a notice says, rendered when it is sent: the outbox holds keys and parameters only. Nil: there is nothing to say
// this way.

import Handover
import Journal
import Secrets

extension StationCore {
  /// The bytes that the receiving program reads.
  func message(
    _ notice: Notice, _ channel: NoticeChannel, _ contact: NoticeContact, _ journal: any JournalStore
  ) throws(JournalError) -> Secret? {
    if channel == .register { return try confirmation(notice, contact, journal) }
    return nil
  }
}
