// Which numbers, locks and places one `[[compartments]]` or `[[compartment]]` table asks for: nil when its
// own keys are wrong. Whether two tables ask for the same is the question of CompartmentRules.swift.

extension Section {
  /// The numbers of a block.
  func numbers(_ list: inout MistakeList) -> [Int]? {
    guard list.areSound(self, ["first", "count"]) else { return nil }
    let first = integer("first")
    let last = first + integer("count") - 1
    guard last <= ConfigurationLimit.compartmentNumberMax else {
      list.add(
        path("count"), "the last number would be \(last)",
        "stay within \(ConfigurationLimit.compartmentNumberMax)")
      return nil
    }
    return Array(first...last)
  }

  /// The key's own path if it is written, else its table's: where to point to.
  func placed(_ key: String) -> [PathPart] { values[key] == nil ? path : path(key) }
}

extension CompartmentRules {
  /// The place of the table's bus in the file, if nothing is wrong with that bus's locks.
  private func bus(of section: Section, _ list: inout MistakeList) -> (index: Int, bus: KnownBus)? {
    guard list.areSound(section, ["bus"]) else { return nil }
    let name = section.text("bus")
    if let index = buses.firstIndex(where: { $0?.name == name }), let bus = buses[index] {
      return bus.isComplete ? (index, bus) : nil
    }
    // A bus whose name is wrong may be the one that is meant.
    guard !buses.contains(where: { $0 == nil }) else { return nil }
    let near = nearest(to: name, among: buses.compactMap { $0?.name })
    let question = near.map { "did you mean \"\($0)\"? Otherwise " } ?? ""
    list.add(
      section.path("bus"), "there is no bus \"\(name)\"", "\(question)add a [[bus]] with name = \"\(name)\"")
    return nil
  }

  private func board(_ section: Section, of bus: KnownBus, _ list: inout MistakeList) -> BoardSettings? {
    let address = section.integer("board")
    if let board = bus.boards.first(where: { $0.address == address }) { return board }
    let known = bus.boards.map { String($0.address) }.joined(separator: ", ")
    list.add(
      section.path("board"), "bus \"\(bus.name)\" has no board \(address)",
      "write one of \(known), or add a [[bus.board]] with address = \(address)", at: section.placed("board"))
    return nil
  }

  private func hasLock(_ section: Section, _ board: BoardSettings, _ list: inout MistakeList) -> Bool {
    let lock = section.integer("lock")
    if lock < board.locks { return true }
    list.add(
      section.path("lock"), "board \(board.address) has no lock \(lock)",
      "write 0…\(board.locks - 1), or correct the board's locks")
    return false
  }

  /// The lock of `[[compartment]]`.
  func singleLock(_ single: Section, _ list: inout MistakeList) -> LockPlace? {
    guard let (index, bus) = bus(of: single, &list), list.areSound(single, ["board"]),
      let board = board(single, of: bus, &list), list.areSound(single, ["lock"]),
      hasLock(single, board, &list)
    else { return nil }
    let lock = single.integer("lock")
    guard !board.locksIgnored.contains(lock) else {
      list.add(
        single.path("lock"), "lock \(lock) stands in locks_ignored of board \(board.address)",
        "use a lock whose contact is wired, or remove it from locks_ignored")
      return nil
    }
    return LockPlace(bus: index, board: board.address, lock: lock, hasItemSensor: board.itemSensor)
  }

  /// The locks of a block, ascending over its first board and the boards with higher addresses.
  func blockLocks(_ block: Section, _ list: inout MistakeList) -> [LockPlace]? {
    guard let (index, bus) = bus(of: block, &list), list.areSound(block, ["board"]),
      let first = board(block, of: bus, &list), list.areSound(block, ["lock"]), hasLock(block, first, &list),
      list.areSound(block, ["count"])
    else { return nil }
    let firstLock = block.integer("lock")
    let count = block.integer("count")
    let locks = bus.boards.filter { $0.address >= first.address }.flatMap { board in
      (0..<board.locks).filter { lock in
        (board.address > first.address || lock >= firstLock) && !board.locksIgnored.contains(lock)
      }.map { LockPlace(bus: index, board: board.address, lock: $0, hasItemSensor: board.itemSensor) }
    }
    guard locks.count >= count else {
      list.add(
        block.path("count"),
        "\(count) locks are needed, bus \"\(bus.name)\" has \(locks.count) from board \(first.address) lock"
          + " \(firstLock) on",
        "lower count or add a [[bus.board]]")
      return nil
    }
    return Array(locks.prefix(count))
  }

  /// The places of a block in the wall, in the order of its numbers.
  func blockPlaces(_ block: Section, _ list: inout MistakeList) -> [WallPlace]? {
    guard let wall, list.areSound(block, ["count", "row", "column", "rows", "columns", "fill"]) else {
      return nil
    }
    let count = block.integer("count")
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
    if list.areSound(block, ["low_rows"]) {
      for (index, row) in block.integers("low_rows").enumerated() where row < top || row >= top + rows {
        list.add(
          block.path("low_rows") + [.index(index)], "row \(row) of the wall is not in this block",
          "write rows of \(top)…\(top + rows - 1), counted from the top of the wall")
      }
    }
    let byRows = block.text("fill") == "rows"
    return (0..<count).map { index in
      byRows
        ? WallPlace(row: top + index / columns, column: left + index % columns)
        : WallPlace(row: top + index % rows, column: left + index / rows)
    }
  }
}
