// The judge of applications: knows what people saw and confirmed, what the office has, and what each of them told of
// themselves; it knows nothing of how the station keeps or delivers. Every answer that a guest gives carries a mark.

import Crypto
import Glibc
import Messages

struct FormJudge {
  /// Harm, by name.
  struct Harm: Equatable {
    /// Two numbers for one last word, or one number delivered again.
    var twice = 0
    /// A person saw that it is kept; a cut of the power can take it, or it never arrived.
    var lost = 0
    /// Nobody said the last word.
    var undeclared = 0
    /// Not what the check page showed.
    var other = 0
    /// An answer on a page of somebody else, or after the end.
    var shown = 0
    /// An answer in clear in a file, log, record, count or slip.
    var written = 0

    var sum: Int { twice + lost + undeclared + other + shown + written }

    mutating func add(_ more: Harm) {
      twice += more.twice
      lost += more.lost
      undeclared += more.undeclared
      other += more.other
      shown += more.shown
      written += more.written
    }

    /// JSON members.
    var json: String {
      "\"submitted_twice\":\(twice),\"confirmed_lost\":\(lost),\"submitted_undeclared\":\(undeclared),"
        + "\"submitted_other\":\(other),\"answers_shown\":\(shown),\"answers_written\":\(written)"
    }
  }

  private struct Confirmation {
    var review: FormReview
    var references: [String] = []
    /// Said and not yet handed to the keeper.
    var isOpen = true
  }

  private static let limits = JSONValue.Limits(byteCountMax: 1 << 18, depthMax: 8, valueCountMax: 1_000)

  private(set) var harm = Harm()
  private var confirmations: [Confirmation] = []
  private var confirmationOf: [String: Int] = [:]
  private var promised: Set<String> = []
  private var arrivals: [String: Int] = [:]

  // MARK: Applications

  /// Somebody says the last word, having seen this; `again`: the same one, whose first word came to nothing.
  mutating func confirmed(_ review: FormReview, again: Int?) -> Int {
    if let again {
      confirmations[again].isOpen = true
      return again
    }
    confirmations.append(Confirmation(review: review))
    return confirmations.count - 1
  }

  /// The station hands an application to the keeper. `live`: what the person at the screen confirmed last.
  mutating func submitted(_ reference: String, _ data: [UInt8], live: Int?) {
    guard let live else {
      harm.undeclared += 1
      return
    }
    if !confirmations[live].references.contains(reference) {
      if confirmationOf[reference] != nil { harm.twice += 1 }
      confirmations[live].references.append(reference)
      confirmationOf[reference] = live
    }
    if confirmations[live].references.count > 1 { harm.twice += 1 }
    if !confirmations[live].isOpen, confirmations[live].references.count == 1 { harm.undeclared += 1 }
    confirmations[live].isOpen = false
    if !Self.agrees(data, with: confirmations[live].review) { harm.other += 1 }
  }

  /// A person sees that it is kept. `isSafe`: it outlives any loss of power, here or at the office.
  mutating func promised(_ reference: String, isSafe: Bool) {
    guard promised.insert(reference).inserted else { return }
    if confirmationOf[reference] == nil { harm.undeclared += 1 }
    if !isSafe { harm.lost += 1 }
  }

  mutating func arrived(_ reference: String) {
    arrivals[reference, default: 0] += 1
    if arrivals[reference, default: 0] > 1 { harm.twice += 1 }
    if confirmationOf[reference] == nil { harm.undeclared += 1 }
  }

  /// After every trouble is over: what was promised and has not come.
  mutating func decide() -> [String] {
    let lost = promised.filter { arrivals[$0] == nil }.sorted()
    harm.lost += lost.count
    return lost
  }

  /// Every answer of the application stands on the check page, and every row of it that can be compared in the
  /// application.
  static func agrees(_ data: [UInt8], with review: FormReview) -> Bool {
    guard let value = JSONValue(data, within: limits), let answers = value["answers"]?.list else {
      return false
    }
    let values = answers.flatMap { answer in answer["value"].map(texts) ?? [] }
    let rows = review.rows.map(\.value)
    let isShown = values.allSatisfy { text in rows.contains { $0.contains(text) } }
    // What the person typed or the card said is marked; nothing of it may be missing either.
    let marked = rows.filter { FormMark.isIn(Array($0.utf8)) }
    return isShown
      && marked.allSatisfy { row in values.contains { FormMark.isIn(Array($0.utf8)) && row.contains($0) } }
  }

  /// The words in a value, as they are shown; yes and no are worded by the station.
  private static func texts(_ value: JSONValue) -> [String] {
    if let text = value.text {
      let parts = text.split(separator: "-")
      // A day is shown as 12.08.1964 and sent as 1964-08-12.
      return parts.count == 3 && parts.allSatisfy({ Int($0) != nil }) ? [String(parts[0])] : [text]
    }
    if let number = value.number { return ["\(number)"] }
    return ["street", "house_number", "postcode", "place"].compactMap { value[$0]?.text }
  }

  // MARK: What people told of themselves

  /// A page as bytes. `allowed`: whose answers may stand on it.
  mutating func saw(_ page: [UInt8], allowed: FormMark?) -> Bool {
    let marks = FormMark.all(in: page)
    guard marks.contains(where: { $0 != allowed }) else { return true }
    harm.shown += 1
    return false
  }

  /// Anything that lasts or that others read. False: there is an answer in it.
  mutating func wrote(_ bytes: [UInt8]) -> Bool {
    guard FormMark.isIn(bytes) else { return true }
    harm.written += 1
    return false
  }

  /// A guest went long ago, and a page still shows what they said.
  mutating func leftBehind() { harm.shown += 1 }
}

/// What tells a guest's answers from everything else: letters that stand nowhere by chance, and whose they are.
struct FormMark: Hashable {
  static let stem = Array("Zqxvjk".utf8)
  private static let letters = 4

  let text: String

  init(guest: Int) {
    var rest = guest
    var own = ""
    for _ in 0..<Self.letters {
      own.unicodeScalars.append(Unicode.Scalar(UInt8(0x61 + rest % 26)))
      rest /= 26
    }
    text = String(decoding: Self.stem, as: UTF8.self) + own
  }

  private init(_ bytes: ArraySlice<UInt8>) { text = String(decoding: bytes, as: UTF8.self) }

  static func isIn(_ bytes: [UInt8]) -> Bool { place(in: bytes, from: 0) != nil }

  static func all(in bytes: [UInt8]) -> Set<FormMark> {
    var marks: Set<FormMark> = []
    var from = 0
    while let at = place(in: bytes, from: from) {
      from = at + stem.count
      marks.insert(FormMark(bytes[at..<min(bytes.count, from + letters)]))
    }
    return marks
  }

  private static func place(in bytes: [UInt8], from: Int) -> Int? {
    unsafe bytes.withUnsafeBytes { bytes in
      var at = from
      while at + stem.count <= bytes.count {
        guard let start = bytes.baseAddress,
          let found = unsafe memchr(start + at, Int32(stem[0]), bytes.count - stem.count + 1 - at)
        else { return nil }
        at = unsafe UnsafeRawPointer(found) - start
        if unsafe memcmp(found, stem, stem.count) == 0 { return at }
        at += 1
      }
      return nil
    }
  }
}
