// The hash chain and its signed head. The signed text is the anchor line itself, so that whoever holds the line and
// the public key can check it with openssl alone.

import Crypto
import Handover

/// SHA-256 over the hash before and the canonical bytes of a record.
final class Chain {
  /// What the first record follows: 32 zero bytes. The founding record binds the chain to its station.
  static let genesis = Digest32.zero

  private let hasher = SHA256Hasher()

  func link(after previous: Digest32, _ canonical: [UInt8]) -> Digest32 {
    hasher.update(previous.bytes)
    hasher.update(canonical)
    return hasher.finish()
  }
}

extension JournalHead {
  /// What is signed: ASCII, without a line end. The first word keeps it apart from every other use of the key.
  public var anchorText: String {
    "\(JournalAnchor.word) station=\(OrderID(station)) seq=\(sequence) hash=\(hexHash)"
  }

  /// A head signed with the station's key.
  init(
    station: UInt64, sequence: Int64, hash: Digest32, signedBy key: SigningKey
  ) throws(JournalError) {
    self.init(station: station, sequence: sequence, hash: hash.bytes, signature: [])
    do {
      signature = try key.sign(Array(anchorText.utf8))
    } catch {
      throw .key(what: "does not sign (\(error))")
    }
  }
}

/// The line that goes to the system log once a day: the outside anchor against a cut tail or an old file put back.
public func anchorLine(_ head: JournalHead) -> String {
  "\(head.anchorText) signature=\(Hex.encode(head.signature))"
}

/// A head that was written down outside of the journal.
public struct JournalAnchor: Hashable, Sendable {
  static let word = "kiosk-anchor"

  public var station: UInt64
  public var sequence: Int64
  public var hash: [UInt8]
  public var signature: [UInt8]
  /// Where it stands in the file that was read, from 1.
  public var line: Int

  /// What a line of a log holds.
  public enum Reading: Hashable, Sendable {
    case none
    case anchor(JournalAnchor)
    /// Begins like an anchor and is none.
    case damaged
  }

  /// Looks for an anchor anywhere in a line; text before and after it is the log's.
  public static func read(_ text: String, line: Int) -> Reading {
    let words = text.split { $0 == " " || $0 == "\t" || $0 == "\r" }
    guard let first = words.indices.first(where: { words[$0] == word && $0 + 1 < words.count }),
      words[first + 1].hasPrefix("station=")
    else { return .none }
    func value(_ offset: Int, _ key: String) -> Substring? {
      guard first + offset < words.count, words[first + offset].hasPrefix(key) else { return nil }
      return words[first + offset].dropFirst(key.count)
    }
    guard let station = value(1, "station=").flatMap({ OrderID($0) }),
      let sequence = value(2, "seq=").flatMap({ Int64($0) }), sequence >= 0,
      let hash = value(3, "hash=").flatMap({ Digest32(hex: $0) }),
      let signature = value(4, "signature=")?.prefix(2 * SigningKey.signatureByteCount),
      let bytes = Hex.decode(signature), bytes.count == SigningKey.signatureByteCount
    else { return .damaged }
    return .anchor(
      JournalAnchor(
        station: station.value, sequence: sequence, hash: hash.bytes, signature: bytes, line: line))
  }

  var head: JournalHead {
    JournalHead(station: station, sequence: sequence, hash: hash, signature: signature)
  }
}

extension SignatureVerifier {
  func isValid(_ head: JournalHead) -> Bool {
    isValid(head.signature, for: Array(head.anchorText.utf8))
  }
}
