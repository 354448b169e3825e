// What `kiosk status` says of the receipt printer, with the remedy. Without a receipt a handover is just as valid, so that
// nothing here stops the station.

extension Listing {
  /// `state` as `StatusReport.printer` has it; what is not known is said so, never taken for ready.
  static func printerWords(_ state: String, _ language: DeskLanguage) -> String {
    switch state {
    case "ready": language.pick("bereit", "ready")
    case "no-paper":
      // CUPS forgets the lack of paper only with the next job, and the station sends none until then.
      language.pick(
        "kein Papier: nachlegen, dann eine Probe drucken (lp)",
        "no paper: refill, then print a test page (lp)")
    case "offline":
      language.pick(
        "angehalten oder nicht erreichbar: 'lpstat -l -p', dann 'cupsenable'",
        "stopped or not reachable: 'lpstat -l -p', then 'cupsenable'")
    default:
      language.pick(
        "unbekannt: läuft CUPS? 'lpstat -r'", "unknown: is CUPS running? 'lpstat -r'")
    }
  }
}
