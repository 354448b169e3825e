// The town's service for online identification behind the simulated AusweisApp: its side of docs/backchannel.md. It
// keeps a few sessions in memory, gives each result once, and reads no card itself.

import Crypto

struct SimulatedEIDService {
  /// Where the sessions are, below the program's own address.
  static let base = "/back-channel"
  static let sessionsMax = 32
  static let lifeSeconds = 300
  private static let limits = JSONValue.Limits(byteCountMax: 16 << 10, depthMax: 4, valueCountMax: 200)

  enum Outcome: Equatable {
    /// JSON of the holder.
    case identified(String)
    /// The last part of the minor code.
    case failed(String)
  }

  struct Session: Equatable {
    var required: [String]
    var optional: [String]
    var outcome: Outcome?
    var isFetched = false
    /// Milliseconds.
    var endsAt: Int64
  }

  private(set) var sessions: [String: Session] = [:]

  /// Answers a request; `number` makes the number of a new session.
  mutating func answer(_ request: LocalRequest, now: Int64, number: () -> String) -> LocalAnswer {
    guard request.method == "POST", request.path.hasPrefix(Self.base + "/sessions") else {
      return LocalAnswer(code: 404)
    }
    let parts = request.path.dropFirst(Self.base.count + 1).split(
      separator: "/", omittingEmptySubsequences: false
    ).map(String.init)
    switch parts.count {
    case 1 where parts[0] == "sessions": return begin(request.body, now, number)
    case 3 where parts[2] == "result": return result(parts[1], now)
    default: return LocalAnswer(code: 404)
    }
  }

  /// The session of an address that was given out.
  func session(of address: String, now: Int64) -> String? {
    guard address.hasPrefix(Self.token) else { return nil }
    let number = String(address.dropFirst(Self.token.count))
    guard let session = sessions[number], session.outcome == nil, session.endsAt > now else { return nil }
    return number
  }

  mutating func end(_ number: String, _ outcome: Outcome) {
    if sessions[number]?.outcome == nil { sessions[number]?.outcome = outcome }
  }

  /// Nobody listens there: the simulated AusweisApp only recognises it.
  private static let token = "https://eid.musterstadt.example/token?session="

  private mutating func begin(_ body: [UInt8], _ now: Int64, _ number: () -> String) -> LocalAnswer {
    guard let value = JSONValue(body, within: Self.limits), let required = Self.names(value["required"]),
      let optional = Self.names(value["optional"])
    else { return LocalAnswer(code: 400) }
    sessions = sessions.filter { $0.value.endsAt > now }
    guard sessions.count < Self.sessionsMax else { return LocalAnswer(code: 503) }
    let name = number()
    sessions[name] = Session(
      required: required, optional: optional, endsAt: now + Int64(Self.lifeSeconds) * 1_000)
    return LocalAnswer(
      code: 201,
      body: JSONText.object([
        ("session", JSONText.quoted(name)), ("tcTokenURL", JSONText.quoted(Self.token + name)),
        ("expiresInSeconds", "\(Self.lifeSeconds)"),
      ]))
  }

  private mutating func result(_ number: String, _ now: Int64) -> LocalAnswer {
    guard let session = sessions[number] else { return LocalAnswer(code: 404) }
    if session.isFetched { return LocalAnswer(code: 410, body: #"{"error":"used"}"#) }
    guard session.endsAt > now else { return LocalAnswer(code: 410, body: #"{"error":"expired"}"#) }
    guard let outcome = session.outcome else { return LocalAnswer(code: 202) }
    sessions[number]?.isFetched = true
    // What was given is forgotten.
    sessions[number]?.outcome = .failed("")
    switch outcome {
    case .identified(let holder):
      return LocalAnswer(code: 200, body: #"{"status":"ok","holder":\#(holder)}"#)
    case .failed(let minor):
      return LocalAnswer(code: 200, body: #"{"status":"failed","minor":\#(JSONText.quoted(minor))}"#)
    }
  }

  private static func names(_ value: JSONValue?) -> [String]? {
    guard let list = value?.list else { return nil }
    let names = list.compactMap(\.text)
    return names.count == list.count && names.allSatisfy { $0.utf8.allSatisfy(isLetterOrDigit) } ? names : nil
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}

/// JSON to be written, piece by piece.
enum JSONText {
  static func quoted(_ text: String) -> String {
    var line = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": line += "\\\(scalar)"
      case "\n": line += "\\n"
      case "\t": line += "\\t"
      default: if scalar.value >= 0x20 { line.unicodeScalars.append(scalar) }
      }
    }
    return line + "\""
  }

  /// Values are JSON already.
  static func object(_ members: [(String, String)]) -> String {
    "{" + members.map { "\(quoted($0.0)):\($0.1)" }.joined(separator: ",") + "}"
  }

  static func list(_ texts: [String]) -> String { "[" + texts.map(quoted).joined(separator: ",") + "]" }
}
