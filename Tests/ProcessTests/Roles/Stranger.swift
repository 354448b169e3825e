// A process under another user id and other groups that talks to a socket: frames in, replies out. Python does the
// talking, because none of the product's programs can say everything; setpriv(1) gives it its identity.

import Foundation
import Messages

/// An identity as the kernel sees it.
struct Stranger {
  var user: uid_t
  var group: gid_t
  var groups: [gid_t] = []

  /// What one connection was told.
  struct Told: Equatable {
    /// The replies' JSON in their order; empty: it could not connect, or was told nothing.
    var replies: [String]
    /// `connect` failed with this error number.
    var failure: Int32?

    func isRefused(_ code: String) -> Bool {
      replies.contains { $0.contains("\"refused\"") && $0.contains("\"code\":\"\(code)\"") }
    }
  }

  /// For each list of frames a connection of its own: sends them one by one and reads a reply to each; with `listens`
  /// then everything that comes until the end, or until nothing comes for 0.3 s.
  func say(
    _ conversations: [[[UInt8]]], to path: String, in scratch: Scratch, listens: Bool = false
  ) throws -> [Told] {
    let script = try scratch.write(Self.program, to: "stranger.py")
    let lines = conversations.map { $0.map { hex($0) }.joined(separator: " ") }.joined(separator: "\n")
    let input = try scratch.write(lines + "\n", to: "stranger-\(user).in")
    for file in [script, input] { chmod(file, 0o644) }
    chmod(scratch.path, 0o755)
    let setpriv = [
      "/usr/bin/setpriv", "--reuid", "\(user)", "--regid", "\(group)",
      groups.isEmpty ? "--clear-groups" : "--groups=\(groups.map { "\($0)" }.joined(separator: ","))", "--",
    ]
    let run = try ChildProcess.run(
      setpriv + ["/usr/bin/python3", script, path, input, listens ? "listen" : ""], name: "stranger-\(user)",
      in: scratch)
    guard run.status == 0 else { throw ChildProcess.Failure(description: "stranger: \(run.error)") }
    return run.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { line in
      let words = line.split(separator: "\t").map(String.init)
      if let first = words.first, first.hasPrefix("errno=") {
        return Told(replies: [], failure: Int32(first.dropFirst(6)))
      }
      return Told(replies: words, failure: nil)
    }
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// One line for each conversation: replies between tabs, or the error number of `connect`.
  private static let program = """
    import socket, struct, sys
    def reply(s):
        head = b""
        while len(head) < 6:
            more = s.recv(6 - len(head))
            if not more: return None
            head += more
        count, secret = struct.unpack(">IH", head)
        body = b""
        while len(body) < count + secret:
            more = s.recv(count + secret - len(body))
            if not more: return None
            body += more
        return body[:count].decode()
    for line in open(sys.argv[2]):
        frames = [bytes.fromhex(word) for word in line.split()]
        s = socket.socket(socket.AF_UNIX)
        s.settimeout(5)
        try:
            s.connect(sys.argv[1])
        except OSError as error:
            print("errno=%d" % error.errno, flush=True)
            continue
        said = []
        try:
            for frame in frames:
                s.sendall(frame)
                answer = reply(s)
                if answer is None: break
                said.append(answer)
            s.settimeout(0.3)
            while sys.argv[3] and said:
                answer = reply(s)
                if answer is None: break
                said.append(answer)
        except OSError:
            pass
        s.close()
        print("\\t".join(said), flush=True)

    """
}
