// `kiosk card info`: which reader, which card, how its PIN stands, and how many exchanges that took. With --with it also
// runs PACE on the cold card and says whether the secret opens it; nothing is read behind it.

import ArgumentParser
import Crypto
import Identity
import Secrets

struct CardInfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Reader, card, PIN state; with --with whether a secret opens the card.",
    discussion: """
      Without --with nothing is tried: the PIN's counter stays as it is. With --with pin a wrong PIN costs a try.
      \(cardExitStatusHelp)
      """)

  @OptionGroup var options: CardOptions
  @Option(help: "Open the card with pin, can, puk or mrz (PACE; basic access control of old passports).")
  var with: CardPassword?

  private struct Answer: Encodable {
    struct PIN: Encodable {
      /// ready, suspended, blocked, deactivated or unknown.
      var state: String
      var triesLeft: Int?

      init(_ state: PINState) {
        self.state = state.name
        triesLeft = state.tries
      }
    }

    struct Opening: Encodable {
      var with: String
      /// pace, or bac of a passport that knows nothing else.
      var channel = PassportChannel.pace.rawValue
      /// Opening the card alone, cold.
      var exchanges: Int
    }

    var reader: String
    var atr: String
    var card: String
    var pin: PIN?
    var pace: Bool
    var pinPad: Bool
    var extendedLength: Bool
    /// To find all this out.
    var exchanges: Int
    var opened: Opening?
  }

  func run() throws {
    let needed: Set<CardSecret> = with.map { $0 == .pin ? [.pin, .can] : [CardSecret($0)] } ?? []
    let secrets = CardSecrets(german: options.language == .german, needed: needed)
    try options.run { (desk) throws(CardCommandFailure) in
      let (seen, found) = try look(desk)
      var answer = seen
      if let with {
        if found.kind != .identityCard, with == .pin || with == .puk {
          throw CardCommandFailure(.wrongDocument(found.kind))
        }
        answer.opened = try open(with, secrets, desk, found)
        // A PIN that was right has all its tries again.
        if with == .pin { answer.pin = Answer.PIN(.ready(tries: 3)) }
      }
      say(answer)
    }
  }

  private func look(_ desk: CardDesk) throws(CardCommandFailure) -> (Answer, CardRecognition) {
    let (link, found) = try desk.begin { (link) throws(CardError) in try CardRecognition.look(on: link) }
    let answer = Answer(
      reader: desk.reader, atr: Hex.encode(desk.answerToReset).uppercased(), card: found.kind.rawValue,
      pin: found.pin.map { Answer.PIN($0) },
      pace: found.access.map { PACERun.preferred($0) != nil } ?? false, pinPad: desk.hasPinPad,
      extendedLength: desk.commandByteCountMax > shortCommandByteCountMax, exchanges: link.exchangeCount)
    return (answer, found)
  }

  private func open(
    _ with: CardPassword, _ secrets: CardSecrets, _ desk: CardDesk, _ found: CardRecognition
  ) throws(CardCommandFailure) -> Answer.Opening {
    let typed = desk.hasPinPad ? nil : try secrets.get(CardSecret(with))
    // A cold card, so that what is counted is PACE alone.
    let link = try desk.open()
    // Old passports know basic access control alone; a CAN for one of them is refused there.
    if found.kind == .passport, found.access?.paceInfos.isEmpty ?? true, let typed {
      let key = with == .can ? PassportKey.can(typed) : .mrz(try documentAccess(typed))
      let channel = try atCard { () throws(CardError) in
        try PassportReading.open(link, with: key, chance: randomSecret)
      }
      return Answer.Opening(
        with: with.rawValue, channel: channel.rawValue, exchanges: link.exchangeCount)
    }
    if let pad = link.transport.pinPad {
      try atCard { () throws(CardError) in
        _ = try pad.establishPACE(PinPadRequest(password: with.kind))
      }
    } else if let typed {
      let secret = with == .mrz ? try documentAccess(typed).information : typed
      let access = try atCard { () throws(CardError) in try IdentityCardReading.readAccess(on: link) }
      try resumingPIN(on: link, access: access, secrets) { () throws(CardError) in
        _ = try PACERun.establish(
          on: link, access: access, password: with.kind, secret: secret, chance: randomSecret)
      }
    }
    return Answer.Opening(with: with.rawValue, exchanges: link.exchangeCount)
  }

  private func say(_ answer: Answer) {
    if options.json { return Output.json(answer) }
    var lines = [
      "reader: \(answer.reader)", "atr: \(answer.atr)", "card: \(answer.card)",
      "PACE: \(answer.pace ? "yes" : "no")",
    ]
    if let pin = answer.pin {
      lines.append("PIN: \(pin.state)" + (pin.triesLeft.map { ", tries left: \($0)" } ?? ""))
    }
    if answer.pinPad { lines.append("PIN pad: yes") }
    lines.append("extended length: \(answer.extendedLength ? "yes" : "no")")
    lines.append("exchanges: \(answer.exchanges)")
    if let opened = answer.opened {
      lines.append("opened with: \(opened.with) (\(opened.channel)), exchanges: \(opened.exchanges)")
    }
    Output.say(lines)
  }
}
