// One serial device, opened for us alone and set to raw 8N1. It moves bytes and says when the device is gone;
// it knows nothing of frames, and one thread at a time may use it.

import CSerial
import Glibc

/// An open serial line. Closes itself when it is let go.
public final class SerialLine {
  private static let readBytesMax = 256

  /// What a read found.
  public enum Received: Hashable, Sendable {
    case bytes([UInt8])
    case nothing
    case lost(LineLoss)
  }

  /// What became of a write.
  public enum Written: Hashable, Sendable {
    case all
    /// The line does not take more for now; `count` bytes are gone.
    case some(count: Int)
    /// The line is gone; `count` bytes had been taken before.
    case lost(LineLoss, count: Int)
  }

  /// The file descriptor, for `poll` alone.
  public let descriptor: Int32

  /// Opens and locks the device, sets it, reads the settings back and compares them.
  ///
  /// `baud` is one of `BusConfiguration.bauds`. With `rs485` the kernel is asked to steer the direction; a
  /// device that cannot (ENOTTY) is used as it is.
  public init(path: String, baud: Int, rs485: Bool = false) throws(SerialLineError) {
    descriptor = unsafe open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      switch errno {
      case ENOENT, ENODEV, ENXIO: throw .notFound(path: path)
      case EACCES, EPERM: throw .permissionDenied(path: path)
      case EBUSY: throw .inUse(path: path)
      default: throw .failed(path: path, call: "open", errno: errno)
      }
    }
    do {
      try prepare(path, baud, rs485)
    } catch {
      close(descriptor)
      isOpen = false
      throw error
    }
  }

  private var isOpen = true
  private var isExclusive = false

  deinit {
    guard isOpen else { return }
    // A pseudo-terminal would stay exclusive as long as its other end lives.
    if isExclusive { _ = kiosk_exclusive(descriptor, 0) }
    close(descriptor)
  }

  private func prepare(_ path: String, _ baud: Int, _ rs485: Bool) throws(SerialLineError) {
    guard isatty(descriptor) == 1 else { throw .notATerminal(path: path) }
    // TIOCEXCL keeps other users out but not root; flock keeps out whoever asks for it.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      if errno == EWOULDBLOCK { throw .inUse(path: path) }
      throw .failed(path: path, call: "flock", errno: errno)
    }
    let refusal = kiosk_exclusive(descriptor, 1)
    guard refusal == 0 else { throw .failed(path: path, call: "TIOCEXCL", errno: refusal) }
    isExclusive = true
    guard let speed = Self.speed(baud) else {
      throw .settingRefused(path: path, setting: "baud \(baud)")
    }
    var settings = termios()
    guard unsafe tcgetattr(descriptor, &settings) == 0 else {
      throw .failed(path: path, call: "tcgetattr", errno: errno)
    }
    unsafe cfmakeraw(&settings)
    settings.c_cflag |= tcflag_t(CLOCAL | CREAD)
    settings.c_cflag &= ~(tcflag_t(CSTOPB) | tcflag_t(PARENB) | tcflag_t(CRTSCTS))
    settings.c_iflag &= ~tcflag_t(IXON | IXOFF | IXANY)
    // VMIN and VTIME of 0: a read returns at once, waiting is poll's business.
    settings.c_cc.6 = 0
    settings.c_cc.5 = 0
    guard unsafe cfsetispeed(&settings, speed) == 0, unsafe cfsetospeed(&settings, speed) == 0 else {
      throw .settingRefused(path: path, setting: "baud \(baud)")
    }
    guard unsafe tcsetattr(descriptor, TCSANOW, &settings) == 0 else {
      throw .failed(path: path, call: "tcsetattr", errno: errno)
    }
    // tcsetattr reports success when it could do any of it, so only the settings read back count.
    var actual = termios()
    guard unsafe tcgetattr(descriptor, &actual) == 0 else {
      throw .failed(path: path, call: "tcgetattr", errno: errno)
    }
    guard unsafe cfgetospeed(&actual) == speed, unsafe cfgetispeed(&actual) == speed else {
      throw .settingRefused(path: path, setting: "baud \(baud)")
    }
    let watched = tcflag_t(CSIZE | CSTOPB | PARENB | CLOCAL | CREAD) | tcflag_t(CRTSCTS)
    guard actual.c_cflag & watched == settings.c_cflag & watched, actual.c_iflag == settings.c_iflag,
      actual.c_oflag == settings.c_oflag, actual.c_lflag == settings.c_lflag,
      actual.c_cc.5 == 0, actual.c_cc.6 == 0
    else { throw .settingRefused(path: path, setting: "raw 8N1") }
    if rs485 {
      let refusal = kiosk_rs485(descriptor)
      // USB adapters and pseudo-terminals steer the direction themselves and do not know the call.
      if refusal != 0 && refusal != ENOTTY && refusal != EINVAL {
        throw .failed(path: path, call: "TIOCSRS485", errno: refusal)
      }
    }
    tcflush(descriptor, TCIOFLUSH)
  }

  private static func speed(_ baud: Int) -> speed_t? {
    switch baud {
    case 9600: speed_t(B9600)
    case 19200: speed_t(B19200)
    case 57600: speed_t(B57600)
    case 115_200: speed_t(B115200)
    default: nil
    }
  }

  /// Throws away what has been received and not been read.
  public func flushInput() { tcflush(descriptor, TCIFLUSH) }

  /// Reads what is there, without waiting. Call it when `poll` says so: end of file means unplugged.
  public func receive() -> Received {
    var failure: Int32 = 0
    var isEnd = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Self.readBytesMax) { buffer, count in
      let result = unsafe read(descriptor, buffer.baseAddress!, Self.readBytesMax)
      failure = result < 0 ? errno : 0
      isEnd = result == 0
      count = max(result, 0)
    }
    if isEnd { return isHungUp ? .lost(.unplugged) : .nothing }
    switch failure {
    case 0: return .bytes(bytes)
    case EAGAIN, EINTR: return .nothing
    default: return .lost(Self.loss(failure))
    }
  }

  // With VMIN and VTIME of 0 a read of nothing is 0, too; only a hang-up makes it an end.
  private var isHungUp: Bool {
    var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&polled, 1, 0) > 0 else { return false }
    return Int32(polled.revents) & (POLLHUP | POLLERR | POLLNVAL) != 0
  }

  /// Writes as much as the line takes at once. What is gone is gone: it never writes a byte twice.
  public func send(_ bytes: [UInt8]) -> Written {
    var sent = 0
    while sent < bytes.count {
      let result = unsafe bytes.withUnsafeBufferPointer { buffer in
        unsafe write(descriptor, buffer.baseAddress! + sent, buffer.count - sent)
      }
      if result > 0 {
        sent += result
      } else if result < 0 && errno == EINTR {
        continue
      } else if result == 0 || errno == EAGAIN {
        return .some(count: sent)
      } else {
        return .lost(Self.loss(errno), count: sent)
      }
    }
    return .all
  }

  private static func loss(_ number: Int32) -> LineLoss {
    switch number {
    case EIO, ENXIO, ENODEV: .unplugged
    default: .failed(errno: number)
    }
  }
}
