// What `kiosk notices` prints for people: what a person must decide first, marked `!`. Programs read `--json` instead.

import Messages

extension Listing {
  public static func notices(_ rows: [NoticeRow], _ language: DeskLanguage) -> [String] {
    guard !rows.isEmpty else { return [language.pick("Keine Nachrichten.", "No notices.")] }
    var table = PlainTable([
      ("", .left), (language.pick("Schlüssel", "Key"), .left), (language.pick("Stand", "Stage"), .left),
      (language.pick("Weg", "Way"), .left), (language.pick("Versuche", "Tries"), .right),
      (language.pick("nächster", "next"), .right), (language.pick("Grund", "Reason"), .left),
    ])
    for row in rows.filter(\.isOpen) + rows.filter({ !$0.isOpen }) {
      table.add([
        row.isOpen ? attention : "", row.key, stage(row.stage, language), row.channel ?? "-",
        String(row.attempts), row.nextInSeconds.map { "\($0) s" } ?? "-",
        PlainText.clean(row.reason ?? "-"),
      ])
    }
    return table.lines
  }

  private static func stage(_ stage: String, _ language: DeskLanguage) -> String {
    switch stage {
    case "waiting": language.pick("wartet", "waiting")
    case "sending": language.pick("wird verschickt", "sending")
    case "failed": language.pick("fehlgeschlagen", "failed")
    case "unknown": language.pick("ungewiss", "unknown")
    case "unreachable": language.pick("nur per Brief", "by letter only")
    default: stage
    }
  }
}
