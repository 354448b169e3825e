// Small files, right and wrong, and the exact lines that come out.

import Configuration
import Testing

/// The smallest file that loads.
let smallest = """
  [station]
  town = "Stadt Musterstadt"
  [counter]
  name = "Bürgeramt, Schalter 3"
  address = "Am Markt 1"

  """

/// A file with 48 compartments, to which a test adds.
let usual =
  smallest + """
    [[bus]]
    name = "wall"
    path = "/dev/locker/bus1"
    board = [{ address = 0 }, { address = 1 }, { address = 2 }]
    [[compartments]]
    count = 48
    bus = "wall"
    low_rows = [3]

    """

/// The lines that `text` earns; empty when it is in order.
func mistakes(_ text: String) -> [String] {
  switch StationConfiguration.load(text: text, file: "K") {
  case .success: []
  case .failure(let mistakes): mistakes.mistakes.map(\.description)
  }
}

@Suite struct ConfigurationTests {
  @Test func theSmallestFileTakesEveryDefault() throws {
    let configuration = try StationConfiguration.load(text: smallest, file: "K").get()
    #expect(configuration.station.timezone == "Europe/Berlin")
    #expect(configuration.pickup.holdDays == 7)
    #expect(configuration.pickup.attemptsMax == 3)
    #expect(configuration.journal.anchorFile == nil)
    #expect(configuration.deposit.fourEyes)
    #expect(configuration.expandedCompartments.isEmpty)
  }

  @Test func aBlockGoesOnOverItsBoards() throws {
    let configuration = try StationConfiguration.load(text: usual, file: "K").get()
    let compartments = configuration.expandedCompartments
    #expect(compartments.count == 48)
    #expect(compartments.map(\.number) == Array(1...48))
    let door = compartments[22]
    #expect((door.number, door.board, door.lock, door.row, door.column) == (23, 1, 6, 2, 7))
    #expect(compartments.filter(\.isLow).map(\.number) == Array(33...48))
  }
}
