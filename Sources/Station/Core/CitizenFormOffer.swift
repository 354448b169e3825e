// Which forms can be filled in here and now: whose destination can take an application, whose fee can be paid, and whose
// identification this station has.

import Services

extension StationCore {
  /// The card reader works, and what lies behind it is set up.
  var canIdentify: Bool { setup.identifies && isReaderUsable }

  /// Whether an application for this form would reach its office.
  func isOffered(_ form: Form) -> Bool {
    if form.identification == .card, !setup.identifies { return false }
    switch form.kind {
    case .preparation: return true
    case .application(let destination):
      // Who may have to pay must be told how, before they begin.
      let isPayable = setup.payee != nil || form.feeRules(on: time.moment.day).isEmpty
      return isPayable && isReady(destination: destination) && !lacksService(form)
    }
  }

  /// Its destination takes only what the catalogue of services knows, and the form names no LeiKa key.
  private func lacksService(_ form: Form) -> Bool {
    guard case .application(let name) = form.kind, form.leika == nil else { return false }
    return destinations.contains { $0.name == name && $0.needsService }
  }

  /// The same for one destination, for `kiosk status`.
  func formsWithoutService(for sight: DestinationSight) -> [String] {
    let forms = content?.store.forms.forms.filter { $0.kind == .application(destination: sight.name) } ?? []
    return forms.filter(lacksService).map(\.id).sorted()
  }

  /// What stands in the log whenever it changes: forms that nobody is offered.
  var formsWithoutService: [String] {
    content?.store.forms.forms.filter(lacksService).map(\.id).sorted() ?? []
  }

  /// What the list shows, by the titles in the session's language.
  func offeredForms(of edition: ContentEdition) -> [Form] {
    let languages = edition.store.town.fallback(session?.language ?? defaultLanguage)
    return edition.store.forms.sorted(edition.store.forms.forms.filter { isOffered($0) }, in: languages)
  }

  /// Whether the form of that name can be begun now.
  func canApply(_ id: String) -> Bool {
    content?.store.forms.form(id).map { isOffered($0) } ?? false
  }
}
