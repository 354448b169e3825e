// What is derived from the station's key: pickup codes and keyed hashes. Nothing derived is stored in clear.

import Crypto
import Handover
import Secrets

public struct StationKeys: Sendable {
  private let mac: HMACSHA256
  /// The journal's public key as PEM, for whoever checks a copy; empty where nothing is signed.
  let publicKey: String
  /// Signs what leaves the station as its word; nil in simulations.
  private let signing: SigningKey?

  /// `key` is the station's own secret of 32 bytes.
  public init(key: Secret) {
    mac = HMACSHA256(key: key)
    publicKey = ""
    signing = nil
  }

  /// `mac` holds the station's own secret, `signing` its key, both from its key file.
  public init(mac: HMACSHA256, signing: SigningKey? = nil) {
    self.mac = mac
    self.signing = signing
    publicKey = signing?.publicKey.pem ?? ""
  }

  /// The station's Ed25519 signature; nil without a key.
  public func sign(_ message: [UInt8]) -> [UInt8]? {
    guard let signing else { return nil }
    return try? signing.sign(message)
  }

  /// What a keyed hash is of; the label keeps equal texts of different kinds apart.
  public enum Kind: String, Sendable {
    case phone, slip, birthDate, serial, register, oldSerial
  }

  public func hash(_ kind: Kind, _ text: [UInt8]) -> KeyedHash {
    var message = Array("kiosk \(kind.rawValue)".utf8)
    message.append(0)
    message.append(contentsOf: text)
    return KeyedHash(mac.code(for: message).bytes)
  }

  public func hash(_ kind: Kind, _ text: String) -> KeyedHash { hash(kind, Array(text.utf8)) }

  /// A number that looks random and is the same for the same text: spreads retries.
  func chance(_ text: String) -> UInt64 {
    mac.code(for: Array("kiosk chance".utf8) + [0] + Array(text.utf8)).bytes.prefix(8).reduce(0) {
      $0 << 8 | UInt64($1)
    }
  }

  /// The pickup code: HMAC-SHA-256(key, "kiosk code", 0, order id, code number; both 8 bytes big-endian), of which
  /// the first 8 bytes big-endian mod 10^6, as six ASCII digits.
  public func code(_ order: OrderID, number: Int) -> Secret { digits("kiosk code", order, number) }

  /// A proxy's code: as a pickup code, under the label "kiosk proxy" and the number of the release.
  public func proxyCode(_ order: OrderID, number: Int) -> Secret { digits("kiosk proxy", order, number) }

  private func digits(_ label: String, _ order: OrderID, _ number: Int) -> Secret {
    var message = Array(label.utf8)
    message.append(0)
    for value in [order.value, UInt64(number)] {
      for shift in stride(from: 56, through: 0, by: -8) {
        message.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
      }
    }
    let root = mac.secretCode(for: message)
    var value: UInt64 = 0
    root.withSpan { bytes in for index in 0..<8 { value = value << 8 | UInt64(bytes[index]) } }
    var rest = value % 1_000_000
    return unsafe Secret(count: 6) { digits in
      for index in stride(from: 5, through: 0, by: -1) {
        unsafe digits[index] = UInt8(ascii: "0") + UInt8(rest % 10)
        rest /= 10
      }
    }
  }
}
