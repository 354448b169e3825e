// Who works with the readers: a station for as long as it runs, or a technician's command. A file that is locked, beside
// the station's sockets; the kernel lets go of it when the process ends, however it ends.

import Glibc

/// A hold on the readers of this machine.
@safe public final class ReaderLock: Sendable {
  /// The file's name in the station's socket directory.
  public static let fileName = "card-reader.lock"

  public enum Outcome: Sendable {
    case taken(ReaderLock)
    /// Another process holds it.
    case held
    /// The file cannot be made or opened; the value of errno. Without a station there is no directory, and no holder.
    case unavailable(Int32)
  }

  private let descriptor: Int32

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Takes the lock if nobody holds it; it is let go with the last reference.
  /// - Parameter makes: whether the file is made where it is missing: the station's matter.
  public static func take(in directory: String, makes: Bool) -> Outcome {
    let path = "\(directory)/\(fileName)"
    let flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | (makes ? O_CREAT : 0)
    let descriptor = unsafe open(path, flags, 0o644)
    guard descriptor >= 0 else { return .unavailable(errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let reason = errno
      close(descriptor)
      return reason == EWOULDBLOCK ? .held : .unavailable(reason)
    }
    return .taken(ReaderLock(descriptor))
  }
}
