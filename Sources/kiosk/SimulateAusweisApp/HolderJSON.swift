// The holder of a simulated card as the back channel gives it (docs/backchannel.md): only what was asked for, and only
// what the card has.

import Identity

enum HolderJSON {
  /// The data group behind a right; nil for what this service does not read.
  static func group(of right: String) -> DataGroup? {
    switch right {
    case "DocumentType": .documentType
    case "ValidUntil": .dateOfExpiry
    case "GivenNames": .givenNames
    case "FamilyName": .familyName
    case "DoctoralDegree": .doctoralDegree
    case "DateOfBirth": .dateOfBirth
    case "PlaceOfBirth": .placeOfBirth
    case "Nationality": .nationality
    case "BirthName": .birthName
    case "Address": .placeOfResidence
    default: nil
    }
  }

  /// What was read.
  static func text(_ holder: IdentityCardHolder) -> String {
    var members: [(String, String)] = []
    func add(_ name: String, _ text: String?) {
      if let text, !text.isEmpty { members.append((name, JSONText.quoted(text))) }
    }
    add("familyName", holder.familyName)
    add("givenNames", holder.givenNames)
    add("birthName", holder.birthName)
    add("doctoralDegree", holder.doctoralDegree)
    add("birthDate", holder.birthDate?.isoText)
    add("placeOfBirth", holder.birthPlace?.lines.joined(separator: ", "))
    switch holder.address {
    case .structured(let place):
      add("street", place.street)
      add("postalCode", place.postcode)
      add("city", place.city)
      add("country", place.country)
    case .text(let text): add("street", text)
    case .some(.none), nil: break
    }
    add("nationality", holder.nationality)
    add("documentType", holder.documentType)
    add("validUntil", holder.expiryDate?.isoText)
    return JSONText.object(members)
  }
}
