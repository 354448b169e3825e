// An application after it was confirmed: into the hands of its keeper, once, and what the person takes home. Until the
// keeper has said that it is kept, no page says so; a keeper that says nothing leaves a page that says just that.

import Handover
import Messages
import Services

extension StationCore {
  /// So long the page before stands on: a keeper that works needs less.
  static let sendingQuietMilliseconds: Int64 = 400

  mutating func submit(_ submission: FormSubmission, _ run: FormRun) {
    guard let visit = session?.form else { return }
    let leading = visit.edition.store.town.leading
    let title = FormWords(visit.edition, leading, [:]).text(run.form, "form.title")
    out.append(
      .submit(
        Application(
          submission, formID: run.form.id, leika: run.form.leika, title: title, day: run.day)))
    session?.form?.wait = .brief(since: now)
    restartFormTime()
  }

  /// The keeper's answer; nobody is told when the person has gone, and nothing is sent again.
  mutating func applicationKept(_ reference: String) {
    out.append(.log("application \(reference) is kept"))
    guard awaitsKeeper(reference) else { return }
    session?.form?.wait = nil
    fill(.sent)
  }

  mutating func applicationNotKept(_ reference: String, _ why: String) {
    out.append(.log("application \(reference) is not kept: \(why)"))
    guard awaitsKeeper(reference) else { return }
    session?.form?.wait = nil
    fill(.notSent)
  }

  private func awaitsKeeper(_ reference: String) -> Bool {
    guard let run = session?.form?.run else { return false }
    return run.step == .sending && run.reference == reference
  }

  /// Where the keeper takes its time, the page says so, and later that nobody knows.
  mutating func passFormTime() {
    guard let visit = session?.form else { return }
    switch visit.wait {
    case .brief(let since) where now >= since + Self.sendingQuietMilliseconds:
      session?.form?.wait = .shown(since: since)
      passFormTime()
    case .shown(let since) where now >= since + setup.intervals.submission:
      out.append(.log("application \(visit.run?.reference ?? ""): the keeper does not answer"))
      session?.form?.wait = .unclear
      restartFormTime()
    case .brief, .shown, .unclear, nil: break
    }
  }

  /// When `passFormTime` has something to do next.
  var formWake: Int64? {
    switch session?.form?.wait {
    case .brief(let since): since + Self.sendingQuietMilliseconds
    case .shown(let since): since + setup.intervals.submission
    case .unclear, nil: nil
    }
  }

  // MARK: What is taken home

  /// What is to be paid for an application that is kept; nil: nothing.
  func paymentSlip(_ run: FormRun) -> PaymentSlip? {
    guard let payee = setup.payee, case .slip(let slip)? = try? run.paymentStep(to: payee) else { return nil }
    return slip
  }

  /// Once for each visit, and again where it did not come out.
  mutating func printFormSlip() {
    guard let visit = session?.form, let run = visit.run, canPrint else { return }
    switch visit.print?.state {
    case nil, .noPaper, .failed: break
    default: return
    }
    guard let slip = formSlip(visit, run) else { return }
    let number = visit.printCount + 1
    let reference = "\(run.reference) \(number)"
    session?.form?.printCount = number
    session?.form?.print = (reference, .printing)
    restartFormTime()
    printSlip(slip, reference: reference)
  }

  private func formSlip(_ visit: FormVisit, _ run: FormRun) -> SlipDocument? {
    let frame = slipFrame()
    let words = FormWords(visit.edition, frame.language, setup.welcome.texts[frame.language] ?? [:])
    let title = words.text(run.form, "form.title")
    switch (run.step, run.form.kind) {
    case (.done, _):
      return .application(
        title, reference: run.reference, day: words.date(run.day),
        next: [words.text(run.form, "form.next")], payment: paymentSlip(run).map { ($0, nil) }, frame)
    case (.handOver, .preparation):
      guard let over = run.handedOver else { return nil }
      var service = SlipService(name: title)
      service.summary = words.text(run.form, over.textKey)
      service.fees = run.form.feesDue(run.answers, on: run.day).map { rule in
        SlipFact(words.fee(rule, of: run.form).label, SlipDocument.money(rule.cents, frame.say))
      }
      service.online = over.address.map { OnlineAddress(address: $0, short: FormWords.short($0)) }
      return .information(service, frame)
    default: return nil
    }
  }

  mutating func formPrinted(_ reference: String, _ outcome: PrintOutcome) {
    guard let print = session?.form?.print, print.reference == reference, print.state == .printing else {
      return
    }
    session?.form?.print = (reference, outcome.state)
    restartFormTime()
  }
}
