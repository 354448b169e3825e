// The runs of the simulated AusweisApp from the card to their end: what is asked of a person, what is read, what is said
// of it. The ladder of PIN, CAN and PUK is the product's own, which this program only carries out.

import Crypto
import Identity
import Secrets

extension SimulatedAusweisApp {
  // MARK: The card

  func give(_ entry: RetryLadder.Entry, _ value: JSONValue, _ command: String) {
    guard run?.step == .asking(entry), let pin = run?.pin, let text = value["value"]?.text else {
      return outOfPlace(command)
    }
    settle(pin.answer(Secret(Array(text.utf8))))
  }

  /// Goes on with the card on the reader, or waits for one.
  func meetCard() {
    guard let current = run else { return }
    if current.pin == nil {
      switch current.kind {
      case .auth:
        let chat = HolderAuthorization(role: .terminal, rights: request.rights(with: .pin))
        run?.pin = PINRun(goal: .usePIN, chat: chat.encoded, chance: randomSecret)
      case .changePIN: run?.pin = PINRun(goal: .changePIN, chance: randomSecret)
      }
    }
    guard case .identity = desk.lying, let pin = run?.pin else { return waitForCard() }
    do throws(CardError) {
      let link = try desk.connect()
      run?.link = link
      settle(pin.resume(on: link))
    } catch {
      waitForCard()
    }
  }

  private func waitForCard() {
    run?.step = .card
    run?.link = nil
    say("INSERT_CARD")
  }

  func settle(_ pause: PINRun.Pause) {
    if let state = run?.pin?.ladder.pin, state != .unknown, desk.note(state) { sayReader() }
    switch pause {
    case .card: waitForCard()
    case .question(let question):
      run?.step = .asking(question.entry)
      let name = question.entry == .newPIN ? "NEW_PIN" : question.entry.rawValue.uppercased()
      let isLengthWrong = question.notice == .wrongLength || question.notice == .transportPIN
      say(
        "ENTER_\(name)",
        (isLengthWrong ? [("error", JSONText.quoted("You must provide other digits."))] : [])
          + [("reader", desk.json)])
    case .ended(let outcome): ended(outcome)
    }
  }

  private var request: IdentityCardRequest {
    guard case .auth(let session)? = run?.kind, let asked = service.sessions[session] else {
      return IdentityCardRequest([])
    }
    let rights = asked.required + (run?.granted ?? [])
    return IdentityCardRequest(rights.compactMap(HolderJSON.group))
  }

  private func ended(_ outcome: RetryLadder.Outcome) {
    guard let current = run else { return }
    switch (current.kind, outcome) {
    case (.auth, .opened): read()
    case (.changePIN, .changed): endChange(true)
    case (.changePIN, _): endChange(false, reason: Self.reason(outcome))
    case (.auth, _):
      endAuth(minor: "al/common#internalError", "The card was refused.", reason: Self.reason(outcome))
    }
  }

  /// What an eID-server reads after the PIN: with its certificate, from a chip that is proven.
  private func read() {
    guard let current = run, case .auth(let session) = current.kind, let link = current.link,
      let pace = current.pin?.result
    else { return }
    status(60)
    do throws(CardError) {
      let reading = try IdentityCardReading.proceed(
        on: link, cardIdentifier: pace.cardIdentifier, authorities: pace.authorities,
        access: try IdentityCardReading.readAccess(on: link), terminal: country.terminal, request: request,
        trust: country.trust, today: country.today, chance: randomSecret)
      status(90)
      service.end(session, .identified(HolderJSON.text(reading.holder)))
      run = nil
      say(
        "AUTH",
        [
          ("result", #"{"major":"http://www.bsi.bund.de/ecard/api/1.1/resultmajor#ok"}"#),
          ("url", JSONText.quoted("\(Self.address)/done")),
        ])
    } catch {
      var reason: String?
      if case .transport = error { reason = "Card_Removed" }
      endAuth(minor: "al/common#internalError", "The card could not be read.", reason: reason)
    }
  }

  // MARK: Ends

  func cancel() {
    switch run?.kind {
    case .auth: endAuth(minor: "sal#cancellationByUser", "The process has been cancelled.")
    case .changePIN: endChange(false)
    case nil: break
    }
  }

  func endAuth(minor: String, _ words: String, reason: String? = nil) {
    if case .auth(let session)? = run?.kind {
      service.end(session, .failed(String(minor.drop { $0 != "#" }.dropFirst())))
    }
    leaveCard()
    var result = [
      ("major", JSONText.quoted("http://www.bsi.bund.de/ecard/api/1.1/resultmajor#error")),
      ("minor", JSONText.quoted("http://www.bsi.bund.de/ecard/api/1.1/resultminor/\(minor)")),
      ("language", JSONText.quoted("en")), ("description", JSONText.quoted(words)),
    ]
    if let reason { result.append(("reason", JSONText.quoted(reason))) }
    say(
      "AUTH",
      [("result", JSONText.object(result)), ("url", JSONText.quoted("\(Self.address)/failed"))])
  }

  private func endChange(_ isDone: Bool, reason: String? = nil) {
    leaveCard()
    say(
      "CHANGE_PIN",
      [("success", "\(isDone)")] + (reason.map { [("reason", JSONText.quoted($0))] } ?? []))
  }

  private func leaveCard() {
    _ = run?.pin?.cancel()
    run = nil
  }

  private static func reason(_ outcome: RetryLadder.Outcome) -> String? {
    switch outcome {
    case .deactivated: "Connect_Card_Eid_Inactive"
    case .pukUsedUp: "Establish_Pace_Channel_Puk_Inoperative"
    case .changeUnclear, .failed(.transport): "Card_Removed"
    case .cancelled: "User_Cancelled"
    default: nil
    }
  }
}
