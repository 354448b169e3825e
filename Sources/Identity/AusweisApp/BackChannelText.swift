// The texts of the back channel as docs/backchannel.md specifies them: JSON both ways, read with the same limits as
// AusweisApp's messages. It sends nothing and knows no HTTP but the meaning of a status.

import Crypto

/// What is written to the town's service, and what its answers mean.
public enum BackChannelText {
  /// The longest session number, characters of `A-Z a-z 0-9 - _`.
  static let sessionCharactersMax = 128
  static let lifeSecondsMax = 3_600

  /// The body of `POST …/sessions`.
  public static func begin(_ request: IdentityRequest) -> [UInt8] {
    func list(_ rights: [AccessRight]) -> String {
      // Names of rights are letters and digits; anything else is left out rather than escaped.
      rights.compactMap { AccessRight(checking: $0.name) }.map { "\"\($0.name)\"" }.joined(separator: ",")
    }
    return Array(#"{"required":[\#(list(request.required))],"optional":[\#(list(request.optional))]}"#.utf8)
  }

  /// The answer to it: `201 {"session":…,"tcTokenURL":…,"expiresInSeconds":…}`.
  public static func session(status: Int, body: [UInt8]) throws(BackChannelFailure) -> IdentitySession {
    guard status == 201 else { throw failure(status) }
    guard let value = JSONValue(body), let id = value["session"]?.text, isSessionNumber(id),
      let address = value["tcTokenURL"]?.text.flatMap(ShownText.address),
      let life = value["expiresInSeconds"]?.number, (1...lifeSecondsMax).contains(life)
    else { throw .unreadable }
    return IdentitySession(id: id, address: address, lifeSeconds: life)
  }

  /// The answer to `POST …/sessions/NUMBER/result`: `202`, or `200 {"status":"ok","holder":{…}}`, or
  /// `200 {"status":"failed","minor":…}`.
  public static func result(status: Int, body: [UInt8]) throws(BackChannelFailure) -> IdentityResult {
    if status == 202 { return .pending }
    guard status == 200 else { throw failure(status, body: body) }
    guard let value = JSONValue(body) else { throw .unreadable }
    switch value["status"]?.text {
    case "ok":
      guard let holder = IdentityHolder(value["holder"]) else { throw .unreadable }
      return .identified(holder)
    case "failed": return .failed(ShownText.line(value["minor"]?.text ?? "", charactersMax: 80))
    default: throw .unreadable
    }
  }

  /// Whether a session's number can stand in an address as it is.
  static func isSessionNumber(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= sessionCharactersMax
      && text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D
          || $0 == 0x5F
      }
  }

  private static func failure(_ status: Int, body: [UInt8] = []) -> BackChannelFailure {
    switch status {
    case 401, 403: .refused
    case 404: .unknownSession
    // Gone: fetched already, or too late; the body says which.
    case 410: JSONValue(body)?["error"]?.text == "expired" ? .expired : .used
    case 500...599: .serverFault
    default: .unreadable
    }
  }
}

extension IdentityHolder {
  /// Reads the object; nil where it is none, or holds nothing at all.
  init?(_ value: JSONValue?) {
    guard let value, value.isObject else { return nil }
    self.init()
    func line(_ name: String) -> String? {
      value[name]?.text.map { ShownText.line($0, charactersMax: 200) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    familyName = line("familyName")
    givenNames = line("givenNames")
    birthName = line("birthName")
    doctoralDegree = line("doctoralDegree")
    birthDate = line("birthDate")
    placeOfBirth = line("placeOfBirth")
    street = line("street")
    postalCode = line("postalCode")
    city = line("city")
    country = line("country")
    nationality = line("nationality")
    documentType = line("documentType")
    validUntil = line("validUntil")
    pseudonym = line("pseudonym")
    isOldEnough = value["isOldEnough"]?.flag
    guard self != IdentityHolder() else { return nil }
  }
}
