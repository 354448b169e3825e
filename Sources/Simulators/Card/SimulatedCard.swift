// A simulated ID card or passport: commands go in, answers come out, as a chip gives them (TR-03110, ICAO 9303,
// ISO 7816-4). It is synchronous and belongs to one thread; reader, wire and faults are elsewhere.

import Crypto
import Secrets

/// A card in memory.
public final class SimulatedCard {
  /// What persists. `onChange` is told before the answer to the command that changed it leaves.
  public internal(set) var memory: CardMemory
  public internal(set) var holder: CardHolder
  /// Called with the new memory; when it throws, the card answers 6F00 and keeps the old one.
  public var onChange: ((CardMemory) throws -> Void)?

  var keys: CardKeys
  var directories: [CardDirectory]
  let quirks: Set<CardQuirk>
  let chance: Chance
  var session = CardSession()

  /// The three lines of an ID card or two of a passport, one after another: 90 or 88 characters.
  public var machineReadableZone: String { memory.profile.isPassport ? holder.zoneTD3 : holder.zoneTD1 }

  /// A card that was made before. Nonces and ephemeral keys come from `chance`.
  public init(memory: CardMemory, quirks: Set<CardQuirk> = [], chance: @escaping Chance) throws(CryptoError) {
    self.memory = memory
    self.quirks = quirks
    self.chance = chance
    keys = try CardKeys(memory)
    holder = CardHolder(memory)
    directories =
      memory.profile.isPassport
      ? PassportFiles.directories(memory, holder, keys, quirks: quirks)
      : IdentityCardFiles.directories(memory, holder, quirks: quirks)
  }

  /// Power off and on: everything but `memory` is forgotten.
  public func reset() { session = CardSession() }

  /// Answers one command APDU; never longer than a response can be.
  public func process(_ raw: [UInt8]) -> [UInt8] {
    guard let command = CardCommand(parsing: raw), !(command.isExtended && quirks.contains(.noExtended))
    else { return CardReply(CardStatus.wrongLength).bytes }
    if command.isSecure { return processProtected(command) }
    // Any unprotected command ends the channel and all that was won in it (TR-03110-3 section F.3).
    if session.channel != nil { endChannel() }
    return answer(command, room: command.expected ?? 256).bytes
  }

  func endChannel() {
    session.channel = nil
    session.progress = CardProgress()
    session.chain = nil
  }

  private func processProtected(_ outer: CardCommand) -> [UInt8] {
    guard let channel = session.channel else {
      endChannel()
      return CardReply(CardStatus.protectionWrong).bytes
    }
    var whole = outer
    // A long command may be protected first and cut then: the slices are no whole objects with a MAC at the end.
    if outer.isChained || session.chain?.isSliced == true {
      let isWhole = CardTLV.objects(outer.data)?.last?.tag == 0x8E
      if session.chain?.isSliced == true || !isWhole {
        guard let joined = join(outer, isSliced: true) else { return CardReply(CardStatus.ok).bytes }
        whole = joined
      }
    }
    do throws(CardRefusal) {
      let inner = try channel.open(whole)
      let room = channel.room(in: outer.expected ?? 256, instruction: inner.ins)
      let reply = answer(inner, room: room)
      // PACE and chip authentication answer in the old channel, the next command comes in the new one.
      return channel.seal(reply, instruction: inner.ins)
    } catch {
      endChannel()
      return CardReply(error.status).bytes
    }
  }

  /// Adds a part to a chained command; the whole once its last part is there.
  private func join(_ part: CardCommand, isSliced: Bool) -> CardCommand? {
    var chain = session.chain ?? CardChain(command: part, isSliced: isSliced)
    let isSame =
      chain.command.ins == part.ins && chain.command.p1 == part.p1 && chain.command.p2 == part.p2
      && chain.isSliced == isSliced
    if session.chain != nil && isSame {
      chain.command.data += part.data
    } else if !isSame {
      chain = CardChain(command: part, isSliced: isSliced)
    }
    guard !part.isChained, chain.command.data.count <= CardTLV.valueByteCountMax else {
      session.chain = chain
      return nil
    }
    session.chain = nil
    var whole = part
    whole.data = chain.command.data
    return whole
  }

  /// The answer to a plain command, or to the inside of a protected one; `room` is what an answer may hold.
  private func answer(_ part: CardCommand, room: Int) -> CardReply {
    do throws(CardRefusal) {
      // The steps of PACE are a chain of their own kind: each has its own answer.
      if part.ins == 0x86 { return try generalAuthenticate(part) }
      guard part.isChained || session.chain != nil else { return try execute(part, room: room) }
      guard let whole = join(part, isSliced: false) else { return CardReply(CardStatus.ok) }
      return try execute(whole, room: room)
    } catch {
      return CardReply(error.status)
    }
  }

  private func execute(_ command: CardCommand, room: Int) throws(CardRefusal) -> CardReply {
    let isVerify = command.cla == 0x80 && command.ins == 0x20
    guard command.cla == 0 || isVerify else { throw CardRefusal(CardStatus.unknownClass) }
    if command.ins != 0x22 && command.ins != 0x86 && command.ins != 0xC0 { session.progress.pace = nil }
    switch command.ins {
    case 0xA4: return try select(command)
    case 0xB0: return try readBinary(command, room: room)
    case 0xB1: return try readBinaryOdd(command, room: room)
    case 0x22: return try manageSecurityEnvironment(command)
    case 0x2A: return try verifyCertificate(command)
    case 0x84: return try getChallenge(command)
    case 0x82: return try externalAuthenticate(command)
    case 0x88: return try internalAuthenticate(command)
    case 0x20: return try verifyAuxiliary(command)
    case 0x2C: return try resetRetryCounter(command)
    case 0x44: return try activate(command, isActive: true)
    case 0x04: return try activate(command, isActive: false)
    default: throw CardRefusal(CardStatus.unknownInstruction)
    }
  }

  private func manageSecurityEnvironment(_ command: CardCommand) throws(CardRefusal) -> CardReply {
    guard let objects = CardTLV.objects(command.data) else { throw CardRefusal(CardStatus.wrongData) }
    switch command.p1p2 {
    case 0xC1A4: return try setPACE(objects)
    case 0x81B6: return try setIssuer(objects)
    case 0x81A4: return try setTerminal(objects)
    case 0x41A4: return try setChip(objects)
    case 0x41A6: return try agreeKeys(objects)
    default: throw CardRefusal(CardStatus.wrongParameters)
    }
  }

  private func generalAuthenticate(_ command: CardCommand) throws(CardRefusal) -> CardReply {
    guard command.p1p2 == 0 else { throw CardRefusal(CardStatus.wrongParameters) }
    guard command.cla == 0x00 || command.cla == 0x10 else { throw CardRefusal(CardStatus.unknownClass) }
    guard let objects = CardTLV.children(of: 0x7C, in: command.data) else {
      throw CardRefusal(CardStatus.wrongData)
    }
    if session.progress.pace != nil { return try stepPACE(command, objects) }
    guard !command.isChained else { throw CardRefusal(CardStatus.conditionsNotSatisfied) }
    switch session.progress.general {
    case .chip(let cipher, let identifier): return try authenticateChip(cipher, identifier, objects)
    case .restricted(let key, let isAuthorizedOnly):
      return try identifySector(key, isAuthorizedOnly: isAuthorizedOnly, objects)
    case nil: throw CardRefusal(CardStatus.conditionsNotSatisfied)
    }
  }

  /// Changes what persists; the change is on its way to the disk before the answer is.
  func remember(_ change: (inout CardMemory) -> Void) throws(CardRefusal) {
    var changed = memory
    change(&changed)
    guard changed != memory else { return }
    do {
      try onChange?(changed)
    } catch {
      throw CardRefusal(CardStatus.failure)
    }
    memory = changed
  }

  /// A step of libcrypto that a terminal's bytes can make fail is a refusal.
  func attempt<Value>(_ status: UInt16, _ body: () throws(CryptoError) -> Value) throws(CardRefusal) -> Value
  {
    do throws(CryptoError) {
      return try body()
    } catch {
      throw CardRefusal(status)
    }
  }
}
