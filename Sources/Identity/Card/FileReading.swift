// Reading a card's files in as few exchanges as their own length allows: the first bytes hold the length of the one
// data object that the file is, so nothing is asked for behind it. Bytes behind that object are left out.

/// The largest file that is read, in bytes: the longest value of a data object and its head.
public let fileByteCountMax = 65_536
/// The most READ BINARY commands for one file.
public let fileReadCountMax = 512
/// The most bytes that one extended READ BINARY asks for: a whole EF.CardSecurity, not a whole photo.
public let extendedReadByteCountMax = 4_096
/// What cards say that know no short identifiers: function not supported, or wrong P1-P2. A missing file (6A82) is no
/// such word.
private let meaningNoShortIdentifiers: Set<StatusWord> = [StatusWord(0x6A81), StatusWord(0x6A86)]
/// What is asked for after a card has refused the length of a short READ BINARY.
public let cautiousReadByteCountMax = 0xA0

extension CardLink {
  /// Reads a file by its short identifier (1…30): the data object that it consists of, without anything behind it. On a
  /// card that knows no short identifiers the file is selected by its name, which is 01 and the short identifier for
  /// every file of documents that is one data object (TR-03110-3 A.1, ICAO 9303-10 section 4); that card is not asked
  /// the short way again.
  public func readFile(shortIdentifier: UInt8, step: CardStep = .readFile) throws(CardError) -> [UInt8] {
    precondition((1...30).contains(shortIdentifier), "a short identifier is 1 to 30")
    let identifier = 0x0100 | UInt16(shortIdentifier)
    guard takesShortIdentifiers else { return try readFile(identifier: identifier, step: step) }
    do {
      return try readObject(shortIdentifier: shortIdentifier, step: step)
    } catch .refused(step, let status) where meaningNoShortIdentifiers.contains(status) {
      do { try selectFile(identifier, step: step) } catch .refused(_, let second) {
        throw .refused(step, second == .fileNotFound ? second : status)
      }
      takesShortIdentifiers = false
      return try readObject(shortIdentifier: nil, step: step)
    }
  }

  /// Reads a file by its identifier: one exchange more than with a short one.
  public func readFile(identifier: UInt16, step: CardStep = .readFile) throws(CardError) -> [UInt8] {
    try selectFile(identifier, step: step)
    return try readObject(shortIdentifier: nil, step: step)
  }

  /// Reads EF.CardAccess of the master file: one exchange with a cold card; a card that knows no short identifiers, or
  /// stands in an application, is led there by identifiers. `CardError.refused` says that there is no such file.
  public func readCardAccess() throws(CardError) -> [UInt8] {
    do {
      return try readFile(shortIdentifier: 0x1C, step: .cardAccess)
    } catch .refused(.cardAccess, let status) {
      do {
        try selectMasterFile(step: .cardAccess)
        return try readFile(identifier: 0x011C, step: .cardAccess)
      } catch .refused(_, let second) {
        // Without the file the second answer says so; a card that cannot select says it with the first.
        throw .refused(.cardAccess, second == .fileNotFound ? second : status)
      }
    }
  }

  /// Reads a file that may hold several data objects or none, such as EF.DIR, up to its end.
  public func readWholeFile(shortIdentifier: UInt8, step: CardStep = .readFile) throws(CardError) -> [UInt8] {
    precondition((1...30).contains(shortIdentifier), "a short identifier is 1 to 30")
    var bytes: [UInt8] = []
    for _ in 0..<fileReadCountMax {
      let piece = try readPiece(
        at: bytes.count, count: fileByteCountMax - bytes.count,
        shortIdentifier: bytes.isEmpty ? shortIdentifier : nil, step: step)
      bytes += piece.data
      if piece.isLast || piece.data.isEmpty || bytes.count >= fileByteCountMax { break }
    }
    return bytes
  }

  private func readObject(shortIdentifier: UInt8?, step: CardStep) throws(CardError) -> [UInt8] {
    var bytes: [UInt8] = []
    var whole: Int?
    for _ in 0..<fileReadCountMax {
      let piece = try readPiece(
        at: bytes.count, count: (whole ?? fileByteCountMax) - bytes.count,
        shortIdentifier: bytes.isEmpty ? shortIdentifier : nil, step: step)
      bytes += piece.data
      if whole == nil {
        do {
          whole = try TLV.header(of: bytes[...]).byteCount
        } catch .truncated {
          // The card gave less than the head: it may give more.
        } catch {
          throw .malformed(step, "the file is not a data object: \(error)")
        }
      }
      if let whole {
        guard whole <= fileByteCountMax else { throw .unsupported(step, "a file of \(whole) bytes") }
        if bytes.count >= whole { return Array(bytes.prefix(whole)) }
      }
      guard !piece.isLast, !piece.data.isEmpty else {
        throw .malformed(step, "the file ends before its own length")
      }
    }
    throw .malformed(step, "the file comes in too many pieces")
  }

  /// One READ BINARY: at most `count` bytes from `offset`, and whether the card said that the file ends there.
  private func readPiece(
    at offset: Int, count: Int, shortIdentifier: UInt8?, step: CardStep
  ) throws(CardError) -> (data: [UInt8], isLast: Bool) {
    // Offsets with the upper bit set only fit into the data field of the odd READ BINARY (tag 54, answer in 53).
    let isOdd = offset > 0x7FFF
    var asked = pieceByteCount(count, isOdd: isOdd)
    var answer = try send(readCommand(at: offset, count: asked, isOdd, shortIdentifier), step: step)
    if answer.status == .wrongLength, asked > cautiousReadByteCountMax {
      shortReadByteCountMax = cautiousReadByteCountMax
      asked = pieceByteCount(count, isOdd: isOdd)
      answer = try send(readCommand(at: offset, count: asked, isOdd, shortIdentifier), step: step)
    }
    switch answer.status {
    case .ok: break
    case .endOfFile: break
    case .wrongOffset where offset > 0: return ([], true)
    default: throw .refused(step, answer.status)
    }
    var data = answer.data
    if isOdd, !data.isEmpty {
      do { data = try TLV.parse(data, tag: 0x53).value } catch {
        throw .malformed(step, "an odd READ BINARY answered without tag 53")
      }
    }
    guard data.count <= asked else { throw .malformed(step, "more bytes than were asked for") }
    return (data, answer.status == .endOfFile)
  }

  private func readCommand(
    at offset: Int, count: Int, _ isOdd: Bool, _ shortIdentifier: UInt8?
  ) -> CommandAPDU {
    if isOdd {
      let place = [UInt8(offset >> 8), UInt8(offset & 0xFF)]
      return CommandAPDU(
        ins: 0xB1, p1: 0, p2: 0, data: TLV(0x54, place).encoded,
        expectedLength: count + Self.oddOverhead(count))
    }
    let p1 = shortIdentifier.map { 0x80 | $0 } ?? UInt8(offset >> 8)
    return CommandAPDU(ins: 0xB0, p1: p1, p2: UInt8(offset & 0xFF), expectedLength: count)
  }

  /// How many of `count` wanted bytes one command may ask for.
  private func pieceByteCount(_ count: Int, isOdd: Bool) -> Int {
    let fieldMax: Int
    if takesExtendedLength, count > shortReadByteCountMax {
      // Nobody says how long an answer the card can give; a reader takes as many bytes back as it sends.
      fieldMax = min(extendedReadByteCountMax, transport.commandByteCountMax - 2)
    } else {
      fieldMax = 256
    }
    var most = secureMessaging?.plainByteCountMax(within: fieldMax) ?? fieldMax
    if fieldMax <= 256 { most = min(most, shortReadByteCountMax) }
    if isOdd { most -= Self.oddOverhead(most) }
    return min(count, most)
  }

  /// Tag and length of the data object around an odd READ BINARY's data.
  private static func oddOverhead(_ count: Int) -> Int { count > 0xFF ? 4 : count > 0x7F ? 3 : 2 }
}
