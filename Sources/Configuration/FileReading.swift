// Reads a small file whole, up to the limit of configuration files and one byte more, by which a file that is
// too large is told from one that just fits. No file handle outlives a call.

import Glibc

/// Why a file could not be read.
struct FileFailure: Error, Equatable {
  var words: String

  init(_ code: Int32) {
    switch code {
    case ENOENT: words = "there is no such file"
    case EACCES, EPERM: words = "this user may not read it"
    case EISDIR: words = "it is a directory"
    default: words = "it cannot be read (errno \(code))"
    }
  }
}

/// The bytes of the file at `path` (`-`: standard input), at most one more than
/// `ConfigurationLimit.fileBytesMax`.
func readFile(_ path: String) -> Result<[UInt8], FileFailure> {
  let descriptor = unsafe path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
  guard descriptor >= 0 else { return .failure(FileFailure(errno)) }
  defer { if path != "-" { close(descriptor) } }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 65_536)
  while bytes.count <= ConfigurationLimit.fileBytesMax {
    let got = unsafe read(descriptor, &chunk, chunk.count)
    if got < 0 {
      if errno == EINTR { continue }
      return .failure(FileFailure(errno))
    }
    if got == 0 { break }
    bytes.append(contentsOf: chunk[..<got])
  }
  return .success(Array(bytes.prefix(ConfigurationLimit.fileBytesMax + 1)))
}
