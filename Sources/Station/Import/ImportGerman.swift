// What an import says of a file or row, in German, and a stable word for each for programs. The reading says it in English,
// with numbers; German is found by the English sentence, in which every number is the sign #.

/// The German sentence of an English one, and the word that programs may rely on.
struct ImportSentence {
  var code: String
  var german: String

  /// By an English reason without its field; nil: a sentence that this table does not know.
  init?(reason: String) {
    let (shape, numbers) = Self.shape(reason)
    if let found = Self.reasons[shape] ?? Self.stateReasons[shape] {
      self.init(code: found.code, german: Self.fill(found.german, numbers))
    } else if let found = Self.named(reason) {
      self.init(code: found.code, german: found.german)
    } else {
      return nil
    }
  }

  private init(code: String, german: String) {
    self.code = code
    self.german = german
  }

  /// Sentences in which more than numbers stands.
  private static func named(_ reason: String) -> (code: String, german: String)? {
    func between(_ start: String, _ end: String) -> String? {
      guard reason.hasPrefix(start), reason.hasSuffix(end), reason.count >= start.count + end.count else {
        return nil
      }
      return String(reason.dropFirst(start.count).dropLast(end.count))
    }
    let nothing = ", and nothing was imported"
    if let column = between("the header has no column ", nothing) {
      return ("missing-column", "der Kopfzeile fehlt die Spalte \(column), und nichts wurde übernommen")
    }
    if let text = between("column ", nothing)?.split(separator: " stands in the header twice, in columns "),
      text.count == 2
    {
      let places = text[1].replacing(" and ", with: " und ")
      return (
        "column-twice",
        "Spalte \(text[0]) steht zweimal in der Kopfzeile, in Spalte \(places), und nichts wurde übernommen"
      )
    }
    if let fields = between("the order is known with another ", "; it stays as it is") {
      return ("differs", "der Auftrag ist mit anderen Angaben bekannt (\(fields)); er bleibt, wie er ist")
    }
    if let text = between("byte ", nothing)?.split(separator: ") ", maxSplits: 1), text.count == 2,
      let what = encodings[String(text[1])]
    {
      let place = text[0].replacing(" of the line (byte ", with: " der Zeile (Byte ")
        .replacing(" of the text", with: " des Textes")
      return ("encoding", "Byte \(place)) \(what), und nichts wurde übernommen")
    }
    let parts = reason.split(separator: ": ", maxSplits: 1).map(String.init)
    if parts.count == 2, let german = SystemWords.pieces[parts[0]] {
      return ("unreadable", "\(german): \(SystemWords.german(parts[1]))")
    }
    return nil
  }

  private static let encodings = [
    "begins UTF-16 text": "beginnt UTF-16-Text",
    "is not UTF-8, though the file begins with its mark":
      "ist kein UTF-8, obwohl die Datei mit dessen Kennung beginnt",
    "is not UTF-8, though other lines are": "ist kein UTF-8, andere Zeilen aber sind es",
    "is neither UTF-8 nor Windows-1252": "ist weder UTF-8 noch Windows-1252",
  ]

  /// A remedy in German; one that is not known stays as it is.
  static func remedy(_ english: String) -> String {
    let (shape, numbers) = Self.shape(english)
    if let german = remedies[shape] ?? stateRemedies[shape] { return fill(german, numbers) }
    if english.hasPrefix("use only ") { return "nur diese Felder verwenden: " + english.dropFirst(9) }
    if english.hasPrefix("remove it or name it one of serial") {
      return "entfernen oder so nennen: \(StatusField.germanNames)"
    }
    if english.hasPrefix("remove it or name it one of ") { return "entfernen oder so nennen: \(columns)" }
    if english.hasPrefix("use none, ") { return "erlaubt: keines, \(kinds)" }
    if english.hasPrefix("use passport") { return "erlaubt: \(kinds)" }
    return english
  }

  /// Names of columns that German offices use.
  private static let columns = OrderField.allCases.map { $0.synonyms.first ?? $0.rawValue }
    .joined(separator: ", ")
  private static let kinds =
    "Reisepass, Personalausweis, Personalausweis unter 16, Aufenthaltstitel, Führerschein"

  /// `text` with # for each number, and the numbers in their order.
  private static func shape(_ text: String) -> (shape: String, numbers: [String]) {
    var shape = ""
    var numbers: [String] = []
    var isInside = false
    for character in text {
      if isDigit(character) {
        if isInside { numbers[numbers.count - 1].append(character) } else { numbers.append("\(character)") }
        if !isInside { shape.append("#") }
        isInside = true
      } else {
        shape.append(character)
        isInside = false
      }
    }
    return (shape, numbers)
  }

  private static func fill(_ german: String, _ numbers: [String]) -> String {
    var numbers = numbers[...]
    return german.reduce(into: "") { text, character in
      if character == "#", let number = numbers.popFirst() { text += number } else { text.append(character) }
    }
  }

  private static let reasons: [String: (code: String, german: String)] = [
    // The file.
    "the file has more than # MiB": ("file-too-large", "die Datei hat mehr als # MiB"),
    "the file has more than # rows, and nothing was imported": (
      "too-many-rows", "die Datei hat mehr als # Zeilen, und nichts wurde übernommen"
    ),
    "the file is empty and has no header, and nothing was imported": (
      "empty-file", "die Datei ist leer und hat keine Kopfzeile, und nichts wurde übernommen"
    ),
    "the file has no rows, and nothing was imported": (
      "no-rows", "die Datei hat keine Zeilen mit Aufträgen, und nichts wurde übernommen"
    ),
    "the line sep= does not name one separator, and nothing was imported": (
      "separator", "die Zeile sep= nennt kein einzelnes Trennzeichen, und nichts wurde übernommen"
    ),
    "column # of the header is not known, and nothing was imported": (
      "unknown-column", "Spalte # der Kopfzeile ist nicht bekannt, und nichts wurde übernommen"
    ),
    "the file is a symbolic link": ("link", "die Datei ist ein symbolischer Link"),
    "the station may not read the file": ("unreadable", "die Station darf die Datei nicht lesen"),
    "this is a folder": ("folder", "das ist ein Ordner"),
    "this is no regular file": ("no-file", "das ist keine gewöhnliche Datei"),
    "the file has another name elsewhere (hard link)": (
      "hard-link", "die Datei hat anderswo einen zweiten Namen (harter Link)"
    ),
    "the file changed again and again while it was read": (
      "changing", "die Datei änderte sich immer wieder, während sie gelesen wurde"
    ),
    // The row.
    "the row has more than # KiB": ("row-too-long", "die Zeile hat mehr als # KiB"),
    "the row is not UTF-# text": ("not-utf8", "die Zeile ist kein UTF-#-Text"),
    "the row has a NUL character": ("nul", "die Zeile enthält ein NUL-Zeichen"),
    "the cell has a NUL character": ("nul", "die Zelle enthält ein NUL-Zeichen"),
    "the cell has # characters": ("cell-too-long", "die Zelle hat # Zeichen"),
    "a quote is not closed": ("quote-open", "ein Anführungszeichen ist nicht geschlossen"),
    "text follows a closing quote": ("quote-text", "nach dem schließenden Anführungszeichen folgt Text"),
    "the row has # cells, the header has #": ("cell-count", "die Zeile hat # Zellen, die Kopfzeile #"),
    "the row is not a JSON object": ("not-json", "die Zeile ist kein JSON-Objekt"),
    "the row has a field twice": ("field-twice", "die Zeile hat ein Feld doppelt"),
    "the row has fields that are not known: #": (
      "unknown-field", "die Zeile hat Felder, die nicht bekannt sind: #"
    ),
    "phone, slip: both are empty": (
      "no-number", "weder Telefonnummer noch Briefnummer ist angegeben"
    ),
    // A field.
    "is missing": ("missing", "fehlt"),
    "is not a text": ("not-text", "ist kein Text"),
    "is not a list of texts": ("not-list", "ist keine Liste von Texten"),
    "has # characters": ("length", "hat # Zeichen"),
    "has a control character": ("control-character", "enthält ein Steuerzeichen"),
    "begins with a tab or a line break": (
      "formula", "beginnt mit einem Tabulator oder Zeilenumbruch"
    ),
    "begins with =, +, - or @": ("formula", "beginnt mit =, +, - oder @"),
    "has characters that are no digits": ("phone", "enthält Zeichen, die keine Ziffern sind"),
    "begins neither with + nor with #": ("phone", "beginnt weder mit + noch mit #"),
    "is not a telephone number": ("phone", "ist keine Telefonnummer"),
    "a serial number has # characters, this one has #": (
      "serial", "eine Seriennummer hat # Zeichen, diese hat #"
    ),
    "a serial number has a character that does not occur": (
      "serial", "eine Seriennummer enthält ein Zeichen, das es dort nicht gibt"
    ),
    "has # serial numbers for # documents": ("serial-count", "hat # Seriennummern für # Dokumente"),
    "has a serial number twice": ("serial-twice", "hat eine Seriennummer doppelt"),
    "a serial number of line # stands here too": (
      "serial-twice", "eine Seriennummer aus Zeile # steht auch hier"
    ),
    "the same id stands in line #": ("id-twice", "dieselbe Kennung steht in Zeile #"),
    "stands without old_document": ("old-serial", "steht ohne altes Dokument"),
    "is not a date": ("date", "ist kein Datum"),
    "is a day that does not exist": ("date", "ist ein Tag, den es nicht gibt"),
    "is before # or in the future": ("date-range", "liegt vor # oder in der Zukunft"),
    "is not the number of a letter": ("slip", "ist keine Briefnummer"),
    "is not an e-mail address": ("email", "ist keine E-Mail-Adresse"),
    "is not a size": ("size", "ist keine Größe"),
    "is not offered": ("language", "wird nicht angeboten"),
    "is neither true nor false": ("truth", "ist weder ja noch nein"),
    "is not an action": ("action", "ist keine Aktion"),
    "contradicts the action": ("action", "widerspricht der Aktion"),
    "has # documents": ("document-count", "nennt # Dokumente"),
    "names a kind that is not known": ("document-kind", "nennt eine Dokumentart, die nicht bekannt ist"),
    "has # birth dates": ("custodian-count", "hat # Geburtsdaten"),
    // What the station answers.
    "no order with this id waits here, so there is nothing to take back": (
      "absent", "kein Auftrag mit dieser Kennung wartet hier, es gibt nichts zurückzunehmen"
    ),
    "this order lies in compartment #": ("already-deposited", "dieser Auftrag liegt in Fach #"),
    "this order lies at the counter or is missed": (
      "not-announced", "dieser Auftrag liegt am Schalter oder wird vermisst"
    ),
    "this order was handed over": ("handed-over", "dieser Auftrag ist ausgehändigt"),
  ]

  private static let remedies: [String: String] = [
    "split it into smaller files": "in kleinere Dateien teilen",
    "look whether the export was cut, and export it again":
      "prüfen, ob der Export abgeschnitten wurde, und neu exportieren",
    "write sep=; or another single sign that is no letter, digit or quote":
      "sep=; schreiben oder ein anderes einzelnes Zeichen, keinen Buchstaben, keine Ziffer, kein Anführungszeichen",
    "name the kind of the old document, too": "auch die Art des alten Dokuments nennen",
    "remove one of them": "eine davon entfernen",
    "add it; German names stand in docs/exchange.md": "ergänzen; die Namen stehen in docs/exchange.md",
    "bring the file itself, not a link to it": "die Datei selbst bringen, keinen Link",
    "give the station's user read permission, and move it into the inbox again":
      "dem Benutzer der Station Leserecht geben und die Datei wieder in den Auftragsordner legen",
    "bring it once more": "noch einmal bringen",
    "bring the file itself": "die Datei selbst bringen",
    "bring a file, no pipe and no device": "eine Datei bringen, keine Pipe und kein Gerät",
    "copy the file, and rename the copy": "die Datei kopieren und die Kopie umbenennen",
    "write it under a name such as orders.csv.part and rename it when it is whole":
      "unter einem Namen wie orders.csv.part schreiben und umbenennen, wenn sie ganz ist",
    "check the export's line ends": "die Zeilenenden des Exports prüfen",
    "export it again as UTF-#": "neu als UTF-# exportieren",
    "export it again as UTF-# or Windows-#": "neu als UTF-# oder Windows-# exportieren",
    "export it again as UTF-# or as Windows-#, in one of them throughout":
      "neu als UTF-# oder als Windows-# exportieren, durchgehend in einem von beiden",
    "use at most #": "höchstens # verwenden",
    "use # to #": "# bis # verwenden",
    "close it, or double each quote inside a quoted cell":
      "schließen, oder jedes Anführungszeichen in der Zelle verdoppeln",
    "double each quote inside a quoted cell": "jedes Anführungszeichen in der Zelle verdoppeln",
    "quote cells that contain the separator":
      "Zellen, die das Trennzeichen enthalten, in Anführungszeichen setzen",
    "write an empty cell for what is absent": "für Fehlendes eine leere Zelle schreiben",
    "write one object {\"id\": …} on each line, without commas between":
      "in jede Zeile ein Objekt {\"id\": …} schreiben, ohne Kommas dazwischen",
    "write each field once": "jedes Feld einmal schreiben",
    "give a phone number, or the number of a letter": "Telefonnummer oder Briefnummer angeben",
    "every order needs it": "jeder Auftrag braucht es",
    "put it in quotes": "in Anführungszeichen setzen",
    "write [\"…\", \"…\"] in JSON, or … + … in CSV": "in JSON [\"…\", \"…\"] schreiben, in CSV … + …",
    "remove it; it cannot be seen": "entfernen; es ist unsichtbar",
    "remove that character: a spreadsheet would run the text":
      "das Zeichen entfernen: eine Tabellenkalkulation würde den Text ausführen",
    "write +# # #, # # # or # #": "+# # #, # # # oder # # schreiben",
    "read it from the document again": "noch einmal vom Dokument ablesen",
    "only C F G H J K L M N P R T V W X Y Z and digits; what looks like the letter O is a zero":
      "nur C F G H J K L M N P R T V W X Y Z und Ziffern; was wie der Buchstabe O aussieht, ist eine Null",
    "give one for each document in the same order, or none":
      "für jedes Dokument eine in derselben Reihenfolge angeben, oder keine",
    "each document has its own": "jedes Dokument hat seine eigene",
    "correct or remove one row": "eine der Zeilen berichtigen oder entfernen",
    "remove one of the rows": "eine der Zeilen entfernen",
    "write #-#-# or #.#.#": "#-#-# oder #.#.# schreiben",
    "correct the year": "das Jahr berichtigen",
    "write # to # digits": "# bis # Ziffern schreiben",
    "write name@example.org": "name@example.org schreiben",
    "write S, M or L": "S, M oder L schreiben",
    "write de or en": "de oder en schreiben",
    "write true or false": "ja oder nein schreiben",
    "write announce or withdraw": "ankündigen oder zurückziehen schreiben",
    "leave one of both out": "eines von beiden weglassen",
    "name # to #": "# bis # nennen",
    "give at most #": "höchstens # angeben",
    "withdraw it and announce it anew, or correct the export":
      "zurückziehen und neu ankündigen, oder den Export berichtigen",
    "nothing, if it was taken back before; otherwise check the id":
      "nichts, wenn er schon zurückgenommen ist; sonst die Kennung prüfen",
    "have it retrieved at the station, then take it back":
      "an der Station entnehmen lassen, dann zurücknehmen",
    "settle it at the station": "an der Station klären",
    "nothing is left to do": "es bleibt nichts zu tun",
    "see docs/failures.md": "siehe docs/failures.md",
  ]
}
