// What each failure of `kiosk card` is and what to do, for technicians in both languages of the desk. Half sentences: a
// comma joins them in one line. Citizens' pages have words of their own.

import Glibc
import Identity
import Station

/// What is wrong, and its remedy.
struct CardWords {
  var what: String
  var remedy: String

  static func of(_ failure: CardCommandFailure, _ language: DeskLanguage) -> CardWords {
    func words(_ german: (String, String), _ english: (String, String)) -> CardWords {
      CardWords(what: language.text(german.0, english.0), remedy: language.text(german.1, english.1))
    }
    let found = failure.readers.isEmpty ? "" : " (\(failure.readers.joined(separator: "; ")))"
    switch failure.cause {
    case .card(.certificate(let fault)): return of(fault, failure, words)
    case .card(.transport(.noCard)) where failure.emptyReader != nil:
      let (name, others) = (failure.emptyReader ?? "", failure.fullReaders.joined(separator: "; "))
      return words(
        (
          "auf diesem Leser liegt keine Karte (\(name))",
          others.isEmpty
            ? "eine Karte auflegen" : "eine auflegen oder den nennen, auf dem eine liegt (\(others))"
        ),
        (
          "this reader holds no card (\(name))",
          others.isEmpty ? "lay one down" : "lay one down or name the one that holds one (\(others))"
        ))
    case .card(let error): return of(error, found, words)
    case .stationHoldsReader:
      return words(
        (
          "eine Station auf diesem Gerät hält die Kartenleser",
          "erst 'systemctl stop kiosk-station', danach wieder starten"
        ),
        (
          "a station on this machine holds the readers",
          "run 'systemctl stop kiosk-station' first, start it again afterwards"
        ))
    case .severalCards(let names):
      let list = names.joined(separator: "; ")
      return words(
        ("auf mehreren Lesern liegt eine Karte (\(list))", "mit --reader einen nennen"),
        ("several readers hold a card (\(list))", "name one with --reader"))
    case .secretMissing(let name):
      return words(
        ("nichts eingegeben, und \(name) ist nicht gesetzt", "am Terminal eingeben oder \(name) setzen"),
        ("nothing was typed, and \(name) is not set", "type it at a terminal or set \(name)"))
    case .secretFormat(let name, let counts):
      let count = counts.count == 1 ? "\(counts.lowerBound)" : "\(counts.lowerBound)-\(counts.upperBound)"
      return words(
        (
          "\(name) muss \(count) Ziffern haben und nichts anderes",
          "nachsehen und neu eingeben; an die Karte ging nichts"
        ),
        (
          "\(name) must have \(count) digits and nothing else",
          "look and type it again; nothing went to the card"
        ))
    case .transportPIN(let name):
      return words(
        (
          "\(name) muss 6 Ziffern haben; 5 sind eine Transport-PIN",
          "sie erst mit 'kiosk card change-pin' ersetzen; an die Karte ging nichts"
        ),
        (
          "\(name) must have 6 digits; 5 are a transport PIN",
          "replace it with 'kiosk card change-pin' first; nothing went to the card"
        ))
    case .zone(let fault):
      return words(
        (
          "die Angaben der MRZ passen nicht (\(fault.code))",
          "Nummer, Geburtsdatum, Ablaufdatum vergleichen und neu eingeben"
        ),
        (
          "what was typed of the MRZ does not fit (\(fault.code))",
          "compare number, birth date, expiry date and type them again"
        ))
    case .notBlocked:
      return words(
        ("die PIN ist nicht gesperrt", "nichts ist zu tun; die PUK wurde nicht verwendet"),
        ("the PIN is not blocked", "there is nothing to do; the PUK was not used"))
    case .changeUnclear:
      return words(
        (
          "die Karte hat die neue PIN nicht sicher bestätigt: die alte oder die neue gilt",
          "mit 'kiosk card info --with pin' erst die neue prüfen"
        ),
        (
          "the card has not confirmed the new PIN for certain: the old one or the new one holds",
          "try the new one first with 'kiosk card info --with pin'"
        ))
    case .unblockUnclear:
      return words(
        (
          "die Karte hat nicht sicher bestätigt, dass die Sperre aufgehoben ist",
          "mit 'kiosk card info' nachsehen, wie die PIN steht"
        ),
        (
          "the card has not confirmed for certain that the block is lifted",
          "look with 'kiosk card info' how the PIN stands"
        ))
    case .wrongDocument(let kind):
      let german =
        kind == .identityCard
        ? "ein Personalausweis" : kind == .passport ? "ein Reisepass" : "keines von beiden"
      let english = kind == .identityCard ? "an ID card" : kind == .passport ? "a passport" : "neither"
      return words(
        ("auf dem Leser liegt \(german)", "Ausweise: --with pin --terminal DIR; Pässe: --with mrz oder can"),
        (
          "what lies on the reader is \(english)",
          "ID cards: --with pin --terminal DIR; passports: --with mrz or can"
        ))
    case .terminalDirectory(let text):
      return words(
        (text, "--terminal nennt ein Verzeichnis, wie 'kiosk simulate pki' es anlegt"),
        (text, "name a directory as 'kiosk simulate pki' makes it with --terminal"))
    case .traceFile(let path, let number):
      let reason = unsafe String(cString: strerror(number))
      return words(
        ("\(path): \(reason)", "--trace nennt eine Datei, die geschrieben werden kann"),
        ("\(path): \(reason)", "name a file that can be written with --trace"))
    }
  }

  typealias Pair = (String, String)

  private static func of(
    _ error: CardError, _ found: String, _ words: (Pair, Pair) -> CardWords
  ) -> CardWords {
    switch error {
    case .transport(let fault): return of(fault, found, words)
    case .password(let refusal): return of(refusal, words)
    case .certificate(let fault): return of(fault, CardCommandFailure(error), words)
    case .refused(let step, let status):
      return words(
        (
          "die Karte lehnt \(step.rawValue) ab (\(status))",
          "noch einmal beginnen; sonst kann diese Karte das nicht"
        ),
        ("the card refuses \(step.rawValue) (\(status))", "begin again; otherwise this card does not do it"))
    case .malformed(let step, let what):
      return words(
        (
          "die Antwort bei \(step.rawValue) ist nicht normgerecht (\(what))",
          "noch einmal beginnen; sonst die Karte nicht annehmen"
        ),
        (
          "the answer at \(step.rawValue) is not what the standard allows (\(what))",
          "begin again; otherwise do not accept the card"
        ))
    case .unauthentic(let step):
      return words(
        (
          "die Echtheit ist bei \(step.rawValue) nicht bewiesen",
          "noch einmal beginnen; sonst die Karte nicht annehmen"
        ),
        ("not proven genuine at \(step.rawValue)", "begin again; otherwise do not accept the card"))
    case .unsupported(let step, let what):
      return words(
        (
          "bei \(step.rawValue): \(what); damit kann dieses Programm nichts anfangen",
          "ein anderes Dokument verwenden oder am Schalter prüfen"
        ),
        (
          "at \(step.rawValue): \(what); this program cannot go on with that",
          "use another document or check it at the counter"
        ))
    case .cancelled:
      return words(("abgebrochen", "noch einmal beginnen"), ("cancelled", "begin again"))
    }
  }

  private static func of(
    _ fault: TransportFault, _ found: String, _ words: (Pair, Pair) -> CardWords
  ) -> CardWords {
    switch fault {
    case .removed:
      words(
        ("die Karte wurde weggenommen", "wieder auflegen und liegen lassen"),
        ("the card was taken away", "lay it down again and leave it"))
    case .reset:
      words(
        ("ein anderes Programm hat die Karte zurückgesetzt", "es beenden und noch einmal beginnen"),
        ("another program has reset the card", "stop it and begin again"))
    case .moved:
      words(
        ("der Kontakt zur Karte riss ab", "flach auf die Mitte legen und liegen lassen"),
        ("the contact with the card broke", "lay it flat on the middle and leave it"))
    case .noCard:
      words(
        ("auf keinem Leser liegt eine Karte\(found)", "eine Karte auflegen"),
        ("no reader holds a card\(found)", "lay one down"))
    case .mute:
      words(
        ("die Karte antwortet nicht", "umdrehen, flach auflegen, aus der Hülle nehmen"),
        ("the card does not answer", "turn it over, lay it flat, take it out of its cover"))
    case .busy:
      words(
        ("ein anderes Programm hält den Leser", "die Station, AusweisApp oder scdaemon beenden"),
        ("another program holds the reader", "stop the station, AusweisApp or scdaemon"))
    case .readerGone:
      words(
        ("diesen Leser gibt es nicht\(found)", "Kabel und Namen prüfen"),
        ("there is no such reader\(found)", "check its cable and its name"))
    case .noReader:
      words(
        ("kein Kartenleser ist angeschlossen", "einen anschließen; libccid muss installiert sein"),
        ("no reader is connected", "connect one; libccid has to be installed"))
    case .serviceGone:
      words(
        ("pcscd läuft nicht", "'systemctl start pcscd.socket'"),
        ("pcscd does not run", "'systemctl start pcscd.socket'"))
    case .accessDenied:
      words(
        ("pcscd lässt dieses Login nicht zu", "Rechte an /run/pcscd/pcscd.comm oder die polkit-Regel prüfen"),
        ("pcscd does not let this login in", "check the rights of /run/pcscd/pcscd.comm or the polkit rule"))
    case .tooLong:
      words(
        ("der Leser nimmt so lange Befehle nicht", "einen Leser mit extended length verwenden"),
        ("the reader does not take commands this long", "use a reader with extended length"))
    case .timedOut:
      words(
        ("keine Antwort in der Zeit eines Schritts", "noch einmal beginnen"),
        ("no answer within the time of a step", "begin again"))
    case .malformedAnswer:
      words(
        ("eine Antwort ohne Statuswort", "noch einmal beginnen; sonst ist der Leser defekt"),
        ("an answer without a status word", "begin again; otherwise the reader is defective"))
    case .other:
      words(
        ("PC/SC meldet einen anderen Fehler", "'pcscd --foreground --debug' zeigt, welchen"),
        ("PC/SC reports another error", "'pcscd --foreground --debug' shows which"))
    }
  }

  private static func of(_ refusal: PasswordRefusal, _ words: (Pair, Pair) -> CardWords) -> CardWords {
    switch refusal {
    case .wrong(.pin, 0):
      return words(
        ("die PIN ist falsch und jetzt gesperrt", "'kiosk card unblock' mit der PUK"),
        ("wrong PIN, it is blocked now", "'kiosk card unblock' with the PUK"))
    case .wrong(.pin, 1):
      return words(
        ("die PIN ist falsch, noch 1 Versuch: davor kommt die CAN", "KIOSK_CAN setzen oder die CAN eingeben"),
        ("wrong PIN, 1 try left: the CAN comes first", "set KIOSK_CAN or type the CAN"))
    case .wrong(let kind, let left):
      let name = "\(kind)".uppercased()
      let germanLeft = left.map { ", noch \($0) Versuche" } ?? ""
      let englishLeft = left.map { ", \($0) tries left" } ?? ""
      return words(
        ("die \(name) ist falsch\(germanLeft)", "nachsehen und neu eingeben"),
        ("wrong \(name)\(englishLeft)", "look and type it again"))
    case .pinSuspended:
      return words(
        (
          "die PIN hat nur noch ihren letzten Versuch, und davor kommt die CAN; die PIN wurde nicht versucht",
          "KIOSK_CAN setzen oder die CAN am Terminal eingeben"
        ),
        (
          "the PIN has its last try left, and the CAN comes first; the PIN was not tried",
          "set KIOSK_CAN or type the CAN at a terminal"
        ))
    case .pinBlocked:
      return words(
        ("die PIN ist gesperrt", "'kiosk card unblock' mit der PUK"),
        ("the PIN is blocked", "'kiosk card unblock' with the PUK"))
    case .pinDeactivated:
      return words(
        ("die Online-Ausweisfunktion ist ausgeschaltet", "die Ausweisbehörde schaltet sie ein"),
        ("the online function is switched off", "the ID card office switches it on"))
    case .pukUsedUp:
      return words(
        ("die PUK ist verbraucht", "die Ausweisbehörde setzt eine neue PIN"),
        ("the PUK is used up", "the ID card office sets a new PIN"))
    }
  }
}
