// One application of the spool as its file has it: a line of JSON with what a delivery must know, and the ciphertext. No
// name, no answer and no hash of one stands outside the ciphertext (docs/submission.md).

import Crypto
import Handover

struct SpoolEntry: Equatable, Sendable {
  enum Stage: String, CaseIterable, Sendable {
    /// Durable here and nowhere else.
    case kept
    /// The destination may have it: a number was fetched for it, or its file is about to get its name.
    case announced
    /// The delivery service has confirmed by its signature that it has it.
    case sent
    /// Accepted by the office's software, or laid into its folder.
    case accepted
    /// Refused by the office's software; a person must decide.
    case rejected
    /// Given up; a person must decide.
    case failed
  }

  /// What was encrypted, as compact JWE.
  struct Content: Equatable, Sendable {
    /// Only for FIT-Connect.
    var metadata: String?
    var data: String
  }

  static let format = 1
  /// The longest file in bytes.
  static let bytesMax = 1 << 20
  private static let limits = JSONValue.Limits(byteCountMax: bytesMax, depthMax: 4, valueCountMax: 64)

  var reference: String
  var destination: String
  var form: String
  var title: String
  var leika: String?
  var day: CivilDay
  /// When it was confirmed, wall milliseconds.
  var keptAt: Int64
  /// `kid` of the key that it is encrypted for.
  var key: String?
  var stage = Stage.kept
  /// Since when it is in its stage, wall milliseconds.
  var since: Int64
  /// Tries since then.
  var attempts = 0
  /// Before this nothing is tried, wall milliseconds.
  var nextAt: Int64 = 0
  var fault: String?
  /// Where it stood when it was given up.
  var failedFrom: Stage?
  /// FIT-Connect's numbers for it.
  var submission: String?
  var caseID: String?
  /// The mark of the folder in which its file stands aside, or stood (FolderMark); nil: it never did.
  var folder: String?
  /// The delivery service has answered that it took the content.
  var isPut = false
  /// Nil: it is wiped, or not read into memory.
  var content: Content?

  /// Whether a file may be called so: letters, digits and hyphens.
  static func isReference(_ text: String) -> Bool {
    (1...40).contains(text.utf8.count) && !text.hasPrefix("-")
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || byte == 0x2D
      }
  }

  mutating func enter(_ stage: Stage, at now: Int64) {
    self.stage = stage
    since = now
    attempts = 0
    nextAt = 0
  }

  /// Given up or refused, with the reason.
  mutating func fail(_ reason: SubmissionFault, at now: Int64) {
    failedFrom = stage
    fault = reason.text
    enter(reason.code == .rejected ? .rejected : .failed, at: now)
  }

  /// Whether a person must decide.
  var isOpen: Bool { stage == .rejected || stage == .failed }

  /// A person wants it tried again. What the destination has refused or does not know becomes a new submission, and so
  /// does what a folder that is another one cannot tell; all else goes on where it stood, so that nothing can arrive twice.
  mutating func retry(at now: Int64) {
    let isNew =
      stage == .rejected
      || [SubmissionFault.Code.submissionUnknown, .unclear].contains { fault?.hasPrefix($0.rawValue) == true }
    let stage = isNew ? Stage.kept : failedFrom ?? .kept
    if isNew {
      submission = nil
      caseID = nil
      folder = nil
      isPut = false
    }
    failedFrom = nil
    fault = nil
    enter(stage, at: now)
  }

  var withoutContent: SpoolEntry {
    var entry = self
    entry.content = nil
    return entry
  }
}

extension CivilDay {
  /// `2026-11-22`.
  fileprivate init?(iso text: String) {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3 else { return nil }
    self.init(year: parts[0], month: parts[1], day: parts[2])
    guard description == text else { return nil }
  }
}

extension SpoolEntry {
  var json: [UInt8] {
    var members: [String: JSONValue] = [
      "format": .number(Self.format), "reference": .text(reference), "destination": .text(destination),
      "form": .text(form), "title": .text(title), "day": .text(day.description), "kept": .number(Int(keptAt)),
      "stage": .text(stage.rawValue), "since": .number(Int(since)), "attempts": .number(attempts),
      "next": .number(Int(nextAt)), "put": .flag(isPut),
    ]
    let texts = [
      ("leika", leika), ("key", key), ("fault", fault), ("submission", submission), ("case", caseID),
      ("folder", folder),
      ("failed_from", failedFrom?.rawValue),
      ("metadata", content?.metadata), ("data", content?.data),
    ]
    for (name, text) in texts { members[name] = text.map { .text($0) } }
    return Array((JSONValue.members(members).written + "\n").utf8)
  }

  /// Nil: this is no entry, or one of a later version.
  init?(json bytes: [UInt8]) {
    guard let value = JSONValue(bytes, within: Self.limits), value["format"]?.number == Self.format,
      let reference = value["reference"]?.text, Self.isReference(reference),
      let destination = value["destination"]?.text, let form = value["form"]?.text,
      let title = value["title"]?.text, let day = value["day"]?.text.flatMap(CivilDay.init(iso:)),
      let kept = value["kept"]?.number, let since = value["since"]?.number,
      let stage = value["stage"]?.text.flatMap(Stage.init(rawValue:)),
      let attempts = value["attempts"]?.number,
      let next = value["next"]?.number
    else { return nil }
    self.init(
      reference: reference, destination: destination, form: form, title: title, leika: value["leika"]?.text,
      day: day, keptAt: Int64(kept), key: value["key"]?.text, stage: stage, since: Int64(since),
      attempts: attempts, nextAt: Int64(next), fault: value["fault"]?.text,
      failedFrom: value["failed_from"]?.text.flatMap(Stage.init(rawValue:)),
      submission: value["submission"]?.text, caseID: value["case"]?.text,
      folder: value["folder"]?.text, isPut: value["put"]?.flag ?? false,
      content: value["data"]?.text.map { Content(metadata: value["metadata"]?.text, data: $0) })
  }
}
