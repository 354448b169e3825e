// Recognises TOML's values without quotes: truth values, numbers, dates and times, by their form alone.
// Whether the 31st of February exists, or a number fits, is left to the parser.

/// Whether `text` has the form of a TOML value other than a text, a list or a table (TOML 1.0.0).
func isBareValue(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
  var word = String.UnicodeScalarView()
  word.append(contentsOf: text.prefix(16))
  let unsigned = text.first == "+" || text.first == "-" ? text.dropFirst() : text
  switch String(word) {
  case "true", "false", "inf", "nan", "+inf", "-inf", "+nan", "-nan": return true
  default: return isDecimal(unsigned) || isPrefixed(text) || isDateOrTime(text)
  }
}

private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

/// Takes digits with single underscores between them; nil if there is none or an underscore stands wrong.
private func digits(
  _ text: inout ArraySlice<Unicode.Scalar>, _ isDigit: (Unicode.Scalar) -> Bool = isDigit
) -> Int? {
  var count = 0
  while let scalar = text.first {
    if isDigit(scalar) {
      count += 1
      text = text.dropFirst()
    } else if scalar == "_", count > 0, let after = text.dropFirst().first, isDigit(after) {
      text = text.dropFirst()
    } else {
      break
    }
  }
  return count > 0 ? count : nil
}

private func isDecimal(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
  var rest = text
  guard let count = digits(&rest), count == 1 || text.first != "0" else { return false }
  if rest.first == "." {
    rest = rest.dropFirst()
    guard digits(&rest) != nil else { return false }
  }
  if rest.first == "e" || rest.first == "E" {
    rest = rest.dropFirst()
    if rest.first == "+" || rest.first == "-" { rest = rest.dropFirst() }
    guard digits(&rest) != nil else { return false }
  }
  return rest.isEmpty
}

private func isPrefixed(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
  guard text.count > 2, text.first == "0" else { return false }
  var rest = text.dropFirst(2)
  let found: Int? =
    switch text[text.startIndex + 1] {
    case "x": digits(&rest) { Character($0).isHexDigit && $0.isASCII }
    case "o": digits(&rest) { ("0"..."7").contains($0) }
    case "b": digits(&rest) { $0 == "0" || $0 == "1" }
    default: nil
    }
  return found != nil && rest.isEmpty
}

/// Whether `text` begins as `pattern` says, where `0` stands for any digit; takes it.
private func take(_ pattern: String, _ text: inout ArraySlice<Unicode.Scalar>) -> Bool {
  let expected = pattern.unicodeScalars
  guard text.count >= expected.count else { return false }
  for (scalar, wanted) in zip(text, expected) where wanted == "0" ? !isDigit(scalar) : scalar != wanted {
    return false
  }
  text = text.dropFirst(expected.count)
  return true
}

private func isDateOrTime(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
  var rest = text
  let hasDate = take("0000-00-00", &rest)
  if hasDate {
    if rest.isEmpty { return true }
    guard let separator = rest.first, separator == "T" || separator == "t" || separator == " " else {
      return false
    }
    rest = rest.dropFirst()
  }
  guard take("00:00:00", &rest) else { return false }
  if rest.first == "." {
    rest = rest.dropFirst()
    let fraction = rest.prefix { isDigit($0) }
    guard !fraction.isEmpty else { return false }
    rest = rest.dropFirst(fraction.count)
  }
  if rest.isEmpty { return true }
  guard hasDate else { return false }
  return (take("Z", &rest) || take("z", &rest) || take("+00:00", &rest) || take("-00:00", &rest))
    && rest.isEmpty
}
