// What CUPS says of a printer and of a job, as `lpstat` and `lp` of Debian 12 word it in the C locale.

import Testing

@testable import Station

@Suite struct ReceiptPrinterTests {
  private static func said(_ head: String, alerts: String) -> String {
    """
    printer receipts \(head)
    \tForm mounted:
    \tContent types: any
    \tAlerts: \(alerts)
    \tConnection: direct
    receipts accepting requests since Sat Nov 21 13:28:06 2026
    """
  }

  private func state(_ said: String, _ isSuccess: Bool = true) -> PrinterState {
    ReceiptPrinter.state(of: "receipts", said: said, isSuccess)
  }

  @Test func `what the spooler says of the printer`() {
    let idle = "is idle.  enabled since Sat Nov 21 13:28:06 2026"
    #expect(state(Self.said(idle, alerts: "none")) == .ready)
    #expect(state(Self.said(idle, alerts: "media-empty-error")) == .noPaper)
    #expect(state(Self.said(idle, alerts: "media-needed")) == .noPaper)
    #expect(state(Self.said(idle, alerts: "offline-report")) == .offline)
    #expect(state(Self.said("disabled since Sat Nov 21 13:28:09 2026 -", alerts: "paused")) == .offline)
    #expect(state("", false) == .offline)
  }

  @Test func `a job is found by its name, and only by its own`() {
    #expect(ReceiptPrinter.job(in: "request id is receipts-12 (0 file(s))\n") == "receipts-12")
    #expect(ReceiptPrinter.job(in: "lp: Error - no default destination available.\n") == nil)
    let queue = "receipts-120              root              1024   Sat Nov 21 13:28:06 2026\n"
    #expect(!ReceiptPrinter.isListed("receipts-12", in: queue))
    #expect(ReceiptPrinter.isListed("receipts-120", in: queue))
  }
}
