// Writes `[[compartments]]` out into single compartments and looks for doors that contradict each other: one
// number twice, one lock behind two doors, one place in the wall for two, a lock that is not there.

/// Finds every compartment of the file, and what is wrong with them. The result is complete only if nothing is.
struct CompartmentRules {
  let buses: [BusSettings]
  let wall: WallSettings
  private(set) var compartments: [CompartmentSettings] = []
  private var byNumber: [Int: [PathPart]] = [:]
  private var byLock: [[Int]: (number: Int, path: [PathPart])] = [:]
  private var byPlace: [[Int]: (number: Int, path: [PathPart])] = [:]

  init(buses: [BusSettings], wall: WallSettings) {
    self.buses = buses
    self.wall = wall
  }

  /// Adds the compartments of `[[compartments]]`. Of one kind of mistake a block reports the first only.
  mutating func add(block: Section, into list: inout MistakeList) {
    guard list.isSound(block.path), let bus = busIndex(of: block, into: &list) else { return }
    let first = block.integer("first")
    let count = block.integer("count")
    guard first + count - 1 <= ConfigurationLimit.compartmentNumberMax else {
      list.add(
        block.path("count"), "the last number would be \(first + count - 1)",
        "stay within \(ConfigurationLimit.compartmentNumberMax)")
      return
    }
    guard let locks = locks(of: block, bus: bus, count: count, into: &list),
      let places = places(of: block, count: count, into: &list)
    else { return }
    let lowRows = Set(block.integers("low_rows"))
    for index in 0..<count {
      let isSound = add(
        CompartmentSettings(
          number: first + index, bus: bus, board: locks[index].board.address, lock: locks[index].lock,
          size: block.word("size"), isLow: lowRows.contains(places[index].row), row: places[index].row,
          column: places[index].column, hasItemSensor: locks[index].board.itemSensor),
        keys: (number: "first", lock: "lock", place: "row"), of: block, into: &list)
      if !isSound { return }
    }
  }

  /// Adds the compartment of `[[compartment]]`.
  mutating func add(single: Section, into list: inout MistakeList) {
    guard list.isSound(single.path), let bus = busIndex(of: single, into: &list),
      let board = board(of: single, bus: bus, into: &list)
    else { return }
    let lock = single.integer("lock")
    guard lock < board.locks else {
      list.add(
        single.path("lock"), "board \(board.address) has no lock \(lock)",
        "write 0…\(board.locks - 1), or correct the board's locks")
      return
    }
    guard !board.locksIgnored.contains(lock) else {
      list.add(
        single.path("lock"), "lock \(lock) stands in locks_ignored of board \(board.address)",
        "use a lock whose contact is wired, or remove it from locks_ignored")
      return
    }
    _ = add(
      CompartmentSettings(
        number: single.integer("number"), bus: bus, board: board.address, lock: lock,
        size: single.word("size"),
        isLow: single.text("height") == "low", row: single.integer("row"), column: single.integer("column"),
        hasItemSensor: board.itemSensor),
      keys: (number: "number", lock: "lock", place: "row"), of: single, into: &list)
  }

  private mutating func add(
    _ compartment: CompartmentSettings, keys: (number: String, lock: String, place: String),
    of section: Section,
    into list: inout MistakeList
  ) -> Bool {
    let number = compartment.number
    let lock = [compartment.bus, compartment.board, compartment.lock]
    let place = [compartment.row, compartment.column]
    var isSound = true
    if let other = byNumber[number] {
      list.add(
        section.path(keys.number), "compartment \(number) is there already\(line(other, list))",
        "give each door its own number", at: placed(keys.number, section))
      isSound = false
    }
    if let other = byLock[lock] {
      list.add(
        section.path(keys.lock),
        "bus \"\(buses[compartment.bus].name)\" board \(compartment.board) lock \(compartment.lock) already opens"
          + " compartment \(other.number)\(line(other.path, list))",
        "give each door its own lock", at: placed(keys.lock, section))
      isSound = false
    }
    if compartment.row > wall.rows || compartment.column > wall.columns {
      let key = compartment.row > wall.rows ? "row" : "column"
      list.add(
        section.path(key),
        "compartment \(number) would be in row \(compartment.row), column \(compartment.column) of a wall with"
          + " \(wall.rows) rows and \(wall.columns) columns",
        "correct it, or rows and columns of [wall]", at: placed(key, section))
      isSound = false
    } else if let other = byPlace[place] {
      list.add(
        section.path(keys.place),
        "compartment \(number) would be where compartment \(other.number) is\(line(other.path, list)): row"
          + " \(compartment.row), column \(compartment.column)",
        "give each door its own place", at: placed(keys.place, section))
      isSound = false
    }
    guard isSound else { return false }
    byNumber[number] = section.path
    byLock[lock] = (number, section.path)
    byPlace[place] = (number, section.path)
    compartments.append(compartment)
    return true
  }

  /// The key's own place if it is written, else its table's.
  private func placed(_ key: String, _ section: Section) -> [PathPart] {
    section.values[key] == nil ? section.path : section.path(key)
  }

  private func line(_ path: [PathPart], _ list: MistakeList) -> String {
    " (line \(list.positions[path].line))"
  }

  private func busIndex(of section: Section, into list: inout MistakeList) -> Int? {
    let name = section.text("bus")
    if let index = buses.firstIndex(where: { $0.name == name }) { return index }
    let near = nearest(to: name, among: buses.map(\.name)).map { "did you mean \"\($0)\"? Otherwise " } ?? ""
    list.add(
      section.path("bus"), "there is no bus \"\(name)\"", "\(near)add a [[bus]] with name = \"\(name)\"")
    return nil
  }

  private func board(of section: Section, bus: Int, into list: inout MistakeList) -> BoardSettings? {
    let address = section.integer("board")
    if let board = buses[bus].boards.first(where: { $0.address == address }) { return board }
    let known = buses[bus].boards.map { String($0.address) }.joined(separator: ", ")
    list.add(
      section.path("board"), "bus \"\(buses[bus].name)\" has no board \(address)",
      "write one of \(known), or add a [[bus.board]] with address = \(address)", at: placed("board", section))
    return nil
  }

  /// The block's locks, ascending over its first board and the boards with higher addresses.
  private func locks(
    of block: Section, bus: Int, count: Int, into list: inout MistakeList
  ) -> [(board: BoardSettings, lock: Int)]? {
    guard let first = board(of: block, bus: bus, into: &list) else { return nil }
    let firstLock = block.integer("lock")
    guard firstLock < first.locks else {
      list.add(
        block.path("lock"), "board \(first.address) has no lock \(firstLock)",
        "write 0…\(first.locks - 1), or correct the board's locks")
      return nil
    }
    let locks = buses[bus].boards.filter { $0.address >= first.address }.flatMap { board in
      (0..<board.locks).filter { lock in
        (board.address > first.address || lock >= firstLock) && !board.locksIgnored.contains(lock)
      }.map { (board: board, lock: $0) }
    }
    guard locks.count >= count else {
      list.add(
        block.path("count"),
        "\(count) locks are needed, bus \"\(buses[bus].name)\" has \(locks.count) from board \(first.address) lock"
          + " \(firstLock) on",
        "lower count or add a [[bus.board]]")
      return nil
    }
    return Array(locks.prefix(count))
  }

  /// The block's places in the wall, in the order of its numbers.
  private func places(
    of block: Section, count: Int, into list: inout MistakeList
  ) -> [(row: Int, column: Int)]? {
    let top = block.integer("row")
    let left = block.integer("column")
    let rows = block.integerIfPresent("rows") ?? max(1, wall.rows - top + 1)
    let columns = block.integerIfPresent("columns") ?? max(1, wall.columns - left + 1)
    guard rows * columns >= count else {
      list.add(
        block.path("count"), "\(count) doors do not fit into \(rows) rows and \(columns) columns",
        "lower count, or enlarge rows and columns here or in [wall]")
      return nil
    }
    if let index = block.integers("low_rows").firstIndex(where: { $0 < top || $0 >= top + rows }) {
      list.add(
        block.path("low_rows") + [.index(index)],
        "row \(block.integers("low_rows")[index]) of the wall is not in this block",
        "write rows of \(top)…\(top + rows - 1), counted from the top of the wall")
      return nil
    }
    let byRows = block.text("fill") == "rows"
    return (0..<count).map { index in
      byRows
        ? (row: top + index / columns, column: left + index % columns)
        : (row: top + index % rows, column: left + index / rows)
    }
  }
}
