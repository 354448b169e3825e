// `[[destination]]`: both kinds with their keys and their mistakes, each with its place and its remedy.

import Testing

@testable import Configuration

@Suite struct DestinationTests {
  static let file = """
    [[destination]]
    name = "bauhof"
    kind = "file"
    directory = "/srv/bauhof"
    key = "/etc/kiosk/bauhof.jwk"

    """
  static let fitConnect = """
    [[destination]]
    name = "buergeramt"
    kind = "fit-connect"
    submission_api = "https://fit.example/submission-api/"
    token_address = "https://auth.example/token"
    client_id = "client"
    secret_file = "/etc/kiosk/secret"
    destination_id = "879EE109-a690-4db8-ab32-424e2f2d9c2c"
    region = "05162024"
    schema = "https://schema.example/application.json"
    roots = "/etc/kiosk/roots.pem"

    """

  @Test func bothKindsLoadWithTheirDefaults() throws {
    let all = try StationConfiguration.load(text: smallest + Self.file + Self.fitConnect, file: "K").get()
    #expect(all.destinations.map(\.name) == ["bauhof", "buergeramt"])
    #expect(all.destinations.map(\.retryDays) == [28, 28] && all.destinations[0].keepDays == 7)
    guard case .file(let drop) = all.destinations[0].kind,
      case .fitConnect(let fit) = all.destinations[1].kind
    else {
      Issue.record("the kinds are mixed up")
      return
    }
    #expect(drop.directory == "/srv/bauhof" && drop.key == "/etc/kiosk/bauhof.jwk")
    #expect(fit.submissionAPI == "https://fit.example/submission-api")
    #expect(fit.destinationAPI == fit.submissionAPI && fit.issuer == fit.submissionAPI)
    #expect(fit.destinationID == "879ee109-a690-4db8-ab32-424e2f2d9c2c")
    #expect(fit.environment == .production && fit.ca == nil && fit.keys == nil)
    #expect(all.doubts.isEmpty)
  }

  @Test func whatOneKindNeedsTheOtherDoesNotTake() {
    let mixed = "[[destination]]\nname = \"a\"\nkind = \"file\"\ndirectory = \"/x\"\nclient_id = \"c\"\n"
    #expect(
      mistakes(smallest + mixed) == [
        "K:6:3: destination.key: is missing, kind = \"file\" needs it: 1…200 characters, a path that begins with /",
        "K:10:1: destination.client_id: is nothing for kind = \"file\", remove it",
      ])
    let bare = mistakes(smallest + "[[destination]]\nname = \"a\"\nkind = \"fit-connect\"\n")
    #expect(bare.count == 8 && bare.allSatisfy { $0.hasPrefix("K:6:3: destination.") })
  }

  @Test func productionNeedsRootsAndATestIsDoubted() throws {
    let without = Self.fitConnect.replacing("roots = \"/etc/kiosk/roots.pem\"\n", with: "")
    #expect(
      mistakes(smallest + without) == [
        "K:6:3: destination.roots: is missing, name the file with the roots of the Verwaltungs-PKI, or write environment = \"test\""
      ])
    let test = try StationConfiguration.load(
      text: smallest + without + "environment = \"test\"\n", file: "K"
    ).get()
    #expect(test.doubts.count == 1)
  }

  @Test func namesFoldersAddressesAndNumbersAreChecked() {
    #expect(
      mistakes(smallest + Self.file + Self.file).map { $0.prefix(40) }.count == 2)
    for (good, bad) in [
      ("https://auth.example/token", "http://auth.example/token"), ("05162024", "051620241"),
      ("879EE109-a690-4db8-ab32-424e2f2d9c2c", "879EE109-a690-4db8-ab32-424e2f2d9c2x"),
      ("\"buergeramt\"", "\"Bürgeramt\""), ("https://fit.example", "https://fit \\\" .example"),
    ] {
      let list = mistakes(smallest + Self.fitConnect.replacing(good, with: bad))
      #expect(list.count == 1 && list[0].contains("does not fit") || list[0].contains("has 9"), "\(list)")
    }
  }
}
