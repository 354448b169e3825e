// From the information into an application: a page that leads to a form offers it only while it can be filled in here and
// now. Whoever leaves the form stands before the same page again, which the form's visit keeps.

import Messages
import Services

extension StationCore {
  /// The forms that can be filled in now, in the town's order; none while applications are closed.
  var offeredForms: [String] {
    guard let content, isOffered(.application) else { return [] }
    return offeredForms(of: content).map(\.id)
  }

  /// The form of a service, where it can be filled in now.
  func offeredForm(of reference: ContentReference) -> String? {
    guard let form = content?.store.item(reference, in: infoLanguage)?.service?.form else { return nil }
    return offeredForms.contains(form) ? form : nil
  }

  /// To the first page of a form.
  mutating func beginForm(_ id: String, from visit: InfoVisit) {
    guard offeredForms.contains(id) else { return }
    session?.place = .info(visit)
    beginForm(id)
  }

  /// To the list of what can be applied for.
  mutating func beginForms(from visit: InfoVisit) {
    guard isOffered(.application) else { return }
    session?.place = .info(visit)
    formRequest(.begin, nil)
  }
}
