// Which addresses are this very machine: a back channel without encryption may be there and nowhere else.

import Testing

@testable import Configuration

@Suite struct OwnAddressTests {
  @Test(
    "numbers of this machine, with a port and a path or without",
    arguments: [
      "http://127.0.0.1", "http://127.0.0.1/", "http://127.0.0.1:8080", "http://127.0.0.1:8080/eid/kiosk",
      "http://[::1]:1/x",
      "http://[::1]",
    ]) func own(_ text: String)
  {
    #expect(OwnAddress.isOne(text))
    #expect(load(text).backChannel?.hasPrefix("http://") == true)
  }

  @Test(
    "names, other machines and tricks are none",
    arguments: [
      "http://localhost:8080", "http://127.0.0.1.example.de", "http://127.0.0.1:80@example.de/",
      "http://127.0.0.10",
      "http://127.0.0.1:0", "http://127.0.0.1:70000", "http://127.0.0.1:", "http://127.0.0.1/@example.de",
      "http://[::1",
      "HTTP://127.0.0.1", "http://10.0.0.1", "ftp://127.0.0.1", "http://127.0.0.1?x", "http://127.0.0.1/\\",
      "",
    ]) func others(_ text: String)
  {
    #expect(!OwnAddress.isOne(text))
  }

  @Test("a back channel beyond this machine without https is a mistake") func refused() {
    guard
      case .failure(let failure) = StationConfiguration.load(
        text: Self.text("http://eid.example.de/kiosk"), file: "f")
    else {
      Issue.record("taken")
      return
    }
    #expect("\(failure)".contains("https://"))
  }

  private func load(_ address: String) -> AusweisAppSettings {
    try! StationConfiguration.load(text: Self.text(address), file: "f").get().ausweisApp
  }

  private static func text(_ address: String) -> String {
    """
    [station]
    town = "T"
    [counter]
    name = "S"
    address = "W"
    [ausweisapp]
    enabled = true
    back_channel = "\(address)"
    """
  }
}
