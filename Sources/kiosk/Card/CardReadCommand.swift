// `kiosk card read`: an ID card with a terminal's certificate, or a passport with its machine-readable zone or CAN. What
// was proven is always said; what stands in the data groups only for cards of a test PKI.

import ArgumentParser
import Crypto
import Identity
import Secrets

struct CardReadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read", abstract: "Read and verify an ID card or a passport.",
    discussion: """
      ID cards: --with pin (or can, if the certificate has that right) and --terminal. Passports: --with mrz or can; \
      --terminal names the CSCA that is trusted, and without it nothing is proven genuine. Contents are shown only \
      for cards of a test PKI: one whose CSCA is named a test's or whose CSCA's private key lies in the directory, as \
      'kiosk simulate pki' makes it. Of all others it says what was proven, and lengths.
      \(cardExitStatusHelp)
      """)

  @OptionGroup var options: CardOptions
  @Option(help: "What opens the card: pin, can or mrz.") var with = CardPassword.pin
  @Option(
    help: ArgumentHelp("The directory of terminal and CSCA that 'simulate pki' makes.", valueName: "dir"))
  var terminal: String?

  func validate() throws {
    if with == .puk { throw ValidationError("--with puk: the PUK opens no data; use pin, can or mrz") }
    if with == .pin, terminal == nil {
      throw ValidationError("--with pin needs --terminal: an ID card shows its data to a certificate only")
    }
  }

  func run() throws {
    let secrets = CardSecrets(
      german: options.language == .german, needed: with == .pin ? [.pin, .can] : [CardSecret(with)])
    try options.run { (desk) throws(CardCommandFailure) in
      let today = cardToday()
      let trust = try terminal.map { (path) throws(CardCommandFailure) in
        try CardTrust(directory: path, today: today)
      }
      let answer: CardReadAnswer
      switch with {
      case .pin: answer = try identityCard(desk, secrets, trust, today)
      case .mrz, .puk: answer = try passport(desk, secrets, trust, today)
      case .can:
        // The CAN opens both kinds: look which it is, then begin with a cold card.
        let (_, found) = try desk.begin { (link) throws(CardError) in try CardRecognition.look(on: link) }
        switch found.kind {
        case .identityCard where terminal != nil: answer = try identityCard(desk, secrets, trust, today)
        case .passport: answer = try passport(desk, secrets, trust, today)
        default: throw CardCommandFailure(.wrongDocument(found.kind))
        }
      }
      if options.json { Output.json(answer) } else { Output.say(answer.lines) }
    }
  }

  // MARK: - An ID card

  private func identityCard(
    _ desk: CardDesk, _ secrets: CardSecrets, _ trust: CardTrust?, _ today: CivilDate
  ) throws(CardCommandFailure) -> CardReadAnswer {
    guard let terminal, let trust else { throw CardCommandFailure(.wrongDocument(.identityCard)) }
    let credentials: TerminalCredentials
    do { credentials = try TerminalCredentials(directory: terminal) } catch {
      throw CardCommandFailure(.terminalDirectory(error.description))
    }
    let request = IdentityCardRequest()
    let certificate = credentials.certificate
    // Only a document verifier issues terminals, and no card knows one by itself.
    guard credentials.issuers.contains(where: { $0.holder == certificate.authority }) else {
      throw CardCommandFailure(
        .terminalDirectory(
          options.language.text(
            "\(terminal): das Zertifikat über terminal.cvcert fehlt (dv.cvcert)",
            "\(terminal): the certificate above terminal.cvcert is missing (dv.cvcert)")))
    }
    // What is wrong with the certificates is said before a secret is asked for.
    do { try credentials.check(at: today, needing: request.rights(with: with.kind)) } catch {
      var failure = CardCommandFailure(.certificate(error))
      failure.step = .certificateChain
      if error == .rights {
        // Each certificate above can take a right away.
        let above = credentials.issuers.filter { $0.authorization.kind == certificate.authorization.kind }
        let granted = above.reduce(certificate.authorization.rights) {
          $0.intersection($1.authorization.rights)
        }
        failure.missingRights = request.rights(with: with.kind).subtracting(granted).names
      }
      throw failure
    }
    // No look at what lies there: a passport refuses the PIN's set-up, before anything of the PIN is used.
    let secret = try secrets.get(CardSecret(with))
    do throws(CardCommandFailure) {
      let (link, access) = try desk.begin { (link) throws(CardError) in
        try IdentityCardReading.readAccess(on: link)
      }
      let reading = try resumingPIN(on: link, access: access, secrets) { () throws(CardError) in
        try IdentityCardReading.read(
          on: link, password: with.kind, secret: secret, terminal: credentials, request: request,
          access: access, trust: trust.store, today: today, chance: randomSecret)
      }
      return CardReadAnswer(
        reading, reader: desk.reader, isTest: trust.isTestPKI, exchanges: link.exchangeCount,
        today: today)
    } catch {
      throw explained(error, desk, wanted: .identityCard)
    }
  }

  // MARK: - A passport

  private func passport(
    _ desk: CardDesk, _ secrets: CardSecrets, _ trust: CardTrust?, _ today: CivilDate
  ) throws(CardCommandFailure) -> CardReadAnswer {
    let typed = try secrets.get(CardSecret(with))
    let key = with == .can ? PassportKey.can(typed) : .mrz(try documentAccess(typed))
    do throws(CardCommandFailure) {
      let (link, _) = try desk.begin { (link) throws(CardError) in
        // Passports may lack a master file: any answer will do.
        try link.send(CommandAPDU(ins: 0xA4, p1: 0x00, p2: 0x0C, data: [0x3F, 0x00]), step: .select)
      }
      let reading = try atCard { () throws(CardError) in
        try PassportReading.read(on: link, access: key, trust: trust?.store, at: today, chance: randomSecret)
      }
      return CardReadAnswer(
        reading, reader: desk.reader, isTest: trust?.isTestPKI ?? false, exchanges: link.exchangeCount,
        today: today)
    } catch {
      throw explained(error, desk, wanted: .passport)
    }
  }

  /// A card that is no such document refuses in words of its own: look what it is before saying so.
  private func explained(
    _ error: CardCommandFailure, _ desk: CardDesk, wanted: CardKind
  ) -> CardCommandFailure {
    let failure = error.at(desk.link?.lastStep)
    switch failure.cause {
    case .card(.refused), .card(.unsupported(.cardAccess, _)), .card(.password(.wrong(.mrz, _))):
      guard let link = try? desk.open(), let found = try? CardRecognition.look(on: link), found.kind != wanted
      else { return failure }
      return CardCommandFailure(.wrongDocument(found.kind))
    default: return failure
    }
  }
}
