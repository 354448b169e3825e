// From exec to the first page on the terminal, and the memory that the screen holds then.

import Glibc
import Messages

enum ScreenStart {
  static func measure(_ programs: Programs, _ options: Options) throws(BenchProblem) -> [Row] {
    let scratch = try Scratch()
    let station = try PretendedStation(
      path: "\(scratch.path)/citizen.sock", texts: try programs.texts(), stage: .idle)
    let tput = "/usr/bin/tput"
    guard unsafe access(tput, X_OK) == 0 else {
      throw BenchProblem("\(tput) is missing: install ncurses-bin")
    }
    var starts = Samples()
    var references = Samples()
    var anonymous = Samples()
    var proportional = Samples()
    for _ in 0..<options.count(41, quick: 7) {
      references.add(try smallestStart(tput))
      let rig = try ScreenRig(programs.screen, station)
      starts.add(try rig.paintMilliseconds(of: PretendedStation.town))
      try rig.settle(milliseconds: 30)
      let memory = try rig.screen.memory()
      anonymous.add(memory.anonymous)
      proportional.add(memory.proportional)
    }
    // The same program while it has no station: its built-in page, without the texts.
    let lonely = try ScreenRig(programs.screen, station, socket: "\(scratch.path)/nobody.sock")
    guard try lonely.output(milliseconds: ScreenRig.waitMillisecondsMax) != nil else {
      throw BenchProblem("kiosk-screen without a station painted nothing")
    }
    try lonely.settle(milliseconds: 300)
    let bare = try lonely.screen.memory()
    return [
      Row(
        name: "screen.start", value: starts.median, unit: "ms", reference: references.median,
        against: "exec to first byte of `tput clear`, a small C program; ours: to the station's page; "
          + "\(starts.count) starts",
        aim: .valueAtMost(15)),
      Row(
        name: "screen.memory", value: anonymous.median, unit: "MB", reference: bare.anonymous,
        against: "anonymous; the same program on its built-in page, without a station", aim: .valueAtMost(4)),
      Row(
        name: "screen.memory.pss", value: proportional.median, unit: "MB", reference: bare.proportional,
        against: "PSS; the same program on its built-in page, without a station", aim: .valueAtMost(10)),
    ]
  }

  /// Milliseconds from exec to the first byte of a program that knows terminfo and little else.
  private static func smallestStart(_ tput: String) throws(BenchProblem) -> Double {
    let terminal = try TerminalPair()
    let child = try ChildProcess(tput, ["clear"], .terminal(terminal))
    guard isReadable(terminal.near, milliseconds: Int32(ScreenRig.waitMillisecondsMax)) else {
      throw BenchProblem("\(tput) wrote nothing")
    }
    return Clock.milliseconds(since: child.startedAt)
  }
}
