// The control socket of simulated boards: a Unix stream socket on which people's programs pull doors. It moves
// lines; what they mean stands in WallCommand.

import Glibc

/// A listening control socket with its connections.
final class ControlSocket {
  static let connectionsMax = 16
  static let lineBytesMax = 1024

  private struct Connection {
    var descriptor: Int32
    var buffer: [UInt8] = []
    var watches = false
  }

  let path: String
  private let listener: Int32
  private var connections: [Connection] = []

  init(path: String) throws(SimulatedBoardError) {
    self.path = path
    guard let address = Self.address(path) else {
      throw SimulatedBoardError("\(path): a socket path may have 107 bytes; choose a shorter one")
    }
    var status = stat()
    if unsafe lstat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFSOCK else {
        throw SimulatedBoardError("\(path) exists and is no socket; choose another path for --control")
      }
      // A socket that nobody listens on is left over from a killed process.
      let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      let isAlive = unsafe Self.with(address) { unsafe connect(probe, $0, $1) } == 0
      Glibc.close(probe)
      if isAlive { throw SimulatedBoardError("\(path): another process listens there; stop it") }
      unsafe unlink(path)
    }
    let flags = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    listener = socket(AF_UNIX, flags, 0)
    guard listener >= 0 else { throw SimulatedBoardError("no socket to be had (errno \(errno))") }
    guard unsafe Self.with(address, { unsafe bind(listener, $0, $1) }) == 0, unsafe chmod(path, 0o600) == 0,
      listen(listener, 8) == 0
    else {
      let reason = errno
      Glibc.close(listener)
      throw SimulatedBoardError("\(path): cannot listen (errno \(reason)); choose a folder you may write")
    }
  }

  deinit {
    for connection in connections { Glibc.close(connection.descriptor) }
    Glibc.close(listener)
    unsafe unlink(path)
  }

  private static func address(_ path: String) -> sockaddr_un? {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard bytes.count < room, !bytes.isEmpty else { return nil }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
    return address
  }

  private static func with(
    _ address: sockaddr_un, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    unsafe withUnsafePointer(to: address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  /// Descriptors to poll for input.
  var polled: [Int32] { [listener] + connections.map(\.descriptor) }

  /// Takes new connections and whole lines; `obey` answers each line and says whether it begins to watch.
  func serve(_ obey: (String) -> (answer: String, watches: Bool)) {
    while true {
      let descriptor = accept(listener, nil, nil)
      guard descriptor >= 0 else { break }
      _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      if connections.count < Self.connectionsMax {
        connections.append(Connection(descriptor: descriptor))
      } else {
        Glibc.close(descriptor)
      }
    }
    for index in connections.indices.reversed() {
      guard serve(index, obey) else {
        Glibc.close(connections[index].descriptor)
        connections.remove(at: index)
        continue
      }
    }
  }

  private func serve(
    _ index: Int, _ obey: (String) -> (answer: String, watches: Bool)
  ) -> Bool {
    var bytes = [UInt8](repeating: 0, count: Self.lineBytesMax)
    let descriptor = connections[index].descriptor
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress!, $0.count) }
    if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) { return false }
    guard count > 0 else { return true }
    connections[index].buffer += bytes[0..<count]
    while let end = connections[index].buffer.firstIndex(of: 0x0A) {
      let line = String(decoding: connections[index].buffer[0..<end], as: UTF8.self)
      connections[index].buffer.removeSubrange(0...end)
      let (answer, watches) = obey(line)
      if watches { connections[index].watches = true }
      guard Self.write(answer, to: descriptor) else { return false }
    }
    return connections[index].buffer.count < Self.lineBytesMax
  }

  /// Sends a line to everybody who watches; who does not read is let go.
  func stream(_ line: String) {
    for index in connections.indices.reversed() where connections[index].watches {
      if !Self.write(line, to: connections[index].descriptor) {
        Glibc.close(connections[index].descriptor)
        connections.remove(at: index)
      }
    }
  }

  private static func write(_ line: String, to descriptor: Int32) -> Bool {
    let bytes = Array(line.utf8) + [0x0A]
    return unsafe bytes.withUnsafeBytes { buffer in
      unsafe send(descriptor, buffer.baseAddress!, buffer.count, Int32(MSG_NOSIGNAL))
    } == bytes.count
  }
}
