// From the secret part of a request to the parts of an answer. What cannot be text of a person is refused whole; what is
// wrong in it otherwise is the form's to say.

import Secrets
import Services

enum TypedAnswer {
  /// The most bytes of one answer: far more than any field takes.
  static let bytesMax = 4_096
  /// Between two parts (ASCII unit separator).
  static let separator: UInt8 = 0x1F

  /// The parts as the form reads them; nil: too long, too many, not UTF-8, or with characters that nobody types.
  static func parts(of secret: Secret, for type: FormFieldType) -> [String]? {
    guard secret.count <= bytesMax else { return nil }
    let bytes = secret.withSpan { span in span.indices.map { span[$0] } }
    let pieces = bytes.split(separator: separator, omittingEmptySubsequences: false)
    guard pieces.count <= type.partCount else { return nil }
    var parts: [String] = []
    for piece in pieces {
      guard let text = String(validating: piece, as: UTF8.self), text.unicodeScalars.allSatisfy(isTypable)
      else { return nil }
      parts.append(text)
    }
    switch type {
    case .choice(let options): return [option(parts[0], options)]
    case .yesNo: return [option(parts[0], ["yes", "no"])]
    default: return parts
    }
  }

  /// What an answer is shown as in its own question: of a choice the number of the option.
  static func shown(_ typed: [String], for type: FormFieldType) -> [String] {
    func number(_ options: [String]) -> [String] {
      typed.first.flatMap { options.firstIndex(of: $0) }.map { ["\($0 + 1)"] } ?? []
    }
    return switch type {
    case .choice(let options): number(options)
    case .yesNo: number(["yes", "no"])
    default: typed
    }
  }

  /// The name of the option with that number; a text that names no option where there is none.
  private static func option(_ number: String, _ options: [String]) -> String {
    if number.isEmpty { return "" }
    guard number.utf8.count <= 2, let index = Int(number), options.indices.contains(index - 1) else {
      return "?"
    }
    return options[index - 1]
  }

  private static func isTypable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
