// The private half of the terminal's certificate, behind an interface: a file today, a signer elsewhere (an HSM, the
// authority's own service) tomorrow. It signs digests and gives its key to nobody.

import Crypto

/// Signs for the terminal.
public protocol TerminalKey: Sendable {
  /// The public half, 04‖x‖y: it has to be the one in the certificate.
  var publicPoint: [UInt8] { get }

  /// An ECDSA signature of `digest`, plain r‖s (TR-03111). May take a while where the signer is remote.
  func sign(digest: [UInt8]) throws(CardError) -> [UInt8]
}

/// A key that this process holds.
public struct LocalTerminalKey: TerminalKey {
  private let key: CurvePrivateKey

  public init(_ key: CurvePrivateKey) { self.key = key }

  public var publicPoint: [UInt8] { key.publicPoint.bytes }

  public func sign(digest: [UInt8]) throws(CardError) -> [UInt8] {
    do {
      return try key.sign(digest: digest)
    } catch {
      throw .certificate(.key)
    }
  }
}
