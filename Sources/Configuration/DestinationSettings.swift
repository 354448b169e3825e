// `[[destination]]`: where confirmed applications go, by the name that the forms use. Addresses, paths and limits stand
// here; the files that they name are looked at by the station and by `kiosk doctor`, not by this check.

public struct DestinationSettings: Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    case file(FileDrop)
    case fitConnect(FitConnect)
  }

  /// As the forms have it (`destination = …`).
  public var name: String
  public var kind: Kind
  /// So many days a delivery is tried again before a person must decide.
  public var retryDays: Int
  /// So many days a delivered application stays in the list, without its content.
  public var keepDays: Int

  /// A folder that the town's software empties.
  public struct FileDrop: Equatable, Sendable {
    public var directory: String
    /// The file with the public key, a JWK.
    public var key: String
  }

  /// FIT-Connect, submission API v2.
  public struct FitConnect: Equatable, Sendable {
    public enum Environment: String, Sendable, CaseIterable { case test, production }

    /// Addresses begin with https:// and have no slash at their end.
    public var submissionAPI: String
    public var destinationAPI: String
    public var tokenAddress: String
    /// `iss` of the delivery service's event tokens.
    public var issuer: String
    public var clientID: String
    /// A file with the secret of the client, for the station's eyes only.
    public var secretFile: String
    /// A UUID in small letters.
    public var destinationID: String
    /// AGS (8 digits) or ARS (12 digits).
    public var region: String
    /// The URI under which the shape of an application is known to the destination.
    public var schema: String
    public var environment: Environment
    /// PEM certificates, a file: the roots under which the destination's keys must stand; nil only in a test.
    public var roots: String?
    /// A file with the delivery service's keys as JWK set; nil: they are fetched from it.
    public var keys: String?
    /// A file with PEM certificates for TLS; nil: the system's.
    public var ca: String?
  }

  init(_ section: Section) {
    name = section.text("name")
    retryDays = section.integer("retry_days")
    keepDays = section.integer("keep_days")
    func text(_ key: String) -> String { section.textIfPresent(key) ?? "" }
    func path(_ key: String) -> String? { text(key).isEmpty ? nil : text(key) }
    func address(_ key: String) -> String {
      let address = text(key)
      return address.hasSuffix("/") ? String(address.dropLast()) : address
    }
    if section.text("kind") == "file" {
      kind = .file(FileDrop(directory: text("directory"), key: text("key")))
    } else {
      let submission = address("submission_api")
      kind = .fitConnect(
        FitConnect(
          submissionAPI: submission,
          destinationAPI: path("destination_api") == nil ? submission : address("destination_api"),
          tokenAddress: text("token_address"), issuer: path("issuer") ?? submission,
          clientID: text("client_id"), secretFile: text("secret_file"),
          destinationID: text("destination_id").lowercased(), region: text("region"), schema: text("schema"),
          environment: FitConnect.Environment(rawValue: text("environment")) ?? .production,
          roots: path("roots"), keys: path("keys"), ca: path("ca")))
    }
  }
}

extension StationSchema {
  private static let onlyFile = Absence.means("not for fit-connect")
  private static let onlyFitConnect = Absence.means("not for file")

  static let destination = TableRule(keys: [
    KeyRule("name", .text(1...40, .slug), .required),
    KeyRule("kind", .word(["file", "fit-connect"]), .required),
    KeyRule("directory", .text(1...200, .path), onlyFile),
    KeyRule("key", .text(1...200, .path), onlyFile),
    KeyRule("submission_api", .text(1...200, .address), onlyFitConnect),
    KeyRule("destination_api", .text(1...200, .address), .means("the same as submission_api")),
    KeyRule("token_address", .text(1...200, .address), onlyFitConnect),
    KeyRule("issuer", .text(1...200, .address), .means("the same as submission_api")),
    KeyRule("client_id", .text(1...100, .line), onlyFitConnect),
    KeyRule("secret_file", .text(1...200, .path), onlyFitConnect),
    KeyRule("destination_id", .text(36...36, .uuid), onlyFitConnect),
    KeyRule("region", .text(8...12, .region), onlyFitConnect),
    KeyRule("schema", .text(1...200, .address), onlyFitConnect),
    KeyRule("environment", .word(["test", "production"]), .means("production")),
    KeyRule("roots", .text(1...200, .path), .means("in a test, keys without certificates")),
    KeyRule("keys", .text(1...200, .path), .means("the keys that the submission API publishes")),
    KeyRule("ca", .text(1...200, .path), .means("the system's authorities")),
    KeyRule("retry_days", .integer(1...90, unit: "days"), default: .integer(28)),
    KeyRule("keep_days", .integer(0...90, unit: "days"), default: .integer(7)),
  ])

  static let fileKeys = ["directory", "key"]
  static let fitConnectKeys = [
    "submission_api", "token_address", "client_id", "secret_file", "destination_id", "region", "schema",
  ]
  static let fitConnectOptions = ["destination_api", "issuer", "environment", "roots", "keys", "ca"]
}

/// What several keys of the destinations say together.
func checkDestinations(_ destinations: [Section], into list: inout MistakeList) {
  for key in ["name", "directory"] {
    var first: [String: Section] = [:]
    for one in destinations where list.isSound(one.path(key)) {
      guard case .text(let value)? = one.values[key] else { continue }
      if let other = first[value] {
        list.add(
          one.path(key),
          "\"\(value)\" is the \(key) of the destination in line \(list.positions[other.path].line) too",
          "give each destination its own")
      } else {
        first[value] = one
      }
    }
  }
  for one in destinations where list.isSound(one.path("kind")) && one.values["kind"] != nil {
    let kind = one.text("kind")
    let (needed, foreign) =
      kind == "file"
      ? (StationSchema.fileKeys, StationSchema.fitConnectKeys + StationSchema.fitConnectOptions)
      : (StationSchema.fitConnectKeys, StationSchema.fileKeys)
    for key in needed where one.values[key] == nil {
      list.add(
        one.path(key), "is missing", "kind = \"\(kind)\" needs it: \(one.rule[key]!.value.words)",
        at: one.path)
    }
    for key in foreign where one.values[key] != nil {
      list.add(one.path(key), "is nothing for kind = \"\(kind)\"", "remove it")
    }
    if kind == "fit-connect" { checkEnvironment(one, into: &list) }
  }
}

private func checkEnvironment(_ one: Section, into list: inout MistakeList) {
  guard list.areSound(one, ["environment", "roots"]) else { return }
  let isTest = one.textIfPresent("environment") == "test"
  if !isTest, one.values["roots"] == nil {
    list.add(
      one.path("roots"), "is missing",
      "name the file with the roots of the Verwaltungs-PKI, or write environment = \"test\"", at: one.path)
  }
  if isTest {
    list.doubt(
      one.path("environment"), "\"test\": applications go to a test environment, not to an office",
      "write \"production\" before citizens use the station", at: one.path("environment"))
  }
}
