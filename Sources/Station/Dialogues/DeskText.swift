// Everything that a dialogue says to staff, as values: a test names a sentence without its wording, and each has both
// languages. Sentences are complete and short, so that they can be read aloud (AX-69).

import Messages

public enum DeskText: Equatable, Sendable {
  // Both dialogues.
  case answerYesOrNo
  case refused(Refused)
  case place(OperationView, isLow: Bool)
  case doorOpens(OperationView)
  case doorIsOpen
  case doorIsClosed
  case doorStayedShut(attempt: Int)
  case unlockNotSent
  case askOpenAgain
  case waitsForClosing
  case doorOpenedAgain
  case ended(OperationView)
  case stationSilent
  case leftOpen(OperationView, resume: String)
  case operationOver(Int64)
  case prove(ProveText)

  // Deposit.
  case askDocument
  case askEmpty
  case doNotUse
  case askOtherCompartment
  case forWhom(name: String)
  case putInside([OperationView.Part])
  case askPart(OperationView.Part)
  case missing([OperationView.Part])
  case askIncomplete
  case answerIncomplete
  case needsWitness(operation: Int64)
  case witnessRecorded
  case deposited(OperationView)
  case notDeposited(OperationView)
  case depositsDone(Int)

  // Retrieval.
  case askDoor
  case noSuchDoor
  case nothingOverdue
  case overdueCount(Int)
  case expected(CompartmentRow)
  case takeOut(name: String?)
  /// `offersOld`: the set goes against an old document, which may be all that lies inside.
  case askFound(offersOld: Bool)
  case answerFound(offersOld: Bool)
  case askWhichOrder
  case retrieved(OperationView)
  case leftInside(OperationView)
  case foundEmpty(OperationView)
  case askFoundOld
  /// `missing`: the order whose new set the journal had there.
  case oldDocumentCollected(OperationView, missing: String?)
}

extension DeskText {
  /// The sentence; a question ends with a space, since the answer is typed behind it.
  public func text(_ language: DeskLanguage) -> String {
    switch self {
    case .prove(let text): text.text(language)
    case .answerYesOrNo: language.pick("Bitte j oder n eingeben.", "Please answer y or n.")
    case .refused(let refused): language.sentence(refused)
    case .place(let view, let isLow):
      language.place(view.compartment, row: view.row, column: view.column, isLow: isLow) + "."
    case .doorOpens(let view):
      language.pick(
        "Die Tür wird geöffnet (Vorgang \(view.operation)).",
        "The door is being opened (operation \(view.operation)).")
    case .doorIsOpen: language.pick("Die Tür ist offen.", "The door is open.")
    case .doorIsClosed: language.pick("Die Tür ist zu.", "The door is closed.")
    case .doorStayedShut(let attempt):
      language.pick(
        "Die Tür hat sich nicht bewegt (Versuch \(attempt)).", "The door did not move (attempt \(attempt)).")
    case .unlockNotSent:
      language.pick(
        "Der Befehl ging nicht hinaus (das Schloss ruht noch, oder die Leitung fehlt). Die Tür blieb zu.",
        "The command did not go out (the lock still rests, or the line is missing). The door stayed shut.")
    case .askOpenAgain: language.pick("Noch einmal öffnen? [j/n] ", "Open it once more? [y/n] ")
    case .waitsForClosing: language.pick("Bitte die Tür schließen.", "Please close the door.")
    case .doorOpenedAgain:
      language.pick(
        "Die Tür ist wieder offen. Bitte schließen, dann wird neu gefragt.",
        "The door is open again. Please close it, then you are asked anew.")
    case .ended(let view): ended(view, language)
    case .stationSilent:
      language.pick(
        "Die Station hat zu lange nichts gemeldet.", "The station has said nothing for too long.")
    case .leftOpen(let view, let resume):
      language.pick(
        "Vorgang \(view.operation) ist noch offen: Fach \(view.compartment), \(language.phase(view.phase)). Weiter mit: \(resume)",
        "Operation \(view.operation) is still open: compartment \(view.compartment), \(language.phase(view.phase)). Go on with: \(resume)"
      )
    case .operationOver(let number):
      language.pick(
        "Vorgang \(number) ist schon abgeschlossen.", "Operation \(number) is settled already.")
    default: depositText(language) ?? retrievalText(language)
    }
  }

  private func ended(_ view: OperationView, _ language: DeskLanguage) -> String {
    let outcome = language.outcome(view.outcome ?? "")
    return language.pick(
      "Vorgang \(view.operation), Fach \(view.compartment): \(outcome). Siehe 'kiosk review'.",
      "Operation \(view.operation), compartment \(view.compartment): \(outcome). See 'kiosk review'.")
  }

  private func depositText(_ language: DeskLanguage) -> String? {
    switch self {
    case .askDocument:
      language.pick(
        "Dokument scannen oder Nummer eingeben (leer = Ende): ",
        "Scan the document or type its number (empty = end): ")
    case .askEmpty: language.pick("Ist das Fach leer? [j/n] ", "Is the compartment empty? [y/n] ")
    case .doNotUse:
      language.pick(
        "Nichts hineinlegen und nichts herausnehmen. Das Fach wird gesperrt und kommt in die Klärung.",
        "Put nothing in and take nothing out. The compartment goes out of service and into review.")
    case .askOtherCompartment:
      language.pick("Ein anderes Fach öffnen? [j/n] ", "Open another compartment? [y/n] ")
    case .forWhom(let name):
      language.pick("Dokumente für: ", "Documents of: ") + PlainText.clean(name) + "."
    case .putInside(let parts):
      language.pick("Bitte hineinlegen: ", "Please put inside: ") + language.list(parts)
        + language.pick(". Dann die Tür schließen.", ". Then close the door.")
    case .askPart(let part):
      language.pick(
        "Liegt im Fach: \(language.part(part.part, of: part.document))? [j/n] ",
        "Is it inside: \(language.part(part.part, of: part.document))? [y/n] ")
    case .missing(let parts):
      language.pick("Der Satz ist nicht vollständig. Es fehlt: ", "The set is not complete. Missing: ")
        + language.list(parts) + "."
    case .askIncomplete:
      language.pick(
        "1 Tür noch einmal öffnen und ergänzen, 2 Abbruch, das Fach ist leer, 3 Abbruch, es liegt etwas im Fach: ",
        "1 open the door again and complete the set, 2 stop, the compartment is empty, 3 stop, something is inside: "
      )
    case .answerIncomplete: language.pick("Bitte 1, 2 oder 3 eingeben.", "Please answer 1, 2 or 3.")
    case .needsWitness(let number):
      language.pick(
        "Vier Augen: Die zweite Person bestätigt unter ihrem eigenen Login mit: kiosk deposit --confirm \(number)",
        "Four eyes: the second person confirms under their own login with: kiosk deposit --confirm \(number)")
    case .witnessRecorded:
      language.pick("Ich warte auf die zweite Person.", "Waiting for the second person.")
    case .deposited(let view) where view.needsLetter == true:
      language.pick(
        "Eingelegt: Fach \(view.compartment), Vorgang \(view.reference). Keine Nachricht erreicht diese Person, sie braucht einen Brief: kiosk orders letter \(view.order ?? "-") --out DATEI",
        "Deposited: compartment \(view.compartment), operation \(view.reference). No message reaches this person, a letter is due: kiosk orders letter \(view.order ?? "-") --out FILE"
      )
    case .deposited(let view):
      language.pick(
        "Eingelegt: Fach \(view.compartment), Vorgang \(view.reference). Die Nachricht ist vorgemerkt.",
        "Deposited: compartment \(view.compartment), operation \(view.reference). The notice is queued.")
    case .notDeposited(let view):
      language.pick(
        "Nicht eingelegt: Vorgang \(view.reference). Der Auftrag bleibt am Schalter.",
        "Not deposited: operation \(view.reference). The order stays at the counter.")
    case .depositsDone(let count):
      language.pick("Eingelegt: \(count).", "Deposited: \(count).")
    default: nil
    }
  }

  private func retrievalText(_ language: DeskLanguage) -> String {
    switch self {
    case .askDoor:
      language.pick(
        "Fachnummer oder Auftrag (leer = Ende): ", "Compartment number or order (empty = end): ")
    case .noSuchDoor:
      language.pick(
        "Dazu gibt es kein Fach. Fächer: 'kiosk compartments', Aufträge: 'kiosk orders'.",
        "There is no compartment for this. See 'kiosk compartments' and 'kiosk orders'.")
    case .nothingOverdue: language.pick("Nichts ist überfällig.", "Nothing is overdue.")
    case .overdueCount(let count):
      language.pick("Überfällig: \(count). Tür für Tür.", "Overdue: \(count). Door by door.")
    case .expected(let row):
      language.pick(
        "Laut Journal: \(language.content(row.content))\(row.order.map { ", Auftrag \($0)" } ?? "").",
        "The journal says: \(language.content(row.content))\(row.order.map { ", order \($0)" } ?? "").")
    case .takeOut(let name):
      language.pick("Bitte alles herausnehmen", "Please take everything out")
        + (name.map { " (\(PlainText.clean($0)))" } ?? "")
        + language.pick(" und die Tür schließen.", " and close the door.")
    case .askFound(let offersOld):
      offersOld
        ? language.pick(
          "Was ist geschehen? 1 entnommen, 2 noch drin, 3 war leer, 4 nur das alte Dokument lag darin: ",
          "What happened? 1 taken out, 2 left inside, 3 found empty, 4 only the old document was inside: ")
        : language.pick(
          "Was ist geschehen? 1 entnommen, 2 noch drin, 3 war leer: ",
          "What happened? 1 taken out, 2 left inside, 3 found empty: ")
    case .askFoundOld:
      language.pick(
        "Was ist geschehen? 1 altes Dokument entnommen, 2 noch drin, 3 war leer: ",
        "What happened? 1 old document taken out, 2 left inside, 3 found empty: ")
    case .oldDocumentCollected(let view, let missing):
      language.pick(
        "Altes Dokument entnommen: Fach \(view.compartment) ist leer und frei. Zum Schalter bringen und entwerten.",
        "Old document taken out: compartment \(view.compartment) is empty and free. Take it to the counter and cancel it."
      )
        + (missing.map {
          language.pick(
            " Das neue Dokument von Auftrag \($0) lag nicht mehr darin: vermutlich abgeholt, nicht bestätigt. Es steht in der Klärung.",
            " The new document of order \($0) was not inside any more: probably taken, not confirmed. It is in review."
          )
        } ?? "")
    case .answerFound(let offersOld):
      offersOld
        ? language.pick("Bitte 1, 2, 3 oder 4 eingeben.", "Please answer 1, 2, 3 or 4.")
        : language.pick("Bitte 1, 2 oder 3 eingeben.", "Please answer 1, 2 or 3.")
    case .askWhichOrder:
      language.pick(
        "Welches Dokument ist es? Scannen oder Auftrag eingeben: ",
        "Which document is it? Scan it or type the order: ")
    case .retrieved(let view):
      language.pick(
        "Entnommen: Fach \(view.compartment) ist leer und frei. Satz ins Abholregal am Schalter legen, Auftrag \(view.order ?? "-"). Der Abholcode sagt ab jetzt, dass er dort liegt.",
        "Taken out: compartment \(view.compartment) is empty and free. Put the set on the counter's pickup shelf, order \(view.order ?? "-"). The pickup code now says that it is there."
      )
    case .leftInside(let view):
      language.pick(
        "Noch drin: Fach \(view.compartment) bleibt, wie es ist.",
        "Left inside: compartment \(view.compartment) stays as it is.")
        + (view.order == nil
          ? language.pick(
            " Niemand weiß, wem es gehört: Siehe 'kiosk review'.",
            " Nobody knows whose it is: see 'kiosk review'.")
          : "")
    case .foundEmpty(let view):
      view.order == nil
        ? language.pick(
          "Leer: Fach \(view.compartment) ist leer bestätigt.",
          "Empty: compartment \(view.compartment) is confirmed empty.")
        : language.pick(
          "War leer: Der Satz von Auftrag \(view.order ?? "-") ist vermisst und steht in der Klärung.",
          "Found empty: the set of order \(view.order ?? "-") is missing and in review.")
    default: ""
    }
  }
}

extension DeskLanguage {
  func list(_ parts: [OperationView.Part]) -> String {
    parts.map { part($0.part, of: $0.document) }.joined(separator: ", ")
  }
}
