// The citizen applies: one form at a time, in the session's memory alone. Requests become inputs of the form's own state
// machine, what it wants done becomes effects of the station; nothing of an answer is kept, logged or counted.

import Handover
import Messages
import Secrets
import Services

/// An application that is being chosen or filled in.
struct FormVisit: Equatable, Sendable {
  /// How far the keeper of applications has come with what was confirmed.
  enum Wait: Equatable, Sendable {
    /// Asked just now: the page before still stands, so that nothing flickers.
    case brief(since: Int64)
    case shown(since: Int64)
    /// It does not answer: whether the application is kept is not known.
    case unclear
  }

  /// The content that the visit began with: a take-over changes no running form.
  let edition: ContentEdition
  /// The names of the forms in the list, in its order.
  var listed: [String] = []
  /// The part of the list that is shown, from 1.
  var part = 1
  /// Nil: the list stands.
  var run: FormRun?
  /// The page of the information that led here.
  var origin: InfoVisit?
  var wait: Wait?
  /// By what the printing of this visit's slip is known, and how it stands.
  var print: (reference: String, state: ReceiptState)?
  var printCount = 0

  init(edition: ContentEdition) { self.edition = edition }

  var form: Form? { run?.form }

  /// Nothing is asked any more; the page stays a good while.
  var isOver: Bool {
    switch run?.step {
    case .done, .handOver, .ended: true
    case .sending: wait == .unclear
    default: false
    }
  }

  /// Confirmed a moment ago: nobody's time runs.
  var isSending: Bool { run?.step == .sending && wait != .unclear }

  static func == (left: FormVisit, right: FormVisit) -> Bool {
    left.edition == right.edition && left.listed == right.listed && left.part == right.part
      && left.run == right.run && left.origin == right.origin && left.wait == right.wait
      && left.print?.reference == right.print?.reference && left.print?.state == right.print?.state
  }
}

extension StationCore {
  mutating func formRequest(_ request: FormRequest, _ secret: Secret?) {
    if request == .begin { return beginForms() }
    if let visit = session?.visit, case .identity = visit.purpose {
      switch request {
      case .allowReading: allowReading()
      case .typeInstead: fill(.typeInstead)
      default: break
      }
      return
    }
    guard case .form? = session?.place, let visit = session?.form else { return }
    guard let run = visit.run else {
      switch request {
      case .choose(let index): choose(index, visit)
      case .turn(let step): turn(step)
      default: break
      }
      return
    }
    switch request {
    case .begin, .choose, .turn, .allowReading: break
    case .next: goOn(run)
    case .typeInstead: if run.step == .start { fill(.typeInstead) }
    case .answer: answer(secret, run)
    case .skip: skip(run)
    case .change(let row): change(row, run)
    case .declare: if run.step == .declaration { fill(.declare) }
    case .print: printFormSlip()
    }
  }

  // MARK: The list

  private mutating func beginForms() {
    switch session?.place {
    case nil, .idle, .ended, .info: break
    default: return
    }
    guard let edition = content else { return }
    if session == nil { session = Session(connection: screen, language: defaultLanguage, place: .idle) }
    var visit = FormVisit(edition: edition)
    if case .info(let origin)? = session?.place { visit.origin = origin }
    wipe()
    visit.listed = offeredForms(of: edition).map(\.id)
    session?.form = visit
    goToForm()
  }

  private mutating func turn(_ step: Int) {
    guard let visit = session?.form, step == 1 || step == -1 else { return }
    let part = min(max(1, visit.part + step), listParts(visit))
    session?.form?.part = part
  }

  func listParts(_ visit: FormVisit) -> Int {
    max(1, (visit.listed.count + InfoList.entriesMax - 1) / InfoList.entriesMax)
  }

  /// `index` counts within the part that is shown.
  private mutating func choose(_ index: Int, _ visit: FormVisit) {
    let place = (visit.part - 1) * InfoList.entriesMax + index
    guard (0..<InfoList.entriesMax).contains(index), visit.listed.indices.contains(place) else { return }
    begin(visit.listed[place], visit)
  }

  /// Straight to the start of a form, from a page of the information. A form that is not offered now leads nowhere.
  mutating func beginForm(_ id: String) {
    guard let edition = content, canApply(id) else { return }
    var visit = FormVisit(edition: edition)
    if case .info(let origin)? = session?.place { visit.origin = origin }
    if session == nil { session = Session(connection: screen, language: defaultLanguage, place: .idle) }
    wipe()
    session?.form = visit
    begin(id, visit)
  }

  private mutating func begin(_ id: String, _ visit: FormVisit) {
    guard let form = visit.edition.store.forms.form(id), isOffered(form) else {
      // What it needs went away while the list stood.
      let listed = offeredForms(of: visit.edition).map(\.id)
      session?.form?.listed = listed
      session?.form?.part = 1
      return
    }
    count(.form(id))
    let run = FormRun(form: form, day: time.moment.day, reference: newReference())
    session?.form?.run = run
    session?.form?.wait = nil
    session?.form?.print = nil
    goToForm()
  }

  /// So many numbers are drawn before one is taken that is in use: the keeper refuses it then, and nothing is lost.
  static let referenceDrawsMax = 16

  /// Two groups of four digits, from the station's chance; not in use in the spool.
  mutating func newReference() -> String {
    var reference = ""
    for _ in 1...Self.referenceDrawsMax {
      let digits = String(keys.chance("application \(newOrderID().value)") % 100_000_000)
      let padded = String(repeating: "0", count: 8 - digits.count) + digits
      reference = "\(padded.prefix(4))-\(padded.suffix(4))"
      if !usedReferences.contains(reference) { break }
    }
    return reference
  }

  // MARK: Filling in

  private mutating func goOn(_ run: FormRun) {
    switch run.step {
    case .start:
      switch run.form.identification {
      case .none, .typed: fill(.next)
      case .card, .cardOrTyped:
        if run.identifiedBy == .card || canIdentify {
          fill(.next)
        } else if run.form.identification == .cardOrTyped, !setup.identifies {
          fill(.typeInstead)
        }
      }
    case .check: fill(.next)
    case .handOver: session = nil
    default: break
    }
  }

  private mutating func answer(_ secret: Secret?, _ run: FormRun) {
    guard case .question(let id) = run.step, let field = run.form.field(id), let secret else { return }
    fill(TypedAnswer.parts(of: secret, for: field.type).map { .answer($0) } ?? .unreadable)
  }

  private mutating func skip(_ run: FormRun) {
    guard case .question(let id) = run.step, let field = run.form.field(id), !field.isRequired else { return }
    fill(.answer([String](repeating: "", count: field.type.partCount)))
  }

  private mutating func change(_ row: Int, _ run: FormRun) {
    let rows = run.rows
    guard run.step == .check, rows.indices.contains(row) else { return }
    fill(.change(rows[row].field.id))
  }

  /// One input for the form, what it wants done, and the page that follows.
  mutating func fill(_ input: FormRun.Input) {
    guard var run = session?.form?.run else { return }
    let effects = run.reduce(input)
    session?.form?.run = run
    if run.step != .identify { goToForm() }
    for effect in effects {
      switch effect {
      case .identify(let attributes): visit(.identity(attributes.map(\.right)))
      case .submit(let submission): submit(submission, run)
      }
    }
  }

  /// To the form's page, with the time that this page has.
  mutating func goToForm() {
    session?.place = .form
    restartFormTime()
  }

  mutating func restartFormTime() {
    guard let visit = session?.form else { return }
    if visit.isSending {
      session?.timer.deadline = nil
    } else {
      let interval = formInterval(visit)
      session?.timer.start(interval, .idle, now: now)
    }
  }

  /// A number to be written down and a code to be scanned take longer than a question.
  func formInterval(_ visit: FormVisit) -> Int64 {
    visit.isOver ? setup.intervals.result * 3 : setup.intervals.idle
  }

  /// To where the person came from: a page of the information, or the start.
  private mutating func leaveForms() {
    guard let origin = session?.form?.origin else { return session = nil }
    session?.form = nil
    go(.info(origin))
  }

  /// One step back; from the first page to where the person came from.
  mutating func backFromForm() {
    guard let visit = session?.form, let run = visit.run else { return leaveForms() }
    switch run.step {
    case .start:
      session?.form?.run = nil
      if visit.listed.isEmpty { leaveForms() } else { goToForm() }
    case .sending: if visit.wait == .unclear { session = nil }
    case .done, .ended: session = nil
    case .identify, .question, .check, .declaration, .handOver: fill(.back)
    }
  }
}
