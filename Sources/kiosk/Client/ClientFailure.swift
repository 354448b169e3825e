// Why a command could not do its work: a sentence with its remedy in the languages of staff, and an exit status.

import Messages
import Station

struct ClientFailure: Error, Equatable {
  /// As in sysexits.h.
  enum Status: Int32 {
    case usage = 64
    case badData = 65
    case noInput = 66
    case unavailable = 69
    case refused = 70
    case cannotCreate = 73
    case io = 74
    case leftOpen = 75
    case noPermission = 77
  }

  var status: Status
  private var german: String
  private var english: String
  /// The station's word for a refusal.
  var code: String?

  init(_ status: Status, _ german: String, _ english: String) {
    self.status = status
    self.german = german
    self.english = english
  }

  init(_ refused: Refused) {
    self.init(
      refused.code == "role" ? .noPermission : .refused, DeskLanguage.german.sentence(refused),
      DeskLanguage.english.sentence(refused))
    code = refused.code
  }

  func message(_ language: DeskLanguage) -> String { language.text(german, english) }

  /// In the language of the environment, for commands without `--lang`.
  var message: String { message(DeskLanguage(environment: Environment.value)) }

  // MARK: The station cannot be reached

  static func notThere(_ path: String) -> ClientFailure {
    ClientFailure(
      .unavailable,
      "unter \(path) antwortet keine Station: Läuft 'kiosk station'? --socket nennt ihr Verzeichnis",
      "no station answers at \(path): is 'kiosk station' running? --socket names its directory")
  }

  static func notAllowed(_ path: String) -> ClientFailure {
    ClientFailure(
      .noPermission,
      "\(path): keine Berechtigung: Dieses Login braucht eine Gruppe aus [access] in Kiosk.conf",
      "\(path): no permission: ask the administrator to add your login to a group of [access] in Kiosk.conf")
  }

  static func lost(_ path: String) -> ClientFailure {
    ClientFailure(
      .unavailable,
      "die Station unter \(path) hat die Verbindung beendet: Läuft 'kiosk station'? Ihr Protokoll sagt, warum",
      "the station at \(path) ended the connection: is 'kiosk station' running? its log says why")
  }

  static func silent(_ path: String, seconds: Int) -> ClientFailure {
    ClientFailure(
      .unavailable,
      "die Station unter \(path) hat \(seconds) s lang nicht geantwortet: Protokoll ansehen, dann noch einmal",
      "the station at \(path) did not answer within \(seconds) s: see its log, then try again")
  }

  static func system(_ path: String, _ reason: String) -> ClientFailure {
    ClientFailure(
      .unavailable, "\(path): \(reason): Protokoll der Station ansehen",
      "\(path): \(reason): see the station's log")
  }

  /// What came is not what this socket's other side should say.
  static func strange(_ path: String) -> ClientFailure {
    ClientFailure(
      .unavailable,
      "unter \(path) antwortet etwas anderes: --socket prüfen, Befehl und Station aus einem Paket installieren",
      "\(path) says something this command does not know: check --socket, install both from one package")
  }
}
