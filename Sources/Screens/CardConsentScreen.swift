// Who wants to read what of the ID card, and what for, before the PIN is asked for (TR-03124). OK allows it, Back does
// not; the PIN alone lets it happen. Names of the provider are data of its certificate.

import Messages
import Terminal

struct CardConsentScreen: ScreenPart {
  private var consent: CardConsent
  private var error: Text?

  init(consent: CardConsent) {
    self.consent = consent
  }

  var screen: CitizenScreen { .cardConsent(self) }
  var helpKey: String { "cardconsent.help" }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    error = nil
    switch key {
    case .ok: return .ask(.form(.allowReading))
    case .back, .erase: return .ask(.back)
    default: return .stay
    }
  }

  mutating func go(on stage: Stage) -> Bool {
    guard case .card(.consent(let consent)) = stage else { return false }
    self.consent = consent
    return true
  }

  mutating func fail(_ error: Text) { self.error = error }

  func page(_ context: ScreenContext) -> PageDraft {
    var page = PageDraft(title: "cardconsent.title", context)
    page.question(Text("cardconsent.question"))
    var facts = [Fact(Text("cardconsent.who"), .data(consent.provider))]
    let rights = consent.rights.map(Self.right)
    for start in stride(from: 0, to: rights.count, by: FormWording.listedMax) {
      let row = rights[start..<min(rights.count, start + FormWording.listedMax)]
      facts.append(Fact(start == 0 ? Text("cardconsent.what") : .data(""), FormWording.listed(row)))
    }
    if !consent.purpose.isEmpty { facts.append(Fact(Text("cardconsent.purpose"), .data(consent.purpose))) }
    page.facts(facts)
    page.note(Text("cardconsent.then"))
    page.status(error: error)
    page.keys([.back, .ok("cardconsent.allow"), .end, .help, .language])
    return page
  }

  /// A right in plain words; one that nobody knows here is shown by its own name.
  static func right(_ name: String) -> Text {
    words[name].map { Text($0) } ?? .data(name)
  }

  /// The names of AusweisApp's message ACCESS_RIGHTS (SDK, API level 3) that read something.
  static let words = [
    "FamilyName": "right.family_name", "GivenNames": "right.given_names", "BirthName": "right.birth_name",
    "DoctoralDegree": "right.doctoral_degree", "ArtisticName": "right.artistic_name",
    "DateOfBirth": "right.date_of_birth", "PlaceOfBirth": "right.place_of_birth", "Address": "right.address",
    "Nationality": "right.nationality", "DocumentType": "right.document_type",
    "IssuingCountry": "right.issuing_country", "ValidUntil": "right.valid_until",
    "ResidencePermitI": "right.residence_permit_1", "ResidencePermitII": "right.residence_permit_2",
    "CommunityID": "right.community_id", "Pseudonym": "right.pseudonym",
    "AgeVerification": "right.age_verification", "AddressVerification": "right.address_verification",
    "WriteAddress": "right.write_address", "WriteCommunityID": "right.write_community_id",
    "WriteResidencePermitI": "right.write_residence_permit_1",
    "WriteResidencePermitII": "right.write_residence_permit_2", "CanAllowed": "right.can_allowed",
    "PinManagement": "right.pin_management",
  ]
}
