// What `kiosk status` says of the card reader, with the remedy. A station without its reader hands over as before; only
// what needs a card is not offered.

extension Listing {
  /// Whom a passport must be signed by is not known: `path` is `[card] csca` of Kiosk.conf.
  static func trustWords(_ path: String, _ language: DeskLanguage) -> String {
    language.pick(
      "am Leser nicht lesbar, \(path) ist nicht zu gebrauchen: 'kiosk doctor', dann die Station neu starten",
      "not read at the reader, \(path) cannot be used: 'kiosk doctor', then restart the station")
  }

  /// `state` as `StatusReport.reader` has it.
  static func readerWords(_ state: String, _ language: DeskLanguage) -> String {
    switch state {
    case "empty": language.pick("bereit", "ready")
    case "card": language.pick("bereit, eine Karte liegt darauf", "ready, a card lies on it")
    case "mute":
      language.pick("bereit, was darauf liegt, antwortet nicht", "ready, what lies on it does not answer")
    case "busy":
      language.pick(
        "von einem anderen Programm gehalten: 'kiosk card info', sonst scdaemon beenden",
        "held by another program: 'kiosk card info', or end scdaemon")
    default:
      language.pick(
        "antwortet nicht: eingesteckt? 'systemctl status pcscd', dann 'kiosk card info'",
        "does not answer: is it plugged in? 'systemctl status pcscd', then 'kiosk card info'")
    }
  }
}
