// Commands to one card: picks short or extended form, chains, fetches what the card still holds, repeats with the Le
// that the card asks for, and puts secure messaging around all of it. The status word is returned, not judged.

import Secrets

/// The most GET RESPONSE commands that one answer may take: 16 KiB in pieces of 256 bytes, more than any answer here.
public let responseRoundCountMax = 64

/// A card that lies there now. Used from the card's own thread alone.
public final class CardLink {
  /// The way to the card.
  public let transport: any CardTransport
  /// The channel that commands go through; nil sends them plain. A channel that has ended stays here and refuses
  /// everything, so that nothing goes out plain by mistake; whoever wants to go on sets it to nil.
  public var secureMessaging: (any SecureMessaging)? {
    didSet { channelPassword = nil }
  }
  /// The password of PACE that opened the channel; nil without one, and after Chip Authentication.
  public internal(set) var channelPassword: PasswordKind?
  /// The passwords whose token went to the card: each may have cost a try, whatever came back. None of them may go out
  /// again without a person who types it again.
  public internal(set) var passwordsTried: Set<PasswordKind> = []
  /// Commands that went to the card so far.
  public private(set) var exchangeCount = 0
  /// The step of the last command. A plain status word in a channel is `.refused(.secureMessaging, …)`, since nobody has
  /// proven whose it is and no step may read a meaning out of it; what the run was about to do stands here.
  public private(set) var lastStep: CardStep?

  private let trace: (any ExchangeTrace)?
  /// Whether extended length is worth trying; a card that refuses it is not asked again.
  private(set) var takesExtendedLength: Bool
  /// Whether files may be read by their short identifiers; a card that knows none is not asked again.
  var takesShortIdentifiers = true
  /// The most bytes that one short READ BINARY asks for; lowered for a card that refuses more.
  var shortReadByteCountMax = 256

  public init(_ transport: any CardTransport, trace: (any ExchangeTrace)? = nil) {
    self.transport = transport
    self.trace = trace
    takesExtendedLength = transport.commandByteCountMax > shortCommandByteCountMax
  }

  /// Sends a command and returns the whole answer.
  public func send(_ command: CommandAPDU, step: CardStep) throws(CardError) -> ResponseAPDU {
    var answer = try sendOnce(command, step: step)
    if answer.status == .wrongLength, takesExtendedLength, !fitsShort(command) {
      takesExtendedLength = false
      answer = try sendOnce(command, step: step)
    }
    if let length = answer.status.correctedLength, length != command.expectedLength {
      answer = try sendOnce(command.with(expectedLength: length), step: step)
    }
    return answer
  }

  /// Sends a command whose data field is `secret`, under secure messaging only, and never twice.
  public func send(
    _ command: CommandAPDU, secret: Secret, step: CardStep
  ) throws(CardError) -> ResponseAPDU {
    guard let channel = secureMessaging else {
      throw .unsupported(step, "a secret without secure messaging")
    }
    let protected = try channel.protect(command, secret: secret)
    guard protected.fitsShort else { throw .unsupported(step, "a secret of \(secret.count) bytes") }
    return try channel.unprotect(try exchange(protected, step: step))
  }

  /// Sends a command that has to succeed, and returns its data; a read may end with the file.
  public func require(_ command: CommandAPDU, step: CardStep) throws(CardError) -> [UInt8] {
    let answer = try send(command, step: step)
    let isRead = command.ins == 0xB0 || command.ins == 0xB1
    guard answer.status == .ok || isRead && answer.status == .endOfFile else {
      throw .refused(step, answer.status)
    }
    return answer.data
  }

  /// Selects an application by its identifier, without asking for its description.
  public func selectApplication(_ identifier: [UInt8], step: CardStep = .select) throws(CardError) {
    _ = try require(CommandAPDU(ins: 0xA4, p1: 0x04, p2: 0x0C, data: identifier), step: step)
  }

  /// Selects the master file.
  public func selectMasterFile(step: CardStep = .select) throws(CardError) {
    _ = try require(CommandAPDU(ins: 0xA4, p1: 0x00, p2: 0x0C, data: [0x3F, 0x00]), step: step)
  }

  /// Selects a file of the current application.
  public func selectFile(_ identifier: UInt16, step: CardStep = .select) throws(CardError) {
    let name = [UInt8(identifier >> 8), UInt8(identifier & 0xFF)]
    _ = try require(CommandAPDU(ins: 0xA4, p1: 0x02, p2: 0x0C, data: name), step: step)
  }

  // MARK: - One command, in as many exchanges as it takes

  private func sendOnce(_ command: CommandAPDU, step: CardStep) throws(CardError) -> ResponseAPDU {
    if fitsShort(command) || fitsExtended(command) { return try pass(command, step: step) }
    // What only an extended command could ask for becomes what a short answer holds; 256 stays "all".
    let lengthMax = secureMessaging?.plainByteCountMax(within: 256) ?? 256
    let length = command.expectedLength.map { $0 > 256 ? lengthMax : $0 }
    let partMax = secureMessaging?.plainByteCountMax(within: 255) ?? 255
    var rest = command.data[...]
    while rest.count > partMax {
      let part = command.with(
        cla: command.cla | 0x10, data: Array(rest.prefix(partMax)), expectedLength: nil)
      let answer = try pass(part, step: step)
      guard answer.status == .ok else { return answer }
      rest = rest.dropFirst(partMax)
    }
    return try pass(command.with(data: Array(rest), expectedLength: length), step: step)
  }

  /// One protected or plain command, and what GET RESPONSE fetches after it.
  private func pass(_ command: CommandAPDU, step: CardStep) throws(CardError) -> ResponseAPDU {
    guard let channel = secureMessaging else { return try exchange(command, step: step) }
    func once(_ command: CommandAPDU) throws(CardError) -> ResponseAPDU {
      try channel.unprotect(try exchange(try channel.protect(command, secret: nil), step: step))
    }
    return try collect(try once(command), once)
  }

  /// One command as it stands, and what GET RESPONSE fetches after it.
  private func exchange(_ command: CommandAPDU, step: CardStep) throws(CardError) -> ResponseAPDU {
    func once(_ command: CommandAPDU) throws(CardError) -> ResponseAPDU {
      try transmit(command, step: step)
    }
    let first = try once(command)
    // An answer with data objects is whole: its 61xx stands under the MAC and is taken up there.
    if secureMessaging != nil, !first.data.isEmpty { return first }
    return try collect(first, once)
  }

  private func collect(
    _ first: ResponseAPDU, _ once: (CommandAPDU) throws(CardError) -> ResponseAPDU
  ) throws(CardError) -> ResponseAPDU {
    guard var available = first.status.bytesAvailable else { return first }
    var data = first.data
    for _ in 0..<responseRoundCountMax {
      let answer = try once(CommandAPDU(ins: 0xC0, p1: 0, p2: 0, expectedLength: available))
      data += answer.data
      guard data.count <= ResponseAPDU.byteCountMax - 2 else { break }
      guard let more = answer.status.bytesAvailable else {
        return ResponseAPDU(data: data, status: answer.status)
      }
      // It promises more and gives nothing: it would go on so.
      guard !answer.data.isEmpty else { break }
      available = more
    }
    throw .transport(.malformedAnswer)
  }

  private func transmit(_ command: CommandAPDU, step: CardStep) throws(CardError) -> ResponseAPDU {
    let bytes = command.encoded
    exchangeCount += 1
    // Closing a channel belongs to no step: it follows the one that failed.
    if step != .secureMessaging { lastStep = step }
    do {
      let answer = try transport.transmit(bytes)
      let response = try ResponseAPDU(answer)
      note(command, bytes.count, answer.count, .status(response.status), step)
      return response
    } catch {
      if case .transport(let fault) = error { note(command, bytes.count, 0, .failed(fault), step) }
      throw error
    }
  }

  private func note(
    _ command: CommandAPDU, _ sent: Int, _ received: Int, _ end: TracedExchange.End, _ step: CardStep
  ) {
    trace?.record(
      TracedExchange(
        number: exchangeCount, step: step, instruction: command.ins,
        isProtected: command.cla & 0x8C == 0x0C, commandByteCount: sent, answerByteCount: received, end: end))
  }

  // MARK: - What fits

  private func fitsShort(_ command: CommandAPDU) -> Bool {
    let length = command.expectedLength
    guard let secureMessaging else { return command.fitsShort }
    return (length ?? 0) <= 256
      && secureMessaging.protectedByteCount(data: command.data.count, expectedLength: length) <= 255
  }

  private func fitsExtended(_ command: CommandAPDU) -> Bool {
    guard takesExtendedLength else { return false }
    let field =
      secureMessaging?.protectedByteCount(data: command.data.count, expectedLength: command.expectedLength)
      ?? command.data.count
    // Header, 00 and two bytes of Lc, two bytes of Le.
    return field <= 0xFFFF && 4 + 3 + field + 2 <= transport.commandByteCountMax
  }
}
