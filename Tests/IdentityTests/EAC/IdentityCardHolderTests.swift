// The holder as JSON: the names that other programs read, and nothing said about what is not known.

import Crypto
import Foundation
import Testing

@testable import Identity

@Suite("Holder of an ID card")
struct IdentityCardHolderTests {
  private func json(_ holder: IdentityCardHolder) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(holder), as: UTF8.self)
  }

  @Test("a holder, a data group and a place show nothing of themselves in a log or a dump")
  func unprintable() {
    let place = Place.structured(StructuredPlace(street: "Heidestraße 17", city: "Köln"))
    let readings: [(group: DataGroup, reading: DataGroupReading)] = [
      (.familyName, .value(.text("Mustermann"))), (.placeOfResidence, .value(.places([place]))),
    ]
    var shown = ""
    let holder = IdentityCardHolder(readings)
    dump(holder, to: &shown)
    dump(readings, to: &shown)
    dump(place, to: &shown)
    shown += "\(holder) \(readings) \(place) \(String(reflecting: holder)) \(String(reflecting: readings))"
    for word in ["Mustermann", "Heidestraße", "Köln"] { #expect(!shown.contains(word), "\(word) is shown") }
  }

  @Test("names, date of birth and address under the product's keys")
  func full() throws {
    let holder = IdentityCardHolder([
      (.familyName, .value(.text("Mustermann"))), (.givenNames, .value(.text("Erika"))),
      (.dateOfBirth, .value(.date(PartialDate(year: 1964, month: 8, day: 12)))),
      (.dateOfExpiry, .value(.date(PartialDate(year: 2031, month: 8, day: 31)))),
      (
        .placeOfResidence,
        .value(
          .places([
            .structured(
              StructuredPlace(street: "Heidestraße 17", city: "Köln", country: "D", postcode: "51147")),
            .text("Bonn"),
          ]))
      ),
      (.placeOfBirth, .value(.places([.text("Berlin")]))),
      (.communityIdentifier, .value(.community("02760503150000"))),
    ])
    #expect(
      try json(holder)
        == #"{"address":{"city":"Köln","country":"D","postcode":"51147","street":"Heidestraße 17"},"#
        + #""birthDate":"1964-08-12","birthPlace":{"text":"Berlin"},"communityIdentifier":"02760503150000","#
        + #""expiryDate":"2031-08-31","familyName":"Mustermann","furtherAddresses":[{"text":"Bonn"}],"#
        + #""givenNames":"Erika"}"#)
  }

  @Test("absent, forbidden and empty groups say nothing; an unknown date of birth is null, not missing")
  func unknown() throws {
    let holder = IdentityCardHolder([
      (.artisticName, .absent), (.placeOfResidence, .forbidden), (.doctoralDegree, .value(.text(""))),
      (.dateOfBirth, .value(.date(PartialDate(year: nil, month: nil, day: nil)))),
      (.placeOfBirth, .value(.places([.none("keine Angabe")]))),
    ])
    #expect(try json(holder) == #"{"birthDate":null,"birthPlace":{"none":"keine Angabe"}}"#)
  }
}
