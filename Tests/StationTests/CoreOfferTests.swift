// What the station offers: by its profile, by what works, and by the town's opening rules. What is closed cannot be begun,
// and a session that has begun goes on.

import Configuration
import Handover
import Services
import Testing

@testable import Messages
@testable import Station

@Suite struct CoreOfferTests {
  private static func kinds(_ bench: CoreBench) -> [Offer.Kind] {
    (bench.snapshot?.offers ?? []).filter(\.isOpen).map(\.kind)
  }

  @Test func `lockers are a matter of the profile`() throws {
    let both = try CoreBench()
    #expect(Self.kinds(both).contains(.pickup))
    let terminal = try CoreBench {
      $0.offers.hasLockers = false
      $0.plans = []
      $0.boards = []
    }
    #expect(terminal.stage == .idle)
    #expect(terminal.snapshot?.pickupAvailable == false)
    #expect(!Self.kinds(terminal).contains(.pickup))
    terminal.ask(.beginPickup)
    #expect(terminal.stage == .idle)
  }

  @Test func `a closed service says when it opens, and is not begun`() throws {
    let hours = try OpeningHours("Mo-Su,PH 06:00-22:00")
    // The bench's day begins at midnight, a Sunday.
    let bench = try CoreBench { $0.offers.hours[.pickup] = hours }
    let offer = bench.snapshot?.offers.first
    #expect(offer == Offer(.pickup, isOpen: false, opens: .key("opens.today", ["time": "6:00"])))
    bench.ask(.beginPickup)
    #expect(bench.stage == .idle)
    bench.pass(6 * 3_600_000)
    #expect(Self.kinds(bench).contains(.pickup))
    bench.ask(.beginPickup)
    #expect(bench.stageName == "number")
  }

  @Test func `who has begun before closing time goes on`() throws {
    let hours = try OpeningHours("Mo-Su 00:00-00:01")
    let bench = try CoreBench { $0.offers.hours[.pickup] = hours }
    let id = bench.deposited(slip: "48271190")
    bench.now = 0
    bench.feed(.tick)
    bench.ask(.beginPickup)
    #expect(bench.stageName == "number")
    bench.pass(50_000)
    bench.ask(.active)
    bench.pass(20_000)
    #expect(bench.time.minuteOfDay == 1)
    bench.ask(.number, "48271190")
    bench.ask(.code, bench.code(id))
    #expect(bench.stageName == "birthDate")
  }

  @Test func `every service of an opening rule is one of the idle screen`() {
    #expect(Set(OpeningSettings.Service.allCases.map(\.rawValue)) == Set(Offer.Kind.allCases.map(\.rawValue)))
  }

  @Test func `when it opens is said as people say it`() {
    let now = LocalMinute(day: CivilDay(year: 2026, month: 11, day: 22)!, minute: 1000)
    func opens(_ days: Int) -> Words {
      OpeningWords.opens(LocalMinute(day: now.day + days, minute: 485), seen: now)
    }
    #expect(opens(0) == .key("opens.today", ["time": "8:05"]))
    #expect(opens(1) == .key("opens.tomorrow", ["time": "8:05"]))
    #expect(opens(2) == .key("opens.day1", ["time": "8:05"]))
    #expect(opens(9) == .key("opens.date", ["day": "1", "month": "12", "time": "8:05"]))
  }
}
