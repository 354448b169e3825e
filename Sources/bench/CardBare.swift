// The bare work of the card protocols: what PACE, terminal and chip authentication, the check of a document's signer
// and secure messaging need of libcrypto, through the thinnest calls and without any protocol around them. The product's
// steps are measured against it.

import Crypto
import Glibc
import Secrets

/// One command and its answer as they went over the seam.
struct CardExchange {
  var commandByteCount: Int
  var answerByteCount: Int
  var isProtected: Bool
}

/// Keys and values to work with, made before the clock runs; every `run` does the same operations.
final class CardBare {
  static let curve = EllipticCurve.brainpoolP256r1

  private let chance: Chance = randomSecret
  private let cardMapping: CurvePoint
  private let cardEphemeral: CurvePoint
  private let nonce: [UInt8]
  private let password: Secret
  private let zero = [UInt8](repeating: 0, count: 16)
  private let terminalKey: CurvePrivateKey
  private let chipKey: CurvePoint
  private let signer: CurvePoint
  private let signerSignature: [UInt8]
  private let authority: CurvePoint
  private let authoritySignature: [UInt8]
  private let signed = [UInt8](repeating: 1, count: 512)

  init() throws(CryptoError) {
    terminalKey = try CurvePrivateKey(on: Self.curve, chance: chance)
    chipKey = try CurvePrivateKey(on: Self.curve, chance: chance).publicPoint
    let signerKey = try CurvePrivateKey(on: Self.curve, chance: chance)
    let authorityKey = try CurvePrivateKey(on: .brainpoolP384r1, chance: chance)
    signer = signerKey.publicPoint
    authority = authorityKey.publicPoint
    signerSignature = try signerKey.sign(digest: HashAlgorithm.sha256.digest(of: signed))
    authoritySignature = try authorityKey.sign(digest: HashAlgorithm.sha384.digest(of: signed))
    cardMapping = try CurvePrivateKey(on: Self.curve, chance: chance).publicPoint
    cardEphemeral = try CurvePrivateKey(on: Self.curve, chance: chance).publicPoint
    nonce = try randomBytes(16)
    password = Secret(Array("500540".utf8))
  }

  /// PACE with generic mapping and AES-128: five multiplications, three derived keys, a nonce, two tokens, a channel.
  func pace() throws(CryptoError) -> CardBareChannel {
    let opened = try AESCipher(key: derive(password)).decryptCBCSecret(nonce, iv: zero)
    let mapping = try CurvePrivateKey(on: Self.curve, chance: chance)
    let other = try CurvePoint(uncompressed: cardMapping.bytes, on: Self.curve)
    let generator = try CurvePoint.mappedGenerator(nonce: opened, shared: try mapping.agree(with: other))
    let ephemeral = try CurvePrivateKey(on: Self.curve, generator: generator, chance: chance)
    let shared = try ephemeral.sharedSecret(
      with: try CurvePoint(uncompressed: cardEphemeral.bytes, on: Self.curve))
    let encryptionKey = derive(shared)
    let macKey = derive(shared)
    for point in [ephemeral.publicPoint, cardEphemeral] {
      let token = try AESCMAC(key: macKey).tag(point.bytes)
      precondition(token.count == 16)
    }
    return try CardBareChannel(encryptionKey: encryptionKey, macKey: macKey)
  }

  /// Terminal authentication: an ephemeral key for the chip, and a signature.
  func authenticateTerminal() throws(CryptoError) -> CurvePrivateKey {
    let ephemeral = try CurvePrivateKey(on: Self.curve, chance: chance)
    let signature = try terminalKey.sign(digest: HashAlgorithm.sha256.digest(of: ephemeral.publicPoint.bytes))
    precondition(signature.count == 64)
    return ephemeral
  }

  /// Passive authentication of the simulated cards' PKI: the signer's signature with 256 bits, the authority's over
  /// the signer's certificate with 384, two hashes.
  func authenticateDocument() {
    let digest = HashAlgorithm.sha256.digest(of: signed)
    precondition(signer.verify(signature: signerSignature, digest: digest))
    let certificateDigest = HashAlgorithm.sha384.digest(of: signed)
    precondition(authority.verify(signature: authoritySignature, digest: certificateDigest))
  }

  /// Chip authentication: a multiplication, two derived keys, a token, a channel.
  func authenticateChip(_ ephemeral: CurvePrivateKey) throws(CryptoError) -> CardBareChannel {
    let shared = try ephemeral.sharedSecret(
      with: try CurvePoint(uncompressed: chipKey.bytes, on: Self.curve))
    let encryptionKey = derive(shared)
    let macKey = derive(shared)
    let token = try AESCMAC(key: macKey).tag(ephemeral.publicPoint.bytes)
    precondition(token.count == 16)
    return try CardBareChannel(encryptionKey: encryptionKey, macKey: macKey)
  }

  private func derive(_ shared: Secret) -> Secret {
    let digest = HashAlgorithm.sha1.digest(of: shared)
    return unsafe Secret(count: 16) { buffer in
      digest.withSpan { bytes in
        for index in 0..<16 { unsafe buffer[index] = bytes[index] }
      }
    }
  }
}

/// The bare side of a channel with AES.
final class CardBareChannel {
  private let cipher: AESCipher
  private let mac: AESCMAC
  private let zero = [UInt8](repeating: 0, count: 16)

  init(encryptionKey: Secret, macKey: Secret) throws(CryptoError) {
    cipher = try AESCipher(key: encryptionKey)
    mac = try AESCMAC(key: macKey)
  }

  /// Two initial values, two tags, and what is encrypted either way, as many bytes as in the real exchanges.
  func run(_ exchanges: [CardExchange]) {
    for exchange in exchanges where exchange.isProtected {
      for (byteCount, isCommand) in [(exchange.commandByteCount, true), (exchange.answerByteCount, false)] {
        let blocks = [UInt8](repeating: 0x80, count: (byteCount + 15) / 16 * 16)
        let iv = cipher.encryptBlock(zero)
        precondition(mac.tag(blocks).count == 16)
        // An answer's or command's data is less than the whole by the objects around it, never more.
        let inner = Array(blocks.dropLast(min(blocks.count, 32)))
        if !inner.isEmpty {
          let done = isCommand ? cipher.encryptCBC(inner, iv: iv) : cipher.decryptCBC(inner, iv: iv)
          precondition(done.count == inner.count)
        }
      }
    }
  }
}

enum ThreadClock {
  /// Nanoseconds of processor time that this thread has used.
  static var nanoseconds: Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
