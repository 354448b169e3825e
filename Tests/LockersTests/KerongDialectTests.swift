// The frames of the Kerong table, both ways, as published; and frames that must not be believed.

import Testing

@testable import Lockers

@Suite struct KerongDialectTests {
  func listening(verifiesSum: Bool = true) -> Listening {
    let board = BoardConfiguration(address: 0)
    return Listening(boards: [board], asked: board, verifiesSum: verifiesSum)
  }

  struct Row: Sendable, CustomTestStringConvertible {
    var name: String
    var wire: String
    var address: UInt8
    var command: UInt8
    var data: [UInt8] = []
    var testDescription: String { name }
  }

  static let rows = [
    Row(name: "status of board 0", wire: "02 00 30 03 35", address: 0x00, command: 0x30),
    Row(name: "status of board 1", wire: "02 10 30 03 45", address: 0x10, command: 0x30),
    Row(name: "status of board 15", wire: "02 F0 30 03 25", address: 0xF0, command: 0x30),
    Row(
      name: "answer, all hooks 1", wire: "02 00 35 FF FF 00 00 03 38", address: 0x00, command: 0x35,
      data: [0xFF, 0xFF, 0, 0]),
    Row(name: "unlock lock 0 of board 0", wire: "02 00 31 03 36", address: 0x00, command: 0x31),
    Row(name: "unlock lock 15 of board 0", wire: "02 0F 31 03 45", address: 0x0F, command: 0x31),
    Row(name: "unlock lock 0 of board 1", wire: "02 10 31 03 46", address: 0x10, command: 0x31),
    Row(name: "status of every board", wire: "02 F0 32 03 27", address: 0xF0, command: 0x32),
    Row(name: "status of every board, other form", wire: "02 00 32 03 37", address: 0x00, command: 0x32),
    Row(name: "unlock all of a board", wire: "02 00 33 03 38", address: 0x00, command: 0x33),
    Row(name: "query pulse time", wire: "02 00 37 03 3C", address: 0x00, command: 0x37),
    Row(name: "delayed unlock, 5 s", wire: "02 00 39 05 03 43", address: 0x00, command: 0x39, data: [5]),
    Row(name: "set baud 9600", wire: "02 00 40 00 03 45", address: 0x00, command: 0x40, data: [0]),
  ]

  @Test("frames of the table, both ways", arguments: rows)
  func frames(row: Row) throws {
    let frame = KerongFrame(address: row.address, command: row.command, data: row.data)
    #expect(hex(frame.bytes) == row.wire)
    #expect(KerongFrame(bytes(row.wire)) == frame)
  }

  @Test("requests of the dialect are the frames of the table")
  func requests() {
    let dialect = KerongDialect()
    #expect(hex(dialect.statusRequest(BoardConfiguration(address: 0))) == "02 00 30 03 35")
    #expect(hex(dialect.statusRequest(BoardConfiguration(address: 1))) == "02 10 30 03 45")
    #expect(hex(dialect.statusRequest(BoardConfiguration(address: 15))) == "02 F0 30 03 25")
    #expect(hex(dialect.unlockRequest(BoardConfiguration(address: 0), lock: 0)) == "02 00 31 03 36")
    #expect(hex(dialect.unlockRequest(BoardConfiguration(address: 0), lock: 15)) == "02 0F 31 03 45")
    #expect(hex(dialect.unlockRequest(BoardConfiguration(address: 1), lock: 0)) == "02 10 31 03 46")
    #expect(dialect.pulseTimeQuery(BoardConfiguration(address: 0)).map(hex) == "02 00 37 03 3C")
    let setting = dialect.pulseTimeSetting(BoardConfiguration(address: 0), first: 0, second: 50)
    #expect(setting.map(hex) == "02 00 37 00 32 03 6E")
  }

  @Test(
    "wrong checksums that circulate in the field are refused",
    arguments: ["02 10 30 03 3E", "02 0F 31 03 49"])
  func wrongSums(wire: String) { #expect(KerongFrame(bytes(wire)) == nil) }

  @Test("answers are understood")
  func answers() {
    let dialect = KerongDialect()
    #expect(
      dialect.recognise(bytes("02 00 35 FF FF 00 00 03 38"), from: 0, listening())
        == .answer(.status(address: 0, contacts: 0xFFFF, items: 0), length: 9))
    #expect(
      dialect.recognise(bytes("02 10 35 01 80 02 40 03 0D"), from: 0, listening())
        == .answer(.status(address: 0x10, contacts: 0x8001, items: 0x4002), length: 9))
    #expect(
      dialect.recognise(bytes("02 10 36 FF FF 00 00 03 49"), from: 0, listening())
        == .answer(.foreign(address: 0x10), length: 9))
    #expect(
      dialect.recognise(bytes("02 00 38 00 32 03 6F"), from: 0, listening())
        == .answer(.pulseTime(address: 0, first: 0, second: 0x32), length: 7))
  }

  @Test("what is no answer is not taken for one")
  func refusals() {
    let dialect = KerongDialect()
    func see(_ wire: String, sum: Bool = true) -> Recognition {
      dialect.recognise(bytes(wire), from: 0, listening(verifiesSum: sum))
    }
    #expect(see("FF") == .nothing)
    #expect(see("02") == .incomplete)
    #expect(see("02 00 35 FF FF 00 00 03") == .incomplete)
    #expect(see("02 00 35 FF FF 00 00 03 39") == .broken(.badSum))
    #expect(
      see("02 00 35 FF FF 00 00 03 39", sum: false)
        == .answer(.status(address: 0, contacts: 0xFFFF, items: 0), length: 9))
    #expect(see("02 00 35 FF FF 00 00 04 39") == .broken(.noEnd))
    #expect(see("02 00 30 03 35") == .broken(.unexpectedCommand))
    #expect(see("F5 B6 00 00 5F 0A") == .nothing)
  }

  @Test("a changed byte is never a frame")
  func everyByteCounts() {
    let good = bytes("02 10 35 01 80 02 40 03 0D")
    for index in good.indices {
      for value in UInt8.min...UInt8.max where value != good[index] {
        var bad = good
        bad[index] = value
        #expect(KerongFrame(bad) == nil)
      }
    }
  }
}
