// What we say to AusweisApp (SDK, "Commands"), as values, and their JSON text. The text of a command with a secret comes
// to be in wiped storage and nowhere else; so that no caller can choose wrongly, the text of every command does.

import Secrets

/// A command to AusweisApp.
public enum AusweisCommand: Equatable, Sendable {
  case getInfo
  case getAPILevel
  case setAPILevel(Int)
  case getReaderList
  /// The address that answers with the TC token (TR-03124-1).
  case runAuth(address: String)
  case runChangePIN
  case getCertificate
  /// All optional rights that are granted.
  case setAccessRights([AccessRight])
  case accept
  /// Digits; nil where the reader's own pad takes them.
  case set(AusweisSecretKind, Secret?)
  /// API level 3.
  case `continue`
  case cancel

  /// The word of the SDK.
  public var name: String {
    switch self {
    case .getInfo: "GET_INFO"
    case .getAPILevel: "GET_API_LEVEL"
    case .setAPILevel: "SET_API_LEVEL"
    case .getReaderList: "GET_READER_LIST"
    case .runAuth: "RUN_AUTH"
    case .runChangePIN: "RUN_CHANGE_PIN"
    case .getCertificate: "GET_CERTIFICATE"
    case .setAccessRights: "SET_ACCESS_RIGHTS"
    case .accept: "ACCEPT"
    case .set(let kind, _): "SET_\(kind.rawValue)"
    case .continue: "CONTINUE"
    case .cancel: "CANCEL"
    }
  }

  /// The JSON text, UTF-8.
  public var encoded: Secret {
    let start = Array(#"{"cmd":"\#(name)""#.utf8)
    switch self {
    case .set(_, let value?):
      // The dialogue has checked that these are digits: they need no escapes.
      let key = Array(#","value":""#.utf8)
      let end = Array(#""}"#.utf8)
      return unsafe Secret(count: start.count + key.count + value.count + end.count) { buffer in
        var place = 0
        func put(_ bytes: [UInt8]) {
          for byte in bytes {
            unsafe buffer[place] = byte
            place += 1
          }
        }
        put(start)
        put(key)
        value.withSpan { span in
          for index in span.indices {
            unsafe buffer[place] = span[index]
            place += 1
          }
        }
        put(end)
      }
    case .setAPILevel(let level): return Secret(start + Array(#","level":\#(level)}"#.utf8))
    case .runAuth(let address):
      return Secret(start + Array(#","tcTokenURL":"#.utf8) + Self.quoted(address) + [UInt8(ascii: "}")])
    case .setAccessRights(let rights):
      let list = rights.map { Self.quoted($0.name) }.joined(separator: [UInt8(ascii: ",")])
      return Secret(start + Array(#","chat":["#.utf8) + Array(list) + Array("]}".utf8))
    default: return Secret(start + [UInt8(ascii: "}")])
    }
  }

  private static func quoted(_ text: String) -> [UInt8] {
    var quoted: [UInt8] = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): quoted += [UInt8(ascii: "\\"), byte]
      case ..<0x20: quoted += Array("\\u00".utf8) + hexadecimal(byte)
      default: quoted.append(byte)
      }
    }
    return quoted + [UInt8(ascii: "\"")]
  }

  private static func hexadecimal(_ byte: UInt8) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    return [digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
  }
}
