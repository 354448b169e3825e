// Reads a system log, line by line, for the anchors that a station wrote into it. The log may be of any size; what
// is kept are the anchors alone.

import Glibc
import Handover

public struct AnchorLog: Hashable, Sendable {
  /// More anchors than this are refused; one a day makes 270 years.
  public static let anchorsMax = 100_000
  /// Longer lines are no log lines; what follows in them is skipped.
  public static let lineByteCountMax = 64 * 1024

  public var anchors: [JournalAnchor] = []
  /// Numbers of lines that begin like an anchor and are none.
  public var damagedLines: [Int] = []

  /// No log was given, so that the lack of anchors says nothing.
  public private(set) var isUnused = true

  public init() {}

  /// Takes one line over.
  public mutating func take(_ text: String, line: Int) {
    isUnused = false
    switch JournalAnchor.read(text, line: line) {
    case .none: break
    case .anchor(let anchor): anchors.append(anchor)
    case .damaged: damagedLines.append(line)
    }
  }

  /// Reads a file whole; `-` is standard input.
  public init(file: String) throws(JournalError) {
    isUnused = false
    let descriptor = unsafe file == "-" ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .io(what: "\(file): \(systemMessage(errno))") }
    defer { if descriptor != STDIN_FILENO { close(descriptor) } }
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    var line: [UInt8] = []
    var number = 1
    while true {
      let count = unsafe read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .io(what: "\(file): \(systemMessage(errno))") }
      if count == 0 { break }
      for byte in buffer[..<count] {
        if byte == UInt8(ascii: "\n") {
          take(String(decoding: line, as: UTF8.self), line: number)
          guard anchors.count + damagedLines.count <= Self.anchorsMax else {
            throw .io(what: "\(file): more than \(Self.anchorsMax) anchors")
          }
          line.removeAll(keepingCapacity: true)
          number += 1
        } else if line.count < Self.lineByteCountMax {
          line.append(byte)
        }
      }
    }
    if !line.isEmpty { take(String(decoding: line, as: UTF8.self), line: number) }
  }
}
