// The sample files of Golden/passport-files.txt by name. They were made once with the openssl program; how stands in
// the script beside them.

import Foundation

@testable import Crypto

enum PassportFiles {
  static let all: [String: [UInt8]] = {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Golden/passport-files.txt")
    guard let text = try? String(contentsOf: path, encoding: .utf8) else { return [:] }
    var files: [String: [UInt8]] = [:]
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let words = line.split(separator: " ")
      if words.count == 2, let data = Data(base64Encoded: String(words[1])) {
        files[String(words[0])] = Array(data)
      }
    }
    return files
  }()

  static func file(_ name: String) -> [UInt8] { all[name] ?? [] }

  static func certificate(_ name: String) throws(X509Fault) -> X509Certificate {
    try X509Certificate(der: file(name))
  }

  static let day = CivilDate(year: 2036, month: 1, day: 1)!

  /// The authorities that the sample passport's signers are under; `csca-other` is left out.
  static func trust(revocation: Bool = false) throws -> TrustStore {
    TrustStore(
      authorities: [try certificate("csca-curve"), try certificate("csca-rsa")],
      date: CivilDate(year: 2035, month: 12, day: 1)!,
      revocationLists: revocation ? [try X509RevocationList(der: file("crl"))] : [])
  }
}
