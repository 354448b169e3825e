// The citizen reads: a visit is a stack of places, so that "back" is always exactly one step back, to the same part of
// the same list. Nothing in a visit is personal; what was typed for a search is forgotten with its answer.

import Messages
import Secrets
import Services

/// A place in the information.
enum InfoPlace: Equatable, Sendable {
  case menu
  /// All situations of life.
  case situations
  /// What belongs to one; where that is much, which group of each level was chosen.
  case situation(String, [Int])
  /// A to Z: which group of each level was chosen.
  case alphabet([Int])
  case search(isEmptyHanded: Bool)
  /// What was found, the best first; what was typed is not kept.
  case results([ContentReference])
  case mostUsed
  /// Opening hours, and where.
  case places
  case page(ContentReference)
  /// All links of a page that has many.
  case links(ContentReference)
}

/// Where a person stands in the information.
struct InfoVisit: Equatable, Sendable {
  /// A deeper visit forgets its second place, never its first one and never the last.
  static let depthMax = 24

  struct Step: Equatable, Sendable {
    var place: InfoPlace
    /// Different for each step of a visit.
    var number: Int
    /// The part of a list that is shown, from 0.
    var part = 0
    /// What was chosen last; nil: nothing yet.
    var focus: Int?
    /// What became of the page on paper; nil: it was not asked for.
    var paper: ReceiptState?
  }

  private(set) var steps: [Step]
  private var lastNumber = 0
  /// A page that was being read is no longer in the content.
  var isPageGone = false
  /// By what the printing of a page is known, and on which step it was asked for.
  var print: (reference: String, step: Int)?
  /// What is shown, and of what it was made; nil: to be made.
  var shown: (key: InfoKey, view: InfoView)?

  init(_ place: InfoPlace) { steps = [Step(place: place, number: 0)] }

  static func == (left: InfoVisit, right: InfoVisit) -> Bool {
    left.steps == right.steps && left.isPageGone == right.isPageGone
  }

  var top: Step {
    get { steps[steps.count - 1] }
    set { steps[steps.count - 1] = newValue }
  }

  mutating func push(_ place: InfoPlace) {
    lastNumber += 1
    steps.append(Step(place: place, number: lastNumber))
    if steps.count > Self.depthMax { steps.remove(at: 1) }
  }

  /// False: there is nothing before.
  mutating func pop() -> Bool {
    guard steps.count > 1 else { return false }
    steps.removeLast()
    return true
  }

  /// Forgets the steps for which there is nothing to show any more.
  mutating func keep(where isThere: (InfoPlace) -> Bool) {
    let isTopThere = isThere(top.place)
    steps.removeAll { !isThere($0.place) }
    if isTopThere { return }
    isPageGone = true
    lastNumber += 1
    steps = [Step(place: .menu, number: lastNumber)]
  }
}

/// Of what a view was made; another key makes another view.
struct InfoKey: Equatable, Sendable {
  var step: InfoVisit.Step
  var isPageGone: Bool
  var language: String
  var edition: ContentEdition?
  /// "Open until …" holds for a minute.
  var now: LocalMinute
  var forms: [String]
  /// A printer is there and works.
  var canPrint: Bool
}

extension StationCore {
  /// A request for something that the shown stage does not offer does nothing.
  mutating func infoRequest(_ request: InfoRequest, _ secret: Secret?) {
    if case .begin = request { return beginInfo(.menu) }
    guard case .info(var visit)? = session?.place, let store = content?.store else { return }
    visit.isPageGone = false
    switch request {
    case .begin: return
    case .choose(let index): return chooseInfo(index, visit)
    case .turn(let step):
      guard let list = visit.shown?.view.list, list.parts > 1 else { return }
      visit.top.part = ((list.part - 1 + (step < 0 ? -1 : 1)) + list.parts) % list.parts
      visit.top.focus = nil
    case .beginSearch: visit.push(.search(isEmptyHanded: false))
    case .search:
      guard case .search = visit.top.place, let secret else { return }
      let found = store.search(Self.query(secret), in: infoLanguage)
      visit.top.place = .search(isEmptyHanded: found.isEmpty)
      if !found.isEmpty { visit.push(.results(found)) }
    case .apply:
      guard case .page(let reference) = visit.top.place, let form = offeredForm(of: reference) else { return }
      return beginForm(form, from: visit)
    case .print: return printInfo(visit)
    }
    go(.info(visit))
  }

  mutating func beginInfo(_ place: InfoPlace) {
    switch session?.place {
    case nil, .idle, .ended: break
    default: return
    }
    guard content != nil else { return }
    if session == nil { session = Session(connection: screen, language: defaultLanguage, place: .idle) }
    wipe()
    go(.info(InfoVisit(place)))
  }

  /// One step back; from the first page to the start.
  mutating func backFromInfo(_ visit: InfoVisit) {
    var visit = visit
    visit.isPageGone = false
    if visit.top.part > 0 {
      visit.top.part -= 1
      visit.top.focus = InfoList.entriesMax
    } else if !visit.pop() {
      return leaveToStart()
    }
    go(.info(visit))
  }

  /// To the start, in the language that was chosen.
  private mutating func leaveToStart() {
    if session?.language == defaultLanguage {
      session = nil
    } else {
      wipe()
      go(.idle)
    }
  }

  /// To the page with contact and appointment.
  mutating func beginContact() {
    guard let page = contactPage else { return }
    beginInfo(.page(page))
  }

  /// The page for contact and appointment, where the content has it.
  var contactPage: ContentReference? {
    guard let page = setup.offers.contactPage, content?.store.contains(page) == true else { return nil }
    return page
  }

  private mutating func chooseInfo(_ index: Int, _ visit: InfoVisit) {
    var visit = visit
    guard let targets = visit.shown?.view.targets, targets.indices.contains(index) else { return }
    visit.top.focus = index
    switch targets[index] {
    case .place(let place): visit.push(place)
    case .item(let reference): open(reference, &visit)
    case .form(let form): return beginForm(form, from: visit)
    case .forms: return beginForms(from: visit)
    }
    go(.info(visit))
  }

  private mutating func open(_ reference: ContentReference, _ visit: inout InfoVisit) {
    if reference.kind == .situation {
      visit.push(.situation(reference.id, []))
    } else {
      visit.push(.page(reference))
    }
    count(.item(reference))
  }

  /// What was typed; it is searched for and not kept.
  private static func query(_ secret: Secret) -> String {
    secret.withSpan { span in
      String(
        decoding: span.indices.prefix(ContentLimit.queryCharactersMax * 4).map { span[$0] }, as: UTF8.self)
    }
  }

  // MARK: What is shown

  func infoStage(_ visit: InfoVisit) -> InfoStage {
    visit.shown?.view.stage ?? .menu(InfoMenu([]))
  }

  /// Makes the view anew where something of it has changed: the place, the language, the content, the minute.
  mutating func refreshInfo() {
    guard case .info(var visit)? = session?.place else { return }
    let edition = visit.shown?.key.edition ?? content
    if edition != content, let store = content?.store { visit.keep { Self.isThere($0, in: store) } }
    let key = InfoKey(
      step: visit.top, isPageGone: visit.isPageGone, language: infoLanguage, edition: content,
      now: LocalMinute(day: time.moment.day, minute: time.minuteOfDay), forms: offeredForms,
      canPrint: canPrint)
    if visit.shown?.key == key { return }
    visit.shown = (key, infoView(visit, key))
    session?.place = .info(visit)
  }

  private static func isThere(_ place: InfoPlace, in store: ContentStore) -> Bool {
    switch place {
    case .page(let reference), .links(let reference): store.contains(reference)
    case .situation(let id, _): store.contains(ContentReference(kind: .situation, id: id))
    case .results(let found): found.contains(where: store.contains)
    case .menu, .situations, .alphabet, .search, .mostUsed, .places: true
    }
  }

  func infoView(_ visit: InfoVisit, _ key: InfoKey) -> InfoView {
    let most: MostUsed? =
      switch visit.top.place {
      case .menu: mostUsed(in: key.language, limit: 1)
      case .mostUsed: mostUsed(in: key.language, limit: InfoList.entriesMax)
      default: nil
      }
    guard let store = content?.store else { return InfoView(stage: .menu(InfoMenu([])), targets: []) }
    let renderer = InfoRenderer(
      store: store, language: key.language,
      texts: InfoTexts(texts: setup.welcome.texts[key.language] ?? [:]), now: key.now, forms: key.forms,
      mostUsed: most, contactPage: contactPage, paper: visit.top.paper ?? (key.canPrint ? .open : nil))
    return renderer.view(visit.top, isPageGone: visit.isPageGone)
  }

  var infoLanguage: String { session?.language ?? defaultLanguage }
}
