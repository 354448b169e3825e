// Printing of receipts: lp, and the queue that Kiosk.conf names. Other queues do not count. CUPS is not asked; its files
// are read.

import Configuration

enum PrinterCheck: Check {
  static let code = "printer"

  /// Where CUPS keeps its queues: printers, and classes of printers.
  static let files = ["/etc/cups/printers.conf", "/etc/cups/classes.conf"]

  static func look(at scene: Scene) -> [Finding] {
    guard let receipt = try? scene.configuration.get().receipt else {
      return [.unknown(code, "Kiosk.conf names no printer", "see the finding 'configuration'")]
    }
    guard let queue = receipt.printer, !queue.isEmpty else {
      return [.ok(code, "printing is not set up in Kiosk.conf")]
    }
    for program in ["/usr/bin/lp", "/usr/bin/lpstat"] {
      guard case .there(let node) = scene.look(program), node.isExecutable else {
        return [
          .fault(
            code, "\(program) is not there: nothing can be printed", "apt-get install cups-client cups")
        ]
      }
    }
    // The queues are another machine's.
    if (scene.text("/etc/cups/client.conf") ?? "").split(separator: "\n")
      .contains(where: { $0.hasPrefix("ServerName ") })
    {
      return [
        .unknown(code, "the printer \(queue) is another machine's queue", "lpstat -l -p \(queue) -a \(queue)")
      ]
    }
    var lines: [Substring] = []
    for file in files {
      switch scene.read(file) {
      case .refused(let reason): return [.unread(code, file, reason)]
      case .absent: break
      case .text(let text): lines += text.split(separator: "\n")
      }
    }
    guard let begin = lines.firstIndex(where: { names(queue, $0) }) else {
      return [
        .fault(
          code, "there is no printer \(queue) here: no receipt can be printed",
          "lpadmin -p \(queue) -E -v URI -m everywhere, or correct [receipt] printer in Kiosk.conf")
      ]
    }
    let state = lines[begin...].prefix { !$0.hasPrefix("</") }
    var findings: [Finding] = []
    if state.contains("State Stopped") {
      findings.append(
        .warning(
          code, "the printer \(queue) is stopped", "look at paper and cable, then 'cupsenable \(queue)'"))
    }
    if state.contains("Accepting No") {
      findings.append(.warning(code, "the printer \(queue) takes no jobs", "cupsaccept \(queue)"))
    }
    return findings.isEmpty ? [.ok(code, "the printer \(queue) accepts")] : findings
  }

  /// `<Printer NAME>`, `<DefaultPrinter NAME>`, and the same of classes. CUPS does not tell upper from lower case.
  private static func names(_ queue: String, _ line: Substring) -> Bool {
    ["Printer", "DefaultPrinter", "Class", "DefaultClass"].contains {
      line.lowercased() == "<\($0) \(queue)>".lowercased()
    }
  }
}
