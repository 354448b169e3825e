// What of a stage is a person's own, taken out of it: at "End" it goes from the screen at once, whether the station answers
// or not (UX-15).

import Messages

extension Stage {
  /// The same stage without what was answered.
  mutating func wipe() {
    guard case .form(let form) = self else { return }
    switch form {
    case .question(var question):
      question.typed = []
      question.mistake = nil
      self = .form(.question(question))
    case .check(var review):
      review.rows = []
      self = .form(.check(review))
    case .list, .start, .declaration, .sending, .unclear, .done, .handOver: break
    }
  }
}
