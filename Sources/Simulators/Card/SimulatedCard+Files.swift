// SELECT and READ BINARY (ISO 7816-4 sections 7.1.1 and 7.2.3): in all forms that terminals use, with a file's own rule
// checked before a byte of it leaves.

extension SimulatedCard {
  func select(_ command: CardCommand) throws(CardRefusal) -> CardReply {
    // First or only occurrence; control information FCI 00, FCP 04, FMD 08, none 0C.
    guard command.p2 & 0xF3 == 0 else { throw CardRefusal(CardStatus.wrongParameters) }
    switch command.p1 {
    case 0x00:
      if command.data.isEmpty { return enter(0, command) }
      return try select(identifier: try number(command.data), command, allowsMasterFile: true)
    case 0x02: return try select(identifier: try number(command.data), command, allowsMasterFile: false)
    case 0x03:
      guard command.data.isEmpty else { throw CardRefusal(CardStatus.wrongLength) }
      return enter(0, command)
    case 0x04:
      guard (5...16).contains(command.data.count) else { throw CardRefusal(CardStatus.wrongData) }
      // A name may be given by its beginning.
      let found = directories.firstIndex { !$0.name.isEmpty && $0.name.starts(with: command.data) }
      guard let found else { throw CardRefusal(CardStatus.fileNotFound) }
      return enter(found, command)
    case 0x08, 0x09:
      guard command.data.count == 2 else { throw CardRefusal(CardStatus.fileNotFound) }
      let directory = command.p1 == 0x08 ? 0 : session.directory
      guard let file = directories[directory].file(try number(command.data)) else {
        throw CardRefusal(CardStatus.fileNotFound)
      }
      session.directory = directory
      return select(file: file, command)
    default: throw CardRefusal(CardStatus.wrongParameters)
    }
  }

  private func number(_ bytes: [UInt8]) throws(CardRefusal) -> UInt16 {
    guard bytes.count == 2 else { throw CardRefusal(CardStatus.wrongLength) }
    return UInt16(bytes[0]) << 8 | UInt16(bytes[1])
  }

  private func select(
    identifier: UInt16, _ command: CardCommand, allowsMasterFile: Bool
  ) throws(CardRefusal) -> CardReply {
    if allowsMasterFile && identifier == CardFileNumber.masterFile { return enter(0, command) }
    guard let file = directories[session.directory].file(identifier) else {
      throw CardRefusal(CardStatus.fileNotFound)
    }
    return select(file: file, command)
  }

  private func enter(_ directory: Int, _ command: CardCommand) -> CardReply {
    session.directory = directory
    session.file = nil
    let name = directories[directory].name
    let identity = name.isEmpty ? CardTLV.object(0x83, [0x3F, 0x00]) : CardTLV.object(0x84, name)
    return information(command, CardTLV.object(0x82, [0x38]) + identity)
  }

  private func select(file: Int, _ command: CardCommand) -> CardReply {
    session.file = file
    let found = directories[session.directory].files[file]
    let size = [UInt8(found.content.count >> 8), UInt8(found.content.count & 0xFF)]
    var values = CardTLV.object(0x80, size) + CardTLV.object(0x82, [0x01])
    values += CardTLV.object(0x83, [UInt8(found.identifier >> 8), UInt8(found.identifier & 0xFF)])
    if found.short != 0 { values += CardTLV.object(0x88, [found.short << 3]) }
    return information(command, values)
  }

  private func information(_ command: CardCommand, _ values: [UInt8]) -> CardReply {
    guard command.expected != nil else { return CardReply(CardStatus.ok) }
    switch command.p2 & 0x0C {
    case 0x00: return CardReply(CardTLV.object(0x6F, values))
    case 0x04: return CardReply(CardTLV.object(0x62, values))
    case 0x08: return CardReply(CardTLV.object(0x64, [UInt8]()))
    default: return CardReply(CardStatus.ok)
    }
  }

  func readBinary(_ command: CardCommand, room: Int) throws(CardRefusal) -> CardReply {
    guard command.data.isEmpty else { throw CardRefusal(CardStatus.wrongLength) }
    if command.p1 & 0x80 == 0 {
      return try read(try currentFile(), at: Int(command.p1p2), command, room: room)
    }
    guard command.p1 & 0x60 == 0 else { throw CardRefusal(CardStatus.wrongParameters) }
    return try read(try file(short: command.p1 & 0x1F), at: Int(command.p2), command, room: room)
  }

  /// The odd instruction: the file in P1-P2, the offset in a data object, for files of any length.
  func readBinaryOdd(_ command: CardCommand, room: Int) throws(CardRefusal) -> CardReply {
    guard let offset = CardTLV.objects(command.data)?.value(0x54), (1...4).contains(offset.count) else {
      throw CardRefusal(CardStatus.wrongData)
    }
    let file: Int
    switch command.p1p2 {
    case 0: file = try currentFile()
    case 1...30: file = try self.file(short: command.p2)
    default:
      guard let found = directories[session.directory].file(command.p1p2) else {
        throw CardRefusal(CardStatus.fileNotFound)
      }
      file = found
    }
    let at = offset.reduce(0) { $0 << 8 | Int($1) }
    // Tag and length of the object around the bytes take up to four.
    var reply = try read(file, at: at, command, room: max(1, room - 4), wrapping: 4)
    if !reply.data.isEmpty { reply.data = CardTLV.object(0x53, reply.data) }
    return reply
  }

  private func currentFile() throws(CardRefusal) -> Int {
    guard let file = session.file else { throw CardRefusal(CardStatus.noCurrentFile) }
    return file
  }

  private func file(short: UInt8) throws(CardRefusal) -> Int {
    guard (1...30).contains(short), let found = directories[session.directory].file(short: short) else {
      throw CardRefusal(CardStatus.fileNotFound)
    }
    return found
  }

  private func read(
    _ index: Int, at offset: Int, _ command: CardCommand, room: Int, wrapping: Int = 0
  ) throws(CardRefusal) -> CardReply {
    let file = directories[session.directory].files[index]
    guard mayRead(file.rule) else { throw CardRefusal(CardStatus.securityNotSatisfied) }
    session.file = index
    guard let expected = command.expected else { throw CardRefusal(CardStatus.wrongLength) }
    guard offset < file.content.count else { throw CardRefusal(CardStatus.wrongOffset) }
    let available = file.content.count - offset
    var room = quirks.contains(.shortReads) ? min(room, 128) : room
    if !command.asksForAll && wrapping > 0 { room = min(room, max(1, expected - wrapping)) }
    let wanted = command.asksForAll ? available : max(1, expected - wrapping)
    if expected - wrapping > available && quirks.contains(.wrongLe) && available < 256 {
      throw CardRefusal(CardStatus.wrongLe | UInt16(available))
    }
    let count = min(wanted, available)
    guard count <= room || command.asksForAll || quirks.contains(.shortReads) else {
      throw CardRefusal(CardStatus.wrongLe | UInt16(room & 0xFF))
    }
    let taken = min(count, room)
    let data = Array(file.content[offset..<offset + taken])
    let isEnd = taken == available
    let isShort = taken < wanted && !command.asksForAll
    let warns = isEnd && (isShort || quirks.contains(.endWarning))
    return CardReply(data, warns ? CardStatus.endOfFile : CardStatus.ok)
  }

  private func mayRead(_ rule: CardReadRule) -> Bool {
    let progress = session.progress
    switch rule {
    case .always: return true
    case .never: return false
    case .afterAccessControl: return progress.isBACDone || progress.password != nil
    case .afterTerminalAuthentication: return progress.granted != nil
    case .withRight(let bit): return progress.isChipAuthenticated && progress.granted?.allows(bit) == true
    }
  }
}
