// What makes a document set complete.

import Handover
import Testing

@Suite struct DocumentSetTests {
  @Test func anIDCardLiesWithItsPasswordLetterAndAPassportAlone() {
    #expect(DocumentKind.idCard.parts == [.document, .passwordLetter])
    #expect(DocumentKind.residencePermit.parts == [.document, .passwordLetter])
    for kind in [DocumentKind.passport, .under16Card, .drivingLicence] { #expect(kind.parts == [.document]) }
  }

  @Test func everythingInsideIsComplete() {
    let set = DocumentSet([.idCard, .passport])
    #expect(set.parts.count == 3)
    #expect(set.isComplete(present: set.parts))
    #expect(set.isComplete(present: set.parts.reversed()))
    #expect(set.missing(present: set.parts) == [])
  }

  @Test func eachMissingPartIsNamed() {
    let set = DocumentSet([.idCard, .passport, .idCard])
    for part in set.parts {
      let present = set.parts.filter { $0 != part }
      #expect(!set.isComplete(present: present))
      #expect(set.missing(present: present) == [part])
    }
    #expect(set.missing(present: []) == set.parts)
  }

  @Test func oneThingTwiceDoesNotStandForAnother() {
    let set = DocumentSet([.idCard])
    let document = set.parts[0]
    #expect(!set.isComplete(present: [document, document]))
    #expect(set.missing(present: [document, document]) == [set.parts[1]])
  }

  @Test func whatDoesNotBelongInsideIsNotComplete() {
    let set = DocumentSet([.passport])
    let foreign = DocumentSet.Part(index: 1, kind: .idCard, part: .document)
    #expect(!set.isComplete(present: set.parts + [foreign]))
    // The same kind at another place is another document.
    let other = DocumentSet.Part(index: 1, kind: .passport, part: .document)
    #expect(!set.isComplete(present: [other]))
  }

  @Test func namesReadBack() {
    for kind in DocumentKind.allCases { #expect(DocumentKind(name: kind.name) == kind) }
    for size in CompartmentSize.allCases { #expect(CompartmentSize(name: size.name) == size) }
    #expect(DocumentKind(name: "Passport") == nil)
    #expect(CompartmentSize(name: "XL") == nil)
    #expect(CompartmentSize.small < .medium && CompartmentSize.medium < .large)
  }
}
