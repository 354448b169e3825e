// Every screen as it stands on the small, the citizen's and the wide terminal, in German, and in English on the
// citizen's: compared with the files in Golden/, which are read in review.

import Glibc
import Messages
import Terminal
import Testing

@testable import Screens

@Suite struct GoldenTests {
  /// What is more than a stage: overlays, typed fields, errors, the page without a station.
  static let scenes: [(name: String, make: @Sendable (String) -> CitizenFlow)] = [
    ("connecting", { _ in CitizenFlow() }),
    (
      "refused",
      { _ in
        var flow = CitizenFlow()
        _ = flow.reduce(.refused(.init(code: "version", message: "x")))
        return flow
      }
    ),
    ("idle-reader", { reader(.idle, .empty, $0) }),
    ("idle-no-reader", { reader(.idle, .outOfOrder, $0) }),
    ("card-lay-mute", { reader(.card(.lay(.pin)), .mute, $0) }),
    ("card-lay-mute-passport", { reader(.card(.lay(.passport)), .mute, $0) }),
    ("card-lay-busy", { reader(.card(.lay(.pin)), .busy, $0) }),
    ("card-lay-broken", { reader(.card(.lay(.pin)), .outOfOrder, $0) }),
    ("card-end-lying", { reader(.card(.end(.changed)), .card, $0) }),
    ("passport-can", { passport($0, "1") }),
    ("passport-number", { passport($0, "2", "C01X0") }),
    ("passport-birth", { passport($0, "2", "C01X00T47", "") }),
    (
      "passport-expiry",
      {
        var flow = passport($0, "2", "C01X00T47", "")
        for part in ["12", "8", "1964"] {
          flow.type(part)
          flow.press([.ok])
        }
        flow.type("1")
        return flow
      }
    ),
    (
      "card-pin-typed",
      {
        var flow = Fixtures.flow(.card(.secret(.pin, .none)), language: $0)
        flow.type("123")
        return flow
      }
    ),
    ("idle-demo", { Fixtures.flow(.idle, language: $0, isDemo: true) }),
    (
      "idle-languages", { Fixtures.flow(.idle, language: $0, languages: ["de", "en", "tr"]) }
    ),
    (
      "language-list",
      {
        var flow = Fixtures.flow(.idle, language: $0, languages: ["de", "en", "tr"])
        flow.press([.language])
        return flow
      }
    ),
    (
      "number-typed",
      {
        var flow = Fixtures.flow(.number, language: $0)
        flow.type("01701234567")
        return flow
      }
    ),
    (
      "number-error",
      {
        var flow = Fixtures.flow(.number, language: $0)
        flow.type("0170")
        flow.press([.ok])
        return flow
      }
    ),
    (
      "code-typed",
      {
        var flow = Fixtures.flow(.code(triesLeft: 5, wrong: false), language: $0)
        flow.type("471")
        return flow
      }
    ),
    (
      "birth-family",
      {
        var flow = Fixtures.flow(.idle, language: $0)
        var snapshot = Fixtures.snapshot(
          .birthDate(Fixtures.set, triesLeft: 5, wrong: false), language: $0,
          timer: Fixtures.timer(.idle, 60, of: 60))
        snapshot.moreWaiting = 2
        _ = flow.reduce(.snapshot(snapshot, at: 0))
        return flow
      }
    ),
    (
      "birth-error",
      {
        var flow = Fixtures.flow(.birthDate(Fixtures.set, triesLeft: 5, wrong: false), language: $0)
        for part in ["31", "02", "1985"] {
          flow.type(part)
          flow.press([.ok])
        }
        return flow
      }
    ),
    (
      "warning",
      { Fixtures.flow(.number, language: $0, timer: Fixtures.timer(.warning, 30, of: 30)) }
    ),
    (
      "warning-last",
      { Fixtures.flow(.number, language: $0, timer: Fixtures.timer(.warning, 30, of: 30, more: 0)) }
    ),
    (
      "open-end",
      {
        var flow = Fixtures.flow(
          .open(Fixtures.set, compartment: 17), language: $0, timer: Fixtures.timer(.stage, 52, of: 60))
        flow.press([.end])
        return flow
      }
    ),
    (
      "open-help",
      {
        var flow = Fixtures.flow(
          .open(Fixtures.set, compartment: 17), language: $0, timer: Fixtures.timer(.stage, 52, of: 60))
        flow.press([.help])
        return flow
      }
    ),
    (
      "number-help",
      {
        var flow = Fixtures.flow(.number, language: $0)
        flow.press([.help])
        return flow
      }
    ),
    (
      "number-waiting",
      {
        var flow = Fixtures.flow(.number, language: $0)
        flow.type("01701234567")
        flow.press([.ok])
        _ = flow.reduce(.tick(at: 1000))
        return flow
      }
    ),
  ]

  private static func reader(_ stage: Stage, _ reader: ReaderSight, _ language: String) -> CitizenFlow {
    var flow = Fixtures.flow(.number, language: language)
    var snapshot = Fixtures.snapshot(stage, language: language)
    snapshot.reader = reader
    _ = flow.reduce(.snapshot(snapshot, at: 0))
    return flow
  }

  /// The passport's questions: the way, then each answer with OK between them.
  private static func passport(_ language: String, _ answers: String...) -> CitizenFlow {
    var flow = Fixtures.flow(.passportKey(Fixtures.replaced, wrong: false), language: language)
    for (index, answer) in answers.enumerated() {
      if index > 0 && index < answers.count { flow.press([.ok]) }
      flow.press(answer.utf8.map { (48...57).contains($0) ? .digit(Int($0) - 48) : .letter($0) })
    }
    if answers.count == 1 { flow.press([.ok]) }
    return flow
  }

  static let all: [(name: String, make: @Sendable (String) -> CitizenFlow)] =
    Fixtures.stages.map { sample in
      (sample.name, { Fixtures.flow(sample.stage, language: $0, timer: sample.timer) })
    } + scenes + formScenes

  /// Pages of content that is longer than a screen.
  static let long: [(name: String, make: @Sendable (String) -> CitizenFlow)] =
    Fixtures.longForms.map { sample in
      (sample.name, { Fixtures.flow(sample.stage, language: $0, timer: sample.timer) })
    }

  @Test("Every screen looks as its golden file")
  func golden() {
    let isRecording = getenv("RECORD_GOLDEN").map { String(cString: $0) == "1" } ?? false
    for (name, make) in Self.all + Self.long {
      var text = ""
      for (columns, rows) in frameSizes { text += frameText(make("de"), columns: columns, rows: rows) }
      text += frameText(make("en"), columns: 60, rows: 16)
      let path = TextFiles.repository + "/Tests/ScreensTests/Golden/\(name).txt"
      if isRecording {
        TextFiles.write(text, to: path)
      } else {
        #expect(TextFiles.exists(path) && TextFiles.read(path) == text, "\(name): see RECORD_GOLDEN")
      }
    }
  }

  @Test("AX-41 on the citizen's terminal every screen takes one sheet, on the small one at most two")
  func sheets() {
    for (name, make) in Self.all where !InfoFixtures.isLong(name) {
      for language in TextFiles.languages {
        #expect(frame(make(language), columns: 60, rows: 16).sheetCount == 1, "\(name) \(language)")
        // The words of an application are the town's, and many.
        let most = name.hasPrefix("form-") || name == "card-consent" ? 3 : 2
        #expect(frame(make(language), columns: 40, rows: 12).sheetCount <= most, "\(name) \(language)")
      }
    }
  }

  @Test("AX-29 the cursor stands on what has the focus, wherever something can be typed or chosen")
  func cursor() {
    for (name, make) in Self.all {
      let flow = make("de")
      let frame = frame(flow, columns: 60, rows: 16)
      // A long page is read from its first sheet on; the focus waits on a later one.
      if InfoFixtures.isLong(name), frame.sheetCount > 1 { continue }
      #expect((flow.page.focus == .none) == (frame.cursor == nil), "\(name)")
    }
  }

  @Test("A touch on a choice or a key cap is its key, and nothing else can be touched")
  func touch() {
    for (name, make) in Self.all {
      let flow = make("de")
      var viewer = Viewer(
        page: flow.page, renderer: CellRenderer(texts: texts(of: flow), keyMap: .keypad), columns: 60,
        rows: 16)
      // Of a long page that is parted, the keys of one sheet alone can be touched.
      if InfoFixtures.isLong(name), viewer.frame.sheetCount > 1 { continue }
      let keys = Set(viewer.frame.regions.map(\.key))
      for cap in flow.page.keys {
        if let key = KeyMap.key(touching: cap.name) { #expect(keys.contains(key), "\(name) \(cap.name)") }
      }
      for choice in flow.page.choices { #expect(keys.contains(.digit(choice.digit)), "\(name)") }
      for region in viewer.frame.regions {
        let key = viewer.take(.press(row: region.row, column: region.columns.lowerBound))
        #expect(key == region.key, "\(name)")
      }
      #expect(viewer.take(.press(row: 0, column: 0)) == nil)
    }
  }

  @Test("Hostile names, hours and addresses change nothing but glyphs")
  func hostile() {
    for text in PropertyTests.hostile {
      var welcome = Fixtures.welcome()
      welcome.town = text
      welcome.counter = .init(name: text, address: text, hours: [text, text], phone: text)
      for (_, stage, timer) in Fixtures.stages {
        var flow = CitizenFlow()
        _ = flow.reduce(.welcome(welcome))
        _ = flow.reduce(.snapshot(Fixtures.snapshot(stage, timer: timer), at: 0))
        let picture = frame(flow, columns: 60, rows: 16)
        #expect(picture.cells.allSatisfy { Glyphs.has($0.glyph) })
        #expect((14...15).contains { picture.text(row: $0).contains("[") })
      }
    }
  }

  @Test("Texts and frames hold only glyphs of the console font")
  func glyphs() {
    for texts in TextFiles.all.values {
      for (key, text) in texts { #expect(Glyphs.canShow(text), "\(key)") }
    }
  }
}
