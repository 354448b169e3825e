// Addresses of the web on this very machine: what travels there leaves it never, so that it needs no encryption. Only
// numbers count: a name could lead elsewhere.

public enum OwnAddress {
  /// Whether it is `http://127.0.0.1` or `http://[::1]`, perhaps with a port and a path of plain characters.
  public static func isOne(_ text: String) -> Bool {
    for host in ["http://127.0.0.1", "http://[::1]"] where text.hasPrefix(host) {
      var rest = text.dropFirst(host.count)
      if rest.first == ":" {
        let port = rest.dropFirst().prefix { $0 != "/" }
        guard port.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(port),
          (1...65_535).contains(number)
        else { return false }
        rest = rest.dropFirst(1 + port.count)
      }
      return (rest.isEmpty || rest.first == "/") && rest.utf8.allSatisfy(isPlain)
    }
    return false
  }

  /// Printable ASCII without quotes, backslash and the sign that would make what stands before it a user.
  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && byte != 0x22 && byte != 0x5C && byte != 0x40
  }
}
