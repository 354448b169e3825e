// What is fuzzed: each reader of foreign bytes, with what it promises beside not to crash.

import Crypto
@testable import Identity
import Secrets

enum FuzzTarget: String, CaseIterable {
  /// BER-TLV objects of ISO 7816-4.
  case tlv
  /// DER values, SecurityInfos and the values of data groups.
  case der
  /// Answers to commands: reading of files, PACE up to the token.
  case apdu
  /// Answers under secure messaging, with a right MAC for half of the inputs.
  case sm
  /// Certificates of terminals.
  case cvc
  /// CMS SignedData: EF.SOD, EF.CardSecurity, master lists, and X.509 certificates.
  case sod
  /// Machine readable zones, typed, scanned and of a chip.
  case mrz
  /// Messages of AusweisApp, and the dialogue that they drive.
  case ausweis

  func run(_ bytes: [UInt8]) {
    switch self {
    case .tlv: Self.tlv(bytes)
    case .der: Self.der(bytes)
    case .apdu: Self.apdu(bytes)
    case .sm: Self.secureMessaging(bytes)
    case .cvc: _ = try? CVCertificate(bytes)
    case .sod: Self.signedData(bytes)
    case .mrz: Self.zone(bytes)
    case .ausweis: Self.ausweisApp(bytes)
    }
  }

  static let today = CivilDate(year: 2026, month: 11, day: 21)!

  private static func tlv(_ bytes: [UInt8]) {
    guard let object = try? TLV.parse(bytes) else { return }
    // What is read and written again is read as the same.
    let again = try? TLV.parse(object.encoded)
    precondition(again == object, "an object changes when it is written and read")
    _ = try? object.children()
    _ = try? TLV.parseAll(object.value)
  }

  private static func der(_ bytes: [UInt8]) {
    _ = try? SecurityInfos(bytes)
    guard let first = bytes.first, let group = DataGroup(rawValue: first % 22 + 1) else { return }
    _ = try? DataGroupValue(Array(bytes.dropFirst()), of: group)
    _ = Inflate.inflate(Array(bytes.dropFirst()), byteCountMax: 10_000)
  }

  private static func apdu(_ bytes: [UInt8]) {
    let link = CardLink(FuzzTransport(bytes, extended: bytes.first.map { $0 & 1 == 1 } ?? false))
    guard let file = try? link.readFile(shortIdentifier: 0x1C, step: .cardAccess) else { return }
    let access = (try? SecurityInfos(file)) ?? SecurityInfos.bsi
    _ = try? PACERun.establish(
      on: link, access: access, password: .pin, secret: Secret(Array("123456".utf8)), chance: chance)
    _ = try? link.readFile(identifier: 0x011D, step: .cardSecurity)
  }

  /// Keys that are the same each time: an input has to mean the same tomorrow.
  private static func chance(_ count: Int) throws(CryptoError) -> Secret {
    Secret([UInt8](repeating: 0x42, count: count))
  }

  private static func secureMessaging(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    let key = Secret([UInt8](repeating: 7, count: 16))
    guard let channel = try? AESSecureMessaging(encryptionKey: key, macKey: key),
      let mac = try? AESCMAC(key: key)
    else { return }
    let command = CommandAPDU(ins: first & 2 == 0 ? 0xB0 : 0xB1, p1: 0, p2: 0, expectedLength: 256)
    guard (try? channel.protect(command, secret: nil)) != nil else { return }
    var data = Array(bytes.dropFirst())
    if first & 1 == 1 {
      // The counter stands at 2 for the first answer.
      var message = [UInt8](repeating: 0, count: 15) + [2] + data + [0x80]
      while message.count % 16 != 0 { message.append(0) }
      data += [0x8E, 8] + mac.tag(message).prefix(8)
    }
    let answer = ResponseAPDU(data: data, status: .ok)
    if (try? channel.unprotect(answer)) == nil {
      precondition((try? channel.protect(command, secret: nil)) == nil, "a dead channel speaks")
    }
  }

  private static func signedData(_ bytes: [UInt8]) {
    _ = try? X509Certificate(der: bytes)
    _ = try? SignedData(bytes)
  }

  private static func zone(_ bytes: [UInt8]) {
    _ = try? DocumentAccess.read(Secret(bytes), today: today)
    _ = try? MachineReadableZone(chip: bytes, today: today)
  }

  private static func ausweisApp(_ bytes: [UInt8]) {
    var dialogue = AusweisDialogue()
    _ = dialogue.reduce(.connected)
    _ = dialogue.reduce(.begin(.changePIN))
    for line in bytes.split(separator: 0x0A) {
      guard let message = AusweisMessage(line) else {
        _ = dialogue.reduce(.unreadable)
        continue
      }
      _ = dialogue.reduce(.message(message))
      // Somebody types whatever is asked for, and asks for nothing else.
      _ = dialogue.reduce(.secret(Secret(Array("123456".utf8))))
    }
  }
}

/// A card whose answers are the input: a length byte (with 255, a second one), then so many bytes.
final class FuzzTransport: CardTransport {
  private var rest: ArraySlice<UInt8>
  let commandByteCountMax: Int
  var pinPad: (any PinPad)? { nil }

  init(_ bytes: [UInt8], extended: Bool) {
    rest = bytes.dropFirst()
    commandByteCountMax = extended ? 65_544 : shortCommandByteCountMax
  }

  func transmit(_ command: [UInt8]) throws(CardError) -> [UInt8] {
    guard let length = rest.popFirst() else { throw .transport(.removed) }
    let count = length == 255 ? 255 + Int(rest.popFirst() ?? 0) : Int(length)
    guard count >= 2 else { throw .transport(.malformedAnswer) }
    let answer = Array(rest.prefix(count))
    rest = rest.dropFirst(count)
    guard answer.count >= 2 else { throw .transport(.malformedAnswer) }
    return answer
  }
}
