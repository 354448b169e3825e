// A Kiosk.conf for tests: boards of 16 locks on one simulated line, compartment numbers from 1 in the order of the
// locks. Times are as short as the file may say.

/// What a test's station is configured with.
struct StationFile {
  static let locksPerBoard = 16

  var boards = 1
  var link: String
  var baud = 115_200
  var itemSensor = false
  var fourEyes = false
  var diskFloorMegabytes = 16
  var ballastMegabytes = 0
  var anchorFile = ""
  var doorMoveSeconds = 20
  var inbox = ""
  var outbox = ""
  /// The section `[access]`, where a test needs groups.
  var access = ""
  /// What the simulated boards speak, as arguments of `kiosk simulate board`.
  var dialect = ["--dialect", "kerong"]
  /// The address of the board with the first compartments.
  var firstBoard = 0
  /// So many locks of the first board have compartments; nil: all of all boards.
  var used: Int?
  /// What stands in the tables of the boards instead of the usual; nil: the usual.
  var boardTables: String?

  var compartments: Int { used ?? boards * Self.locksPerBoard }

  /// Board and lock of a compartment.
  static func lock(of compartment: Int) -> (board: Int, lock: Int) {
    ((compartment - 1) / locksPerBoard, (compartment - 1) % locksPerBoard)
  }

  static func compartment(board: Int, lock: Int) -> Int { board * locksPerBoard + lock + 1 }

  var text: String {
    var text = access
    text += """
      [station]
      town = "Prüfstadt"
      [counter]
      name = "Bürgeramt"
      address = "Am Markt 1"
      [pickup]
      door_move_seconds = \(doorMoveSeconds)
      door_open_seconds = 120
      result_seconds = 120
      idle_seconds = 120
      [deposit]
      four_eyes = \(fourEyes)
      [journal]
      disk_floor_megabytes = \(diskFloorMegabytes)
      ballast_megabytes = \(ballastMegabytes)
      anchor_file = "\(anchorFile)"
      [exchange]
      inbox = "\(inbox)"
      outbox = "\(outbox)"
      [[bus]]
      name = "wall"
      path = "\(link)"
      baud = \(baud)

      """
    text += boardTables ?? ""
    for board in 0..<boards where boardTables == nil {
      text += "[[bus.board]]\naddress = \(board)\nitem_sensor = \(itemSensor)\n"
    }
    return text + """
      [wall]
      rows = \(boards)
      columns = 16
      [[compartments]]
      count = \(compartments)
      bus = "wall"
      board = \(firstBoard)

      """
  }
}
