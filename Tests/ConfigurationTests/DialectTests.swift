// Boards of three dialects: what holds where Kiosk.conf says nothing. What is refused stands in Golden/dialects.

import Configuration
import Testing

@Suite struct DialectTests {
  func boards(_ text: String) throws -> [BusSettings] {
    try StationConfiguration.load(text: smallest + text, file: "K").get().buses
  }

  @Test func eachDialectHasItsOwnDefaults() throws {
    let buses = try boards(
      """
      [[bus]]
      name = "a"
      path = "/dev/a"
      board = [{ address = 14 }]
      [[bus]]
      name = "b"
      path = "/dev/b"
      board = [{ address = 31, dialect = "xor", locks = 50 }, { address = 1, dialect = "xor", locks = 8 }]
      [[bus]]
      name = "c"
      path = "/dev/c"
      board = [
        { address = 247, dialect = "modbus", locks = 32, pulse = "register-momentary" },
        { address = 1, dialect = "modbus", locks = 8 }]
      """)
    #expect(buses.map(\.baud) == [19_200, 9_600, 9_600])
    #expect(buses[0].boards.map(\.pulseMilliseconds) == [500])
    #expect(buses[1].boards.map(\.pulseMilliseconds) == [300, 300])
    #expect(buses[1].boards.map(\.statusBytes) == [3, 7])
    #expect(buses[2].boards.map(\.pulseMilliseconds) == [500, 1_000])
    #expect(buses[2].boards.map(\.pulse) == [.coilFlash, .registerMomentary])
  }

  @Test func whatIsSaidHolds() throws {
    let buses = try boards(
      """
      [[bus]]
      name = "b"
      path = "/dev/b"
      baud = 19200
      board = [{ address = 2, dialect = "xor", locks = 12, status_bytes = 2, pulse_milliseconds = 3000 }]
      """)
    #expect(buses[0].baud == 19_200)
    #expect(buses[0].boards[0].statusBytes == 2)
    #expect(buses[0].boards[0].pulseMilliseconds == 3_000)
  }

  @Test func aWallMayHaveLinesOfEachDialect() throws {
    let configuration = try StationConfiguration.load(
      text: smallest + """
        [[bus]]
        name = "a"
        path = "/dev/a"
        board = [{ address = 0 }]
        [[bus]]
        name = "b"
        path = "/dev/b"
        board = [{ address = 1, dialect = "xor", locks = 24 }]
        [wall]
        rows = 4
        columns = 10
        [[compartments]]
        count = 16
        bus = "a"
        rows = 2
        columns = 8
        [[compartments]]
        first = 17
        count = 20
        bus = "b"
        board = 1
        row = 3
        """, file: "K"
    ).get()
    #expect(configuration.expandedCompartments.count == 36)
    let last = configuration.expandedCompartments[35]
    #expect((last.bus, last.board, last.lock) == (1, 1, 19))
  }
}
