// Rows, the table that people read and the JSON that programs read.

/// One figure.
struct Row {
  var name: String
  var value: Double
  var unit: String
  /// Measured in the same run, or computed from the time on the wire; in the same unit.
  var reference: Double
  /// What the reference is.
  var against: String
  var aim: Aim

  var ratio: Double { reference == 0 ? 0 : value / reference }

  enum Aim {
    case valueAtMost(Double)
    case ratioAtMost(Double, words: String)
    case ratioAtLeast(Double)
    case none
  }

  /// Nil where nothing is aimed at.
  var isMet: Bool? {
    switch aim {
    case .valueAtMost(let limit): value <= limit
    case .ratioAtMost(let limit, _): ratio <= limit
    case .ratioAtLeast(let limit): ratio >= limit
    case .none: nil
    }
  }

  var aimWords: String {
    switch aim {
    case .valueAtMost(let limit): "<= \(figure(limit)) \(unit)"
    case .ratioAtMost(_, let words): words
    case .ratioAtLeast(let limit): "ratio >= \(figure(limit))"
    case .none: ""
    }
  }
}

struct Report {
  private(set) var rows: [Row] = []
  /// Rows that could not be measured.
  var failures: [String] = []

  mutating func add(_ more: [Row]) { rows += more }

  /// The table, then what each reference is, then how many aims are met.
  var table: String {
    var lines = [["name", "value", "unit", "reference", "ratio", "aim", ""]]
    for row in rows {
      lines.append([
        row.name, figure(row.value), row.unit, figure(row.reference), figure(row.ratio), row.aimWords,
        row.isMet.map { $0 ? "met" : "missed" } ?? "",
      ])
    }
    var text = Self.columns(lines, isNumber: [false, true, false, true, true, false, false])
    text += "\nreference:\n"
    text += Self.columns(rows.map { ["  \($0.name)", $0.against] }, isNumber: [false, false])
    let aimed = rows.compactMap(\.isMet)
    text += "\naims met: \(aimed.count { $0 }) of \(aimed.count)"
    if !failures.isEmpty { text += "; not measured: \(failures.joined(separator: ", "))" }
    return text + "\n"
  }

  private static func columns(_ lines: [[String]], isNumber: [Bool]) -> String {
    let widths = isNumber.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    var text = ""
    for line in lines {
      var cells: [String] = []
      for (column, cell) in line.enumerated() {
        let blanks = String(repeating: " ", count: widths[column] - cell.count)
        cells.append(isNumber[column] ? blanks + cell : cell + blanks)
      }
      let joined = cells.joined(separator: "  ")
      text += joined[...(joined.lastIndex { $0 != " " } ?? joined.startIndex)] + "\n"
    }
    return text
  }

  /// An array of `{"name","value","unit","reference","ratio"}`; no text in it needs escaping.
  var json: String {
    let objects = rows.map { row in
      """
        {"name": "\(row.name)", "value": \(decimal(row.value)), "unit": "\(row.unit)", \
      "reference": \(decimal(row.reference)), "ratio": \(decimal(row.ratio))}
      """
    }
    return "[\n" + objects.joined(separator: ",\n") + "\n]\n"
  }
}

/// Three significant figures or whole numbers, as people read them.
func figure(_ value: Double) -> String {
  let digits = abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : abs(value) >= 0.1 ? 2 : 4
  return decimal(value, digits: digits)
}

/// A decimal number without an exponent, at most six places after the point.
func decimal(_ value: Double, digits: Int = 6) -> String {
  var scale = 1.0
  for _ in 0..<digits { scale *= 10 }
  let scaled = Int64((abs(value) * scale).rounded())
  let sign = value < 0 && scaled != 0 ? "-" : ""
  guard digits > 0 else { return "\(sign)\(scaled)" }
  let fraction = String(scaled % Int64(scale))
  return "\(sign)\(scaled / Int64(scale))." + String(repeating: "0", count: digits - fraction.count)
    + fraction
}
