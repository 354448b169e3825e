// A card that knows its lines: each command must be the next one of the script, and gets the answer beside it. A file
// card answers READ BINARY from bytes. Neither computes anything.

import Crypto
import Identity
import Secrets
import Testing

func bytes(_ text: String) -> [UInt8] {
  Hex.decode(text.filter { !$0.isWhitespace })!
}

func hexSecret(_ text: String) -> Secret { Secret(bytes(text)) }

func hex(_ bytes: [UInt8]) -> String { Hex.encode(bytes).uppercased() }

final class ScriptedTransport: CardTransport {
  private var lines: [(command: [UInt8]?, answer: [UInt8])]
  let commandByteCountMax: Int
  var pinPad: (any PinPad)? { nil }
  private(set) var commands: [[UInt8]] = []

  /// Pairs of command and answer in hexadecimal; a command of `*` takes any.
  init(_ script: [(String, String)], commandByteCountMax: Int = shortCommandByteCountMax) {
    lines = script.map { ($0.0 == "*" ? nil : bytes($0.0), bytes($0.1)) }
    self.commandByteCountMax = commandByteCountMax
  }

  var isFinished: Bool { lines.isEmpty }

  func transmit(_ command: [UInt8]) throws(CardError) -> [UInt8] {
    commands.append(command)
    guard !lines.isEmpty else {
      Issue.record("nothing was expected after \(commands.count - 1) commands: \(hex(command))")
      throw .transport(.timedOut)
    }
    let line = lines.removeFirst()
    if let expected = line.command, expected != command {
      Issue.record("expected \(hex(expected)), got \(hex(command))")
      throw .transport(.timedOut)
    }
    return line.answer
  }
}

/// One file behind READ BINARY, with the habits of different cards.
final class FileTransport: CardTransport {
  let file: [UInt8]
  let commandByteCountMax: Int
  /// The most data bytes in one answer.
  var answerMax = 65_536
  /// What the card says when Le reaches behind the end: nil for plain 9000.
  var endStatus: UInt16? = 0x6282
  /// A card that wants to be asked for exactly what is there.
  var correctsLength = false
  /// A card that answers 6700 to more.
  var lengthMax = 65_536
  private(set) var commands: [[UInt8]] = []
  var pinPad: (any PinPad)? { nil }

  init(_ file: [UInt8], commandByteCountMax: Int = shortCommandByteCountMax) {
    self.file = file
    self.commandByteCountMax = commandByteCountMax
  }

  func transmit(_ command: [UInt8]) throws(CardError) -> [UInt8] {
    commands.append(command)
    var offset = 0
    var length = 0
    let isOdd = command[1] == 0xB1
    if isOdd {
      let isExtended = command[4] == 0
      let data = isExtended ? 7 : 5
      offset = Int(command[data + 2]) << 8 | Int(command[data + 3])
      length =
        isExtended
        ? Int(command[data + 4]) << 8 | Int(command[data + 5]) : Int(command[data + 4])
    } else {
      offset = command[2] & 0x80 != 0 ? Int(command[3]) : Int(command[2]) << 8 | Int(command[3])
      length = command.count > 5 ? Int(command[5]) << 8 | Int(command[6]) : Int(command[4])
    }
    if length == 0 { length = command.count > 5 && !isOdd ? 65_536 : 256 }
    guard length <= lengthMax else { return [0x67, 0x00] }
    guard offset < file.count else { return [0x6B, 0x00] }
    let rest = file.count - offset
    if correctsLength, length > rest { return [0x6C, UInt8(truncatingIfNeeded: rest)] }
    if isOdd {
      let head = length > 259 ? 4 : length > 130 ? 3 : 2
      let payload = file[offset..<min(file.count, offset + min(length - head, answerMax))]
      return TLV(0x53, Array(payload)).encoded + [0x90, 0x00]
    }
    let data = Array(file[offset..<min(file.count, offset + min(length, answerMax))])
    guard length > rest, let endStatus else { return data + [0x90, 0x00] }
    return data + [UInt8(endStatus >> 8), UInt8(endStatus & 0xFF)]
  }
}

final class TraceLines: ExchangeTrace {
  private(set) var lines: [String] = []
  func record(_ exchange: TracedExchange) { lines.append(exchange.description) }
}
