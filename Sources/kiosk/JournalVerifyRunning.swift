// `kiosk journal verify` without a file: the running station hands out its records as for a backup, they are copied into
// a temporary file, and that is verified. No process beside the station touches the journal in use.

import Crypto
import Dispatch
import Glibc
import Journal
import Synchronization

/// A directory of ours in $TMPDIR for one copy. It goes with everything in it, also when a signal ends the command.
final class TemporaryCopy: Sendable {
  let directory: String
  var file: String { "\(directory)/journal.sqlite" }
  private let sources = Mutex<[Signal]>([])

  /// Dispatch sources may be used from any thread; only their Swift type does not say so.
  private struct Signal: @unchecked Sendable {
    let source: any DispatchSourceSignal
  }

  /// Throws the error number of mkdtemp(3) in words.
  init() throws(BackupFailure) {
    let base = Environment.value("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var template = Array("\(base)/kiosk-verify-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else {
      throw .target(errno == ENOENT ? .missing(file: base) : .readOnly(file: base), base)
    }
    directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      _ = signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [weak self] in
        self?.remove()
        _exit(128 + number)
      }
      source.resume()
      let one = Signal(source: source)
      sources.withLock { $0.append(one) }
    }
  }

  func remove() {
    for suffix in ["", "-journal"] { _ = unsafe unlink(file + suffix) }
    _ = unsafe rmdir(directory)
  }
}

/// Copies what the station has now and verifies the copy, as far as the head that the station signed. `key`: the public
/// key to believe; nil: the one that the station names. The report names the station's socket, not the copy.
func verifyRunning(
  directory: String, key: PublicKey?, anchors: AnchorLog
) throws(BackupFailure) -> VerificationReport {
  let source: BackupSource
  do throws(ClientFailure) {
    source = try .running(try StaffClient(directory: directory))
  } catch { throw .client(error) }
  guard let head = source.head, let publicKey = try? key ?? PublicKey(pem: source.publicKey) else {
    throw .client(.strange(directory))
  }
  let copy = try TemporaryCopy()
  defer { copy.remove() }
  try source.copy(head, to: copy.file, named: copy.file)
  var report: VerificationReport
  do throws(JournalError) {
    report = try BackupCopy.verify(copy.file, head: head, publicKey: publicKey, anchors: anchors)
  } catch { throw .target(error, copy.directory) }
  report.file = directory
  return report
}
