// A directory of its own for one test, gone when the test is. Short, because a socket's path may have 107 bytes.

import Foundation

/// A temporary directory. `keep` leaves it for whoever looks into a failure.
final class Scratch {
  let path: String
  var keeps = false

  init(_ name: String) throws {
    var template = Array("/tmp/kiosk-\(name)-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    if !keeps { try? FileManager.default.removeItem(atPath: path) }
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try text.write(toFile: file(name), atomically: false, encoding: .utf8)
    return file(name)
  }

  func text(_ name: String) -> String {
    (try? String(contentsOfFile: file(name), encoding: .utf8)) ?? ""
  }
}
