// What Kiosk.conf lets a board say and what Lockers takes are written down twice, since Configuration knows no wire:
// here the two are held against each other, dialect by dialect.

import Configuration
import Lockers
import Testing

@testable import Station

@Suite struct DialectSettingsTests {
  /// Boards as Kiosk.conf may write them, at the edges of what each dialect allows and one step beyond.
  static let boards: [String] = {
    var boards: [String] = []
    for dialect in BoardSettings.Dialect.allCases {
      let name = "dialect = \"\(dialect.rawValue)\""
      for address in [0, 1, 14, 15, 31, 32, 247] { boards.append("\(name), address = \(address)") }
      for locks in [1, 8, 16, 17, 24, 32, 33, 50] { boards.append("\(name), address = 1, locks = \(locks)") }
      for pulse in [10, 100, 300, 500, 505, 1000, 1500, 9000, 10_000, 11_000, 60_000] {
        boards.append("\(name), address = 1, pulse_milliseconds = \(pulse)")
      }
      boards.append("\(name), address = 1, item_sensor = true")
      boards.append("\(name), address = 1, verify_sum = false")
    }
    for pulse in [500, 1000] {
      boards.append(
        "dialect = \"modbus\", address = 1, pulse = \"register-momentary\", pulse_milliseconds = \(pulse)")
    }
    for bytes in [2, 3, 6, 7, 8] {
      boards.append("dialect = \"xor\", address = 1, locks = 50, status_bytes = \(bytes)")
    }
    return boards
  }()

  static func load(_ board: String) -> BusSettings? {
    let text = """
      [station]
      town = "Stadt Musterstadt"
      [counter]
      name = "Bürgeramt"
      address = "Am Markt 1"
      [[bus]]
      name = "a"
      path = "/dev/a"
      board = [{ \(board) }]
      """
    return try? StationConfiguration.load(text: text, file: "K").get().buses[0]
  }

  @Test("both know the same dialects and pulses")
  func names() {
    #expect(BoardSettings.Dialect.allCases.map(\.rawValue) == DialectName.allCases.map(\.rawValue))
    #expect(BoardSettings.Pulse.allCases.map(\.rawValue) == ModbusPulse.allCases.map(\.rawValue))
  }

  @Test("what Kiosk.conf takes, Lockers takes", arguments: boards)
  func agreed(board: String) throws {
    guard let settings = Self.load(board) else { return }
    #expect(BusConfiguration(settings).problems == [])
  }

  @Test("what Kiosk.conf refuses, Lockers refuses")
  func refused() {
    // Each pair: the settings that Kiosk.conf refuses, and the same written past it.
    func lockers(
      _ address: Int, _ dialect: DialectName, _ change: (inout BoardConfiguration) -> Void = { _ in }
    )
      -> Bool
    {
      var board = BoardConfiguration(address: address, dialect: dialect)
      change(&board)
      return BusConfiguration(path: "/dev/a", boards: [board]).problems.isEmpty
    }
    for dialect in DialectName.allCases {
      let name = "dialect = \"\(dialect.rawValue)\""
      for address in 0...247 {
        #expect(
          (Self.load("\(name), address = \(address)") != nil) == lockers(address, dialect),
          "\(dialect) address \(address)")
      }
      for locks in 1...50 {
        #expect(
          (Self.load("\(name), address = 1, locks = \(locks)") != nil)
            == lockers(1, dialect) { $0.lockCount = locks }, "\(dialect) locks \(locks)")
      }
      for pulse in [10, 100, 300, 500, 1000, 1500, 9000, 9500, 10_000, 11_000, 60_000] {
        #expect(
          (Self.load("\(name), address = 1, pulse_milliseconds = \(pulse)") != nil)
            == lockers(1, dialect) { $0.pulseMilliseconds = pulse }, "\(dialect) pulse \(pulse)")
      }
    }
  }

  @Test("every setting arrives")
  func mapping() throws {
    let relay = try #require(
      Self.load("dialect = \"modbus\", address = 9, locks = 8, pulse = \"register-momentary\""))
    let bus = BusConfiguration(relay)
    #expect(bus.baud == 9600)
    #expect(bus.boards[0].dialect == .modbus)
    #expect(bus.boards[0].modbusPulse == .registerMomentary)
    #expect(bus.boards[0].pulseMilliseconds == 1000)
    let xor = try #require(
      Self.load("dialect = \"xor\", address = 31, locks = 12, status_bytes = 4, pulse_milliseconds = 2000"))
    let board = BusConfiguration(xor).boards[0]
    #expect(board.dialect == .xor)
    #expect(board.statusBytes == 4)
    #expect(board.pulseMilliseconds == 2000)
  }
}
