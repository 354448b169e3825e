// Profiles, opening rules and the contact page: what a right file becomes.

import Services
import Testing

@testable import Configuration

@Suite struct ProfileTests {
  @Test(arguments: StationProfile.allCases)
  func `a profile says whether there are lockers and information`(_ profile: StationProfile) throws {
    let text =
      "[station]\ntown = \"T\"\nprofile = \"\(profile.rawValue)\"\n[counter]\nname = \"B\"\naddress = \"A\"\n"
    let configuration = try StationConfiguration.load(text: text, file: "K").get()
    #expect(configuration.station.profile == profile)
    #expect(profile.hasLockers == [.pickup, .both].contains(profile))
    #expect(profile.hasInformation == (profile != .pickup))
    #expect(configuration.terminal.contactPage == "page:termin")
    #expect(configuration.openings.isEmpty)
  }

  @Test func `opening rules are read as the content's hours are`() throws {
    let text = """
      [station]
      town = "T"
      languages = ["de", "en", "fr"]
      [counter]
      name = "B"
      address = "A"
      [terminal]
      contact_page = ""
      [[opening]]
      service = "pickup"
      hours = "Mo-Su,PH 06:00-22:00"
      [[opening]]
      service = "document-status"
      hours = "24/7"
      """
    let configuration = try StationConfiguration.load(text: text, file: "K").get()
    #expect(configuration.openings.map(\.service) == [.pickup, .documentStatus])
    #expect(configuration.openings[0].hours.source == "Mo-Su,PH 06:00-22:00")
    #expect(configuration.terminal.contactPage == nil)
    #expect(configuration.station.languages == ["de", "en", "fr"])
  }
}
