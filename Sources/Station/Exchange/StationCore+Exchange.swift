// The core's side of the watched folders: rows are imported by the station itself, and what the folders report is kept
// for `kiosk status`.

import Handover
import Journal
import Messages

extension StationCore {
  /// How the folders stand, for `kiosk status`.
  var exchangeReport: ExchangeReport {
    func folder(_ isSetUp: Bool, _ sight: ExchangeSight) -> ExchangeReport.Folder? {
      guard isSetUp else { return nil }
      return ExchangeReport.Folder(
        waiting: sight.waiting, trouble: sight.trouble, rejected: sight.rejected > 0 ? sight.rejected : nil)
    }
    return ExchangeReport(
      inbox: folder(setup.hasInbox, exchangeSights.inbox),
      outbox: folder(
        setup.hasOutbox,
        ExchangeSight(
          waiting: durable.outbox.count { $0.kind == .confirmation }, trouble: exchangeSights.outbox.trouble))
    )
  }

  mutating func exchange(_ input: ExchangeInput, _ journal: any JournalStore) {
    switch input {
    case .rows(let batch, let rows):
      if let frozen {
        out.append(.exchange(batch: batch, .refused(frozen)))
        return
      }
      do throws(DeskError) {
        let result = try importOrders(.station, note: nil, rows, journal)
        out.append(.exchange(batch: batch, .imported(result)))
      } catch {
        out.append(.exchange(batch: batch, .refused(error.refused.message)))
      }
    case .documents(let batch, let rows):
      if let frozen {
        out.append(.exchange(batch: batch, .refused(frozen)))
        return
      }
      do throws(DeskError) {
        let result = try importDocuments(rows, journal)
        out.append(.exchange(batch: batch, .documents(result)))
      } catch {
        out.append(.exchange(batch: batch, .refused(error.refused.message)))
      }
    case .inbox(let sight): exchangeSights.inbox = sight
    case .outbox(let sight): exchangeSights.outbox = sight
    }
  }
}
