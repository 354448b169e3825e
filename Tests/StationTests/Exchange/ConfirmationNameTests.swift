// What names a confirmation for ever: the same event has one name, other events have others, also after a backup was
// restored; and what lies in the folder is never replaced.

import Glibc
import Handover
import Logging
import Synchronization
import Testing

@testable import Messages
@testable import Station

@Suite struct ConfirmationNameTests {
  /// The first confirmation of a station, of which only the moment of its first event is `milliseconds` later.
  private func first(milliseconds: Int64, tries: Int = 1) throws -> [ConfirmationFile] {
    let bench = try CoreBench {
      $0.hasOutbox = true
      $0.policy.confirmsToRegister = true
      $0.notices.channels = [.register]
    }
    bench.pass(milliseconds)
    bench.deposited(slip: "4827")
    return try (1...tries).map { attempt in
      bench.feed(.tick)
      let errand = try #require(bench.errands.first)
      bench.errands.removeFirst()
      bench.feed(.errandEnded(errand.notice, attempt: attempt, .later(reason: "no folder")))
      bench.pass(60_000)
      return try #require(
        MessageCoding.decode(
          ConfirmationFile.self, from: errand.message.withSpan { span in span.indices.map { span[$0] } }))
    }
  }

  @Test func `two stations that go on from one backup never give one key to two events`() throws {
    let one = try first(milliseconds: 0)[0]
    let other = try first(milliseconds: 1)[0]
    #expect(one.station == other.station && one.sequence == other.sequence)
    #expect(one.record != other.record && one.name != other.name)
    #expect(one.name.hasSuffix("-\(one.record).json") && one.record.count == 16)
  }

  @Test func `the same event has the same name at every try`() throws {
    let tries = try first(milliseconds: 0, tries: 3)
    #expect(Set(tries.map(\.name)).count == 1 && Set(tries.map(\.record)).count == 1)
  }

  @Test func `what lies under the name is never replaced`() throws {
    let scratch = Scratch()
    let folder = try Folder.open(scratch.path)
    func write(_ text: String) throws -> String { try folder.writeNew(Array(text.utf8), as: "c-1.json") }
    func read(_ name: String) throws -> String {
      String(decoding: try SmallFile.read("\(scratch.path)/\(name)", bytesMax: 100), as: UTF8.self)
    }
    #expect(try write("one") == "c-1.json")
    #expect(try write("one") == "c-1.json", "written once more after a kill")
    #expect(try write("two") == "c-1-2.json")
    #expect(try write("two") == "c-1-2.json")
    symlink("/nowhere", "\(scratch.path)/c-1-3.json")
    #expect(try write("three") == "c-1-4.json")
    #expect(try read("c-1.json") == "one" && read("c-1-2.json") == "two" && read("c-1-4.json") == "three")
    #expect(
      try folder.names().map { String(decoding: $0.bytes, as: UTF8.self) } == [
        "c-1-2.json", "c-1-3.json", "c-1-4.json", "c-1.json",
      ], "nothing half is left")
  }

  @Test func `one file waits, two files wait`() {
    func line(_ waiting: Int, _ language: DeskLanguage) -> String {
      let report = ExchangeReport(inbox: ExchangeReport.Folder(waiting: waiting, trouble: nil), outbox: nil)
      return Listing.exchange(report, language)[0].value
    }
    #expect(
      [0, 1, 2].map { line($0, .german) } == ["0 Dateien warten", "1 Datei wartet", "2 Dateien warten"])
    #expect(
      [0, 1, 2].map { line($0, .english) } == ["0 files waiting", "1 file waiting", "2 files waiting"])
  }

  @Test func `a counter without a telephone has no half sentence`() throws {
    #expect(
      CounterPhone.fit("A\nFragen: {counter}, Telefon {phone}\nTelefon {phone}\nB", "")
        == "A\nFragen: {counter}\nB")
    for texts in try noticeTexts().values {
      for text in texts.values {
        #expect(CounterPhone.fit(text, "0711 1") == text)
        let without = CounterPhone.fit(text, "")
        #expect(!without.contains("{phone}") && !without.lowercased().contains("telefon"))
        #expect(!without.lowercased().contains("telephone") && !without.contains(" \n"))
      }
    }
  }
}
