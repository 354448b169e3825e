// The drawings of the design at 60x16, as they were agreed. Only glyphs and places; styles are in the golden files.
// Arabic is left out of the languages: the console font has no glyphs for it.

enum Drawings {
  static let all: [(name: String, text: String)] = [
    (
      "idle",
      """
      | STADT MUSTERSTADT                         So 22.11.  18:04|
      | ──────────────────────────────────────────────────────────|
      | Willkommen|
      ||
      |   Was möchten Sie tun?|
      ||
      |   > 1  Dokument abholen|
      |     2  Informationen und Öffnungszeiten|
      |     3  Beantragen mit dem Personalausweis|
      |     4  Wo ist mein Ausweis?  (Status)|
      ||
      |     Deutsch   English   Türkçe   Українська   …|
      ||
      ||
      | ──────────────────────────────────────────────────────────|
      | [↑↓] Wählen  [OK] Weiter  [*] Sprache  [V] Vorlesen|
      """
    ),
    (
      "code",
      """
      | STADT MUSTERSTADT                         So 22.11.  18:04|
      | ──────────────────────────────────────────────────────────|
      | Dokument abholen                           Schritt 2 von 5|
      ||
      |   Wie lautet Ihr Abholcode?|
      |   6 Ziffern aus der SMS, der E-Mail oder dem Brief.|
      ||
      |   ┌───┬───┬───┬───┬───┬───┐|
      |   │ 4 │ 7 │ 1 │ _ │   │   │|
      |   └───┴───┴───┴───┴───┴───┘|
      ||
      |   Sie haben 5 Versuche. Danach: 15 Minuten warten.|
      ||
      ||
      | ──────────────────────────────────────────────────────────|
      | [←] Zurück  [C] Löschen  [OK] Weiter  [X] Ende  [?] Hilfe|
      """
    ),
    (
      "birth-date",
      """
      | STADT MUSTERSTADT                         So 22.11.  18:04|
      | ──────────────────────────────────────────────────────────|
      | Dokument abholen                           Schritt 3 von 5|
      ||
      |   Wann sind Sie geboren?|
      |   Zum Beispiel: 17  3  1985|
      ||
      |     Tag       Monat     Jahr|
      |    ┌────┐    ┌────┐    ┌──────┐|
      |    │ 31 │    │ 02 │    │ 1985 │|
      |    └────┘    └────┘    └──────┘|
      ||
      ||
      |   Fehler: Den 31. Februar gibt es nicht. Tag ändern.|
      | ──────────────────────────────────────────────────────────|
      | [←] Zurück  [C] Löschen  [OK] Weiter  [X] Ende  [?] Hilfe|
      """
    ),
    (
      "door",
      """
      | STADT MUSTERSTADT                         So 22.11.  18:04|
      | ──────────────────────────────────────────────────────────|
      | Ihr Fach ist offen                         Schritt 5 von 5|
      ||
      |   Fach 23: 2. Reihe von oben, 7. von links.|
      |   ┌──┬──┬──┬──┬──┬──┬──┬──┬──┬──┐   Reisepass|
      |   │  │  │  │  │  │  │  │  │  │  │   entnehmen,|
      |   ├──┼──┼──┼──┼──┼──╆━━╅──┼──┼──┤   Tür schließen.|
      |   │  │  │  │  │  │  ┃23┃  │  │  │|
      |   ├──┼──┼──┼──┼──┼──╄━━╃──┼──┼──┤   Noch 52 s|
      |   │  │  │  │  │  │  │  │  │  │  │   ██████████░░|
      |   └──┴──┴──┴──┴──┴──┴──┴──┴──┴──┘|
      ||
      |   Die Tür ist offen.|
      | ──────────────────────────────────────────────────────────|
      | [OK] Mehr Zeit  [V] Vorlesen  [?] Fach klemmt|
      """
    ),
    (
      "done",
      """
      | STADT MUSTERSTADT                         So 22.11.  18:04|
      | ──────────────────────────────────────────────────────────|
      | Fertig|
      ||
      |   Sie haben erhalten:   1 Reisepass|
      |   Vorgang               4827-1190   22.11.2026  18:05|
      ||
      |   Quittung:|
      |   > 1  Drucken|
      |     2  Per E-Mail|
      |     3  Keine Quittung|
      ||
      ||
      |   Ihr altes Dokument: gelocht, liegt im Fach.|
      | ──────────────────────────────────────────────────────────|
      | [↑↓] Wählen  [OK] Weiter  [X] Ende     Schließt in 30 s|
      """
    ),
    (
      "late",
      """
      | STADT MUSTERSTADT                         So 22.11.  18:04|
      | ──────────────────────────────────────────────────────────|
      | Nicht mehr im Fach|
      ||
      |   Ihr Dokument lag bis 20.11. hier bereit.|
      |   Es liegt jetzt im Bürgeramt, Schalter 3:|
      ||
      |   Am Markt 1      Mo Di Do  8:00 bis 16:00 Uhr|
      |                   Mi Fr     8:00 bis 12:00 Uhr|
      ||
      |   Sie brauchen: Ihren alten Ausweis oder Ihren Pass.|
      ||
      ||
      |   Nächste Öffnung: morgen, Montag, 8:00 Uhr.|
      | ──────────────────────────────────────────────────────────|
      | [OK] Fertig  [1] Drucken  [V] Vorlesen  [?] Hilfe|
      """
    ),
    (
      "out-of-order",
      """
      | STADT MUSTERSTADT                         So 22.11.  18:04|
      | ──────────────────────────────────────────────────────────|
      | Abholung zurzeit nicht möglich|
      ||
      |   Die Fächer können im Moment nicht geöffnet werden.|
      |   Ihr Dokument liegt sicher. Ihr Code bleibt gültig.|
      ||
      |   Wir sind benachrichtigt.|
      ||
      |   > 1  Informationen ansehen|
      |     2  Auskunft: Telefon 0999 123-0|
      ||
      ||
      |   Gestört seit 17:40 Uhr.|
      | ──────────────────────────────────────────────────────────|
      | [↑↓] Wählen  [OK] Weiter  [*] Sprache  [V] Vorlesen|
      """
    ),
  ]
}
