// The part of TOML that forms are written in, what is refused of the rest, and that no text stops the reader.

import Foundation
import Testing

@testable import Services

@Suite struct FormTOMLTests {
  private func mistakes(_ text: String) -> [String] { FormTOML(text, file: "f").mistakes.map(\.description) }

  @Test func whatIsRead() {
    let toml = FormTOML(
      "# a\r\na = \"x \\\"y\\\" \\\\ ä\\n\" # b\nb=-12\n c = true\n\n[t.u]\nd = [ \"p\", # q\n  \"#]\",\n]\ne = []\n[[l]]\nf = false\n[[l]]",
      file: "f")
    #expect(toml.mistakes == [])
    #expect(
      toml.tables.map(\.name) == ["", "t.u", "l", "l"]
        && toml.tables.map(\.isElement) == [false, false, true, true])
    #expect(toml.tables[0]["a"]?.value == .text("x \"y\" \\ ä\n") && toml.tables[0]["a"]?.line == 2)
    #expect(toml.tables[0]["b"]?.value == .number(-12) && toml.tables[0]["c"]?.value == .flag(true))
    #expect(toml.tables[1]["d"]?.value == .texts(["p", "#]"]) && toml.tables[1]["e"]?.value == .texts([]))
    #expect(toml.tables[1]["e"]?.line == 10 && toml.tables[2].line == 11)
  }

  @Test func whatIsRefusedHasItsLine() {
    let text = """
      a = 1.5
      b = 'x'
      c = "x
      d = \"""x\"""
      e = [1, 2]
      f = { a = 1 }
      g = 2026-01-01
      h "x"
      i = "a" "b"
      j = "\\u00e4"
      "k" = 1
      [t
      [t]
      [t]
      l = 01
      m = 1
      m = 2
      n.o = 1
      p = ["a" "b"]
      """
    let told = mistakes(text)
    let lines = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 17, 18, 19]
    #expect(
      told.map { $0.split(separator: ":")[1] } == lines.map { "\($0)" }, "\(told.joined(separator: "\n"))")
  }

  @Test func oneMistakeDoesNotHideTheNext() {
    #expect(mistakes("a = [\"x\"\nb = 'y'\nc = 1\n").count == 2)
    #expect(mistakes(String(repeating: "?\n", count: 1000)).count == FormTOML.mistakesMax)
    #expect(mistakes(String(repeating: "a", count: FormTOML.byteCountMax + 1)).count == 1)
    #expect(mistakes((0..<3000).map { "a\($0) = 1\n" }.joined()).count == 1)
    #expect(mistakes("a = [" + String(repeating: "\"b\",", count: 60)).count == 1)
    #expect(mistakes("a = \"b\u{0}\"").count == 1)
    #expect(
      mistakes("a = ") == [
        "f:1: this is no value that a form's file may have, write a \"text\", a whole number, true, false or [\"a\", \"list\"]"
      ])
  }

  @Test("shipped files with bytes changed, cut or doubled never stop the reader") func garbage() throws {
    var random = UInt64(5)
    func next(_ count: Int) -> Int {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((random >> 33) % UInt64(count))
    }
    let files = try FormFixtures.shippedFiles()
    let pieces = Array("\"[]=#\\\n|.{}_ azÄ\u{1F600}09-".unicodeScalars)
    for round in 0..<150 {
      var changed = files
      for _ in 0...next(4) {
        let index = next(changed.count)
        var scalars = Array(changed[index].text.unicodeScalars)
        guard !scalars.isEmpty else { continue }
        for _ in 0...next(6) {
          let place = next(scalars.count)
          switch next(4) {
          case 0: scalars.insert(pieces[next(pieces.count)], at: place)
          case 1: scalars[place] = pieces[next(pieces.count)]
          case 2: if scalars.count > 1 { scalars.remove(at: place) }
          default:
            scalars.insert(
              contentsOf: scalars[place..<min(place + next(80), scalars.count)], at: next(place + 1))
          }
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        changed[index].text = String(view)
      }
      let read = FormLibrary.read(changed, languages: ["de", "en"])
      if case .failure(let refusal) = read {
        #expect(refusal.mistakes.allSatisfy { $0.line >= 1 && !$0.remedy.isEmpty })
      }
      // What is taken over can be filled in without a trap.
      guard let library = try? read.get() else { continue }
      for form in library.forms {
        var run = FormRun(form: form, day: FormFixtures.today, reference: "1234-5678")
        _ = run.reduce([.next, .typeInstead, .answer(["x"]), .answer(["yes"]), .back, .end])
        #expect(run.step == .ended, "round \(round)")
      }
    }
  }
}
