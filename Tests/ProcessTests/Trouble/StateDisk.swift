// The state directory of a stand on a disk of its own: small, to be filled to the last byte, to be shut for writing
// and opened again. Only root can mount one; whoever is not says so and goes.

import Foundation

final class StateDisk {
  let path: String
  private let scratch: Scratch
  private var isShut = false

  /// Nil, with a word why, where nothing can be mounted.
  init?(of stand: Stand, megabytes: Int) throws {
    let what = "a disk of the journal's own"
    guard hasRoot(what), hasProgram("/usr/bin/mount", what) else { return nil }
    path = stand.state
    scratch = stand.scratch
    let run = try ChildProcess.run(
      ["/usr/bin/mount", "-t", "tmpfs", "-o", "size=\(megabytes)m,mode=700", "tmpfs", path], name: "mount",
      in: scratch)
    guard run.status == 0 else {
      print("skipped: \(what) cannot be mounted here: \(run.error)")
      return nil
    }
  }

  /// Before the scratch directory goes.
  func unmount() {
    for _ in 0..<(isShut ? 2 : 1) {
      _ = try? ChildProcess.run(["/usr/bin/umount", "-l", path], name: "umount", in: scratch)
    }
  }

  private var filler: String { "\(path)/filler" }

  /// Takes every byte that is left.
  func fill() throws {
    let descriptor = open(filler, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    guard descriptor >= 0 else { throw Stand.TimedOut(description: "\(filler): errno \(errno)") }
    defer { close(descriptor) }
    for size in [1 << 20, 4096, 1] {
      let piece = [UInt8](repeating: 0, count: size)
      while write(descriptor, piece, size) == size {}
    }
    guard errno == ENOSPC else { throw Stand.TimedOut(description: "\(filler): errno \(errno)") }
  }

  func free() { unlink(filler) }

  /// As after `remount,ro`: no file can be made, opened for writing, or removed. The mount beneath cannot be changed
  /// while a file on it is open for writing, so a read-only view of the same directory is laid over it.
  func shut() throws {
    for words in [["--bind", path, path], ["-o", "remount,bind,ro", path]] {
      let run = try ChildProcess.run(["/usr/bin/mount"] + words, name: "shut", in: scratch)
      guard run.status == 0 else { throw Stand.TimedOut(description: "mount \(words): \(run.error)") }
      isShut = true
    }
  }

  func reopen() throws {
    let run = try ChildProcess.run(["/usr/bin/umount", path], name: "reopen", in: scratch)
    guard run.status == 0 else { throw Stand.TimedOut(description: "umount: \(run.error)") }
    isShut = false
  }
}
