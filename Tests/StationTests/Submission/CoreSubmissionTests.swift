// Applications in the core: what `kiosk status` says of destinations, whose requests go to the keeper, and which numbers are
// in use.

import Handover
import Messages
import Testing

@testable import Station

@Suite struct CoreSubmissionTests {
  @Test(
    "status shows the destinations; a form's destination is ready or not; numbers of the spool are in use")
  func status() throws {
    let bench = try CoreBench()
    guard case .status(let before)? = bench.staff(.status) else { return #expect(Bool(false)) }
    #expect(before.destinations == nil)
    bench.feed(
      .destinations([
        DestinationSight(
          name: "bauhof", isReady: true, waiting: 2, oldestWaitingSince: CivilDay(number: 20_000),
          lastFault: "unreachable: no connection (curl 7)"),
        DestinationSight(name: "buergeramt", isReady: false),
      ]))
    guard case .status(let report)? = bench.staff(.status) else { return #expect(Bool(false)) }
    #expect(report.destinations?.map(\.name) == ["bauhof", "buergeramt"])
    #expect(report.destinations?[0].oldestWaitingSince == "2024-10-04")
    let lines = Listing.status(report, .english)
    #expect(
      lines.contains { $0.hasPrefix("! Applications") && $0.contains("buergeramt: no key to encrypt with") })
    #expect(
      bench.loop.core.isReady(destination: "bauhof") && !bench.loop.core.isReady(destination: "buergeramt"))
    #expect(!bench.loop.core.isReady(destination: "nobody"))
    bench.feed(.submission(.known(references: ["1111-1111"])))
    bench.feed(.submission(.kept(reference: "2222-2222")))
    #expect(bench.loop.core.usedReferences == ["1111-1111", "2222-2222"])
  }

  @Test("the keeper answers staff, through the core to the connection that asked")
  func answers() throws {
    let bench = try CoreBench()
    #expect(bench.staff(.submissions) == nil)
    var row = SubmissionRow(
      reference: "4827-1190", form: "mangel", destination: "bauhof", state: "failed", day: "2026-11-21",
      since: "2026-11-21", attempts: 3)
    row.fault = "folder: gone"
    bench.feed(.submission(.answer(CoreBench.desk, .submissions([row]))))
    #expect(bench.replies.last == .submissions([row]))
    #expect(Listing.submissions([row], .english)[1].hasPrefix("!"))
    _ = bench.staff(.dropSubmission(reference: "4827-1190"))
    #expect(bench.logs.contains { $0.contains("drops 4827-1190") })
  }
}
