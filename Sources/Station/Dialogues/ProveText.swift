// What `kiosk lockers prove` says to a technician, as values, in both languages. Complete and short sentences, so that
// they can be read aloud (AX-69).

import Handover
import Messages

public enum ProveText: Equatable, Sendable {
  case list([BoardRow])
  case noSuchBoard
  case nothingProven
  case silent
  case askBoard(BoardRow)
  case askDoorsShut
  case shutFirst
  case reading
  case measured(ProofView)
  case leftOut(ProofLockRow)
  case askEmpty([Int])
  case leavesUnsure([Int])
  case askOpen(ProofLockRow)
  case answerOpen
  case opening(ProofView)
  case askMoved(ProofView)
  case answerMoved
  case changed
  case notBack
  case askShutNow
  case askUnmoved(ProofView)
  case askNotSent(ProofView)
  case answerNumber
  /// `form`: how the board is told to give a pulse, where there is another form to try.
  case lock(ProofLockRow, ProofFindingRow?, form: String? = nil)
  case found(ProofFindingRow, moved: [Int], form: String? = nil)
  case proven(ProofView)
  case notProven(ProofView)
  case interrupted(ProofView)

  func text(_ language: DeskLanguage) -> String {
    switch self {
    case .list(let rows): Self.table(rows, language)
    case .noSuchBoard:
      language.pick(
        "Diese Platine steht nicht in Kiosk.conf. Ohne --bus und --board werden alle gezeigt.",
        "Kiosk.conf has no such board. Without --bus and --board all are shown.")
    case .nothingProven:
      language.pick(
        "Ende. In diesem Lauf wurde keine Platine bewiesen.", "The end. No board was proven in this run.")
    case .silent:
      language.pick("Die Station hat zu lange nichts gemeldet.", "The station has said nothing for too long.")
    case .askBoard(let row):
      language.pick(
        "Platine \(row.board) an Bus \(row.busName) prüfen? [j/n] ",
        "Prove board \(row.board) on bus \(row.busName)? [y/n] ")
    case .askDoorsShut:
      language.pick(
        "Sind alle Türen dieser Platine zu? [j/n] ", "Are all doors of this board shut? [y/n] ")
    case .shutFirst: language.pick("Bitte zuerst alle Türen schließen.", "Please shut all doors first.")
    case .reading: language.pick("Die Platine wird gelesen.", "The board is being read.")
    case .measured(let view): Self.measured(view, language)
    case .leftOut(let lock):
      language.pick(
        "Ausgelassen: \(Self.name(lock, language)). \(Self.reason(lock, language))",
        "Left out: \(Self.name(lock, language)). \(Self.reason(lock, language))")
    case .askEmpty(let numbers):
      language.pick(
        "Niemand hat bestätigt, dass diese Fächer leer sind: \(Self.list(numbers)). Sind sie alle leer? [j/n] ",
        "Nobody has confirmed that these compartments are empty: \(Self.list(numbers)). Are they all empty? [y/n] "
      )
    case .leavesUnsure(let numbers):
      language.pick(
        "Diese Fächer bleiben zu: \(Self.list(numbers)).",
        "These compartments stay shut: \(Self.list(numbers)).")
    default: doorText(language)
    }
  }

  private func doorText(_ language: DeskLanguage) -> String {
    switch self {
    case .askOpen(let lock):
      language.pick(
        "\(Self.name(lock, language)) öffnen? [Eingabe = ja, n = auslassen, e = Ende] ",
        "Open \(Self.name(lock, language))? [Enter = yes, n = leave out, e = end] ")
    case .answerOpen:
      language.pick("Bitte Eingabe, n oder e.", "Please answer with Enter, n or e.")
    case .opening(let view):
      language.pick(
        "Fach \(view.current ?? 0) wird geöffnet (Vorgang \(view.operation ?? 0), Versuch \(view.attempt ?? 1)). Springt die Tür nicht auf, bitte ziehen.",
        "Compartment \(view.current ?? 0) is being opened (operation \(view.operation ?? 0), attempt \(view.attempt ?? 1)). If the door does not spring open, please pull it."
      )
    case .askMoved(let view):
      language.pick(
        "Ist Fach \(view.current ?? 0) offen, und nur dieses? [j = ja, n = blieb zu, a = eine andere Tür] ",
        "Is compartment \(view.current ?? 0) open, and no other? [y = yes, n = stayed shut, o = another door] "
      )
    case .answerMoved: language.pick("Bitte j, n oder a.", "Please answer y, n or o.")
    case .changed:
      language.pick("Der Kontakt hat sich geändert.", "The contact has changed.")
    case .notBack:
      language.pick(
        "Der Kontakt ist noch nicht zurück. Bitte die Tür fest zudrücken.",
        "The contact is not back yet. Please press the door firmly shut.")
    case .askShutNow:
      language.pick("Bitte die Tür schließen. Ist sie zu? [j/n] ", "Please shut the door. Is it shut? [y/n] ")
    case .askUnmoved(let view):
      language.pick(
        "Fach \(view.current ?? 0) blieb zu. 1 noch einmal öffnen, 2 es klemmt, 3 hier ist nichts angeschlossen: ",
        "Compartment \(view.current ?? 0) stayed shut. 1 open it once more, 2 it is jammed, 3 nothing is wired here: "
      )
    case .askNotSent(let view):
      language.pick(
        "Der Befehl für Fach \(view.current ?? 0) ging nicht hinaus. 1 noch einmal, 2 auslassen: ",
        "The command for compartment \(view.current ?? 0) did not go out. 1 once more, 2 leave it out: ")
    case .answerNumber:
      language.pick("Bitte eine der Zahlen eingeben.", "Please answer with one of the numbers.")
    case .lock(let lock, let finding, let form):
      Self.name(lock, language) + ": "
        + (finding.map { language.finding($0.finding) } ?? language.pick("bewiesen", "proven")) + "."
        + language.remedy(finding, form)
    case .found(let finding, let moved, let form):
      Self.found(finding, moved, language) + language.remedy(finding, form)
    case .proven(let view):
      language.pick(
        "Platine \(view.board) an Bus \(view.busName) ist bewiesen: \(Self.count(view, "proven")) Schlösser. Das steht im Journal.",
        "Board \(view.board) on bus \(view.busName) is proven: \(Self.count(view, "proven")) locks. The journal says so."
      ) + Self.habit(view, language)
    case .notProven(let view):
      language.pick("Nicht bewiesen, kein Ausschnitt. ", "Not proven, no fragment. ")
        + Self.standing(view, language)
    case .interrupted(let view):
      language.pick("Abgebrochen. ", "Interrupted. ") + Self.standing(view, language)
        + language.pick(
          " Die Station schließt ab, was offen ist: Siehe 'kiosk review'.",
          " The station settles what is open: see 'kiosk review'.")
    default: ""
    }
  }

  // MARK: Parts

  private static func table(_ rows: [BoardRow], _ language: DeskLanguage) -> String {
    var table = PlainTable([
      (language.pick("Bus", "Bus"), .left), (language.pick("Platine", "Board"), .right),
      (language.pick("Protokoll", "Protocol"), .left), (language.pick("Schlösser", "Locks"), .right),
      (language.pick("antwortet", "answers"), .left), (language.pick("Stand", "State"), .left),
      (language.pick("seit", "since"), .left), (language.pick("Eintrag", "Record"), .right),
    ])
    for row in rows {
      let state =
        switch row.state {
        case "proven": language.pick("bewiesen", "proven")
        case "differs": language.pick("bewiesen, Kiosk.conf weicht ab", "proven, Kiosk.conf differs")
        default: language.pick("nicht bewiesen", "not proven")
        }
      table.add([
        row.busName, "\(row.board)", row.dialect, "\(row.locks)",
        row.answering ? language.pick("ja", "yes") : language.pick("nein", "no"), state, row.since ?? "-",
        row.record.map { "\($0)" } ?? "-",
      ])
    }
    return table.lines.joined(separator: "\n")
  }

  private static func measured(_ view: ProofView, _ language: DeskLanguage) -> String {
    var text = language.pick(
      "Antwort auf die Statusfrage: höchstens \(view.answerMilliseconds) ms.",
      "Answer to a status request: \(view.answerMilliseconds) ms at most.")
    if let order = view.byteOrder {
      let time = view.pulseMilliseconds.map { "\($0) ms" } ?? language.pick("unklar", "unclear")
      text += language.pick(" Öffnungszeit: \(time), Bytefolge: ", " Unlock time: \(time), byte order: ")
      text += language.byteOrder(order) + "."
    }
    if let form = view.pulseForm {
      text += language.pick(" Der Impuls kommt als \(form).", " The pulse is given as \(form).")
    }
    return text
  }

  private static func found(_ row: ProofFindingRow, _ moved: [Int], _ language: DeskLanguage) -> String {
    var text = language.pick("Befund: ", "Finding: ")
    if let lock = row.lock {
      text += language.pick("Schloss \(lock)", "lock \(lock)")
      if let number = row.compartment {
        text += language.pick(" (Fach \(number))", " (compartment \(number))")
      }
      text += ": "
    }
    text += language.finding(row.finding)
    if !moved.isEmpty {
      text += language.pick(", es änderte sich Schloss \(list(moved))", ", lock \(list(moved)) changed")
    }
    return text + " [\(row.finding)]."
  }

  /// A board with few locks is not opened often enough for its habit to show.
  private static func habit(_ view: ProofView, _ language: DeskLanguage) -> String {
    guard view.unlocks < BoardProof.unlocksForHabit else { return "" }
    return language.pick(
      " Zu wenige Öffnungen (\(view.unlocks)), um zu sagen, ob die Platine Öffnungen beantwortet: answers_unlock bleibt \"maybe\".",
      " Too few openings (\(view.unlocks)) to tell whether the board answers an unlock: answers_unlock stays \"maybe\"."
    )
  }

  private static func standing(_ view: ProofView, _ language: DeskLanguage) -> String {
    let waiting = view.locks.filter { $0.compartment != nil && $0.state != "proven" && $0.state != "unwired" }
    var text = language.pick(
      "Bewiesen: \(count(view, "proven")) Schlösser.", "Proven: \(count(view, "proven")) locks.")
    if !waiting.isEmpty {
      text +=
        language.pick(" Es fehlen: Fach ", " Missing: compartment ")
        + list(waiting.compactMap(\.compartment)) + "."
    }
    return text
  }

  private static func count(_ view: ProofView, _ state: String) -> Int {
    view.locks.count { $0.state == state }
  }

  private static func name(_ lock: ProofLockRow, _ language: DeskLanguage) -> String {
    guard let number = lock.compartment else {
      return language.pick("Schloss \(lock.lock)", "lock \(lock.lock)")
    }
    return language.pick("Fach \(number) (Schloss \(lock.lock))", "compartment \(number) (lock \(lock.lock))")
  }

  private static func reason(_ lock: ProofLockRow, _ language: DeskLanguage) -> String {
    guard let reason = lock.reason, let number = lock.compartment else { return "" }
    switch reason {
    case "compartment-in-service":
      return language.pick(
        "In Betrieb: zuerst 'kiosk compartments block \(number) --reason ...'.",
        "In service: first 'kiosk compartments block \(number) --reason ...'.")
    case "compartment-holds":
      return language.pick(
        "Es liegt ein Dokument darin: zuerst entnehmen.", "It holds a set: retrieve it first.")
    case "content-unclear":
      return language.pick(
        "Der Inhalt ist unklar: zuerst mit 'kiosk retrieve \(number)' nachsehen.",
        "Its content is unclear: look first with 'kiosk retrieve \(number)'.")
    default: return ""
    }
  }

  private static func list(_ numbers: [Int]) -> String { numbers.map { "\($0)" }.joined(separator: ", ") }
}
