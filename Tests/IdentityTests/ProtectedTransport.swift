// The card's side of AES secure messaging in front of any plain card: what comes in is opened, what goes out is sealed.
// Written from the standard for tests of the terminal's side; wrong commands get what a chip answers.

import Crypto
import Identity
import Secrets

final class ProtectedTransport: CardTransport {
  let inner: any CardTransport
  var pinPad: (any PinPad)? { nil }
  var commandByteCountMax: Int { inner.commandByteCountMax }
  /// Commands as the inner card saw them.
  private(set) var plain: [[UInt8]] = []
  private(set) var longest = 0

  private let cipher: AESCipher
  private let mac: AESCMAC
  private var counter: UInt64 = 0

  static let encryptionKey = Secret([UInt8](repeating: 0x11, count: 16))
  static let macKey = Secret([UInt8](repeating: 0x22, count: 16))

  init(_ inner: any CardTransport) throws {
    self.inner = inner
    cipher = try AESCipher(key: Self.encryptionKey)
    mac = try AESCMAC(key: Self.macKey)
  }

  /// A link whose channel ends here.
  static func link(to inner: any CardTransport) throws -> (CardLink, ProtectedTransport) {
    let transport = try ProtectedTransport(inner)
    let link = CardLink(transport)
    link.secureMessaging = try AESSecureMessaging(encryptionKey: encryptionKey, macKey: macKey)
    return (link, transport)
  }

  func transmit(_ command: [UInt8]) throws(CardError) -> [UInt8] {
    do { return try answer(command) } catch let error as CardError { throw error } catch {
      return [0x69, 0x88]
    }
  }

  private func answer(_ command: [UInt8]) throws -> [UInt8] {
    longest = max(longest, command.count)
    guard command[0] & 0x0C == 0x0C else { return [0x69, 0x87] }
    let isExtended = command[4] == 0
    let start = isExtended ? 7 : 5
    let count = isExtended ? Int(command[5]) << 8 | Int(command[6]) : Int(command[4])
    let objects = try TLV.parseAll(Array(command[start..<start + count]))
    counter += 1
    let header = Array(command.prefix(4))
    let signed = objects.dropLast().flatMap(\.encoded)
    let tag = mac.tag(ssc + pad(header) + (signed.isEmpty ? [] : pad(signed)))
    guard objects.last?.tag == 0x8E, objects.last?.value == Array(tag.prefix(8)) else { return [0x69, 0x88] }
    var data: [UInt8] = []
    let isOdd = header[1] & 1 == 1
    if let object = try objects.only(isOdd ? 0x85 : 0x87) {
      let open = cipher.decryptCBC(
        Array(object.value.dropFirst(isOdd ? 0 : 1)), iv: cipher.encryptBlock(ssc))
      data = Array(open[..<open.lastIndex(of: 0x80)!])
    }
    let length = try objects.only(0x97).map { object in
      let value = object.value.reduce(0) { $0 << 8 | Int($1) }
      return value == 0 ? object.value.count == 1 ? 256 : 65_536 : value
    }
    let opened = CommandAPDU(
      cla: header[0] & 0xF3, ins: header[1], p1: header[2], p2: header[3], data: data, expectedLength: length)
    plain.append(opened.encoded)
    let response = try ResponseAPDU(try inner.transmit(opened.encoded))
    counter += 1
    var body: [UInt8] = []
    if !response.data.isEmpty {
      let sealed = cipher.encryptCBC(pad(response.data), iv: cipher.encryptBlock(ssc))
      body += isOdd ? TLV(0x85, sealed).encoded : TLV(0x87, [1] + sealed).encoded
    }
    let status = [response.status.sw1, response.status.sw2]
    body += TLV(0x99, status).encoded
    body += TLV(0x8E, Array(mac.tag(ssc + pad(body)).prefix(8))).encoded
    // A short command has room for 256 bytes of answer.
    return !isExtended && body.count > 256 ? [0x67, 0x00] : body + status
  }

  private var ssc: [UInt8] {
    [UInt8](repeating: 0, count: 8) + (0..<8).map { UInt8(truncatingIfNeeded: counter >> (56 - 8 * $0)) }
  }

  private func pad(_ bytes: [UInt8]) -> [UInt8] {
    bytes + [0x80] + [UInt8](repeating: 0, count: 15 - bytes.count % 16)
  }
}
