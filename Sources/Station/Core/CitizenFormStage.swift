// What the screen is told of an application: derived from the form's state, in the session's language. A change of the
// language words everything anew and keeps every answer.

import Handover
import Messages
import Services

extension StationCore {
  func formStage(_ visit: FormVisit, _ language: String) -> FormStage {
    let words = FormWords(visit.edition, language, setup.welcome.texts[language] ?? [:])
    guard let run = visit.run else { return .list(formList(visit, words)) }
    let title = words.text(run.form, "form.title")
    switch run.step {
    case .start, .identify, .ended: return .start(start(run, title, words))
    case .question(let id): return question(id, run, title, words)
    case .check: return .check(review(run, title, words))
    case .declaration: return .declaration(declaration(run, title, words))
    case .sending:
      switch visit.wait {
      case .brief, nil:
        return run.form.hasDeclaration
          ? .declaration(declaration(run, title, words)) : .check(review(run, title, words))
      case .shown: return .sending(title: title)
      case .unclear: return .unclear(title: title, reference: run.reference)
      }
    case .done: return .done(done(visit, run, title, words))
    case .handOver:
      guard let over = run.handedOver else { return .start(start(run, title, words)) }
      return .handOver(
        FormHandOver(
          title: title, text: words.text(run.form, over.textKey),
          address: over.address.map { QRCode.picture($0, shown: FormWords.short($0)) }
            ?? QRPicture(side: 0, modules: "", text: ""),
          paper: visit.print?.state ?? paper))
    }
  }

  private func formList(_ visit: FormVisit, _ words: FormWords) -> InfoList {
    let first = (visit.part - 1) * InfoList.entriesMax
    let entries = visit.listed.dropFirst(first).prefix(InfoList.entriesMax).compactMap { id in
      visit.edition.store.forms.form(id).map { InfoEntry(.content(words.text($0, "form.title"))) }
    }
    return InfoList(
      title: .key("form.list"), hint: visit.listed.isEmpty ? .key("form.none") : nil, entries: entries,
      part: visit.part, parts: listParts(visit))
  }

  private func start(_ run: FormRun, _ title: String, _ words: FormWords) -> FormStart {
    let needsCard: Bool =
      switch run.form.identification {
      case .none, .typed: false
      case .card, .cardOrTyped: setup.identifies && run.identifiedBy != .card
      }
    return FormStart(
      title: title, summary: words.text(run.form, "form.summary"), needsCard: needsCard,
      canType: run.form.identification == .cardOrTyped && run.identifiedBy != .card,
      isReaderUsable: canIdentify,
      fees: run.form.feeRules(on: run.day).map { words.fee($0, of: run.form) }, paper: paper)
  }

  private func question(_ id: String, _ run: FormRun, _ title: String, _ words: FormWords) -> FormStage {
    let form = run.form
    guard let field = form.field(id) else { return .start(start(run, title, words)) }
    let position = run.position ?? (1, 1)
    var mistake: String?
    if case .answer(let wrong, let what)? = run.problem, wrong == id { mistake = words.mistake(what) }
    return .question(
      FormQuestion(
        title: title, number: position.number, of: position.of, field: id,
        label: words.text(form, "\(id).label"), question: words.text(form, "\(id).question"),
        why: words.text(form, "\(id).why"), hint: words.textIfAny(form, "\(id).hint"),
        entry: words.entry(field, of: form), isRequired: field.isRequired,
        typed: TypedAnswer.shown(run.typed, for: field.type), mistake: mistake))
  }

  private func review(_ run: FormRun, _ title: String, _ words: FormWords) -> FormReview {
    var isPreparation = false
    if case .preparation = run.form.kind { isPreparation = true }
    return FormReview(
      title: title,
      rows: run.rows.map { field, answer in
        FormReview.Row(
          label: words.text(run.form, "\(field.id).label"),
          value: words.value(answer.value, of: field, in: run.form), isFixed: answer.source == .card)
      },
      fees: run.form.feesDue(run.answers, on: run.day).map { words.fee($0, of: run.form) },
      cents: run.feeCents, hasDeclaration: run.form.hasDeclaration, isPreparation: isPreparation,
      isNotSent: run.problem == .notSent)
  }

  private func declaration(_ run: FormRun, _ title: String, _ words: FormWords) -> FormDeclaration {
    FormDeclaration(
      title: title, text: words.text(run.form, "form.declaration"), cents: run.feeCents,
      isNotSent: run.problem == .notSent)
  }

  private func done(_ visit: FormVisit, _ run: FormRun, _ title: String, _ words: FormWords) -> FormDone {
    FormDone(
      title: title, reference: run.reference, next: words.text(run.form, "form.next"),
      slip: paymentSlip(run).map { slip in
        FormSlip(
          payee: slip.payee.name, iban: slip.payee.iban.grouped, cents: slip.cents,
          reference: slip.reference.grouped,
          code: QRCode.picture(slip.code.payload, shown: ""))
      }, paper: visit.print?.state ?? paper)
  }
}
