// The checks of a zone whose characters are in place: check digits field by field, then the digit over all, then
// dates. The same checks serve what was typed and what a chip holds.

import Crypto
import Secrets

/// What the checks found on the way.
struct MRZChecked: Sendable {
  let birthDate: PartialDate
  /// Nil where the document has no date of expiry.
  let expiryDate: CivilDate?
  /// The offsets of the document number's characters without fillers at its end.
  let number: [Range<Int>]
  /// The offset of the document number's check digit.
  let numberDigit: Int
}

extension MRZText {
  /// Checks every check digit and date; the first fault in the order of the document is thrown.
  func check(today: CivilDate) throws(MRZFault) -> MRZChecked {
    let places = MRZPlaces.of(layout)
    return try text.withSpan { (span) throws(MRZFault) in
      guard isMRZLetter(span[places.code.lowerBound]) else { throw .content(.documentCode) }
      guard isMRZLetter(span[places.state.lowerBound]) else { throw .content(.issuingState) }
      let (number, numberDigit) = try Self.number(span, places)
      guard MRZCheckDigit.of(span, number) == span[numberDigit] else { throw .checkDigit(.documentNumber) }
      guard let birth = MRZDate(span, at: places.birth) else { throw .content(.birthDate) }
      guard MRZCheckDigit.of(span, [places.birth]) == span[places.birthDigit] else {
        throw .checkDigit(.birthDate)
      }
      let noExpiry = places.expiry.allSatisfy { span[$0] == mrzFiller }
      guard let expiry = MRZDate(span, at: places.expiry) else { throw .content(.expiryDate) }
      guard
        MRZCheckDigit.of(span, [places.expiry]) == span[places.expiryDigit]
          || noExpiry && span[places.expiryDigit] == mrzFiller
      else { throw .checkDigit(.expiryDate) }
      if let digit = places.optionalDigit {
        // A passport without optional data may have `<` or 0 here (ICAO 9303-4 section 4.2.2).
        let empty = places.optional.allSatisfy { span[$0] == mrzFiller } && span[digit] == mrzFiller
        guard empty || MRZCheckDigit.of(span, [places.optional]) == span[digit] else {
          throw .checkDigit(.optionalData)
        }
      }
      guard MRZCheckDigit.of(span, places.compositeParts) == span[places.composite] else {
        throw .checkDigit(.composite)
      }
      guard [UInt8(ascii: "M"), UInt8(ascii: "F"), UInt8(ascii: "X"), mrzFiller].contains(span[places.sex])
      else {
        throw .content(.sex)
      }
      guard let birthDate = birth.birthDate(today: today) else { throw .date(.birthDate) }
      let expiryDate = expiry.expiryDate(today: today)
      guard expiryDate != nil || noExpiry else { throw .date(.expiryDate) }
      // Fillers at the end count nothing in the check, so they may go for good.
      return MRZChecked(
        birthDate: birthDate, expiryDate: expiryDate, number: Self.trimmed(span, number),
        numberDigit: numberDigit)
    }
  }

  /// The parts of the document number and the place of its digit. On cards, a `<` in the digit's place says that the
  /// number goes on in the optional data, up to its digit and a filler (ICAO 9303-5 note j, 9303-6 note j).
  private static func number(
    _ span: Span<UInt8>, _ places: MRZPlaces
  ) throws(MRZFault) -> (parts: [Range<Int>], digit: Int) {
    guard span[places.numberDigit] == mrzFiller, let rest = places.numberRest else {
      guard places.number.contains(where: { span[$0] != mrzFiller }) else { throw .missing(.documentNumber) }
      return ([places.number], places.numberDigit)
    }
    let end = rest.first { span[$0] == mrzFiller } ?? rest.upperBound
    guard end - rest.lowerBound >= 2, isMRZDigit(span[end - 1]) else { throw .checkDigit(.documentNumber) }
    return ([places.number, rest.lowerBound..<(end - 1)], end - 1)
  }

  private static func trimmed(_ span: Span<UInt8>, _ parts: [Range<Int>]) -> [Range<Int>] {
    guard parts.count == 1, let part = parts.first else { return parts }
    let last = part.last { span[$0] != mrzFiller } ?? part.lowerBound
    return [part.lowerBound..<(last + 1)]
  }
}
