// Characters that look alike, set right where a field allows only digits or only letters, and in a document number
// where the issuing state leaves letters out and the check digit then holds. A field whose check digit holds as it
// was typed is never touched; what cannot be told for certain stays as it is, and its check digit is then refused.

/// Corrects the lines of a zone in place.
struct MRZCorrection {
  let layout: MRZLayout

  func correct(_ text: UnsafeMutableBufferPointer<UInt8>) {
    let places = MRZPlaces.of(layout)
    for range in [places.birth, places.expiry] { unsafe toDigits(text, range) }
    for index in [places.birthDigit, places.expiryDigit, places.composite] {
      unsafe toDigits(text, index..<(index + 1))
    }
    unsafe toDigits(text, places.numberDigit..<(places.numberDigit + 1))
    if let digit = places.optionalDigit { unsafe toDigits(text, digit..<(digit + 1)) }
    for range in [
      places.state, places.nationality, places.names, places.code.lowerBound..<(places.code.lowerBound + 1),
    ] {
      unsafe toLetters(text, range)
    }
    for range in [places.state, places.nationality] { unsafe germanyWithZero(text, range) }
    unsafe correctNumber(text, places)
  }

  /// `0<<` was read as a letter O, but there is no state O: it is the D of Germany.
  private func germanyWithZero(_ text: UnsafeMutableBufferPointer<UInt8>, _ range: Range<Int>) {
    let first = range.lowerBound
    if unsafe text[first] == UInt8(ascii: "O") && text[first + 1] == mrzFiller && text[first + 2] == mrzFiller
    {
      unsafe text[first] = UInt8(ascii: "D")
    }
  }

  private func correctNumber(_ text: UnsafeMutableBufferPointer<UInt8>, _ places: MRZPlaces) {
    // A number that goes on in the optional data has its digit there: it is left as typed.
    guard unsafe isMRZDigit(text[places.numberDigit]), unsafe !numberHolds(text, places) else { return }
    let german =
      unsafe text[places.state.lowerBound] == UInt8(ascii: "D")
      && text[places.state.lowerBound + 1] == mrzFiller
    if german {
      var before: [UInt8] = []
      defer { for index in before.indices { before[index] = 0 } }
      for index in places.number {
        unsafe before.append(text[index])
        unsafe text[index] = Self.germanNumberCharacter(text[index])
      }
      if unsafe numberHolds(text, places) { return }
      for (offset, index) in places.number.enumerated() { unsafe text[index] = before[offset] }
    }
    // One character that looks like another, if only one such change makes the digit hold.
    var found: (index: Int, character: UInt8)?
    for index in places.number {
      let typed = unsafe text[index]
      for candidate in Self.alike(typed) where !german || Self.germanNumberCharacter(candidate) == candidate {
        unsafe text[index] = candidate
        if unsafe numberHolds(text, places) {
          if found != nil {
            unsafe text[index] = typed
            return
          }
          found = (index, candidate)
        }
      }
      unsafe text[index] = typed
    }
    if let found { unsafe text[found.index] = found.character }
  }

  private func numberHolds(_ text: UnsafeMutableBufferPointer<UInt8>, _ places: MRZPlaces) -> Bool {
    var check = MRZCheckDigit()
    for index in places.number { unsafe check.add(text[index]) }
    return unsafe check.digit == text[places.numberDigit]
  }

  private func toDigits(_ text: UnsafeMutableBufferPointer<UInt8>, _ range: Range<Int>) {
    for index in range { unsafe text[index] = Self.digit(for: text[index]) }
  }

  private func toLetters(_ text: UnsafeMutableBufferPointer<UInt8>, _ range: Range<Int>) {
    for index in range { unsafe text[index] = Self.letter(for: text[index]) }
  }

  /// The digit that a letter is mistaken for; anything else stays.
  static func digit(for byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "O"), UInt8(ascii: "Q"), UInt8(ascii: "D"): UInt8(ascii: "0")
    case UInt8(ascii: "I"), UInt8(ascii: "L"): UInt8(ascii: "1")
    case UInt8(ascii: "Z"): UInt8(ascii: "2")
    case UInt8(ascii: "S"): UInt8(ascii: "5")
    case UInt8(ascii: "G"): UInt8(ascii: "6")
    case UInt8(ascii: "B"): UInt8(ascii: "8")
    default: byte
    }
  }

  /// The letter that a digit is mistaken for; anything else stays.
  static func letter(for byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "0"): UInt8(ascii: "O")
    case UInt8(ascii: "1"): UInt8(ascii: "I")
    case UInt8(ascii: "2"): UInt8(ascii: "Z")
    case UInt8(ascii: "5"): UInt8(ascii: "S")
    case UInt8(ascii: "6"): UInt8(ascii: "G")
    case UInt8(ascii: "8"): UInt8(ascii: "B")
    default: byte
    }
  }

  /// German document numbers have digits and C F G H J K L M N P R T V W X Y Z (PassV and PAuswV, annexes): a letter
  /// outside these is the digit that it looks like.
  static func germanNumberCharacter(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "O"), UInt8(ascii: "Q"), UInt8(ascii: "D"): UInt8(ascii: "0")
    case UInt8(ascii: "I"): UInt8(ascii: "1")
    case UInt8(ascii: "S"): UInt8(ascii: "5")
    case UInt8(ascii: "B"): UInt8(ascii: "8")
    default: byte
    }
  }

  /// Whether a number can be a German one: nine characters of that alphabet, the first a letter.
  static func isGermanNumber(_ span: Span<UInt8>) -> Bool {
    guard span.count == 9, isMRZLetter(span[0]) else { return false }
    for index in 0..<9 {
      let byte = span[index]
      let excluded: StaticString = "ABDEIOQSU"
      guard isMRZDigit(byte) || isMRZLetter(byte) else { return false }
      if excluded.withUTF8Buffer({ buffer in unsafe buffer.contains(byte) }) { return false }
    }
    return true
  }

  /// What a character is mistaken for.
  static func alike(_ byte: UInt8) -> [UInt8] {
    switch byte {
    case UInt8(ascii: "0"): [UInt8(ascii: "O"), UInt8(ascii: "Q"), UInt8(ascii: "D")]
    case UInt8(ascii: "O"), UInt8(ascii: "Q"), UInt8(ascii: "D"): [UInt8(ascii: "0")]
    default:
      digit(for: byte) != byte ? [digit(for: byte)] : letter(for: byte) != byte ? [letter(for: byte)] : []
    }
  }
}
