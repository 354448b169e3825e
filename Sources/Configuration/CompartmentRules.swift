// Looks for doors that contradict each other: one number twice, one lock behind two doors, one place in the
// wall for two, a lock that is not there. Numbers, locks and places are judged apart, so that a mistake in
// one of them hides no mistake in the others.

/// A bus as far as it can be known while the file has mistakes.
struct KnownBus {
  var name: String
  var boards: [BoardSettings]
  /// False when a board's address or locks are wrong: then nothing is said about locks of this bus.
  var isComplete: Bool
}

/// Finds every compartment of the file, and what is wrong with them. The result is complete only if nothing
/// is.
struct CompartmentRules {
  /// By place in the file; nil where even the name is wrong.
  let buses: [KnownBus?]
  /// Nil when `[wall]` is wrong: then nothing is said about places.
  let wall: WallSettings?
  private(set) var compartments: [CompartmentSettings] = []
  private var byNumber: [Int: [PathPart]] = [:]
  private var byLock: [LockPlace: Claim] = [:]
  private var byPlace: [WallPlace: Claim] = [:]

  init(buses: [KnownBus?], wall: WallSettings?) {
    self.buses = buses
    self.wall = wall
  }

  /// Adds the compartments of `[[compartments]]`. Of one kind of mistake a block reports the first only.
  mutating func add(block: Section, into list: inout MistakeList) {
    let numbers = block.numbers(&list)
    let locks = blockLocks(block, &list)
    let places = blockPlaces(block, &list)
    add(block, numbers, numberKey: "first", locks, places, into: &list) { places in
      block.integers("low_rows").contains(places.row)
    }
  }

  /// Adds the compartment of `[[compartment]]`.
  mutating func add(single: Section, into list: inout MistakeList) {
    let numbers = list.areSound(single, ["number"]) ? [single.integer("number")] : nil
    let locks = singleLock(single, &list).map { [$0] }
    let places =
      list.areSound(single, ["row", "column"])
      ? [WallPlace(row: single.integer("row"), column: single.integer("column"))] : nil
    add(single, numbers, numberKey: "number", locks, places, into: &list) { _ in
      single.text("height") == "low"
    }
  }

  private mutating func add(
    _ section: Section, _ numbers: [Int]?, numberKey: String, _ locks: [LockPlace]?, _ places: [WallPlace]?,
    into list: inout MistakeList, isLow: (WallPlace) -> Bool
  ) {
    let name = { (index: Int) in numbers.map { "compartment \($0[index])" } ?? "this compartment" }
    claimNumbers(numbers ?? [], numberKey, of: section, into: &list)
    claimLocks(locks ?? [], named: name, of: section, into: &list)
    claimPlaces(places ?? [], named: name, of: section, into: &list)
    guard let numbers, let locks, let places, list.isSound(section.path) else { return }
    for index in numbers.indices {
      compartments.append(
        CompartmentSettings(
          number: numbers[index], bus: locks[index].bus, board: locks[index].board, lock: locks[index].lock,
          size: section.word("size"), isLow: isLow(places[index]), row: places[index].row,
          column: places[index].column, hasItemSensor: locks[index].hasItemSensor))
    }
  }

  private mutating func claimNumbers(
    _ numbers: [Int], _ key: String, of section: Section, into list: inout MistakeList
  ) {
    var isReported = false
    for number in numbers {
      if let other = byNumber[number] {
        if !isReported {
          list.add(
            section.path(key), "compartment \(number) is there already\(line(other, list))",
            "give each door its own number", at: section.placed(key))
        }
        isReported = true
      } else {
        byNumber[number] = section.path
      }
    }
  }

  private mutating func claimLocks(
    _ locks: [LockPlace], named name: (Int) -> String, of section: Section, into list: inout MistakeList
  ) {
    var isReported = false
    for (index, lock) in locks.enumerated() {
      if let other = byLock[lock] {
        if !isReported {
          list.add(
            section.path("lock"),
            "bus \"\(buses[lock.bus]?.name ?? "")\" board \(lock.board) lock \(lock.lock) already opens"
              + " \(other.name)\(line(other.path, list))",
            "give each door its own lock", at: section.placed("lock"))
        }
        isReported = true
      } else {
        byLock[lock] = Claim(name: name(index), path: section.path)
      }
    }
  }

  private mutating func claimPlaces(
    _ places: [WallPlace], named name: (Int) -> String, of section: Section, into list: inout MistakeList
  ) {
    guard let wall else { return }
    var isReported = false
    for (index, place) in places.enumerated() {
      if place.row > wall.rows || place.column > wall.columns {
        let key = place.row > wall.rows ? "row" : "column"
        if !isReported {
          list.add(
            section.path(key),
            "\(name(index)) would be in row \(place.row), column \(place.column) of a wall with \(wall.rows) rows"
              + " and \(wall.columns) columns",
            "correct it, or rows and columns of [wall]", at: section.placed(key))
        }
        isReported = true
      } else if let other = byPlace[place] {
        if !isReported {
          list.add(
            section.path("row"),
            "\(name(index)) would be where \(other.name) is\(line(other.path, list)): row \(place.row), column"
              + " \(place.column)",
            "give each door its own place", at: section.placed("row"))
        }
        isReported = true
      } else {
        byPlace[place] = Claim(name: name(index), path: section.path)
      }
    }
  }

  private func line(_ path: [PathPart], _ list: MistakeList) -> String {
    " (line \(list.positions[path].line))"
  }
}

/// Who has a lock or a place already.
private struct Claim {
  var name: String
  var path: [PathPart]
}

/// A lock; two with the same bus, board and lock are the same.
struct LockPlace: Hashable {
  var bus: Int
  var board: Int
  var lock: Int
  var hasItemSensor: Bool
}

/// A place in the wall, from 1 at the top left.
struct WallPlace: Hashable {
  var row: Int
  var column: Int
}
