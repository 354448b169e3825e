// What AusweisApp says (SDK, "Messages"), as values: API levels 1 to 3 in one shape. What the SDK calls optional is
// optional here, what a message of a newer program adds is not seen, and a message of an unknown name is `other`.

import Crypto

/// A message of AusweisApp.
public enum AusweisMessage: Equatable, Sendable {
  /// The program's name and version, such as `AusweisApp2` and `1.26.2`.
  case info(name: String, version: String)
  /// `available` stands in the answer to GET_API_LEVEL alone, `error` after a level that it does not have.
  case apiLevel(available: [Int], current: Int?, error: String?)
  case reader(AusweisReader)
  case readerList([AusweisReader])
  /// `progress` in percent. All nil: no run.
  case status(workflow: String?, progress: Int?, state: String?)
  /// The identification has begun.
  case authStarted
  /// RUN_AUTH was not taken.
  case authRejected(String)
  case authEnded(AusweisAuthResult)
  case changePINStarted
  /// `succeeded` is nil where the word is no truth value.
  case changePINEnded(succeeded: Bool?, reason: String?)
  case accessRights(AccessRights, error: String?)
  case certificate(ProviderCertificate)
  case insertCard(error: String?)
  /// A secret is wanted. `error`: the last one was not even tried.
  case enter(AusweisSecretKind, error: String?, reader: AusweisReader?)
  /// API level 3: the run stands until CONTINUE.
  case pause(AusweisPause)
  /// The named command does not fit the moment.
  case badState(command: String)
  case unknownCommand(String)
  /// What we sent is no JSON.
  case invalid(String)
  case internalError(String)
  /// A message that this program does not know, by its name.
  case other(String)
  /// A known message without what it needs, by its name.
  case incomplete(String)
}

/// What AusweisApp asks for by ENTER_….
public enum AusweisSecretKind: String, CaseIterable, Sendable {
  case pin = "PIN"
  case newPIN = "NEW_PIN"
  case can = "CAN"
  case puk = "PUK"
}

/// Why a run pauses.
public enum AusweisPause: Equatable, Sendable {
  /// The card's position gives no steady connection.
  case badCardPosition
  /// A cause of a newer program, by its name.
  case other(String)
}

/// The end of AUTH.
public struct AusweisAuthResult: Equatable, Sendable {
  /// The result's major code is `…resultmajor#ok`, exactly.
  public var isOK: Bool
  /// The last part of the minor code, such as `cancellationByUser`.
  public var minor: String?
  /// The failure code of 1.26.3 and later, such as `Card_Removed`.
  public var reason: String?
  /// Where the holder's browser would go now: an https address.
  public var address: String?

  public init(isOK: Bool, minor: String? = nil, reason: String? = nil, address: String? = nil) {
    self.isOK = isOK
    self.minor = minor
    self.reason = reason
    self.address = address
  }
}

extension AusweisMessage {
  /// `…/ecard/api/1.1/resultmajor#ok` (TR-03112-1).
  static let okMajor = "http://www.bsi.bund.de/ecard/api/1.1/resultmajor#ok"

  /// Reads a text frame; nil where it is no JSON object with a `msg`, or passes a limit.
  public init?(_ bytes: some Collection<UInt8>) {
    guard let value = JSONValue(bytes), let name = value["msg"]?.text else { return nil }
    self = Self.known(name, value) ?? .incomplete(Self.name(name))
  }

  private static func known(_ name: String, _ value: JSONValue) -> AusweisMessage? {
    switch name {
    case "INFO":
      guard let info = value["VersionInfo"], let version = info["Implementation-Version"]?.text else {
        return nil
      }
      return .info(
        name: Self.name(info["Name"]?.text ?? ""), version: ShownText.line(version, charactersMax: 40))
    case "API_LEVEL":
      let available = value["available"]?.list?.compactMap(\.number) ?? []
      return .apiLevel(
        available: Array(available.prefix(AusweisLimit.rightsMax)), current: value["current"]?.number,
        error: error(value))
    case "READER": return AusweisReader(value).map { .reader($0) }
    case "READER_LIST":
      // `reader` is the list's name at API level 1.
      guard let list = value["readers"]?.list ?? value["reader"]?.list else { return nil }
      return .readerList(list.prefix(AusweisLimit.readersMax).compactMap { AusweisReader($0) })
    case "STATUS":
      return .status(
        workflow: value["workflow"]?.text.map(Self.name),
        progress: value["progress"]?.number.map { min(100, max(0, $0)) },
        state: value["state"]?.text.map(Self.name))
    case "AUTH": return auth(value)
    case "CHANGE_PIN": return changePIN(value)
    case "ACCESS_RIGHTS": return AccessRights(value).map { .accessRights($0, error: error(value)) }
    case "CERTIFICATE": return ProviderCertificate(value).map { .certificate($0) }
    case "INSERT_CARD": return .insertCard(error: error(value))
    case "PAUSE":
      guard let cause = value["cause"]?.text else { return nil }
      return .pause(cause == "BadCardPosition" ? .badCardPosition : .other(Self.name(cause)))
    case "BAD_STATE": return .badState(command: Self.name(value["error"]?.text ?? ""))
    case "UNKNOWN_COMMAND": return .unknownCommand(Self.name(value["error"]?.text ?? ""))
    case "INVALID": return .invalid(error(value) ?? "")
    case "INTERNAL_ERROR": return .internalError(error(value) ?? "")
    default:
      if name.hasPrefix("ENTER_"), let kind = AusweisSecretKind(rawValue: String(name.dropFirst(6))) {
        return .enter(kind, error: error(value), reader: AusweisReader(value["reader"]))
      }
      return .other(Self.name(name))
    }
  }

  private static func auth(_ value: JSONValue) -> AusweisMessage {
    guard let result = value["result"] else {
      if let error = error(value) { return .authRejected(error) }
      // An address without a result is an end of which nobody knows what it is.
      return value["url"] == nil ? .authStarted : .authEnded(AusweisAuthResult(isOK: false))
    }
    return .authEnded(
      AusweisAuthResult(
        isOK: result["major"]?.text == okMajor,
        minor: result["minor"]?.text.flatMap { $0.split(separator: "#").last.map { Self.name(String($0)) } },
        reason: result["reason"]?.text.map(Self.name), address: value["url"]?.text.flatMap(ShownText.address))
    )
  }

  private static func changePIN(_ value: JSONValue) -> AusweisMessage {
    guard let success = value["success"] else {
      return value["reason"] == nil && value["error"] == nil
        ? .changePINStarted : .changePINEnded(succeeded: nil, reason: value["reason"]?.text.map(Self.name))
    }
    return .changePINEnded(succeeded: success.flag, reason: value["reason"]?.text.map(Self.name))
  }

  private static func error(_ value: JSONValue) -> String? {
    value["error"]?.text.map { ShownText.line($0, charactersMax: 200) }
  }

  private static func name(_ text: String) -> String {
    ShownText.line(text, charactersMax: AusweisLimit.nameCharactersMax)
  }
}
