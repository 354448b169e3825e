// A real pcscd with vpcd's two virtual readers, for one test: own directory, own TCP ports, and, where the kernel lets us
// have a mount of our own, an own /run, so that tests disturb neither each other nor the machine's pcscd. Test machines
// only: vpcd listens on every interface.

import Foundation
import Synchronization

/// pcscd with the readers "Virtual PCD 00 00" and "Virtual PCD 00 01".
final class PCSCRig {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// The name of a reader, `slot` 0 or 1, as pcscd makes it.
  static func reader(_ slot: Int) -> String { "Virtual PCD 00 0\(slot)" }

  let scratch: Scratch
  /// The TCP port of the first reader; the second listens one above.
  let port: UInt16
  private(set) var daemon: ChildProcess
  private let way: Way
  private var starts = 0

  /// How pcscd comes to a /run of its own.
  private enum Way: CaseIterable {
    case mount
    case userAndMount
    /// The kernel gives none: the machine's own /run/pcscd, which must be free.
    case machine

    var prefix: [String] {
      switch self {
      case .mount: ["/usr/bin/unshare", "--mount"]
      case .userAndMount: ["/usr/bin/unshare", "--user", "--map-root-user", "--mount"]
      case .machine: []
      }
    }
  }

  private static let program = "/usr/sbin/pcscd"
  private static let driver = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so"
  private static let machineSocket = "/run/pcscd/pcscd.comm"

  init(_ name: String) throws {
    for path in [Self.program, Self.driver] where !FileManager.default.fileExists(atPath: path) {
      throw Failure(description: "\(path) is missing: apt-get install pcscd vsmartcard-vpcd")
    }
    scratch = try Scratch("pcsc-\(name)")
    for folder in ["conf", "run"] {
      try FileManager.default.createDirectory(
        atPath: scratch.file(folder), withIntermediateDirectories: true)
    }
    port = try Self.freePorts()
    way = try Self.findWay(scratch)
    try Self.configure(scratch, port)
    daemon = try Self.launch(way, scratch, 1)
    starts = 1
    try waitUntilReady()
  }

  deinit {
    daemon.end()
    if case .machine = way { unlink(Self.machineSocket) }
  }

  /// The socket that libpcsclite must be told: PCSCLITE_CSOCK_NAME.
  var socket: String {
    if case .machine = way { return Self.machineSocket }
    return scratch.file("run/pcscd/pcscd.comm")
  }

  /// What a child needs to find this pcscd.
  var environment: [String: String] { ["PCSCLITE_CSOCK_NAME": socket] }

  /// The address of a reader for `kiosk simulate card --vpcd`.
  func address(_ slot: Int = 0) -> String { "127.0.0.1:\(port + UInt16(slot))" }

  // MARK: Its life

  func kill() {
    daemon.kill()
    // What `kill -9` leaves behind is in the way of the next one, as on a real machine without systemd.
    for name in ["pcscd.comm", "pcscd.pid"] {
      unlink((socket as NSString).deletingLastPathComponent + "/" + name)
    }
  }

  /// Starts pcscd anew, with readers of another name if wanted: the old ones are gone then. (vpcd's readers cannot be
  /// unplugged while pcscd runs.)
  func restart(readers name: String = "Virtual PCD") throws {
    daemon.end()
    try Self.configure(scratch, port, name)
    starts += 1
    daemon = try Self.launch(way, scratch, starts)
    try waitUntilReady()
  }

  private static func configure(
    _ scratch: Scratch, _ port: UInt16, _ name: String = "Virtual PCD"
  ) throws {
    let number = String(port, radix: 16, uppercase: true)
    try scratch.write(
      """
      FRIENDLYNAME "\(name)"
      DEVICENAME   /dev/null:0x\(number)
      LIBPATH      \(driver)
      CHANNELID    0x\(number)

      """, to: "conf/vpcd")
  }

  private static func launch(_ way: Way, _ scratch: Scratch, _ number: Int) throws -> ChildProcess {
    let pcscd = [program, "--foreground", "--info", "--config", scratch.file("conf")]
    guard case .machine = way else {
      let script = "mount --bind '\(scratch.file("run"))' /run && exec \"$@\""
      return try ChildProcess(
        way.prefix + ["/bin/sh", "-c", script, "sh"] + pcscd, name: "pcscd-\(number)", in: scratch)
    }
    return try ChildProcess(pcscd, name: "pcscd-\(number)", in: scratch)
  }

  private func waitUntilReady() throws {
    let deadline = monotonicMilliseconds() + 20_000
    while !ready {
      guard daemon.isRunning, monotonicMilliseconds() < deadline else {
        throw Failure(description: "pcscd is not ready: \(daemon.outputText)\(daemon.errorText)")
      }
      _ = Glibc.poll(nil, 0, 10)
    }
  }

  private var ready: Bool {
    let said = daemon.outputText + daemon.errorText
    return said.contains("daemon ready") && FileManager.default.fileExists(atPath: socket)
  }

  /// The first way that this kernel allows.
  private static func findWay(_ scratch: Scratch) throws -> Way {
    for way in [Way.mount, .userAndMount] {
      let trial = way.prefix + ["/bin/sh", "-c", "mount --bind '\(scratch.file("run"))' /run"]
      if try ChildProcess.run(trial, name: "way", in: scratch).status == 0 { return way }
    }
    guard !FileManager.default.fileExists(atPath: machineSocket) else {
      throw Failure(
        description: """
          A pcscd of this machine runs already (\(machineSocket)), and this kernel gives no mount of our own: stop it \
          for the tests (systemctl stop pcscd.socket pcscd), or run them as root.
          """)
    }
    return .machine
  }

  /// The ports that this process has given away: rigs of suites that run side by side are not to meet on one, and a
  /// port counts as free until its pcscd is up.
  private static let nextStep = Mutex(0)

  /// Two neighbouring ports that nobody listens on.
  private static func freePorts() throws -> UInt16 {
    let first = 20_000 + UInt16(truncatingIfNeeded: getpid() &* 64) % 20_000
    return try nextStep.withLock { step in
      for _ in 0..<200 {
        let candidate = first + UInt16(step % 5000) * 2
        step += 1
        if isFree(candidate), isFree(candidate + 1) { return candidate }
      }
      throw Failure(description: "no free TCP port for vpcd")
    }
  }

  private static func isFree(_ port: UInt16) -> Bool {
    let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}

/// The pcscd of this process's own calls: libpcsclite reads its environment once, so that it is told a link, which
/// leads to the rig of the test that runs.
enum OwnPCSC {
  private static let link: String = {
    let path = "/tmp/kiosk-pcsc-\(getpid()).comm"
    setenv("PCSCLITE_CSOCK_NAME", path, 1)
    return path
  }()

  static func use(_ rig: PCSCRig) {
    unlink(link)
    symlink(rig.socket, link)
  }

  static func forget() { unlink(link) }
}
