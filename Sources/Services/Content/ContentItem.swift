// What a citizen can read: pages, services of the catalogue, situations of life, contacts, as values in one language.
// How they are written stands in ContentItemReader; how they look is the screen's matter.

import Handover

/// One item in one language.
public struct ContentItem: Equatable, Sendable {
  public enum Detail: Equatable, Sendable {
    case page
    case service(ServiceFacts)
    /// Smaller orders stand first.
    case situation(order: Int)
    case contact(ContactFacts)
  }

  public var reference: ContentReference
  /// The language of the texts, which is another one than was asked for where a translation is missing.
  public var language: String
  public var name: String
  /// What it is about, in a sentence or two; empty where the name says it.
  public var summary: String
  /// Other words under which it is looked for.
  public var searchWords: [String]
  /// Situations of life to which it belongs.
  public var situations: [String]
  public var blocks: [TextBlock]
  public var detail: Detail

  /// The facts of a service; nil for other kinds.
  public var service: ServiceFacts? {
    if case .service(let facts) = detail { return facts }
    return nil
  }

  /// The facts of a contact; nil for other kinds.
  public var contact: ContactFacts? {
    if case .contact(let facts) = detail { return facts }
    return nil
  }
}

/// What a service of the town needs, costs and where it is to be had.
public struct ServiceFacts: Equatable, Sendable {
  /// How the citizen goes on from the page.
  public enum Way: Equatable, Sendable {
    /// Reading is all that the kiosk does: the rest happens at the counter.
    case page
    /// A form of `forms/ID.toml`, filled in at the kiosk.
    case form(String)
    /// An address that is opened on the citizen's own device.
    case handOver(OnlineAddress)
  }

  public var leika: LeiKaKey?
  /// What to bring along.
  public var documents: [String] = []
  /// How long it takes, in words.
  public var duration = ""
  public var fees: [Fee] = []
  /// Contacts where it is to be had, by identifier.
  public var contacts: [String] = []
  /// Always in the leading language: law is not translated.
  public var legal: [String] = []
  public var online: OnlineAddress?
  public var form: String?

  public init() {}

  public var way: Way {
    if let form { return .form(form) }
    if let online { return .handOver(online) }
    return .page
  }

  /// The fees of `day`: of each fee the entry that began last, in the order of the file; none that is over or has
  /// not begun.
  public func fees(on day: CivilDay) -> [Fee] {
    var ids: [String] = []
    for fee in fees where !ids.contains(fee.id) { ids.append(fee.id) }
    return ids.compactMap { id in
      let begun = fees.filter { $0.id == id && $0.from <= day }
      guard let last = begun.max(by: { $0.from < $1.from }), last.until.map({ day <= $0 }) ?? true else {
        return nil
      }
      return last
    }
  }
}

/// An amount of money.
public struct Euro: Hashable, Comparable, Sendable {
  /// 0 or more.
  public var cents: Int

  public init(cents: Int) { self.cents = cents }

  public static func < (left: Euro, right: Euro) -> Bool { left.cents < right.cents }
}

/// A fee from a day on.
public struct Fee: Equatable, Sendable {
  /// The same for all entries of one fee's history.
  public var id: String
  /// What is paid for; empty where the service has one fee only.
  public var label: String
  /// The first day on which it holds.
  public var from: CivilDay
  /// The last day; nil: until another one begins.
  public var until: CivilDay?
  /// 0: free of charge.
  public var amount: Euro
  /// The upper end of a span from `amount` on; nil for one amount.
  public var amountMax: Euro?
}

/// An address outside of the kiosk.
public struct OnlineAddress: Equatable, Sendable {
  /// Begins with `https://`.
  public var address: String
  /// What a person types: without `https://`, short.
  public var short: String

  public init(address: String, short: String) {
    self.address = address
    self.short = short
  }
}

/// A place or a person that can be asked.
public struct ContactFacts: Equatable, Sendable {
  /// Lines of the postal address.
  public var address: [String] = []
  public var phone: String?
  public var email: String?
  public var website: OnlineAddress?
  /// Nil: no hours are told.
  public var hours: OpeningHours?

  public init() {}
}

/// A part of a page.
public enum TextBlock: Equatable, Sendable {
  /// Level 2 or 3; level 1 is the item's name.
  case heading(level: Int, [TextSpan])
  case paragraph([TextSpan])
  case list(isNumbered: Bool, items: [[TextSpan]])
}

/// A run of text.
public enum TextSpan: Equatable, Sendable {
  case text(String)
  case bold(String)
  case link(String, LinkTarget)

  /// The words without what is done with them.
  public var words: String {
    switch self {
    case .text(let text), .bold(let text), .link(let text, _): text
    }
  }
}
