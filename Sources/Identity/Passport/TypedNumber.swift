// A document number that was typed on its own: with or without its check digit, with blanks between, in small
// letters. What a German number cannot have is read as what it looks like; of any number, what its check digit proves.

import Secrets

/// A typed document number.
struct TypedNumber {
  /// Filled up to nine characters with `<`, as the keys are derived from it.
  let padded: Secret
  /// Without fillers at its end.
  let bare: Secret

  init(_ typed: Secret, issuer: DocumentIssuer) throws(MRZFault) {
    let (count, fault) = typed.withSpan { span in Self.count(span) }
    if let fault { throw fault }
    guard count > 0 else { throw .missing(.documentNumber) }
    guard count <= DocumentAccess.numberByteCountMax else { throw .tooLong(.documentNumber) }
    let clean = unsafe Secret(count: count) { buffer in
      typed.withSpan { span in
        var position = 0
        for index in 0..<span.count where !Self.isIgnored(span[index]) && position < count {
          unsafe buffer[position] = MRZText.character(span[index]) ?? mrzFiller
          position += 1
        }
      }
    }
    let german = Self.german(clean)
    if count <= 9 {
      // Without a check digit only the alphabet can tell: the German reading wins where it is a German number.
      let candidates = issuer == .germany ? [clean, german] : [clean]
      let best = candidates.last { $0.withSpan { MRZCorrection.isGermanNumber($0) } } ?? clean
      bare = best
      padded = Self.padded(best)
    } else if let held = Self.proven(clean, german, issuer) {
      let number = DocumentAccess.joined(held, [0..<(count - 1)])
      let bareCount = number.withSpan { span in
        (0..<span.count).last { span[$0] != mrzFiller }.map { $0 + 1 } ?? 0
      }
      guard bareCount > 0 else { throw .missing(.documentNumber) }
      padded = count - 1 == 9 ? number : Self.padded(DocumentAccess.joined(number, [0..<bareCount]))
      bare = DocumentAccess.joined(number, [0..<bareCount])
    } else if count == 10 {
      throw .checkDigit(.documentNumber)
    } else {
      bare = clean
      padded = clean
    }
  }

  /// The number of characters; trailing fillers do not count unless a check digit follows them.
  private static func count(_ span: Span<UInt8>) -> (Int, MRZFault?) {
    var count = 0
    var last = 0
    for index in 0..<span.count where !isIgnored(span[index]) {
      guard let character = MRZText.character(span[index]) else { return (0, .content(.documentNumber)) }
      count += 1
      if character != mrzFiller { last = count }
    }
    return (last, nil)
  }

  private static func isIgnored(_ byte: UInt8) -> Bool {
    MRZText.isBlank(byte) || byte == 10 || byte == 13 || byte == UInt8(ascii: "-")
  }

  private static func german(_ number: Secret) -> Secret {
    number.withSpan { span in
      unsafe Secret(count: span.count) { buffer in
        for index in 0..<span.count {
          unsafe buffer[index] = MRZCorrection.germanNumberCharacter(span[index])
        }
      }
    }
  }

  /// The number whose check digit holds: as it was typed; or as a German one; or, of nine characters, with one that
  /// looks like another, if only one such change makes the digit hold. Nil if none does: nothing is guessed.
  private static func proven(_ typed: Secret, _ german: Secret, _ issuer: DocumentIssuer) -> Secret? {
    if endsInItsCheckDigit(typed) { return typed }
    let isGerman = issuer == .germany || german.withSpan { isGermanNumber($0) }
    if isGerman, endsInItsCheckDigit(german) { return german }
    guard typed.count == 10 else { return nil }
    let base = isGerman ? german : typed
    var found: Secret?
    for index in 0..<9 {
      for candidate in base.withSpan({ MRZCorrection.alike($0[index]) })
      where !isGerman || MRZCorrection.germanNumberCharacter(candidate) == candidate {
        let changed = base.withSpan { span in
          unsafe Secret(count: span.count) { buffer in
            for place in 0..<span.count { unsafe buffer[place] = place == index ? candidate : span[place] }
          }
        }
        guard endsInItsCheckDigit(changed) else { continue }
        guard found == nil else { return nil }
        found = changed
      }
    }
    return found
  }

  /// Nine characters of a German number and its check digit.
  private static func isGermanNumber(_ span: Span<UInt8>) -> Bool {
    span.count == 10 && MRZCorrection.isGermanNumber(span.extracting(0..<9))
  }

  private static func endsInItsCheckDigit(_ number: Secret) -> Bool {
    number.withSpan { span in
      MRZCheckDigit.of(span, [0..<(span.count - 1)]) == MRZCorrection.digit(for: span[span.count - 1])
    }
  }

  private static func padded(_ number: Secret) -> Secret {
    guard number.count < 9 else { return number }
    return number.withSpan { span in
      unsafe Secret(count: 9) { buffer in
        for index in 0..<9 { unsafe buffer[index] = index < span.count ? span[index] : mrzFiller }
      }
    }
  }
}
