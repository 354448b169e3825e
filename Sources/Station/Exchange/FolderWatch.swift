// Tells when something comes into a folder (inotify(7)). It may miss events, as after a full queue or a remount, so
// whoever uses it also looks from time to time.

import Dispatch
import Glibc

final class FolderWatch {
  private let source: any DispatchSourceRead

  /// nil: the folder cannot be watched; looking from time to time is left. `told` runs on `queue`.
  init?(_ path: String, queue: DispatchQueue, told: @escaping @Sendable () -> Void) {
    let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    guard descriptor >= 0 else { return nil }
    let wanted = UInt32(IN_MOVED_TO) | UInt32(IN_CLOSE_WRITE) | UInt32(IN_CREATE)
    guard unsafe inotify_add_watch(descriptor, path, wanted | UInt32(IN_ONLYDIR)) >= 0 else {
      close(descriptor)
      return nil
    }
    source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
    source.setEventHandler {
      var buffer = [UInt8](repeating: 0, count: 4096)
      while unsafe read(descriptor, &buffer, buffer.count) > 0 {}
      told()
    }
    source.setCancelHandler { close(descriptor) }
    source.activate()
  }

  deinit { source.cancel() }
}
