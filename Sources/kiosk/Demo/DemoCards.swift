// The cards of the demo: an ID card and an old passport of people who do not exist, simulated by processes of their own,
// and the reader on which one of them lies. The reader is a name in the scratch directory that points to a card or to none.

import Crypto
import Glibc
import Handover
import Secrets
import Simulators
import Station

enum DemoCards: String, CaseIterable {
  case identityCard = "id-card"
  case passport

  /// What makes card, PIN, CAN and PUK the same in each demo.
  var seed: UInt64 {
    switch self {
    case .identityCard: 1001
    case .passport: 1015
    }
  }

  var profile: String {
    switch self {
    case .identityCard: CardProfile.normal.rawValue
    case .passport: CardProfile.passport.rawValue
    }
  }

  /// What starts its process.
  func arguments(_ places: DemoPlaces) -> [String] {
    [
      "simulate", "card", "--profile", profile, "--socket", places.reader.cards[self] ?? "", "--pki",
      places.pki,
      "--state", places.cardState(self), "--seed", "\(seed)",
    ]
  }

  /// The word of the file that tells a station of its simulated reader (SocketCardSource).
  static let markerFile = "demo.reader"

  /// Keys and certificates of a country that does not exist.
  static func makePKI(_ directory: String) throws(DemoFailure) {
    do {
      let pki = try TestPKI.make(
        chance: SeededChance(seed: 1, purpose: "pki").bytes,
        on: CivilDay(number: time(nil) / 86_400))
      try pki.write(to: directory)
    } catch {
      throw DemoFailure(status: 73, message: "\(directory): no test PKI can be written: free some space")
    }
  }
}

/// What `kiosk simulate card` says when it is ready.
struct DemoCardReady: Codable, Equatable {
  var profile: String
  var pin: String?
  var can: String?
  var puk: String?
  var mrz: String?
  var holder: Holder?

  struct Holder: Codable, Equatable {
    var familyName: String
    /// ISO 8601.
    var birthDate: String
  }

  /// The second line of a passport's zone (ICAO 9303-4); nil: this is no passport, whose zone has 88 characters.
  private var passportLine: [UInt8]? {
    let signs = (mrz ?? "").utf8.filter { $0 > 0x20 }
    return signs.count == 88 ? Array(signs[44...]) : nil
  }

  /// The passport's number: the first nine characters of the second line.
  var passportNumber: String? {
    passportLine.map { line in
      String(decoding: line[0..<9].prefix { $0 != UInt8(ascii: "<") }, as: UTF8.self)
    }
  }

  /// ISO 8601.
  var passportExpiry: String? {
    passportLine.map { line in
      let digits = line[21..<27].map { String(UnicodeScalar($0)) }
      return "20\(digits[0])\(digits[1])-\(digits[2])\(digits[3])-\(digits[4])\(digits[5])"
    }
  }

  /// The ready lines among what the children wrote.
  static func lines(_ log: [String]) -> [DemoCardReady] {
    log.compactMap { DemoFile.json(DemoCardReady.self, $0) }
  }
}

/// The demo's card reader: what lies on it.
struct DemoReader: Equatable {
  let path: String
  let cards: [DemoCards: String]

  var lying: DemoCards? {
    var buffer = [CChar](repeating: 0, count: 256)
    let count = unsafe readlink(path, &buffer, buffer.count)
    guard count > 0 else { return nil }
    let target = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return DemoCards.allCases.first { cards[$0] == target }
  }

  /// Lays a card down; nil takes away what lies there.
  func lay(_ card: DemoCards?) -> Bool {
    _ = unsafe unlink(path)
    guard let card, let target = cards[card] else { return true }
    return unsafe symlink(target, path) == 0
  }
}
