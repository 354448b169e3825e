// The PIN letter (§17 PAuswV): where no confirmation is on file, the citizen declares that it came, in words that the
// journal keeps; who did not get it is helped at the counter.

import Handover
import Messages

extension StationCore {
  /// Text keys of the declaration and of its version.
  static let declarationKey = "pinletter.declaration"
  static let declarationVersionKey = "pinletter.version"

  mutating func pinLetter(_ came: Bool) {
    guard case .pinLetter(let id)? = session?.place else { return }
    guard came else {
      session?.chosen.removeAll { $0 == id }
      return end(with: .pinLetterMissing, about: id)
    }
    let texts = setup.welcome.texts[session?.language ?? defaultLanguage] ?? [:]
    do throws(Refusal) {
      // A declaration without words would be none.
      guard let wording = texts[Self.declarationKey], !wording.isEmpty else { throw .pinLetterMissing }
      let version = texts[Self.declarationVersionKey] ?? ""
      try decide(.citizen) { (decision: inout Decision) throws(Refusal) in
        try decision.confirmPinLetter(id, version: version, wording: wording)
      }
    } catch {
      out.append(.log("PIN letter not confirmed: \(error.code)"))
      session?.chosen.removeAll { $0 == id }
      return end(with: .pinLetterMissing, about: id)
    }
    session?.lettersConfirmed.insert(id)
    nextQuestion(id)
  }
}
