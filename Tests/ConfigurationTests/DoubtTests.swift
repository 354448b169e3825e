// What is allowed and hardly meant: a station starts with it, `kiosk check` says it, with place and remedy.

import Configuration
import Foundation
import Testing

@Suite struct DoubtTests {
  private func doubts(_ text: String) throws -> [String] {
    try StationConfiguration.load(text: smallest + text, file: "K").get().doubts.map(\.warning)
  }

  private let remedy =
    "\"ausweisapp\" without [ausweisapp] enabled = true offers no PIN service at the reader, enable it, or write"
    + " path = \"own\""

  @Test func aReaderWithoutAPINServiceIsSaid() throws {
    #expect(
      try doubts("[card]\nreader = \"auto\"\npath = \"ausweisapp\"\n") == [
        "K:8:1: warning: card.path: " + remedy
      ])
    #expect(try doubts("[card]\nreader = \"auto\"\n") == ["K:7:1: warning: card.path: " + remedy])
  }

  @Test func otherwiseNothingIsSaid() throws {
    for text in [
      "", "[card]\nreader = \"none\"\n", "[card]\nreader = \"auto\"\npath = \"own\"\n",
      "[card]\nreader = \"auto\"\n[ausweisapp]\nenabled = true\n",
    ] { #expect(try doubts(text) == [], "\(text)") }
  }

  @Test func hoursOfAServiceThatTheProfileLacksAreSaid() throws {
    func doubts(_ profile: String, _ service: String) throws -> [String] {
      let station = smallest.replacing(
        "[station]\n", with: "[station]\nprofile = \"\(profile)\"\n")
      let text =
        station + "[[opening]]\nservice = \"\(service)\"\nhours = \"24/7\"\n"
      return try StationConfiguration.load(text: text, file: "K").get().doubts.map { $0.warning }
    }
    let lacking = [
      "terminal": ["pickup"], "suitcase": ["pickup", "document-status"],
      "pickup": ["information", "application", "contact"], "both": [],
    ]
    for (profile, services) in lacking {
      for service in OpeningSettings.Service.allCases.map(\.rawValue) {
        let said = try doubts(profile, service)
        #expect(said.count == (services.contains(service) ? 1 : 0), "\(profile) \(service): \(said)")
        let what = "warning: opening.service: a station with the profile \"\(profile)\" has no \(service)"
        #expect(said.allSatisfy { $0.contains(what) }, "\(said)")
      }
    }
  }

  @Test func theReportIsInOrderAndNamesThem() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "kiosk-doubt-\(getpid()).conf")
    defer { try? FileManager.default.removeItem(at: file) }
    try (smallest + "[card]\nreader = \"auto\"\n").write(to: file, atomically: true, encoding: .utf8)
    let report = ConfigurationReport.check(path: file.path())
    #expect(report.status == 0)
    #expect(report.lines.count == 2)
    #expect(report.lines[1].hasSuffix(":7:1: warning: card.path: " + remedy))
  }

  @Test func theTrustStoreHasItsPlace() throws {
    let text = smallest + "[card]\ncsca = \"/srv/list.ml\"\n"
    #expect(try StationConfiguration.load(text: text, file: "K").get().card.cscaPlace == "K:7:1")
    #expect(try StationConfiguration.load(text: smallest, file: "K").get().card.cscaPlace == nil)
  }
}
