// What a large town's content costs a running station: 5,000 services in 8 languages on a disk, taken over by a real
// `kiosk station`, and taken over again after a change, when two editions exist for a moment.

import Glibc
import Messages

enum ContentMemory {
  private static let takeoverMillisecondsMax = 240_000
  private static let restMilliseconds = 3_000

  static func measure(_ programs: Programs, _ options: Options) throws(BenchProblem) -> [Row] {
    let scratch = try Scratch()
    let content = try write(options.count(ContentSearch.services, quick: 500), in: scratch, programs)
    let wall = try SimulatedWallProcess(
      programs, scratch, boards: StationMemory.boards, locks: StationMemory.locksPerBoard)
    let small = try StationMemory.start(programs, scratch, wall)
    _ = try Watch(small, scratch.path).take(edition: 1)
    Clock.pause(milliseconds: restMilliseconds)
    let reference = try small.memory().anonymous
    small.end()

    let start = Clock.nanoseconds
    let station = try StationMemory.start(programs, scratch, wall, content: content)
    let watch = try Watch(station, scratch.path)
    let firstPeak = try watch.take(edition: 1)
    let seconds = Clock.milliseconds(since: start) / 1000
    Clock.pause(milliseconds: restMilliseconds)
    let settled = try station.memory().anonymous
    // One file changes: all is read, checked and built anew beside what is shown.
    let changed = "\(content)/services/de/service-1.md"
    let bytes = readFile(changed) ?? []
    if let problem = writeFile(changed, bytes + Array("\nNeu.\n".utf8)) { throw problem }
    let secondPeak = try watch.take(edition: 2)
    Clock.pause(milliseconds: restMilliseconds)
    let after = try station.memory().anonymous
    station.end()
    let what = "anonymous; the same station with the sample town"
    return [
      Row(
        name: "content.memory", value: settled, unit: "MB", reference: reference, against: what,
        aim: .valueAtMost(60)),
      Row(
        name: "content.memory.changed", value: after, unit: "MB", reference: reference,
        against: "\(what); after a changed content was taken over", aim: .valueAtMost(60)),
      Row(
        name: "content.memory.peak", value: max(firstPeak, secondPeak), unit: "MB", reference: firstPeak,
        against: "anonymous, the most while an edition is built; while the first one is built", aim: .none),
      Row(
        name: "content.takeover", value: seconds, unit: "s", reference: seconds,
        against: "from the start of the station to the edition in use; the doors are served meanwhile",
        aim: .none),
    ]
  }

  /// A folder of content with texts of the sample town.
  private static func write(
    _ services: Int, in scratch: Scratch, _ programs: Programs
  ) throws(BenchProblem) -> String {
    let folder = try scratch.folder("content")
    for name in ["texts", "notices"] {
      guard unsafe symlink("\(programs.content)/\(name)", "\(folder)/\(name)") == 0 else {
        throw BenchProblem("\(folder)/\(name): no link can be made")
      }
    }
    let tags = ContentSearch.languages.map { "\"\($0)\"" }.joined(separator: ", ")
    let town = "name = \"Großstadt\"\nland = \"NW\"\nlanguages = [\(tags)]\n"
    if let problem = writeFile("\(folder)/town.toml", Array(town.utf8)) { throw problem }
    _ = try scratch.folder("content/services")
    var chance = SeededChance(state: 5)
    for (index, language) in ContentSearch.languages.enumerated() {
      let below = try scratch.folder("content/services/\(language)")
      for number in 0..<services {
        if number.isMultiple(of: 200) { try Interruption.check() }
        let text = ContentSearch.file(number, language, isLeading: index == 0, &chance)
        if let problem = writeFile("\(below)/service-\(number).md", Array(text.utf8)) { throw problem }
      }
    }
    return folder
  }

  /// Asks a station which edition it shows, and watches its memory meanwhile.
  private struct Watch {
    let station: ChildProcess
    let clerk: FrameConnection

    init(_ station: ChildProcess, _ folder: String) throws(BenchProblem) {
      self.station = station
      clerk = try FrameConnection(path: "\(folder)/\(SocketName.staff)")
      try clerk.send(StaffRequest.hello(version: protocolVersion))
      guard case .welcome = try clerk.receive(StaffReply.self) else {
        throw BenchProblem("the station does not say hello")
      }
    }

    /// Waits until `edition` is there; the most memory that was seen until then.
    func take(edition: Int) throws(BenchProblem) -> Double {
      let end = Clock.nanoseconds + Int64(takeoverMillisecondsMax) * 1_000_000
      var most = 0.0
      while Clock.nanoseconds < end {
        try Interruption.check()
        most = max(most, try station.memory().anonymous)
        try clerk.send(StaffRequest.status)
        guard case .status(let status) = try clerk.receive(StaffReply.self) else {
          throw BenchProblem("the station gives no status")
        }
        if let refusal = status.content?.refusal { throw BenchProblem("the content is refused: \(refusal)") }
        if status.content?.edition == edition { return most }
        Clock.pause(milliseconds: 50)
      }
      throw BenchProblem("edition \(edition) of the content does not come")
    }
  }
}
