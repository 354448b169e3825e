// What the system and the folders say of files, in German: the pieces of a sentence are joined with ": ", and each is
// looked up by itself. What is unknown stays as it was said.

/// Words of the system for people who read German.
public enum SystemWords {
  /// `english`, piece by piece.
  public static func german(_ english: String) -> String {
    english.split(separator: ": ").map { pieces[String($0)] ?? String($0) }.joined(separator: ": ")
  }

  static let pieces = [
    // Where.
    "the folder of orders": "der Auftragsordner",
    "a file in the folder of orders": "eine Datei im Auftragsordner",
    "the report of a file of orders": "der Bericht zu einer Auftragsdatei",
    "a file of orders that is done": "eine erledigte Auftragsdatei",
    "the folder of confirmations": "der Ordner der Rückmeldungen",
    // What.
    "the folder cannot be opened": "der Ordner lässt sich nicht öffnen",
    "its folder processing cannot be opened": "sein Ordner processing lässt sich nicht öffnen",
    "its folder processed cannot be opened": "sein Ordner processed lässt sich nicht öffnen",
    "its folder rejected cannot be opened": "sein Ordner rejected lässt sich nicht öffnen",
    "the folder cannot be read": "der Ordner lässt sich nicht lesen",
    "the folder cannot be synced": "der Ordner lässt sich nicht sichern (fsync)",
    "a file cannot be looked at": "eine Datei lässt sich nicht ansehen",
    "a file cannot be moved": "eine Datei lässt sich nicht verschieben",
    "a file cannot be written": "eine Datei lässt sich nicht schreiben",
    "all its numbered names are taken": "alle nummerierten Namen sind vergeben",
    "the file cannot be opened": "die Datei lässt sich nicht öffnen",
    "the file cannot be read": "die Datei lässt sich nicht lesen",
    // Why, as strerror(3) says it.
    "No such file or directory": "gibt es nicht",
    "Permission denied": "keine Berechtigung",
    "Operation not permitted": "nicht erlaubt",
    "Not a directory": "kein Ordner",
    "Is a directory": "ist ein Ordner",
    "Input/output error": "Ein-/Ausgabefehler",
    "No space left on device": "kein Speicherplatz mehr",
    "Disk quota exceeded": "Speicherkontingent erschöpft",
    "Read-only file system": "Dateisystem nur lesbar",
    "File exists": "gibt es schon",
    "File name too long": "Dateiname zu lang",
    "Too many open files": "zu viele offene Dateien",
    "Too many levels of symbolic links": "zu viele symbolische Links",
    "Stale file handle": "Netzlaufwerk neu verbunden",
    "Invalid argument": "ungültige Angabe",
    "Transport endpoint is not connected": "Netzlaufwerk nicht verbunden",
    "Host is down": "Server antwortet nicht",
  ]
}
