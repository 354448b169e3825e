// `profile`, `[terminal]` and `[[opening]]`: what a station is for, where it leads people for an appointment, and when each
// of its services is open. Opening hours are read by the reader of the content, so that a town writes them one way.

import Services

/// What a station is for.
public enum StationProfile: String, Sendable, CaseIterable {
  /// Information, status and applications; no lockers.
  case terminal
  /// Lockers, and the status of an ordered document.
  case pickup
  /// All of it.
  case both
  /// The terminal in a suitcase: no lockers, and applications wait in the spool until it is online.
  case suitcase

  /// Whether there are lockers.
  public var hasLockers: Bool { self == .pickup || self == .both }
  /// Whether there is information, and applications.
  public var hasInformation: Bool { self != .pickup }

  /// Whether a station of this kind has the service at all. A card's PIN is a matter of the reader, not of the profile.
  public func has(_ service: OpeningSettings.Service) -> Bool {
    switch service {
    case .pickup: hasLockers
    case .information, .application, .contact: hasInformation
    case .documentStatus: self != .suitcase
    case .cardPIN: true
    }
  }
}

/// `[terminal]`.
public struct TerminalSettings: Equatable, Sendable {
  /// A page or a contact of the content, such as `page:termin`; nil: none is offered by itself.
  public var contactPage: String?
}

/// `[[opening]]`: when one service is open.
public struct OpeningSettings: Equatable, Sendable {
  public enum Service: String, Sendable, CaseIterable {
    case pickup, information, application
    case documentStatus = "document-status"
    case cardPIN = "card-pin"
    case contact
  }

  public var service: Service
  public var hours: OpeningHours
}

extension StationSchema {
  static let terminal = TableRule(keys: [
    KeyRule("contact_page", .text(0...80, .line), default: .text("page:termin"))
  ])

  static let opening = TableRule(keys: [
    KeyRule("service", .word(OpeningSettings.Service.allCases.map(\.rawValue)), .required),
    KeyRule("hours", .text(1...200, .line), .required),
  ])
}

extension TerminalSettings {
  init(_ section: Section) {
    let page = section.text("contact_page")
    contactPage = page.isEmpty ? nil : page
  }
}

extension OpeningSettings {
  /// Nil for hours that cannot be read; they have been reported.
  init?(_ section: Section) {
    guard let hours = try? OpeningHours(section.text("hours")) else { return nil }
    service = section.word("service")
    self.hours = hours
  }
}

/// Lockers where there are none, hours that cannot be read, two rules for one service, a page that is none.
func checkProfile(_ root: Section, into list: inout MistakeList) {
  let station = root.section("station")
  if list.isSound(station.path("profile")) {
    let profile: StationProfile = station.word("profile")
    for name in profile.hasLockers ? [] : ["bus", "compartments", "compartment"] {
      guard let first = root.sections(name).first else { continue }
      list.add(
        first.path, "a station with the profile \"\(profile.rawValue)\" has no lockers",
        "remove it, or write profile = \"both\"")
    }
  }
  checkLanguages(station, into: &list)
  let page = root.section("terminal").path("contact_page")
  if list.isSound(page) {
    let text = root.section("terminal").text("contact_page")
    if !text.isEmpty, ContentReference(reading: text) == nil {
      list.add(
        page, "\"\(text)\" names no page of the content", "write page:NAME or contact:NAME, or \"\" for none")
    }
  }
  var first: [String: Section] = [:]
  for opening in root.sections("opening") {
    if list.isSound(opening.path("hours")) {
      do throws(OpeningHoursError) {
        _ = try OpeningHours(opening.text("hours"))
      } catch {
        list.add(opening.path("hours"), error.what, error.remedy)
      }
    }
    guard list.isSound(opening.path("service")) else { continue }
    let service = opening.text("service")
    if let other = first[service] {
      list.add(
        opening.path("service"),
        "\(service) has a rule in line \(list.positions[other.path].line) already",
        "write one rule, with its parts separated by ;")
    } else {
      first[service] = opening
      doubtUnused(opening, station, into: &list)
    }
  }
}

/// Hours of a service that the profile does not have do nothing.
private func doubtUnused(_ opening: Section, _ station: Section, into list: inout MistakeList) {
  guard list.isSound(station.path("profile")) else { return }
  let profile: StationProfile = station.word("profile")
  let service: OpeningSettings.Service = opening.word("service")
  guard !profile.has(service) else { return }
  let path = opening.path("service")
  list.doubt(
    path, "a station with the profile \"\(profile.rawValue)\" has no \(service.rawValue)",
    "remove this [[opening]], or write another profile", at: path)
}

/// Which languages there are is the content's matter: a tag, once.
private func checkLanguages(_ station: Section, into list: inout MistakeList) {
  let path = station.path("languages")
  guard list.isSound(path) else { return }
  var seen: [String] = []
  for tag in station.texts("languages") {
    if !LanguageTag.isTag(tag) {
      list.add(path, "\"\(tag)\" is no language", "write a tag such as \"de\" or \"de-leicht\"")
    } else if seen.contains(tag) {
      list.add(path, "\"\(tag)\" stands twice", "remove one")
    }
    seen.append(tag)
  }
}
