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
      return isPayable && isReady(destination: destination)
    }
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
