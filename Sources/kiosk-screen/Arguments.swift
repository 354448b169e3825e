// The command line of the screen, read by hand: the screen links no argument parser, so that it starts in
// milliseconds. Every mistake names its remedy.

import Glibc
import Terminal

struct Arguments: Equatable {
  var socketPath: String
  var isDemo = false
  /// Until the station names its own.
  var theme: Theme?
  var keyMap = KeyMapName.pc
  var glyphSet: GlyphSet

  enum KeyMapName: String {
    case pc, keypad
  }

  static let usage = """
    Usage: kiosk-screen --socket PATH [--demo] [--theme dark|light|high-contrast|mono] [--keymap pc|keypad]
                        [--glyphs console|full]

      --socket PATH   the station's citizen socket (citizen.sock in its socket directory)
      --demo          F12 ends with status 112, so that `kiosk demo` can show the wall
      --theme NAME    colours; without it the station says which; mono needs no colours
      --keymap NAME   names and meaning of the keys: pc (keyboard) or keypad (12 to 16 keys)
      --glyphs SET    what the terminal can draw: console (a console font, no QR codes) or full; without it
                      full where TERM is no console and the locale is UTF-8
      --help          this text
    """

  enum Outcome: Equatable {
    case run(Arguments)
    case help
    /// A sentence for stderr; the program ends with status 64.
    case wrong(String)
  }

  /// Reads the arguments after the program's name.
  static func parse(_ words: [String]) -> Outcome {
    var arguments = Arguments(socketPath: "", glyphSet: glyphSetOfTerminal)
    var rest = words[...]
    while let word = rest.popFirst() {
      let name: String
      var value: String?
      if word.hasPrefix("--"), let equals = word.firstIndex(of: "=") {
        name = String(word[..<equals])
        value = String(word[word.index(after: equals)...])
      } else {
        name = word
      }
      switch name {
      case "--help", "-h": return .help
      case "--demo": arguments.isDemo = true
      case "--socket", "--theme", "--keymap", "--glyphs":
        guard let given = value ?? rest.popFirst(), !given.isEmpty else {
          return .wrong("\(name) needs a value: see kiosk-screen --help")
        }
        if let mistake = arguments.set(name, given) { return .wrong(mistake) }
      default:
        return .wrong("unknown argument \(name): see kiosk-screen --help")
      }
    }
    if arguments.socketPath.isEmpty {
      return .wrong("--socket is missing: name the station's citizen socket, --socket PATH")
    }
    return .run(arguments)
  }

  /// What `TERM` and the locale say. The first of these variables that is set decides (locale(7)).
  private static var glyphSetOfTerminal: GlyphSet {
    func value(_ name: String) -> String { unsafe getenv(name).map { unsafe String(cString: $0) } ?? "" }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].map(value).first { !$0.isEmpty } ?? ""
    return GlyphSet.of(terminal: value("TERM"), locale: locale)
  }

  private mutating func set(_ name: String, _ value: String) -> String? {
    switch name {
    case "--socket":
      socketPath = value
      if !StationLink.canName(value) { return "--socket is too long: a socket's path has at most 107 bytes" }
    case "--theme":
      guard let theme = Theme(named: value == "mono" ? "monochrome" : value) else {
        return "unknown theme \(value): use dark, light, high-contrast or mono"
      }
      self.theme = theme
    case "--glyphs":
      switch value {
      case "console": glyphSet = .console
      case "full": glyphSet = .full
      default: return "unknown glyphs \(value): use console or full"
      }
    default:
      guard let keyMap = KeyMapName(rawValue: value) else {
        return "unknown keymap \(value): use pc or keypad"
      }
      self.keyMap = keyMap
    }
    return nil
  }
}
