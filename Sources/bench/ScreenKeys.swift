// From a key on the terminal to the bytes that show it, on the page where a citizen types a number.

import Glibc
import Messages

enum ScreenKeys {
  /// Between two keys, in ms.
  static let pauseMilliseconds = 3...9
  static let keysPerRun = 600

  static func measure(_ programs: Programs, _ options: Options) throws(BenchProblem) -> [Row] {
    let scratch = try Scratch()
    let station = try PretendedStation(
      path: "\(scratch.path)/citizen.sock", texts: try programs.texts(), stage: .number)
    let rig = try ScreenRig(programs.screen, station)
    _ = try rig.paintMilliseconds(of: PretendedStation.town)
    try rig.settle(milliseconds: 300)
    let echo = try Echo()
    var chance = SeededChance(state: 12)
    // A digit, and the key that takes it away again, so that the page stays as it is.
    let typed: [UInt8] = [0x35, 0x7F]
    var middle = (keys: Samples(), echoes: Samples())
    var late = (keys: Samples(), echoes: Samples())
    let runs = options.count(5, quick: 1)
    for _ in 0..<runs {
      var keys = Samples()
      var echoes = Samples()
      for number in 0..<keysPerRun {
        let pause = Int.random(in: pauseMilliseconds, using: &chance)
        try rig.settle(milliseconds: pause)
        let pressed = Clock.nanoseconds
        rig.terminal.write([typed[number % typed.count]])
        guard let (shown, _) = try rig.output(milliseconds: 1000) else {
          throw BenchProblem("key \(number) showed nothing within 1000 ms")
        }
        keys.add(Double(shown - pressed) / 1_000_000)
        echoes.add(try echo.milliseconds())
      }
      middle.keys.add(keys.median)
      middle.echoes.add(echoes.median)
      late.keys.add(keys.percentile(99))
      late.echoes.add(echoes.percentile(99))
    }
    let against = "the same key through `cat` on a raw pseudo-terminal"
    return [
      Row(
        name: "screen.key.p50", value: middle.keys.median, unit: "ms", reference: middle.echoes.median,
        against: "\(against); \(runs) runs of \(keysPerRun) keys", aim: .none),
      Row(
        name: "screen.key.p99", value: late.keys.median, unit: "ms", reference: late.echoes.median,
        against: "\(against); \(runs) runs of \(keysPerRun) keys", aim: .valueAtMost(2)),
    ]
  }

  /// A program that only gives back what it gets: what a terminal and two context switches cost.
  private final class Echo {
    private let terminal: TerminalPair
    private let child: ChildProcess

    init() throws(BenchProblem) {
      terminal = try TerminalPair(isRaw: true)
      child = try ChildProcess("/bin/cat", [], .terminal(terminal))
      _ = try milliseconds()
    }

    func milliseconds() throws(BenchProblem) -> Double {
      let pressed = Clock.nanoseconds
      terminal.write([0x35])
      guard isReadable(terminal.near, milliseconds: 1000) else { throw BenchProblem("cat gave nothing back") }
      let elapsed = Clock.milliseconds(since: pressed)
      _ = terminal.read()
      return elapsed
    }
  }
}
