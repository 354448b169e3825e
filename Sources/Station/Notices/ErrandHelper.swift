// `kiosk deliver-one`: runs one program for one try of one errand and takes down how it ended, durably, in a session of
// its own. It outlives a station that is killed, so that the next start learns the outcome instead of sending twice.

import Glibc

public enum ErrandHelper {
  /// Runs what stands on standard input and writes its trace to the file at `path`. Exit status: 0, the trace tells the
  /// rest; 65 no whole parcel; 73 the file cannot be written; 75 another helper has it, or had.
  public static func run(path: String) -> Int32 {
    // Whoever stops the station does not stop what is half handed over; its own time-out ends it.
    for number in [SIGTERM, SIGINT, SIGHUP, SIGPIPE] { _ = signal(number, SIG_IGN) }
    umask(0o077)
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    _ = unsafe setrlimit(__rlimit_resource_t(UInt32(RLIMIT_CORE.rawValue)), &none)
    // The whole of it, before anything begins: the station may die while it writes.
    guard let file = ErrandFile(path: path), let parcel = readInput().flatMap({ ErrandParcel($0) }) else {
      return 65
    }
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return 73 }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, ErrandFile.text(descriptor).isEmpty else { return 75 }
    // Name and first line are on the disk before the program runs: no loss of power makes a try untouched again.
    guard write(ErrandFile.started, to: descriptor), syncDirectory(file.directory) else { return 73 }
    let result = parcel.program.run(input: parcel.message)
    return write(ErrandFile.line(result.ending), to: descriptor) ? 0 : 73
  }

  private static func readInput() -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    while bytes.count <= ErrandParcel.bytesMax {
      let count = unsafe read(0, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return count == 0 ? bytes : nil }
      bytes += buffer[..<count]
    }
    return nil
  }

  private static func write(_ text: String, to descriptor: Int32) -> Bool {
    let bytes = Array(text.utf8)
    let end = lseek(descriptor, 0, SEEK_END)
    guard unsafe pwrite(descriptor, bytes, bytes.count, end) == bytes.count else { return false }
    return fdatasync(descriptor) == 0
  }

  private static func syncDirectory(_ path: String) -> Bool {
    let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return fsync(descriptor) == 0
  }
}
