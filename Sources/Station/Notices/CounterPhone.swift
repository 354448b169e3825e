// A counter without a telephone: what a notice or letter says of its number is left out, so that no line ends in the air.
// It knows how sentences are written, not what they say.

enum CounterPhone {
  private static let place = "{phone}"

  /// `template` as it is said when the counter has `phone`. Without one, a line loses the part from the comma before the
  /// place on; a line that says nothing else is gone.
  static func fit(_ template: String, _ phone: String) -> String {
    guard phone.isEmpty, template.contains(place) else { return template }
    var lines: [Substring] = []
    for line in template.split(separator: "\n", omittingEmptySubsequences: false) {
      let parts = line.split(separator: place, maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        lines.append(line)
        continue
      }
      if let comma = parts[0].lastIndex(of: ",") { lines.append(parts[0][..<comma] + parts[1]) }
    }
    return lines.joined(separator: "\n")
  }
}
