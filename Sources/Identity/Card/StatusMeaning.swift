// What ISO 7816-4 (tables 5 to 7) says about a status word, for technicians: traces and `kiosk card`. The meaning for
// a step, and what a citizen is told, is not decided here.

extension StatusWord {
  /// The standard's words; a status word of nobody's is described by its class.
  public var meaning: String {
    if let counter { return "wrong secret, tries left: \(counter)" }
    if let correctedLength { return "wrong Le, right would be \(correctedLength)" }
    if let bytesAvailable { return "\(bytesAvailable) bytes still to fetch" }
    return Self.meanings[value] ?? Self.classes[sw1] ?? "unknown status word"
  }

  private static let meanings: [UInt16: String] = [
    0x9000: "done",
    0x6281: "part of the data may be corrupted",
    0x6282: "end of file before Le bytes",
    0x6283: "selected file or password deactivated",
    0x6300: "authentication failed",
    0x6400: "execution error",
    0x6581: "memory failure",
    0x6700: "wrong length",
    0x6881: "logical channel not supported",
    0x6882: "secure messaging not supported",
    0x6883: "last command of the chain expected",
    0x6884: "command chaining not supported",
    0x6981: "command does not fit the file",
    0x6982: "security status not satisfied",
    0x6983: "authentication method blocked",
    0x6984: "reference data not usable",
    0x6985: "conditions of use not satisfied",
    0x6986: "command not allowed, no current file",
    0x6987: "secure messaging objects missing",
    0x6988: "secure messaging objects incorrect",
    0x6A80: "incorrect data field",
    0x6A81: "function not supported",
    0x6A82: "file or application not found",
    0x6A84: "not enough memory",
    0x6A86: "incorrect parameters P1-P2",
    0x6A87: "Lc does not fit P1-P2",
    0x6A88: "referenced data not found",
    0x6B00: "wrong offset or parameters",
    0x6D00: "instruction not supported",
    0x6E00: "class not supported",
    0x6F00: "no precise diagnosis",
  ]

  private static let classes: [UInt8: String] = [
    0x62: "warning, nothing changed",
    0x63: "warning, state changed",
    0x64: "error, nothing changed",
    0x65: "error, state changed",
    0x66: "security error",
    0x68: "class function not supported",
    0x69: "command not allowed",
    0x6A: "wrong parameters",
  ]
}
