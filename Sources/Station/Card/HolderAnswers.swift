// What an ID card says of its holder, as the fields of a form are typed. What cannot be taken apart for certain, or what
// the card knows only in part, is left for the person to complete; nothing is guessed.

import Identity
import Services

extension EIDAttribute {
  /// The right that AusweisApp and the back channel know it by.
  var right: AccessRight {
    switch self {
    case .familyName: AccessRight("FamilyName")
    case .givenNames: AccessRight("GivenNames")
    case .birthName: AccessRight("BirthName")
    case .birthDate: AccessRight("DateOfBirth")
    case .birthPlace: AccessRight("PlaceOfBirth")
    case .doctoralDegree: AccessRight("DoctoralDegree")
    case .nationality: AccessRight("Nationality")
    case .address: AccessRight("Address")
    }
  }
}

extension IdentityHolder {
  /// What was granted, part by part; an attribute that the card does not have is missing.
  var answers: [EIDAttribute: [String]] {
    var answers: [EIDAttribute: [String]] = [:]
    let lines: [(EIDAttribute, String?)] = [
      (.familyName, familyName), (.givenNames, givenNames), (.birthName, birthName),
      (.birthPlace, placeOfBirth), (.doctoralDegree, doctoralDegree), (.nationality, nationality),
    ]
    for (attribute, line) in lines { if let line { answers[attribute] = [line] } }
    if let date = birthDate { answers[.birthDate] = Self.dateParts(date) }
    if let address = addressParts { answers[.address] = address }
    return answers
  }

  /// Day, month, year; parts that the card does not know are empty (`1964-08`, `1964`).
  static func dateParts(_ text: String) -> [String] {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    func part(_ index: Int) -> String { parts.indices.contains(index) ? parts[index] : "" }
    return [part(2), part(1), part(0)]
  }

  /// Street, house number, postcode, place. An address abroad is none that a form can take.
  private var addressParts: [String]? {
    if let country, !["D", "DE", "DEU"].contains(country) { return nil }
    guard street != nil || city != nil else { return nil }
    let (name, number) = Self.split(street ?? "")
    return [name, number, postalCode ?? "", city ?? ""]
  }

  /// `Straße des 17. Juni 135 a` is a street and the number 135 a: what stands last, begins with a digit and looks like a
  /// house number. The number is empty where nothing does, and where everything does.
  static func split(_ line: String) -> (street: String, number: String) {
    // Digits, perhaps a letter; ranges and parts with -, + or /; halves.
    let one = /[0-9]{1,4} ?[a-zA-Z]?(?: ?[-+\/] ?[0-9]{0,4} ?[a-zA-Z]?)*(?: [0-9]\/[0-9])?/
    let words = line.split(separator: " ", omittingEmptySubsequences: true)
    // The longest end that is a number in whole and leaves a street in front.
    for start in words.indices.dropFirst() {
      let number = words[start...].joined(separator: " ")
      guard number.utf8.count <= 9, number.wholeMatch(of: one) != nil else { continue }
      // A further number in the street is perhaps the house's (`Heidestraße 17 Whg 3`), but for a day (`17. Juni`) and for
      // blocks of a town in squares (`Q 7 24`).
      let isBlock = start == 2 && words[0].count <= 2
      guard
        isBlock || words[..<start].dropFirst().allSatisfy({ $0.first?.isNumber != true || $0.hasSuffix(".") })
      else { return (line, "") }
      let street = words[..<start].joined(separator: " ")
      return (String(street.hasSuffix(",") ? street.dropLast() : street[...]), number)
    }
    return (line, "")
  }
}
