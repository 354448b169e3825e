// An address that is being typed in four parts, one after the other: OK goes on to the next, back to the one before. It
// looks at what is plainly missing; whether the place exists, nobody asks here.

import Secrets
import Terminal

struct AddressEntry: Equatable, Sendable {
  /// The parts in the order in which they are asked and sent.
  enum Part: Int, CaseIterable, Sendable {
    case street, houseNumber, postcode, place

    /// The most characters of each, as registers have them (DSMeld).
    var alphabet: PickerAlphabet {
      switch self {
      case .street: .text(max: 55)
      case .houseNumber: .text(max: 9)
      case .postcode: .digits(max: 5)
      case .place: .text(max: 50)
      }
    }

    var name: Text {
      switch self {
      case .street: Text("address.street")
      case .houseNumber: Text("address.house_number")
      case .postcode: Text("address.postcode")
      case .place: Text("address.place")
      }
    }
  }

  enum Answer: Equatable {
    case stay
    /// Back, before the first part.
    case leave
    case wrong(Text)
    case whole
  }

  private(set) var part = Part.street
  private var inputs = Part.allCases.map { PickerInput($0.alphabet, beginsAtEnd: true) }

  /// What was answered before, part by part.
  init(_ typed: [String]) {
    for (index, text) in typed.prefix(inputs.count).enumerated() {
      inputs[index].fill(Secret(Array(text.utf8)))
    }
  }

  /// The part that is being typed.
  var input: PickerInput { inputs[part.rawValue] }
  var isEmpty: Bool { inputs.allSatisfy(\.isEmpty) }
  var secrets: [Secret] { inputs.map(\.secret) }

  mutating func press(_ key: ScreenKey) -> Answer {
    switch inputs[part.rawValue].press(key) {
    case .stay: return .stay
    case .back:
      guard let before = Part(rawValue: part.rawValue - 1) else { return .leave }
      part = before
      return .stay
    case .done: return confirm()
    }
  }

  private mutating func confirm() -> Answer {
    if isEmpty { return .whole }
    if input.isEmpty { return .wrong(Text("address.missing", .text("part", part.name))) }
    if part == .postcode, input.count < 5 { return .wrong(Text("address.postcode_short")) }
    guard let next = Part(rawValue: part.rawValue + 1) else { return firstMissing() }
    part = next
    return .stay
  }

  private mutating func firstMissing() -> Answer {
    guard let index = inputs.firstIndex(where: \.isEmpty), let missing = Part(rawValue: index) else {
      return .whole
    }
    part = missing
    return .wrong(Text("address.missing", .text("part", missing.name)))
  }

  /// What OK does at the end of each part.
  mutating func nameDone(_ text: Text) {
    for index in inputs.indices { inputs[index].doneText = text }
  }

  /// To the first part, to be gone through again.
  mutating func restart() { part = .street }

  /// The other parts as they stand, each with its name.
  var others: [Fact] {
    Part.allCases.filter { $0 != part && !inputs[$0.rawValue].isEmpty }.map { part in
      Fact(part.name, .data(inputs[part.rawValue].secret.words, privacy: .personal))
    }
  }
}

extension Secret {
  /// What was typed, for the page that is being typed and for nothing else.
  var words: String {
    withSpan { span in String(decoding: span.indices.map { span[$0] }, as: UTF8.self) }
  }

  /// Parts with a unit separator between them, as answers travel.
  static func joined(_ parts: [Secret]) -> Secret {
    var all = TypedInput(countMax: parts.reduce(parts.count) { $0 + $1.count })
    for (index, part) in parts.enumerated() {
      if index > 0 { _ = all.append(0x1F) }
      part.withSpan { span in for place in span.indices { _ = all.append(span[place]) } }
    }
    return all.secret
  }
}
