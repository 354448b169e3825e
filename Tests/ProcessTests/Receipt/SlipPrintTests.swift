// A slip through a real CUPS: what arrives at the queue's backend is the PDF, and its code can be read. Without paper it
// is cancelled and not kept for whoever comes next.

import Foundation
import Services
import Synchronization
import Testing

@testable import Station

@Suite(
  .serialized, .timeLimit(.minutes(4)),
  .enabled(if: Spooler.isMissing == nil && PaperTools.isMissing == nil, "needs root, cups and poppler-utils"))
struct SlipPrintTests {
  /// What the printer told the station.
  private final class Told: Sendable {
    let inputs = Mutex<[StationInput]>([])

    func outcome(_ reference: String) -> PrintOutcome? {
      inputs.withLock { inputs in
        inputs.compactMap { input -> PrintOutcome? in
          if case .printed(reference, let outcome) = input { return outcome }
          return nil
        }.last
      }
    }

    func wait(_ reference: String, seconds: Int) -> PrintOutcome? {
      let deadline = monotonicMilliseconds() + Int64(seconds) * 1_000
      while outcome(reference) == nil, monotonicMilliseconds() < deadline { usleep(20_000) }
      return outcome(reference)
    }
  }

  private func slip() throws -> (SlipDocument, String) {
    let payment = try PaymentSlip(
      payee: Payee(name: "Stadt Münster", iban: IBAN("DE89370400440532013000")), cents: 900,
      reference: CreditorReference(body: "48271190"))
    return (
      .payment(payment, for: "Meldebescheinigung", reference: "4827-1190", PaperTools.frame("de", .roll80)),
      payment.code.payload
    )
  }

  @Test func `what arrives at the printer is the slip, once, and its GiroCode is read from it`() throws {
    let spooler = try Spooler()
    let told = Told()
    let printer = ReceiptPrinter(queue: Spooler.queue, environment: spooler.environment) { input in
      told.inputs.withLock { $0.append(input) }
    }
    let (slip, payload) = try slip()
    printer.print(document: slip.pdf, media: slip.media, reference: "one")
    #expect(told.wait("one", seconds: 30) == .printed)
    let paper = spooler.scratch.file("printed")
    #expect(try Array(Data(contentsOf: URL(fileURLWithPath: paper))) == slip.pdf)
    let tools = try PaperTools("spooled")
    #expect(try tools.decoded(file: paper, dotsPerInch: 203) == Array(payload.utf8))
    #expect(try spooler.waiting().isEmpty)
  }

  @Test func `no paper: the slip is cancelled, and the printer is known to be empty`() throws {
    let spooler = try Spooler()
    let told = Told()
    let printer = ReceiptPrinter(queue: Spooler.queue, environment: spooler.environment) { input in
      told.inputs.withLock { $0.append(input) }
    }
    try spooler.set(.empty)
    let (slip, _) = try slip()
    printer.print(document: slip.pdf, media: slip.media, reference: "two")
    #expect(told.wait("two", seconds: 60) == .noPaper)
    #expect(try spooler.waiting().isEmpty)
    #expect(spooler.printed.isEmpty)
    // Refused before anything is handed over: the next one is not kept either.
    printer.print(document: slip.pdf, media: slip.media, reference: "three")
    #expect(told.wait("three", seconds: 60) == .noPaper)
    #expect(spooler.printed.isEmpty)
  }
}
