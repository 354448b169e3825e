// A card's memory on disk: one small file, replaced as a whole and on the disk before the answer that tells of the
// change leaves. One process at a time holds it.

import Glibc

/// What went wrong with a simulated card's process, with what to do about it.
public struct SimulatedCardError: Error, Equatable, CustomStringConvertible, Sendable {
  public let description: String
  /// A file that was given cannot be read or does not fit; otherwise something cannot be made or written.
  public let isInput: Bool

  init(_ description: String, isInput: Bool = false) {
    self.description = description
    self.isInput = isInput
  }
}

/// The folder in which a card persists.
public final class CardStateFile {
  /// Longest state file that is read, in bytes.
  public static let byteCountMax = 262_144

  private let directory: String
  private let lock: Int32
  private var path: String { directory + "/card.state" }

  /// Makes the folder if it is missing and holds it against other processes.
  public init(directory: String) throws(SimulatedCardError) {
    self.directory = directory
    guard unsafe mkdir(directory, 0o700) == 0 || errno == EEXIST else {
      throw SimulatedCardError("\(directory): cannot be made (errno \(errno)); choose another --state")
    }
    let name = directory + "/card.lock"
    let lock = unsafe open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0 else {
      throw SimulatedCardError("\(name): cannot be opened (errno \(errno)); choose another --state")
    }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      close(lock)
      throw SimulatedCardError(
        "\(directory): another simulated card holds it; end that one or choose another --state")
    }
    self.lock = lock
  }

  deinit { close(lock) }

  /// The card that lies there; nil when there is none yet.
  public func load() throws(SimulatedCardError) -> CardMemory? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw SimulatedCardError(
        "\(path): cannot be read (errno \(errno)); check its owner and mode", isInput: true)
    }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: Self.byteCountMax)
    var count = 0
    while count < bytes.count {
      let got = unsafe bytes.withUnsafeMutableBytes {
        unsafe read(file, $0.baseAddress! + count, $0.count - count)
      }
      guard got > 0 else { break }
      count += got
    }
    guard let memory = CardMemory(text: String(decoding: bytes[..<count], as: UTF8.self)) else {
      throw SimulatedCardError(
        "\(path): no state of a simulated card; remove it to make a new card", isInput: true)
    }
    return memory
  }

  /// Replaces what is there; the new text is on the disk when this returns.
  public func save(_ memory: CardMemory) throws(SimulatedCardError) {
    let fresh = path + ".new"
    let file = unsafe open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw SimulatedCardError("\(fresh): cannot be written (errno \(errno)); choose another --state")
    }
    let bytes = Array(memory.text.utf8)
    let isWritten =
      unsafe bytes.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) } == bytes.count
    let isSafe = isWritten && fsync(file) == 0
    close(file)
    guard isSafe, unsafe rename(fresh, path) == 0 else {
      throw SimulatedCardError("\(path): cannot be written (errno \(errno)); is the disk full?")
    }
    let folder = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }
}
