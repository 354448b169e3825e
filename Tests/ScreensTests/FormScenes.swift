// Pages of an application after some keys, for the golden files, and how a full keyboard types.

import Messages
import Secrets
import Terminal

@testable import Screens

extension GoldenTests {
  /// Pages of an application after some keys.
  static let formScenes: [(name: String, make: @Sendable (String) -> CitizenFlow)] = {
    func scene(
      _ stage: Stage, _ act: @escaping @Sendable (inout CitizenFlow) -> Void
    ) -> @Sendable (String) -> CitizenFlow {
      { language in
        var flow = Fixtures.flow(stage, language: language)
        act(&flow)
        return flow
      }
    }
    return [
      ("form-text-picking", scene(Fixtures.question(.text(max: 60))) { $0.press([.right, .ok, .down]) }),
      (
        "form-address-number",
        scene(Fixtures.question(.address)) {
          $0.write("Am Markt")
          $0.press([.ok])
        }
      ),
      (
        "form-address-place",
        scene(Fixtures.question(.address, typed: ["Am Markt", "1", "12345", "Musterstadt"])) {
          $0.press([.ok, .ok, .ok])
        }
      ),
      (
        "form-date-error",
        scene(Fixtures.question(.date)) {
          for part in ["31", "2"] {
            $0.type(part)
            $0.press([.ok])
          }
          $0.type("2026")
          $0.press([.ok])
        }
      ),
      ("form-choice-none", scene(Fixtures.question(.choice(Fixtures.options))) { $0.press([.ok]) }),
      ("form-check-go-on", scene(Fixtures.check { $0.hasDeclaration = false }) { $0.type("0") }),
      ("form-check-row", scene(.form(.check(Fixtures.review))) { $0.type("2") }),
      (
        "form-declaration-yes",
        scene(Fixtures.forms.first { $0.name == "form-declaration" }!.stage) { $0.type("1") }
      ),
      ("form-help", scene(Fixtures.question(.text(max: 60), typed: ["Erika"])) { $0.press([.help]) }),
    ]
  }()
}

extension CitizenFlow {
  /// Types on a full keyboard; digits stay digits.
  mutating func write(_ text: String) {
    press(
      text.unicodeScalars.map { scalar in
        ("0"..."9").contains(scalar) ? .digit(Int(scalar.value) - 48) : .character(scalar)
      })
  }
}
