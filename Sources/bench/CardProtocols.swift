// PACE, and the reading of an ID card with a certificate, of the product with a simulated card in the same thread, whose time is taken off, beside the bare work of
// libcrypto. Processor time, since a real card takes far longer than either.

import Crypto
import Handover
import Identity
import Secrets
import Simulators

enum CardProtocols {
  static func measure(_ programs: Programs, _ options: Options) throws(BenchProblem) -> [Row] {
    do {
      return [try pace(options), try full(options)]
    } catch let problem as BenchProblem {
      throw problem
    } catch {
      throw BenchProblem("the simulated card or the terminal failed: \(error)")
    }
  }

  private static func pace(_ options: Options) throws -> Row {
    let bare = try CardBare()
    var ours = Samples()
    var theirs = Samples()
    // The first round looks up algorithms and makes tables, which a station does once in its life.
    for round in 0...options.count(200, quick: 30) {
      try Interruption.check()
      let card = try SimulatedCard(profile: .normal, seed: UInt64(round))
      let transport = TimedTransport(SimulatedCardTransport(card))
      let secret = Secret(Array(card.memory.can.utf8))
      let start = ThreadClock.nanoseconds
      let link = CardLink(transport)
      let access = try SecurityInfos(try link.readFile(shortIdentifier: 0x1C, step: .cardAccess))
      try PACERun.establish(on: link, access: access, password: .can, secret: secret, chance: randomSecret)
      let terminal = ThreadClock.nanoseconds - start - transport.cardNanoseconds
      let bareStart = ThreadClock.nanoseconds
      let channel = try bare.pace()
      channel.run(transport.exchanges)
      let reference = ThreadClock.nanoseconds - bareStart
      guard round > 0 else { continue }
      ours.add(Double(terminal) / 1000)
      theirs.add(Double(reference) / 1000)
    }
    return Row(
      name: "card.pace", value: ours.median, unit: "us", reference: theirs.median,
      against:
        "processor time of the same operations of libcrypto alone; \(ours.count) runs with the CAN, medians",
      aim: .ratioAtMost(1.5, words: "ratio <= 1.5"))
  }

  /// PACE with the PIN, terminal authentication, EF.CardSecurity, chip authentication and four data groups.
  private static func full(_ options: Options) throws -> Row {
    let bare = try CardBare()
    let day = CivilDay(number: 20_778)
    guard let today = CivilDate(number: day.number) else { throw BenchProblem("there is no such day") }
    let pki = try TestPKI.make(chance: Simulators.SeededChance(seed: 1, purpose: "pki").bytes, on: day)
    let terminal = TerminalCredentials(
      certificate: try CVCertificate(pki.terminal.certificate),
      issuers: try [pki.verifier, pki.link, pki.root].map { try CVCertificate($0.certificate) },
      key: LocalTerminalKey(pki.terminal.key))
    let trust = try TrustStore.masterList(pki.masterList, fileDay: today, at: today)
    var ours = Samples()
    var theirs = Samples()
    for round in 0...options.count(100, quick: 20) {
      try Interruption.check()
      let seed = (0..<8).map { UInt8(truncatingIfNeeded: round >> (8 * $0)) }
      let issuer = CardIssuer(pki)
      let memory = try CardMemory(
        making: .normal, seed: seed, issued: CardDate(year: today.year, month: today.month, day: today.day),
        issuer: issuer, foreign: issuer)
      let card = try SimulatedCard(memory: memory, chance: randomSecret)
      let transport = TimedTransport(SimulatedCardTransport(card))
      let secret = Secret(Array(card.memory.pin.utf8))
      let start = ThreadClock.nanoseconds
      let reading = try IdentityCardReading.read(
        on: CardLink(transport), password: .pin, secret: secret, terminal: terminal,
        request: IdentityCardRequest(), trust: trust, today: today, chance: randomSecret)
      let spent = ThreadClock.nanoseconds - start - transport.cardNanoseconds
      guard reading.holder.familyName != nil else { throw BenchProblem("the card gave no name") }
      let bareStart = ThreadClock.nanoseconds
      _ = try bare.pace()
      let ephemeral = try bare.authenticateTerminal()
      bare.authenticateDocument()
      try bare.authenticateChip(ephemeral).run(transport.exchanges)
      let reference = ThreadClock.nanoseconds - bareStart
      guard round > 0 else { continue }
      ours.add(Double(spent) / 1000)
      theirs.add(Double(reference) / 1000)
    }
    return Row(
      name: "card.full", value: ours.median, unit: "us", reference: theirs.median,
      against:
        "processor time of the same operations of libcrypto alone; \(ours.count) runs with the PIN, medians",
      aim: .ratioAtMost(1.5, words: "ratio <= 1.5"))
  }
}

/// Takes down what the card's side costs, and what went to and fro.
private final class TimedTransport: CardTransport {
  private let inner: SimulatedCardTransport
  private(set) var cardNanoseconds: Int64 = 0
  private(set) var exchanges: [CardExchange] = []

  init(_ inner: SimulatedCardTransport) { self.inner = inner }

  var commandByteCountMax: Int { inner.commandByteCountMax }
  var pinPad: (any PinPad)? { nil }

  func transmit(_ command: [UInt8]) throws(CardError) -> [UInt8] {
    let start = ThreadClock.nanoseconds
    let answer = try inner.transmit(command)
    exchanges.append(
      CardExchange(
        commandByteCount: command.count, answerByteCount: answer.count,
        isProtected: (command.first ?? 0) & 0x0C != 0))
    cardNanoseconds += ThreadClock.nanoseconds - start
    return answer
  }
}
