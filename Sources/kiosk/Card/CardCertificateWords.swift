// What each fault of a chain of certificates means, and whose it is: the terminal's own chain, which an operator can
// renew, or what the document's state has signed, where nobody at the reader can mend anything.

import Identity

extension CardWords {
  static func of(
    _ fault: CertificateFault, _ failure: CardCommandFailure, _ words: (Pair, Pair) -> CardWords
  ) -> CardWords {
    failure.isOfTerminal ? ofTerminal(fault, failure.missingRights, words) : ofDocument(fault, words)
  }

  private static func ofTerminal(
    _ fault: CertificateFault, _ missing: [String], _ words: (Pair, Pair) -> CardWords
  ) -> CardWords {
    let rights = missing.isEmpty ? "" : ": " + missing.joined(separator: "; ")
    return switch fault {
    case .signature:
      words(
        ("in der Kette des Terminals stimmt eine Signatur nicht", "die Kette neu holen"),
        ("in the terminal's chain a signature does not hold", "take the chain anew"))
    case .unknownIssuer:
      words(
        (
          "die Kette des Terminals führt zu keinem Aussteller, den die Karte kennt",
          "in --terminal fehlt ein Zertifikat darüber (dv.cvcert, Link-Zertifikate), oder es ist eine andere PKI"
        ),
        (
          "the terminal's chain leads to no issuer that the card knows",
          "--terminal lacks a certificate above it (dv.cvcert, link certificates), or it is another PKI"
        ))
    case .notYetValid:
      words(
        ("ein Zertifikat des Terminals gilt noch nicht", "die Uhr des Geräts prüfen"),
        ("a certificate of the terminal is not valid yet", "check the machine's clock"))
    case .expired:
      words(
        ("ein Zertifikat des Terminals ist abgelaufen", "ein neues holen; die Uhr des Geräts prüfen"),
        ("a certificate of the terminal has expired", "get a new one; check the machine's clock"))
    case .rights:
      words(
        ("dem Zertifikat des Terminals fehlt ein Recht\(rights)", "eines mit diesem Recht holen"),
        ("the terminal's certificate lacks a right\(rights)", "get one with this right"))
    case .key:
      words(
        ("der Schlüssel gehört nicht zum Zertifikat des Terminals", "beide aus einem Antrag ablegen"),
        ("the key does not belong to the terminal's certificate", "put both of one request there"))
    case .malformed, .revoked, .dataGroupHash, .cardAccess, .algorithm:
      words(
        ("die Kette des Terminals ist unbrauchbar (\(fault.rawValue))", "die Kette neu holen"),
        ("the terminal's chain cannot be used (\(fault.rawValue))", "take the chain anew"))
    }
  }

  private static func ofDocument(
    _ fault: CertificateFault, _ words: (Pair, Pair) -> CardWords
  ) -> CardWords {
    switch fault {
    case .malformed:
      words(
        ("die signierte Datei des Dokuments ist keine", "das Dokument nicht annehmen"),
        ("the document's signed file is none", "do not accept the document"))
    case .signature:
      words(
        ("die Signatur über die Daten des Dokuments stimmt nicht", "das Dokument nicht annehmen"),
        ("the signature over the document's data does not hold", "do not accept the document"))
    case .unknownIssuer:
      words(
        (
          "den Unterzeichner des Dokuments hat keine CSCA ausgestellt, der hier vertraut wird",
          "das Dokument nicht annehmen; ist es echt, fehlt seine CSCA in csca.der oder masterlist.ml"
        ),
        (
          "no CSCA that is trusted here has issued the document's signer",
          "do not accept the document; if it is genuine, csca.der or masterlist.ml lacks its CSCA"
        ))
    case .notYetValid:
      words(
        ("das Zertifikat des Unterzeichners gilt noch nicht", "die Uhr des Geräts prüfen"),
        ("the certificate of the document's signer is not valid yet", "check the machine's clock"))
    case .expired:
      words(
        (
          "das Zertifikat des Unterzeichners ist abgelaufen",
          "die Uhr des Geräts prüfen; sonst das Dokument nicht annehmen"
        ),
        (
          "the certificate of the document's signer has expired",
          "check the machine's clock; otherwise do not accept the document"
        ))
    case .rights:
      words(
        ("der Unterzeichner darf Dokumente nicht signieren", "das Dokument nicht annehmen"),
        ("the signer may not sign documents", "do not accept the document"))
    case .revoked:
      words(
        ("das Zertifikat des Unterzeichners ist gesperrt", "das Dokument nicht annehmen"),
        ("the certificate of the document's signer is revoked", "do not accept the document"))
    case .dataGroupHash:
      words(
        ("eine Datengruppe ist nicht die signierte", "das Dokument nicht annehmen"),
        ("a data group is not the one that was signed", "do not accept the document"))
    case .cardAccess:
      words(
        ("EF.CardAccess steht nicht in der signierten Datei", "die Karte nicht annehmen"),
        ("EF.CardAccess does not stand in the signed file", "do not accept the card"))
    case .algorithm, .key:
      words(
        ("eine Signatur oder ein Schlüssel ist zu schwach oder unbekannt", "das Dokument nicht annehmen"),
        ("a signature or a key is too weak or unknown", "do not accept the document"))
    }
  }
}
