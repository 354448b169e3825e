// A folder that an office's software empties: one file for each application, named by its reference, there whole or not at
// all. The file stands aside, durable and without its name, before the spool says so; what has gone from there has arrived.

import Configuration
import Crypto
import Handover
import Secrets
import Synchronization

final class FileDropWay: DeliveryWay {
  static let keyBytesMax = 65_536
  /// Between two looks at the key's file, milliseconds.
  static let keyMilliseconds: Int64 = 60_000
  /// The same while there is none: somebody may be laying it there.
  static let keyMissingMilliseconds: Int64 = 5_000
  static let ending = ".json"
  /// Looks for the folder in which a file stood, over half an hour (Deliverer.retrySeconds), before a person must decide.
  static let unclearLooksMax = 8
  private static let limits = JSONValue.Limits(byteCountMax: keyBytesMax, depthMax: 4, valueCountMax: 256)

  let name: String
  let retryDays: Int
  let keepDays: Int
  private let keyPath: String
  private let disk: any SpoolDisk
  private let chance: @Sendable (Int) throws(CryptoError) -> Secret
  private let key = Mutex<JWK?>(nil)

  convenience init(
    _ settings: DestinationSettings, _ drop: DestinationSettings.FileDrop, disk: any SpoolDisk,
    chance: @escaping @Sendable (Int) throws(CryptoError) -> Secret
  ) {
    self.init(
      name: settings.name, retryDays: settings.retryDays, keepDays: settings.keepDays, keyPath: drop.key,
      disk: disk, chance: chance)
  }

  init(
    name: String, retryDays: Int, keepDays: Int, keyPath: String, disk: any SpoolDisk,
    chance: @escaping @Sendable (Int) throws(CryptoError) -> Secret
  ) {
    self.name = name
    self.retryDays = retryDays
    self.keepDays = keepDays
    self.keyPath = keyPath
    self.disk = disk
    self.chance = chance
  }

  func isReady(at time: DeliveryTime) -> Bool { key.withLock { $0 != nil } }

  func seal(
    _ application: Application, at time: DeliveryTime
  ) throws(SubmissionFault) -> (content: SpoolEntry.Content, key: String?) {
    guard let key = key.withLock({ $0 }) else {
      throw SubmissionFault(.keyMissing, "there is no key for \(name) yet")
    }
    return (try Sealing.seal(application, to: key, chance: chance), key.keyIdentifier)
  }

  func refresh(at time: DeliveryTime) -> (next: Int64, fault: SubmissionFault?) {
    do throws(SubmissionFault) {
      let found = try Self.readKey(keyPath, at: time.day)
      key.withLock { $0 = found }
      return (time.wall + Self.keyMilliseconds, nil)
    } catch {
      // A key that was good and is being replaced stays until there is another; one that became wrong does not.
      let hasNone = key.withLock { key in
        if error.code == .keyWrong { key = nil }
        return key == nil
      }
      return (time.wall + (hasNone ? Self.keyMissingMilliseconds : Self.keyMilliseconds), error)
    }
  }

  /// The public key in a file; also what `kiosk doctor` asks.
  static func readKey(_ path: String, at day: CivilDay) throws(SubmissionFault) -> JWK {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try SmallFile.read(path, bytesMax: keyBytesMax)
    } catch { throw SubmissionFault(.keyMissing, error.message) }
    guard let json = JSONValue(bytes, within: limits) else {
      throw SubmissionFault(.keyWrong, "\(path) is no JSON")
    }
    do throws(SubmissionFault) {
      return try DestinationKeyRules().encryptionKey(among: [json], at: day).key
    } catch { throw SubmissionFault(.keyWrong, "\(path): \(error.detail)") }
  }

  func step(
    _ entry: inout SpoolEntry, at time: DeliveryTime, save: (SpoolEntry) throws(SubmissionFault) -> Void
  ) -> DeliveryStep {
    let file = entry.reference + Self.ending
    let aside = disk.asideName(file)
    do throws(FileError) {
      if entry.stage == .kept {
        guard let content = entry.content else {
          return .failed(SubmissionFault(.damaged, "the content is not in the spool"))
        }
        let mark = try FolderMark.read(disk)
        entry.folder = mark
        if mark == nil {
          do throws(CryptoError) { entry.folder = try FolderMark.make(at: time.wall, chance) } catch {
            return .later(SubmissionFault(.folder, "no random number for its mark"))
          }
        }
        if mark == nil, let made = entry.folder { try FolderMark.write(made, disk) }
        try disk.writeAside(file, Self.text(of: entry, content))
        try disk.syncNames()
        entry.enter(.announced, at: time.wall)
        do throws(SubmissionFault) { try save(entry) } catch { return .later(error) }
      }
      // Only what still stands aside has not had its name yet. Who empties the folder leaves names with a point alone.
      let names = try disk.names()
      if names.contains(aside) {
        // Another application of that number, from long ago or from another station, must not be lost.
        guard !names.contains(file) else {
          return .later(
            SubmissionFault(.refused, "the folder has a file of this name: the office must take it first"))
        }
        try disk.rename(aside, to: file)
      } else if try !isEvident(entry, file, names) {
        return unclear(entry)
      }
      try disk.syncNames()
      return .reached(.accepted)
    } catch {
      return .later(SubmissionFault(.folder, error.message))
    }
  }

  /// Whether what does not stand aside any more has arrived: its file is here, or this is the folder in which it stood.
  private func isEvident(_ entry: SpoolEntry, _ file: String, _ names: [String]) throws(FileError) -> Bool {
    if let folder = entry.folder, try FolderMark.read(disk) == folder { return true }
    guard names.contains(file), let content = entry.content else { return false }
    return try disk.read(file, bytesMax: SpoolEntry.bytesMax) == Self.text(of: entry, content)
  }

  /// Another folder may be a share that is not mounted yet: that mends itself. What does not is for a person, and what
  /// was encrypted stays.
  private func unclear(_ entry: SpoolEntry) -> DeliveryStep {
    let fault = SubmissionFault(
      .unclear, "this is not the folder in which its file stood; nobody knows whether the office has it")
    return entry.attempts < Self.unclearLooksMax ? .later(fault) : .failed(fault)
  }

  /// What the office's software finds (docs/submission.md).
  private static func text(of entry: SpoolEntry, _ content: SpoolEntry.Content) -> [UInt8] {
    var members: [String: JSONValue] = [
      "format": .number(SpoolEntry.format), "reference": .text(entry.reference), "form": .text(entry.form),
      "title": .text(entry.title), "day": .text(entry.day.description), "encrypted": .text(content.data),
    ]
    members["service"] = entry.leika.map { .text(FitConnectMetadata.identifier($0)) }
    return Array((JSONValue.members(members).written + "\n").utf8)
  }
}
