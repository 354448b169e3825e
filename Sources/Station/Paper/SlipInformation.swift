// A service of the town on paper: what to bring, what it costs, where and when, and the short address with its QR code.
// What a page of the content says beyond that stays on the screen.

import Handover
import Services

/// What such a slip is made of; empty parts are left out.
public struct SlipService: Equatable, Sendable {
  public var name: String
  /// What it is about, in a sentence or two.
  public var summary = ""
  public var bring: [String] = []
  /// What is paid for, and how much.
  public var fees: [SlipFact] = []
  /// How long it takes, in words.
  public var duration = ""
  /// Where it is to be had, with opening hours.
  public var places: [SlipContact] = []
  /// For the citizen's own device.
  public var online: OnlineAddress?

  public init(name: String) { self.name = name }

  /// A service of the catalogue as it holds on `day`.
  /// - Parameter places: what its contacts are, in the words of the page's language.
  public init(_ item: ContentItem, on day: CivilDay, places: [SlipContact], say: SlipWords) {
    name = item.name
    summary = item.summary
    self.places = places
    guard let facts = item.service else {
      online = item.contact?.website
      return
    }
    bring = facts.documents
    duration = facts.duration
    online = facts.online
    fees = facts.fees(on: day).map { fee in
      let low = SlipDocument.money(fee.amount.cents, say)
      let amount =
        if let high = fee.amountMax {
          say("slip.span", ["from": low, "to": SlipDocument.money(high.cents, say)])
        } else {
          fee.amount.cents == 0 ? say("slip.free", [:]) : low
        }
      return SlipFact(fee.label.isEmpty ? say("slip.fee", [:]) : fee.label, amount)
    }
  }
}

extension SlipDocument {
  /// `frame.contact` stands at the foot, unless it is one of the places.
  public static func information(_ service: SlipService, _ frame: SlipFrame) -> SlipDocument {
    var parts: [Part] = []
    if !service.summary.isEmpty { parts.append(.paragraph(service.summary)) }
    if !service.bring.isEmpty { parts += [.heading(frame.say("slip.bring")), .list(service.bring)] }
    if !service.fees.isEmpty { parts += [.heading(frame.say("slip.fees")), .facts(service.fees)] }
    if !service.duration.isEmpty {
      parts += [.heading(frame.say("slip.duration")), .paragraph(service.duration)]
    }
    if !service.places.isEmpty { parts.append(.heading(frame.say("slip.where"))) }
    for place in service.places {
      parts.append(.paragraph(([place.name] + place.address).filter { !$0.isEmpty }.joined(separator: "\n")))
      if !place.hours.isEmpty {
        parts.append(.paragraph(([frame.say("slip.hours")] + place.hours).joined(separator: "\n")))
      }
      if !place.phone.isEmpty { parts.append(.facts([SlipFact(frame.say("slip.phone"), place.phone)])) }
    }
    if let online = service.online {
      parts += [.heading(frame.say("slip.online")), .paragraph(online.short)]
      // What is too long for a code has a short form, or is typed.
      if let code = (try? QRCode.modules(online.address)) ?? (try? QRCode.modules("https://\(online.short)"))
      {
        parts.append(.code(code, caption: frame.say("slip.online_code")))
      }
    }
    let isNamed = service.places.contains { $0.name == frame.contact.name }
    return frame.document(service.name, parts + (isNamed ? [] : contactParts(frame)))
  }
}
