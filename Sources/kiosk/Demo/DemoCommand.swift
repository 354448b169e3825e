// `kiosk demo`: a whole station on one terminal, as real processes over real sockets, without root and without being
// installed. Arguments and nothing else.

import ArgumentParser
import Configuration
import Glibc
import Station

struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract:
      "Show a whole station on this terminal: lockers, information, applications, the citizen's screen.",
    discussion: """
      Everything lies in a scratch directory of its own and goes with the demo. Doors spring open by themselves, and \
      an invisible hand takes the document after 2 s and shuts the door 2 s later. F12 shows the wall: there you \
      are the hand, can lay cards on the reader, jam doors, silence boards and kill the station, and end the demo \
      with Q. Applications are encrypted and dropped into folders of the scratch directory, where a script opens them.
      Exit status: 0 ended, 64 no terminal, 69 kiosk-screen is not there, 70 or 71 it could not start.
      """)

  @Flag(help: "No screen: print one JSON line when the station serves, and run until SIGTERM.")
  var headless = false

  @Flag(help: "No invisible hand: take documents and shut doors yourself, with F12 or the control socket.")
  var manual = false

  @Option(help: "What the station is for: terminal, pickup, both or suitcase.")
  var profile: DemoProfile = .both

  @Option(help: "What the screen may draw: console (no QR codes) or full. Default: what the terminal says.")
  var glyphs: DemoGlyphs?

  @Option(help: "Language of what the demo itself says: de or en. Default: de, as the screen begins.")
  var lang: DeskLanguage?

  func run() throws {
    guard headless || (isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1) else {
      Output.complain("kiosk: the demo needs a terminal: start it in one, or use --headless")
      throw ExitCode(64)
    }
    let screen = ScreenCommand.candidates().first { unsafe access($0, X_OK) == 0 }
    if !headless && screen == nil {
      Output.complain("kiosk: kiosk-screen is not there: install it beside kiosk")
      throw ExitCode(69)
    }
    // The citizen's screen begins in German; card and wall speak as it does, wherever the demo is shown.
    let language = lang ?? .german
    throw ExitCode(
      DemoSupervisor.run(
        DemoOptions(
          screen: headless ? nil : screen, hasHands: !manual, language: language,
          profile: profile.profile, glyphs: glyphs)))
  }
}

struct DemoOptions {
  /// The screen's program; nil: headless.
  var screen: String?
  /// Invisible hands take documents and shut doors.
  var hasHands: Bool
  var language: DeskLanguage
  var profile: StationProfile
  /// Nil: the screen decides.
  var glyphs: DemoGlyphs?
}

/// `StationProfile`, as an argument.
enum DemoProfile: String, ExpressibleByArgument, CaseIterable {
  case terminal, pickup, both, suitcase

  var profile: StationProfile {
    switch self {
    case .terminal: .terminal
    case .pickup: .pickup
    case .both: .both
    case .suitcase: .suitcase
    }
  }
}

/// As kiosk-screen has them.
enum DemoGlyphs: String, ExpressibleByArgument, CaseIterable {
  case console, full
}
