// The two sets of algorithms under secure messaging, as SecureChannel sees them: encrypt, decrypt and authenticate one
// message under a counter. Data objects and their order are not known here.

import Crypto
import Secrets

/// The algorithms and keys of a channel.
protocol CipherSuite {
  var blockByteCount: Int { get }
  func encrypt(_ padded: [UInt8], counter: [UInt8]) -> [UInt8]
  func encrypt(secret padded: Secret, counter: [UInt8]) -> [UInt8]
  /// `bytes` are one block or more, complete.
  func decrypt(_ bytes: [UInt8], counter: [UInt8]) -> [UInt8]
  /// Eight bytes over a message that begins with the counter and is padded.
  func authenticate(_ padded: [UInt8]) -> [UInt8]
}

/// AES-CBC with the encrypted counter as IV, AES-CMAC cut to eight bytes (TR-03110 part 3, F.2).
struct AESSuite: CipherSuite {
  private let cipher: AESCipher
  private let mac: AESCMAC

  init(encryptionKey: Secret, macKey: Secret) throws(CryptoError) {
    cipher = try AESCipher(key: encryptionKey)
    mac = try AESCMAC(key: macKey)
  }

  var blockByteCount: Int { AESCipher.blockByteCount }

  func encrypt(_ padded: [UInt8], counter: [UInt8]) -> [UInt8] {
    cipher.encryptCBC(padded, iv: cipher.encryptBlock(counter))
  }

  func encrypt(secret padded: Secret, counter: [UInt8]) -> [UInt8] {
    cipher.encryptCBC(secret: padded, iv: cipher.encryptBlock(counter))
  }

  func decrypt(_ bytes: [UInt8], counter: [UInt8]) -> [UInt8] {
    cipher.decryptCBC(bytes, iv: cipher.encryptBlock(counter))
  }

  func authenticate(_ padded: [UInt8]) -> [UInt8] { Array(mac.tag(padded).prefix(8)) }
}

/// 3DES-CBC with an IV of zeros, and the retail MAC (ICAO 9303-11, section 9.8.6).
struct TripleDESSuite: CipherSuite {
  private let cipher: TripleDESCipher
  private let mac: RetailMAC
  private let zeros = [UInt8](repeating: 0, count: TripleDESCipher.blockByteCount)

  init(encryptionKey: Secret, macKey: Secret) throws(CryptoError) {
    cipher = try TripleDESCipher(key: encryptionKey)
    mac = try RetailMAC(key: macKey)
  }

  var blockByteCount: Int { TripleDESCipher.blockByteCount }

  func encrypt(_ padded: [UInt8], counter: [UInt8]) -> [UInt8] { cipher.encryptCBC(padded, iv: zeros) }

  func encrypt(secret padded: Secret, counter: [UInt8]) -> [UInt8] {
    cipher.encryptCBC(secret: padded, iv: zeros)
  }

  func decrypt(_ bytes: [UInt8], counter: [UInt8]) -> [UInt8] { cipher.decryptCBC(bytes, iv: zeros) }

  func authenticate(_ padded: [UInt8]) -> [UInt8] { mac.tag(padded) }
}
