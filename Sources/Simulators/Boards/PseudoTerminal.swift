// The computer's end of a simulated wire: a pseudo-terminal whose far side a symbolic link names. It survives
// that programs close and open it again, as a serial adapter does.

import Glibc

/// A raw pseudo-terminal with a link to its far side.
final class PseudoTerminal {
  let near: Int32
  let link: String
  let device: String
  /// Our own handle of the far side. It keeps the terminal alive between two programs.
  private let far: Int32
  private let watch: Int32

  init(link: String) throws(SimulatedBoardError) {
    var near: Int32 = -1
    var far: Int32 = -1
    guard unsafe openpty(&near, &far, nil, nil, nil) == 0 else {
      throw SimulatedBoardError("no pseudo-terminal to be had (errno \(errno)); is /dev/pts mounted?")
    }
    self.near = near
    self.far = far
    self.link = link
    device = unsafe String(cString: ttyname(far))
    var settings = termios()
    _ = unsafe tcgetattr(far, &settings)
    unsafe cfmakeraw(&settings)
    _ = unsafe tcsetattr(far, TCSANOW, &settings)
    for descriptor in [near, far] {
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }
    watch = inotify_init1(Int32(O_NONBLOCK) | Int32(O_CLOEXEC))
    _ = unsafe inotify_add_watch(watch, device, UInt32(IN_CLOSE_WRITE) | UInt32(IN_CLOSE_NOWRITE))
    // Only a link may be replaced: a file of that name is somebody's.
    var status = stat()
    if unsafe lstat(link, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFLNK else {
        throw SimulatedBoardError("\(link) exists and is no symbolic link; choose another path for --link")
      }
      unsafe unlink(link)
    }
    guard unsafe symlink(device, link) == 0 else {
      throw SimulatedBoardError(
        "\(link): cannot make the link (errno \(errno)); choose a folder you may write")
    }
  }

  deinit {
    close(watch)
    close(far)
    close(near)
    var target = [UInt8](repeating: 0, count: 256)
    let count = unsafe target.withUnsafeMutableBytes { buffer in
      unsafe readlink(link, buffer.baseAddress!.assumingMemoryBound(to: CChar.self), buffer.count)
    }
    if count > 0, String(decoding: target[0..<count], as: UTF8.self) == device { unsafe unlink(link) }
  }

  /// Descriptors to poll: bytes of the computer, and programs that close the far side.
  var polled: [Int32] { [near, watch] }

  /// What the computer has sent.
  func received() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(near, $0.baseAddress!, $0.count) }
    return count > 0 ? Array(bytes[0..<count]) : []
  }

  func send(_ bytes: [UInt8]) {
    // A wire does not wait: what nobody reads is lost.
    _ = unsafe bytes.withUnsafeBytes { unsafe write(near, $0.baseAddress!, $0.count) }
  }

  /// A program closed the far side. A real adapter would forget that it was exclusive, and what was not read;
  /// this one lives on in our hands and has to be told.
  func noteClosings() {
    var events = [UInt8](repeating: 0, count: 4096)
    let count = unsafe events.withUnsafeMutableBytes { unsafe read(watch, $0.baseAddress!, $0.count) }
    guard count > 0, flock(far, LOCK_EX | LOCK_NB) == 0 else { return }
    _ = ioctl(far, UInt(TIOCNXCL))
    tcflush(far, TCIOFLUSH)
    flock(far, LOCK_UN)
  }
}
