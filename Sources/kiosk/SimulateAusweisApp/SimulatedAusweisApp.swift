// The simulated AusweisApp: commands of its SDK (API level 2) in, messages out, one run at a time. What it knows of cards
// it reads from the card on the demo's reader; it shows nothing, and reaches no server but the one in this process.

import Crypto
import Identity
import Secrets

final class SimulatedAusweisApp {
  private static let limits = JSONValue.Limits(byteCountMax: 64 << 10, depthMax: 6, valueCountMax: 500)
  static let version = "1.26.2"
  static let address = "https://eid.musterstadt.example"

  enum Kind: Equatable {
    /// With the session of the town's service.
    case auth(session: String)
    case changePIN
  }

  enum Step: Equatable {
    case consent
    case card
    case asking(RetryLadder.Entry)
  }

  struct Run {
    var kind: Kind
    var step: Step
    var granted: [String] = []
    var pin: PINRun?
    var link: CardLink?
  }

  /// Keys and certificates of the demo's country.
  struct Country {
    let terminal: TerminalCredentials
    let trust: TrustStore
    let today: CivilDate
  }

  let desk: SimulatedCardDesk
  let country: Country
  var service = SimulatedEIDService()
  var run: Run?
  /// Messages that have not gone yet.
  private var messages: [String] = []
  private let now: () -> Int64

  init(desk: SimulatedCardDesk, country: Country, now: @escaping () -> Int64) {
    self.desk = desk
    self.country = country
    self.now = now
  }

  // MARK: From outside

  /// One text of the client; the messages that follow from it.
  func take(_ text: [UInt8]) -> [String] {
    guard let value = JSONValue(text, within: Self.limits), let command = value["cmd"]?.text else {
      say("INVALID", [("error", JSONText.quoted("no command"))])
      return flush()
    }
    perform(command, value)
    return flush()
  }

  /// Looks at the reader; the messages that follow from it.
  func look() -> [String] {
    guard desk.look(now: now()) else { return [] }
    sayReader()
    if case .identity = desk.lying {
      if run?.step == .card { meetCard() }
    } else if case .asking = run?.step, let pause = run?.pin?.cardGone() {
      settle(pause)
    }
    return flush()
  }

  /// The client is gone, and with it its run.
  func leave() {
    cancel()
    messages = []
  }

  private func flush() -> [String] {
    defer { messages = [] }
    return messages
  }

  func say(_ name: String, _ members: [(String, String)] = []) {
    messages.append(JSONText.object([("msg", JSONText.quoted(name))] + members))
  }

  func sayReader() { messages.append(#"{"msg":"READER","# + desk.json.dropFirst()) }

  func outOfPlace(_ command: String) { say("BAD_STATE", [("error", JSONText.quoted(command))]) }

  // MARK: Commands

  private func perform(_ command: String, _ value: JSONValue) {
    switch command {
    case "GET_INFO": sayInfo()
    case "GET_API_LEVEL": say("API_LEVEL", [("available", "[1,2]"), ("current", "2")])
    case "SET_API_LEVEL":
      let isKnown = [1, 2].contains(value["level"]?.number ?? 0)
      say(
        "API_LEVEL",
        (isKnown ? [] : [("error", JSONText.quoted("Unknown level"))]) + [
          ("current", "\(isKnown ? value["level"]?.number ?? 2 : 2)")
        ])
    case "GET_READER_LIST": say("READER_LIST", [("readers", "[\(desk.json)]")])
    case "GET_READER": sayReader()
    case "RUN_AUTH": beginAuth(value["tcTokenURL"]?.text ?? "")
    case "RUN_CHANGE_PIN": beginChange()
    case "GET_ACCESS_RIGHTS", "SET_ACCESS_RIGHTS", "GET_CERTIFICATE", "ACCEPT": consent(command, value)
    case "CANCEL": if run == nil { outOfPlace(command) } else { cancel() }
    case "SET_PIN": give(.pin, value, command)
    case "SET_NEW_PIN": give(.newPIN, value, command)
    case "SET_CAN": give(.can, value, command)
    case "SET_PUK": give(.puk, value, command)
    default: say("UNKNOWN_COMMAND", [("error", JSONText.quoted(command))])
    }
  }

  private func sayInfo() {
    say(
      "INFO",
      [
        (
          "VersionInfo",
          JSONText.object([
            ("Name", JSONText.quoted("AusweisApp2")),
            ("Implementation-Title", JSONText.quoted("AusweisApp2")),
            ("Implementation-Vendor", JSONText.quoted("kiosk simulate ausweisapp")),
            ("Implementation-Version", JSONText.quoted(Self.version)),
            ("Specification-Title", JSONText.quoted("TR-03124")),
            ("Specification-Version", JSONText.quoted("1.3")),
          ])
        )
      ])
  }

  private func beginAuth(_ address: String) {
    guard run == nil else { return outOfPlace("RUN_AUTH") }
    say("AUTH")
    guard let session = service.session(of: address, now: now()), let asked = service.sessions[session] else {
      return endAuth(minor: "dp#trustedChannelEstablishmentFailed", "The server did not answer.")
    }
    run = Run(kind: .auth(session: session), step: .consent, granted: asked.optional)
    status(0)
    status(15)
    sayRights()
  }

  private func beginChange() {
    guard run == nil else { return outOfPlace("RUN_CHANGE_PIN") }
    say("CHANGE_PIN")
    run = Run(kind: .changePIN, step: .card)
    meetCard()
  }

  func status(_ progress: Int) {
    say("STATUS", [("progress", "\(progress)"), ("state", "null"), ("workflow", JSONText.quoted("AUTH"))])
  }

  // MARK: Consent

  private func consent(_ command: String, _ value: JSONValue) {
    guard case .auth(let session)? = run?.kind, run?.step == .consent,
      let asked = service.sessions[session]
    else { return outOfPlace(command) }
    switch command {
    case "GET_CERTIFICATE": sayCertificate()
    case "SET_ACCESS_RIGHTS":
      let wanted = value["chat"]?.list?.compactMap(\.text) ?? []
      run?.granted = asked.optional.filter { wanted.contains($0) }
      sayRights()
    case "ACCEPT":
      status(25)
      run?.step = .card
      meetCard()
    default: sayRights()
    }
  }

  private func sayRights() {
    guard case .auth(let session)? = run?.kind, let asked = service.sessions[session] else { return }
    say(
      "ACCESS_RIGHTS",
      [
        (
          "chat",
          JSONText.object([
            ("effective", JSONText.list(asked.required + (run?.granted ?? []))),
            ("optional", JSONText.list(asked.optional)), ("required", JSONText.list(asked.required)),
          ])
        )
      ])
  }

  private func sayCertificate() {
    let certificate = country.terminal.certificate
    say(
      "CERTIFICATE",
      [
        (
          "description",
          JSONText.object([
            ("subjectName", JSONText.quoted("Stadt Musterstadt")),
            ("subjectUrl", JSONText.quoted(Self.address)),
            ("issuerName", JSONText.quoted("Demo DVCA")),
            ("issuerUrl", JSONText.quoted(Self.address)),
            ("purpose", JSONText.quoted("Anträge an die Stadtverwaltung")),
            (
              "termsOfUsage",
              JSONText.quoted("Stadt Musterstadt\nAm Markt 1\nVorführung: es gibt diese Stadt nicht")
            ),
          ])
        ),
        (
          "validity",
          JSONText.object([
            ("effectiveDate", JSONText.quoted("\(certificate.effective)")),
            ("expirationDate", JSONText.quoted("\(certificate.expiration)")),
          ])
        ),
      ])
  }
}
