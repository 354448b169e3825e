// The version of the conversation and what both sides say first.

/// Counts up when a message changes its meaning. Both sides come from one package; another version is refused.
public let protocolVersion = 4

/// Names of the two sockets in the socket directory.
public enum SocketName {
  /// Grants citizens' requests only, whoever connects.
  public static let citizen = "citizen.sock"
  /// Staff, technicians, auditors: the role follows from the kernel's word on who connected.
  public static let staff = "staff.sock"
}

/// Why a request was not carried out.
public struct Refused: Codable, Equatable, Sendable, Error {
  /// A word for programs; `docs/failures.md` has a heading for each.
  public var code: String
  /// A sentence for people: what is wrong and what to do.
  public var message: String

  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }
}
