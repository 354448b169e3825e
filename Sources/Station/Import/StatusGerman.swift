// What an import says of rows of document states, in German: as ImportGerman.swift, of which it is a part.

extension ImportSentence {
  static let stateReasons: [String: (code: String, german: String)] = [
    "is not a serial number": ("serial", "ist keine Seriennummer"),
    "its check digit does not fit": ("check-digit", "die Prüfziffer passt nicht"),
    "is not a state": ("state", "ist kein Stand"),
    "serial, slip: both are empty": (
      "no-number", "weder Seriennummer noch Briefnummer ist angegeben"
    ),
    "something newer is known of this number; it stays as it is": (
      "older", "zu dieser Nummer ist Neueres bekannt; es bleibt dabei"
    ),
    "the station knows as many numbers as it keeps": (
      "full", "die Station kennt so viele Nummern, wie sie behält"
    ),
    "the station does not take this row": ("not-taken", "die Station nimmt diese Zeile nicht an"),
  ]

  static let stateRemedies: [String: String] = [
    "write ordered, produced, arrived, ready, handed-over or withdrawn":
      "bestellt, produziert, eingetroffen, abholbereit, abgeholt oder zurückgezogen schreiben",
    "every row needs it": "jede Zeile braucht es",
    "give a serial number, or the number of a letter": "Seriennummer oder Briefnummer angeben",
    "nothing, if the file is an old one; otherwise check the day":
      "nichts, wenn die Datei eine alte ist; sonst den Tag prüfen",
    "export only documents that are on their way": "nur Dokumente exportieren, die unterwegs sind",
    "install both from one package, and look at the station's day":
      "beide aus einem Paket installieren und den Tag der Station prüfen",
  ]
}
