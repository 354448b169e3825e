// One person filling in one form: a state that inputs change, and nothing else. It asks no clock and no card, opens no
// file and draws nothing; what must be done in the world comes out as effects. Nothing leaves before it was confirmed,
// and no input makes two submissions of one.

import Handover

/// Where the applicant stands, and what was answered so far.
public struct FormRun: Equatable, Sendable {
  public enum Step: Equatable, Sendable {
    /// What the form is for, what one needs, what it costs (UX-2).
    case start
    /// The ID card is being read, or the identification waits to be repeated.
    case identify
    /// One question; the field's name.
    case question(String)
    /// All answers, each to be changed (UX-13).
    case check
    case declaration
    /// Confirmed; waiting until the submission is safely kept.
    case sending
    /// Kept: the reference number, and what happens next (UX-14).
    case done
    /// Prepared: where the application itself is made.
    case handOver
    /// Nothing of the person is left.
    case ended
  }

  public enum Input: Equatable, Sendable {
    /// Goes on from start, check and identification.
    case next
    case back
    /// Answers the question that is asked, part by part, as typed.
    case answer([String])
    /// What was typed cannot be read at all; nothing of it is kept.
    case unreadable
    /// Changes one answer, from the check page.
    case change(String)
    /// What the ID card says, part by part, as a field of that kind is typed.
    case identified([EIDAttribute: [String]])
    case notIdentified
    /// "I do not have the card with me": where typing is allowed.
    case typeInstead
    /// Agrees to the declaration, and confirms with that.
    case declare
    /// The submission is kept, encrypted.
    case sent
    /// It could not be kept; nothing was sent.
    case notSent
    /// Leaves, or the time is over.
    case end
  }

  public enum Effect: Equatable, Sendable {
    case identify([EIDAttribute])
    /// Encrypt and keep it, once for its reference number.
    case submit(FormSubmission)
  }

  /// What went wrong last; gone with the next input that is taken.
  public enum Problem: Equatable, Sendable {
    case answer(field: String, AnswerMistake)
    case notIdentified
    case notSent
    /// The answer comes from the card.
    case fixedByCard(field: String)
  }

  public let form: Form
  /// The day of the application.
  public let day: CivilDay
  /// The number that the applicant takes home.
  public let reference: String
  public private(set) var step = Step.start
  public private(set) var answers: [String: FormAnswer] = [:]
  public private(set) var problem: Problem?
  /// What was typed into the question that is asked, kept when it was wrong (UX-6).
  public private(set) var typed: [String] = []
  /// What the card says of a field that is not a whole answer, such as a street without a house number: shown in the
  /// question, to be completed.
  private var begun: [String: [String]] = [:]
  /// How the applicant was identified so far.
  public private(set) var identifiedBy = Form.Identification.none

  /// Begins at the start page of a form without mistakes.
  public init(form: Form, day: CivilDay, reference: String) {
    self.form = form
    self.day = day
    self.reference = reference
  }

  /// What the answers cost so far, in cents.
  public var feeCents: Int { form.feesDue(answers, on: day).reduce(0) { $0 + $1.cents } }

  /// The fields that are asked and were answered, in order: the rows of the check page.
  public var rows: [(field: FormField, answer: FormAnswer)] {
    form.shownFields(answers).compactMap { field in answers[field.id].map { (field, $0) } }
  }

  /// Which question this is and how many there are as far as one can tell, both from 1; nil outside of questions.
  public var position: (number: Int, of: Int)? {
    guard case .question(let id) = step else { return nil }
    let asked = askedFields
    return asked.firstIndex { $0.id == id }.map { ($0 + 1, asked.count) }
  }

  /// Takes one input. One that does not belong to the step changes nothing.
  public mutating func reduce(_ input: Input) -> [Effect] {
    if case .end = input {
      end()
      return []
    }
    switch (step, input) {
    case (.start, .next), (.identify, .next): return begin()
    case (.start, .typeInstead), (.identify, .typeInstead):
      if form.identification == .cardOrTyped, identifiedBy != .card {
        identifiedBy = .typed
        goOn()
      }
    case (.identify, .identified(let said)):
      take(said)
      identifiedBy = .card
      goOn()
    case (.identify, .notIdentified): problem = .notIdentified
    case (.identify, .back): go(to: .start)
    case (.question(let id), .answer(let typed)): answer(id, typed)
    case (.question(let id), .unreadable): problem = .answer(field: id, .characters)
    case (.question(let id), .back): goBack(from: id)
    case (.check, .change(let id)): change(id)
    case (.check, .back): if let last = askedFields.last { ask(last.id) }
    case (.check, .next):
      // Looked at once more: an answer may have made another question necessary.
      goOn()
      guard step == .check else { return [] }
      if case .preparation = form.kind { go(to: .handOver) } else { return leaveCheck() }
    case (.declaration, .back): go(to: .check)
    case (.declaration, .declare): return submit()
    case (.sending, .sent): go(to: .done)
    case (.sending, .notSent):
      go(to: form.hasDeclaration ? .declaration : .check)
      problem = .notSent
    case (.handOver, .back): go(to: .check)
    default: break
    }
    return []
  }

  private mutating func begin() -> [Effect] {
    problem = nil
    switch form.identification {
    case .none, .typed:
      identifiedBy = form.identification
      goOn()
      return []
    case .card, .cardOrTyped:
      // Who came back to the start has shown the card already.
      guard identifiedBy != .card else {
        goOn()
        return []
      }
      step = .identify
      return [.identify(form.attributes)]
    }
  }

  private mutating func leaveCheck() -> [Effect] {
    guard form.hasDeclaration else { return submit() }
    go(to: .declaration)
    return []
  }

  private mutating func submit() -> [Effect] {
    guard let submission = FormSubmission(self) else { return [] }
    go(to: .sending)
    return [.submit(submission)]
  }

  private mutating func go(to step: Step) {
    self.step = step
    problem = nil
    typed = []
  }

  /// To the first question that is asked and open, else to the check page.
  private mutating func goOn() {
    if let open = askedFields.first(where: { answers[$0.id] == nil }) { ask(open.id) } else { go(to: .check) }
  }

  private mutating func ask(_ id: String) {
    go(to: .question(id))
    typed = answers[id]?.typed ?? begun[id] ?? []
  }

  /// Fields that a person answers, not the card.
  private var askedFields: [FormField] {
    form.shownFields(answers).filter { answers[$0.id]?.source != .card }
  }

  private mutating func answer(_ id: String, _ typed: [String]) {
    guard let field = form.field(id) else { return }
    do {
      let value = try field.value(of: typed, on: day)
      answers[id] = FormAnswer(typed: typed, value: value, source: .typed)
      goOn()
    } catch {
      self.typed = typed
      problem = .answer(field: id, error)
    }
  }

  private mutating func goBack(from id: String) {
    let asked = askedFields
    guard let index = asked.firstIndex(where: { $0.id == id }), index > 0 else {
      go(to: .start)
      return
    }
    ask(asked[index - 1].id)
  }

  private mutating func change(_ id: String) {
    guard form.shownFields(answers).contains(where: { $0.id == id }) else { return }
    if answers[id]?.source == .card { problem = .fixedByCard(field: id) } else { ask(id) }
  }

  /// What the card says and the form understands; the rest is asked.
  private mutating func take(_ said: [EIDAttribute: [String]]) {
    for field in form.fields {
      guard let attribute = field.attribute, let typed = said[attribute] else { continue }
      if let value = try? field.value(of: typed, on: day) {
        answers[field.id] = FormAnswer(typed: typed, value: value, source: .card)
      } else if typed.contains(where: { !$0.isEmpty }) {
        begun[field.id] = typed
      }
    }
  }

  private mutating func end() {
    // A submission that is on its way stays so in the spool; here nothing is left of it.
    answers = [:]
    begun = [:]
    identifiedBy = .none
    go(to: .ended)
  }
}
