// Secure messaging (ISO 7816-4 section 10, TR-03110 part 3 F, ICAO 9303-11 section 9.8): commands are encrypted and
// authenticated, answers are checked before anybody looks at them. One wrong answer ends a channel for good.

import Crypto
import Secrets

/// A channel to a card. Commands and answers take turns; the counter steps before each.
public protocol SecureMessaging: AnyObject {
  /// The block length of the cipher in bytes.
  var blockByteCount: Int { get }

  /// The protected form of `command`. With `secret` the data field is that secret, and `command.data` is empty.
  func protect(_ command: CommandAPDU, secret: Secret?) throws(CardError) -> CommandAPDU

  /// The plain form of an answer to the last protected command, with the status word that the card authenticated.
  ///
  /// Throws `CardError.refused(.secureMessaging, …)` for a plain status word and `.unauthentic(.secureMessaging)` for
  /// anything else that is wrong; the channel is dead then.
  func unprotect(_ answer: ResponseAPDU) throws(CardError) -> ResponseAPDU
}

extension SecureMessaging {
  /// The most plain bytes whose protected form fits into a data field of `fieldByteCount` bytes, beside a status or
  /// Le object and the MAC.
  func plainByteCountMax(within fieldByteCount: Int) -> Int {
    // DO8E takes 10, DO97 or DO99 up to 4, the padding indicator 1, tag and length of the cryptogram up to 4.
    let cryptogram = fieldByteCount - 10 - 4 - 1 - (fieldByteCount > 270 ? 4 : 3)
    return max(0, cryptogram / blockByteCount * blockByteCount - 1)
  }

  /// The length of the data field that a command with this plain data field and Ne gets.
  func protectedByteCount(data dataByteCount: Int, expectedLength: Int?) -> Int {
    var count = 10
    if dataByteCount > 0 {
      let value = 1 + (dataByteCount / blockByteCount + 1) * blockByteCount
      count += value + (value > 255 ? 4 : value > 127 ? 3 : 2)
    }
    if let expectedLength { count += expectedLength > 256 ? 4 : 3 }
    return count
  }
}

/// Secure messaging with AES-CBC and AES-CMAC, after PACE and Chip Authentication. The counter begins at 0.
public final class AESSecureMessaging: SecureMessaging {
  private let channel: SecureChannel

  /// Both keys have the same length: 16, 24 or 32 bytes.
  public init(encryptionKey: Secret, macKey: Secret) throws(CryptoError) {
    channel = SecureChannel(
      suite: try AESSuite(encryptionKey: encryptionKey, macKey: macKey),
      counter: [UInt8](repeating: 0, count: AESCipher.blockByteCount))
  }

  public var blockByteCount: Int { AESCipher.blockByteCount }

  public func protect(_ command: CommandAPDU, secret: Secret?) throws(CardError) -> CommandAPDU {
    try channel.protect(command, secret: secret)
  }

  public func unprotect(_ answer: ResponseAPDU) throws(CardError) -> ResponseAPDU {
    try channel.unprotect(answer)
  }
}

/// Secure messaging with two-key 3DES and the retail MAC, after BAC and after PACE of old passports.
public final class TripleDESSecureMessaging: SecureMessaging {
  private let channel: SecureChannel

  /// Keys of 16 bytes, a counter of eight: from the nonces after BAC, zeros after PACE and Chip Authentication.
  public init(
    encryptionKey: Secret, macKey: Secret,
    sendSequenceCounter: [UInt8] = [UInt8](repeating: 0, count: TripleDESCipher.blockByteCount)
  ) throws(CryptoError) {
    precondition(sendSequenceCounter.count == TripleDESCipher.blockByteCount, "a counter of eight bytes")
    channel = SecureChannel(
      suite: try TripleDESSuite(encryptionKey: encryptionKey, macKey: macKey), counter: sendSequenceCounter)
  }

  public var blockByteCount: Int { TripleDESCipher.blockByteCount }

  public func protect(_ command: CommandAPDU, secret: Secret?) throws(CardError) -> CommandAPDU {
    try channel.protect(command, secret: secret)
  }

  public func unprotect(_ answer: ResponseAPDU) throws(CardError) -> ResponseAPDU {
    try channel.unprotect(answer)
  }
}
