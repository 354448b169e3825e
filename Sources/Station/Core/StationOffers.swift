// What the idle screen offers now: by what the station is set up for, what works, and the town's opening rules. What is
// not offered cannot be begun either; a session that has begun goes on.

import Handover
import Messages
import Services

/// What a station is for, and when each of its services is open.
public struct OfferRules: Sendable {
  /// There are lockers.
  public var hasLockers = true
  /// Information and applications are carried.
  public var hasInformation = true
  /// Orders and states of documents are known here.
  public var hasDocumentStatus = true
  /// The page for contact and appointment; nil: no entry of its own.
  public var contactPage: ContentReference?
  /// A service without hours is always open.
  public var hours: [Offer.Kind: OpeningHours] = [:]

  public init() {}
}

extension StationCore {
  /// Closed ones too: they say when they open.
  var offers: [Offer] {
    Offer.Kind.allCases.filter(isThere).map { kind in
      switch openStatus(kind) {
      case .open: Offer(kind)
      case .closed(let opens):
        Offer(kind, isOpen: false, opens: opens.map { OpeningWords.opens($0, seen: localMinute) })
      }
    }
  }

  func isOffered(_ kind: Offer.Kind) -> Bool {
    guard isThere(kind), case .open = openStatus(kind) else { return false }
    return true
  }

  /// Set up, and working.
  private func isThere(_ kind: Offer.Kind) -> Bool {
    let rules = setup.offers
    return switch kind {
    case .pickup: rules.hasLockers && outage == nil
    case .information: rules.hasInformation && hasInformation
    case .application: rules.hasInformation && hasApplications
    case .documentStatus: rules.hasDocumentStatus && hasDocumentStatus
    case .cardPIN: isReaderUsable && setup.welcome.hasCardPIN
    case .contact: rules.hasInformation && hasContactPage
    }
  }

  private func openStatus(_ kind: Offer.Kind) -> OpenStatus {
    guard let hours = setup.offers.hours[kind] else { return .open(until: nil) }
    return hours.status(at: localMinute, holidays: holidays)
  }

  /// The town's local time.
  var localMinute: LocalMinute { LocalMinute(day: time.moment.day, minute: time.minuteOfDay) }

  /// The holidays of the content's Land; without content those of all Länder.
  var holidays: HolidayCalendar { content?.store.town.holidays ?? HolidayCalendar(land: nil) }

  /// There is content to read.
  var hasInformation: Bool { content != nil }
  /// There is a form that can be filled in and sent, or prepared, now.
  var hasApplications: Bool { content?.store.forms.forms.contains { isOffered($0) } ?? false }
  /// The town wants it, and the journal answers.
  var hasDocumentStatus: Bool { setup.status.isOffered && frozen == nil }
  /// The content has the page.
  var hasContactPage: Bool { contactPage != nil }
}

extension CitizenRequest {
  /// What it begins, and what must be offered for it; nil: it begins nothing.
  var begins: Offer.Kind? {
    switch self {
    case .beginPickup: .pickup
    case .beginCardPIN: .cardPIN
    case .info(.begin): .information
    case .info(.apply), .form(.begin): .application
    case .documentStatus(.begin): .documentStatus
    case .documentStatus(.pickUp): .pickup
    case .contact: .contact
    default: nil
    }
  }
}

/// "Opens tomorrow at 8:00" as words of the screen's texts.
enum OpeningWords {
  /// `moment`: when it opens, seen from `seen`.
  static func opens(_ moment: LocalMinute, seen: LocalMinute) -> Words {
    let minutes = moment.minute % 60
    let time = "\(moment.minute / 60):\(minutes < 10 ? "0" : "")\(minutes)"
    switch moment.day.number - seen.day.number {
    case ..<1: return .key("opens.today", ["time": time])
    case 1: return .key("opens.tomorrow", ["time": time])
    case 2...6: return .key("opens.day\(moment.day.weekday)", ["time": time])
    default:
      let (_, month, day) = moment.day.date
      return .key("opens.date", ["day": "\(day)", "month": "\(month)", "time": time])
    }
  }
}
