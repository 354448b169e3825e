// Printing of receipts and letters: lp, and a queue that accepts.

enum PrinterCheck: Check {
  static let code = "printer"

  static func look(at scene: Scene) -> [Finding] {
    guard case .there(let node) = scene.look("/usr/bin/lp"), node.isExecutable else {
      return [
        .warning(
          code, "lp is not there: nothing can be printed", "apt-get install cups-client, and set up a printer"
        )
      ]
    }
    switch scene.read("/etc/cups/printers.conf") {
    case .refused(let reason): return [.unread(code, "/etc/cups/printers.conf", reason)]
    case .absent:
      return [.warning(code, "no printer is set up here", "lpadmin -p NAME -E -v URI -m everywhere")]
    case .text(let text):
      var findings: [Finding] = []
      var name = ""
      for line in text.split(separator: "\n") {
        if line.hasPrefix("<Printer ") || line.hasPrefix("<DefaultPrinter ") {
          name = String(line.split(separator: " ").last?.dropLast() ?? "")
        } else if line == "State Stopped" || line == "Accepting No" {
          findings.append(
            .warning(
              code, "the printer \(name) is stopped", "look at paper and cable, then 'cupsenable \(name)'"))
        }
      }
      if name.isEmpty {
        return [.warning(code, "no printer is set up here", "lpadmin -p NAME -E -v URI -m everywhere")]
      }
      return findings.isEmpty ? [.ok(code, "the printer \(name) accepts")] : findings
    }
  }
}
