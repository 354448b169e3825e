// How the screen leaves a terminal, and what a terminal's own keys and signals do to it: nothing, or a clean end.
// And what hostile words in the data do: become glyphs.

import Foundation
import Messages
import Terminal
import Testing

@Suite("The screen and its terminal", .serialized)
struct ScreenTerminalTests {
  private func started(
    _ stage: Stage = .number, options: [String] = [], environment: [String: String] = [:]
  ) throws -> (ScriptedStation, ScreenRun) {
    let scratch = try Scratch("tty")
    let station = ScriptedStation(
      folder: scratch.path, welcome: ExpectedPages.welcome, snapshot: ExpectedPages.snapshot(stage))
    let run = try ScreenRun(
      socket: station.path, options: options, in: scratch, environment: environment, station: station)
    try run.wait(page: station.snapshot, of: station.welcome, "start")
    return (station, run)
  }

  /// As it was before: settings, screen, cursor, mouse, keypad; and nothing of ours stands anywhere.
  private func expectGivenBack(_ run: ScreenRun, _ sourceLocation: SourceLocation = #_sourceLocation) {
    let emulator = run.emulator
    #expect(run.isLineRestored, "the line's settings", sourceLocation: sourceLocation)
    #expect(!emulator.isAlternate, sourceLocation: sourceLocation)
    #expect(!emulator.hasMouse, sourceLocation: sourceLocation)
    #expect(!emulator.hasKeypadKeys, sourceLocation: sourceLocation)
    #expect(!emulator.modes.contains(1) && !emulator.modes.contains(2004), sourceLocation: sourceLocation)
    #expect(emulator.isCursorVisible, sourceLocation: sourceLocation)
    #expect(emulator.mainLines.joined() == "", "the main screen", sourceLocation: sourceLocation)
    #expect(emulator.alternateLines.joined() == "", "the wiped screen", sourceLocation: sourceLocation)
    #expect(emulator.printedOnMainScreen == "", sourceLocation: sourceLocation)
    #expect(emulator.trespasses == [], sourceLocation: sourceLocation)
    #expect(run.errorText == "", sourceLocation: sourceLocation)
  }

  @Test("Ctrl-C, -\\, -Z, -Y, -S, -Q, -V, -D, -O, -R and -U change nothing; the next key is answered (E3)")
  func controlKeys() throws {
    let (station, run) = try started(.ready(ExpectedPages.set(), compartment: 7, isLow: false))
    let page = run.emulator.lines
    for byte: UInt8 in [
      3, 28, 26, 25, 19, 17, 22, 4, 15, 18, 21, 0, 1, 5, 6, 7, 11, 12, 14, 16, 20, 23, 24, 29, 30, 31,
    ] {
      run.send([byte])
      run.rest(milliseconds: 20)
      #expect(run.child.isAlive, "control byte \(byte)")
    }
    run.rest(milliseconds: 100)
    #expect(run.emulator.lines == page)
    // Stopped output or input would leave this unanswered.
    run.type("\r")
    try run.wait("the answer after Ctrl-S") { station.requests.contains(.open) }
    #expect(run.child.isAlive)
    run.child.signal(SIGTERM)
    try run.wait("the end") { !run.child.isAlive }
    run.rest(milliseconds: 20)
    expectGivenBack(run)
  }

  @Test("Signals of a keyboard are ignored; SIGTERM and SIGHUP give the terminal back (E3)")
  func signals() throws {
    for ending in [SIGTERM, SIGHUP] {
      let (_, run) = try started()
      for ignored in [SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU] {
        run.child.signal(ignored)
        run.rest(milliseconds: 20)
        #expect(run.child.isAlive, "signal \(ignored)")
      }
      run.type("5")
      try run.wait("the digit") { run.emulator.text.contains("│ 5_") }
      run.child.signal(ending)
      try run.wait("the end") { !run.child.isAlive }
      run.rest(milliseconds: 20)
      #expect(run.child.ending == .exited(0))
      expectGivenBack(run)
    }
  }

  @Test("A terminal that is gone ends the screen at once and silently (E3)")
  func hangUp() throws {
    let (_, run) = try started()
    let cpu = run.child.cpuSeconds
    run.hangUp()
    let end = secondsNow() + 20
    while run.child.isAlive && secondsNow() < end { usleep(2000) }
    #expect(!run.child.isAlive)
    #expect(run.child.ending == .exited(0))
    #expect(cpu.user < 20)
    #expect(run.errorText == "")
  }

  @Test(
    "A sequence that is cut off holds nothing up: sizes and stages are shown, the next key is answered (E3)")
  func cutSequences() throws {
    let cuts = ["[<", "[<0;1", "[<0;1;", "[M", "[M !", "[1;5", "O", "]0;x"]
    for cut in cuts {
      let (station, run) = try started()
      run.type("\u{1B}" + cut)
      run.rest(milliseconds: 60)
      run.resize(columns: 100, rows: 30)
      try run.wait(page: station.snapshot, of: station.welcome, "size after ESC \(cut)", seconds: 20)
      station.show(ExpectedPages.snapshot(.ready(ExpectedPages.set(), compartment: 7, isLow: false)))
      try run.wait(page: station.snapshot, of: station.welcome, "stage after ESC \(cut)", seconds: 20)
      run.rest(milliseconds: 150)
      run.type("\r")
      try run.wait("the answer after ESC \(cut)", seconds: 20) { station.requests.contains(.open) }
    }
  }

  @Test("Wheel, releases and motion are nothing, however many, and never the end; a press is its key (AX-20)")
  func mouse() throws {
    let (station, run) = try started(.ready(ExpectedPages.set(), compartment: 7, isLow: false))
    #expect(run.emulator.modes.isSuperset(of: [1000, 1006]))
    for _ in 0..<300 {
      for report in ["[<64;10;10M", "[<65;10;10M", "[<0;2;2m", "[<35;3;3M"] {
        run.type("\u{1B}" + report)
        run.pump(milliseconds: 0)
      }
    }
    run.rest(milliseconds: 150)
    #expect(run.child.isAlive)
    try run.wait(page: station.snapshot, of: station.welcome, "after the wheel")
    let row = try #require(run.emulator.lines.firstIndex { $0.contains("[Enter]") })
    let column = run.emulator.lines[row].prefix { $0 != "E" }.count
    for final in ["M", "m"] { run.type("\u{1B}[<0;\(column + 1);\(row + 1)\(final)") }
    try run.wait("the answer to a press") { station.requests.contains(.open) }
  }

  @Test(
    "What was typed and not read yet is thrown away, not left to whoever reads next",
    arguments: [SIGTERM, SIGSEGV])
  func typedAhead(ending: Int32) throws {
    let (_, run) = try started()
    run.child.signal(SIGSTOP)
    run.type("0159987654321\r")
    try run.wait("typing ahead") { run.unsent == 0 }
    run.child.signal(ending)
    run.child.signal(SIGCONT)
    try run.wait("the end") { !run.child.isAlive }
    run.rest(milliseconds: 20)
    #expect(run.isLineRestored)
    #expect(run.unread == 0)
    #expect(run.emulator.printedOnMainScreen == "")
  }

  @Test("A crash gives the terminal back, too, and leaves nothing on it")
  func crash() throws {
    for fatal in [SIGSEGV, SIGABRT] {
      let (_, run) = try started()
      run.child.signal(fatal)
      try run.wait("the end") { !run.child.isAlive }
      run.rest(milliseconds: 20)
      #expect(run.child.ending == .killed(fatal))
      #expect(run.isLineRestored)
      #expect(!run.emulator.isAlternate && !run.emulator.hasMouse && run.emulator.isCursorVisible)
      #expect(run.emulator.alternateLines.joined() == "")
      #expect(run.emulator.trespasses == [])
    }
  }

  @Test("Hostile words in town, counter, documents and texts become glyphs; nothing is obeyed (E3)")
  func hostileWords() throws {
    var pages = 0
    for (index, word) in HostileWords.all.enumerated() {
      let scratch = try Scratch("words")
      let welcome = HostileWords.welcome(word)
      let station = ScriptedStation(
        folder: scratch.path, welcome: welcome, snapshot: ExpectedPages.snapshot(.idle))
      let sizes = [(80, 24), (40, 12), (60, 16)]
      let (columns, rows) = sizes[index % sizes.count]
      let run = try ScreenRun(
        socket: station.path, columns: columns, rows: rows, in: scratch, station: station)
      for stage in ExpectedPages.stages(word) + ExpectedPages.extremes(word) {
        let language = pages % 2 == 0 ? "de" : "en"
        station.show(ExpectedPages.snapshot(stage, language: language))
        try run.wait(page: station.snapshot, of: welcome, "word \(index)", seconds: 30)
        pages += 1
        #expect(run.emulator.lines.allSatisfy { $0.unicodeScalars.allSatisfy(Glyphs.has) }, "word \(index)")
      }
      station.send(.refused(Refused(code: word, message: word)))
      run.type("?")
      run.rest(milliseconds: 20)
      #expect(run.emulator.trespasses == [], "word \(index)")
      #expect(run.emulator.printedOnMainScreen == "")
      #expect(run.child.isAlive, "word \(index): \(run.errorText)")
      run.child.signal(SIGTERM)
      try run.wait("the end") { !run.child.isAlive }
      run.rest(milliseconds: 20)
      expectGivenBack(run)
    }
    print("hostile words: \(HostileWords.all.count) words, \(pages) pages")
  }

  @Test("Bytes on the socket that are no messages leave the page of a screen without a station")
  func garbageFromStation() throws {
    let (station, run) = try started()
    var chance = SeededChance(7)
    for length in [6, 100, 5_000] {
      let before = station.connections
      station.sendRaw([0, 0, 0, 5, 0, 0] + (0..<length).map { _ in UInt8(chance.below(256)) })
      try run.wait("a new connection") { station.connections > before }
      try run.wait(page: station.snapshot, of: station.welcome, "again")
    }
    #expect(run.child.isAlive)
    #expect(run.emulator.trespasses == [])
  }
}
