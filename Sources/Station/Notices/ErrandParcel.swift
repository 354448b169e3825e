// An errand on its way to the helper process: everything in one piece through its standard input, so that nothing of a
// person stands in an argument that `ps` shows, and half a parcel is no parcel.

import Secrets

/// What a helper is to run, and with what on its standard input.
struct ErrandParcel: Equatable {
  static let greeting = "kiosk-errand-1"
  /// The longest parcel, bytes.
  static let bytesMax = 256 << 10
  static let partsMax = 64

  var program: Program
  var message: [UInt8]

  init(program: Program, message: [UInt8]) {
    self.program = program
    self.message = message
  }

  /// Netstrings: greeting, milliseconds, path, number of arguments, arguments, pairs of environment, message, end.
  var bytes: [UInt8] {
    var out: [UInt8] = []
    func put(_ part: some Collection<UInt8>) {
      out += Array("\(part.count):".utf8) + part + [UInt8(ascii: ",")]
    }
    put(Self.greeting.utf8)
    put("\(program.milliseconds)".utf8)
    put(program.path.utf8)
    put("\(program.arguments.count)".utf8)
    for argument in program.arguments { put(argument.utf8) }
    for name in program.environment.keys.sorted() { put("\(name)=\(program.environment[name] ?? "")".utf8) }
    put(message)
    put("end".utf8)
    return out
  }

  /// Nil: not a whole parcel.
  init?(_ bytes: [UInt8]) {
    var parts: [ArraySlice<UInt8>] = []
    var rest = bytes[...]
    while let colon = rest.prefix(8).firstIndex(of: UInt8(ascii: ":")) {
      guard let count = Int(String(decoding: rest[..<colon], as: UTF8.self)), count >= 0,
        parts.count < Self.partsMax, rest.endIndex - colon > count + 1,
        rest[colon + 1 + count] == UInt8(ascii: ",")
      else { return nil }
      parts.append(rest[(colon + 1)..<(colon + 1 + count)])
      rest = rest[(colon + 2 + count)...]
    }
    func text(_ part: ArraySlice<UInt8>) -> String { String(decoding: part, as: UTF8.self) }
    guard rest.isEmpty, parts.count >= 6, text(parts[0]) == Self.greeting,
      text(parts[parts.count - 1]) == "end", let milliseconds = Int64(text(parts[1])), milliseconds > 0,
      let count = Int(text(parts[3])), count >= 0, parts.count >= 6 + count
    else { return nil }
    var environment: [String: String] = [:]
    for pair in parts[(4 + count)..<(parts.count - 2)] {
      let pair = text(pair)
      guard let equals = pair.firstIndex(of: "=") else { return nil }
      environment[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
    }
    program = Program(
      text(parts[2]), parts[4..<(4 + count)].map(text), environment: environment, milliseconds: milliseconds)
    message = Array(parts[parts.count - 2])
  }
}
