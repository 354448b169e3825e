// The station's refusals in the language of staff. The station itself says them in English, with numbers; German is
// found by the refusal's code, and what is unknown here is shown as the station said it.

import Messages

extension DeskLanguage {
  /// What is wrong and what to do, as one sentence.
  public func sentence(_ refused: Refused) -> String {
    let text = self == .german ? (Self.german(refused.code) ?? refused.message) : refused.message
    return PlainText.clean(pick("Nein: ", "Refused: ") + text) + (text.hasSuffix(".") ? "" : ".")
  }

  /// Nil: a code that this table does not know.
  static func german(_ code: String) -> String? {
    switch code {
    case "safe-mode":
      "Die Station ist im Sicherheitsbetrieb und öffnet nichts. Grund ansehen: 'kiosk status', dann 'kiosk safe-mode leave'"
    case "unknown-order": "Diesen Auftrag gibt es nicht. Aufträge ansehen: 'kiosk orders'"
    case "unknown-compartment": "Dieses Fach gibt es nicht. Fächer ansehen: 'kiosk compartments'"
    case "unknown-operation": "Dieser Vorgang ist abgeschlossen. Was noch offen ist, zeigt 'kiosk review'"
    case "unknown-review": "Diesen offenen Klärungspunkt gibt es nicht. Liste: 'kiosk review'"
    case "unknown-submission": "Unter dieser Nummer wartet kein Antrag. Liste: 'kiosk submissions'"
    case "spool": "Die Ablage der Anträge ist nicht beschreibbar: Speicherplatz prüfen"
    case "submission-not-open":
      "Dieser Antrag ist unterwegs oder zugestellt; neu versuchen oder entfernen kann man nur, was gescheitert ist"
    case "unknown-notice": "Diese Nachricht wartet nicht mehr. Liste: 'kiosk notices'"
    case "not-deposited": "Dieser Auftrag liegt in keinem Fach. Zuerst einlegen"
    case "already-deposited": "Dieser Auftrag liegt schon in einem Fach. Zuerst entnehmen: 'kiosk retrieve'"
    case "handed-over": "Dieser Auftrag ist ausgehändigt, es bleibt nichts zu tun"
    case "overdue": "Die Abholfrist ist vorbei. Entnehmen oder verlängern"
    case "counter-only": "Dieser Auftrag darf nur am Schalter ausgehändigt werden"
    case "not-identified": "Der zweite Nachweis fehlt"
    case "pin-letter-missing":
      "Niemand hat bestätigt, dass der PIN-Brief angekommen ist. Den Ausweis am Schalter aushändigen"
    case "compartment-blocked":
      "Das Fach ist gesperrt. Zuerst den Klärungspunkt abschließen ('kiosk review'), dann das Fach freigeben"
    case "compartment-busy": "Das Fach wird gerade benutzt. Warten, bis das endet"
    case "citizen-operation-running": "Eine andere Abholung läuft. Warten, bis sie endet"
    case "door-unknown": "Der Türkontakt ist nicht lesbar. Platine und Kabel prüfen"
    case "door-open": "Die Tür ist offen. Zuerst schließen"
    case "no-free-compartment":
      "Kein Fach dieser Größe ist frei. Überfälliges entnehmen oder ein größeres Fach nennen"
    case "compartment-unsuitable": "Das Fach ist für diesen Auftrag zu klein oder zu hoch. Ein anderes wählen"
    case "compartment-holds": "Im Fach liegt schon ein Satz. Zuerst entnehmen"
    case "content-unclear":
      "Der Inhalt des Fachs ist unklar. Mit 'kiosk retrieve' öffnen und sagen, was darin ist"
    case "old-document-inside":
      "Im Fach liegt ein altes Dokument. Mit 'kiosk retrieve' öffnen, entnehmen und es sagen"
    case "old-document-unanswered":
      "Zum alten Dokument fehlt die Antwort. Am Bildschirm oder am Schalter fragen"
    case "no-proxy-code": "Zu diesem Auftrag gilt kein Code für eine Vertretung"
    case "review-open":
      "Zu diesem Fach gibt es einen offenen Klärungspunkt. Zuerst abschließen: 'kiosk review'"
    case "stale-epoch": "Das Fach wurde inzwischen geleert. Neu beginnen"
    case "attempts-used-up": "Die Tür wurde für diesen Vorgang oft genug geöffnet. Einen neuen beginnen"
    case "wrong-phase":
      "Die Tür steht nicht so, wie es diese Antwort braucht. Nach der Tür sehen, dann neu antworten"
    case "not-confirmed-empty": "Niemand hat bestätigt, dass das Fach leer war. Das zuerst bestätigen"
    case "incomplete": "Der Satz ist nicht vollständig"
    case "needs-witness": "Eine zweite Person muss unter ihrem eigenen Login bestätigen"
    case "extensions-used-up": "Dieser Auftrag wurde schon so oft verlängert, wie es geht. Entnehmen"
    case "compartment-in-use": "Das Fach fehlt in der Konfiguration, enthält aber einen Satz"
    case "invalid-answer": "Diese Antwort passt nicht zum Vorgang"
    case "compartment-in-service":
      "Das Fach ist in Betrieb. Zuerst sperren: 'kiosk compartments block N --reason ...'"
    case "not-said-empty":
      "Niemand hat bestätigt, dass das Fach leer ist. Hineinsehen und es sagen, oder auslassen"
    case "board-in-use": "An dieser Platine wird gerade ein anderes Fach geöffnet. Warten, bis das endet"
    case "unknown-board": "Diese Platine steht nicht in Kiosk.conf. 'kiosk lockers prove' zeigt alle"
    case "proof-running": "Gerade wird schon eine Platine dieser Station geprüft. Warten, bis das endet"
    case "no-proof":
      "Die Prüfung ist zu Ende. Neu beginnen: 'kiosk lockers prove'; Offenes zeigt 'kiosk review'"
    case "contact-unsteady":
      "Die Kontakte dieser Platine lesen sich nicht zweimal gleich. Kabel prüfen, dann noch einmal"
    case "proof-incomplete": "Nicht jedes benutzte Schloss ist bewiesen, deshalb wird nichts unterschrieben"
    case "no-signing-key": "Diese Station hat keinen Schlüssel zum Unterschreiben: eine Simulation"
    case "ambiguous-order": "Mehrere Aufträge passen dazu. Die Auftragsnummer aus 'kiosk orders' nennen"
    case "starting": "Die Station liest ihre Platinen ein. In einigen Sekunden noch einmal versuchen"
    case "disk-low": "Der Speicherplatz ist fast voll, nichts wird geöffnet. Platz schaffen, dann noch einmal"
    case "journal":
      "Das Journal nimmt keine Einträge an, nichts wird geöffnet. 'kiosk status' zeigt den Zustand"
    case "no-number": "Zu diesem Auftrag gibt es keine Nummer mehr. Am Schalter aushändigen"
    case "reason": "Ein Grund hat 3 bis 500 Zeichen"
    case "role": "Dieses Login hat dafür keine Rolle. Die Gruppen stehen in Kiosk.conf, Abschnitt [access]"
    case "backup-unknown":
      "Über diese Verbindung wurde keine Sicherung begonnen. 'kiosk backup' noch einmal starten"
    case "version": "Befehl und Station sind verschieden alt. Beide aus einem Paket installieren"
    case "busy": "Die Station ist gerade ausgelastet. In einigen Sekunden noch einmal versuchen"
    case "screen-connected":
      "Ein anderer Bildschirm ist verbunden. Diesen zuerst beenden: eine Station hat einen Bildschirm"
    case "too-many-rows":
      "Das sind zu viele Zeilen auf einmal. Die Datei teilen und in mehreren Schritten einlesen"
    case "not-announced": "Dieser Auftrag liegt am Schalter oder wird vermisst. An der Station klären"
    case "documents": "Dokumente: 1 bis 8 bekannte Arten nennen"
    case "size": "Größe: S, M oder L"
    case "number": "Telefon- oder Zettelnummer: eine von beiden muss dastehen"
    case "frame":
      "Die Station versteht diese Verbindung nicht. Das Programm kiosk aus dem Paket der Station verwenden"
    case "message":
      "Die Station kennt diese Anfrage nicht. Das Programm kiosk aus dem Paket der Station verwenden"
    case "late": "Die Station war aufgehalten und hat nichts getan. Noch einmal versuchen"
    case "identity": "Das System sagt nicht, wer sich verbindet. An der Station selbst anmelden"
    case "slow": "Die Anfrage kam nicht rechtzeitig vollständig an. Noch einmal versuchen"
    default: nil
    }
  }
}
