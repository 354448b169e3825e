// Issue 5's hard sentence on real processes: card, network, printer and power are pulled at every step of an application.
// Nothing is submitted twice, nothing that was confirmed is lost, and nothing personal stays on the screen or, in clear, on
// the disk, in a log, or in what the kernel tells of a process.

import Foundation
import Messages
import Testing

/// Where a person stands when it happens; each is a page.
private enum PullStep: String, CaseIterable {
  case start, lay, consent, pin, scope, delivery, purpose, email, check, declaration, done

  /// Words of its page.
  var page: String {
    switch self {
    case .start: "Personalausweis und PIN mit 6 Ziffern"
    case .lay: "cardlay.title"
    case .consent: "cardconsent.title"
    case .pin: "cardpin.title"
    case .scope: "Welche Meldebescheinigung brauchen Sie?"
    case .delivery: "Wie möchten Sie die Bescheinigung bekommen?"
    case .purpose: "Wofür brauchen Sie die Bescheinigung?"
    case .email: "Wie lautet Ihre E-Mail-Adresse?"
    case .check: "formcheck.title"
    case .declaration: "Ich beantrage die Meldebescheinigung für mich selbst."
    case .done: "formdone.title"
    }
  }
}

@Suite("Card, network, printer and power pulled at every step", .serialized, .timeLimit(.minutes(8)))
struct PullTests {
  // MARK: The way through the application

  /// From the idle page to the page of `step`, as far as the way leads there.
  private func walk(_ town: PullTown, to step: PullStep) throws {
    try town.see("idle.question")
    try town.choose("Antrag stellen")
    try town.see("formlist.question", seconds: 30)
    try town.choose("Meldebescheinigung")
    if step == .lay { try town.liftCard() } else { town.peers.layCard() }
    for passed in PullStep.allCases {
      if passed == .lay, step != .lay { continue }
      // The address is asked for where it is wanted electronically; else it costs a fee, which makes a slip.
      if passed == .email, step != .email { continue }
      if passed == .purpose, step == .email { continue }
      try town.see(passed.page)
      // The card's words stand there: the eyes that look for them later see them.
      if passed == .check {
        try town.run.wait("what the card says", seconds: 10) { town.shownMarks.contains("MUSTERMANN") }
      }
      if passed == step {
        if step == .email {
          town.type(PullTown.typedAddress)
          try town.see(PullTown.typedAddress)
        }
        return
      }
      try goOn(town, passed, electronic: step == .email)
    }
  }

  /// What a person does on that page.
  private func goOn(_ town: PullTown, _ step: PullStep, electronic: Bool = false) throws {
    switch step {
    case .start, .consent: town.type("\r")
    case .lay: town.peers.layCard()
    case .pin:
      // What was typed before the page stood there is thrown away, as it should be before a secret.
      town.run.rest(milliseconds: 300)
      town.type("\(IdentityPeers.pin)\r")
    case .scope: town.type("1\r")
    case .delivery: town.type(electronic ? "1\r" : "2\r")
    case .purpose: town.type("1\r")
    case .email: town.type("\r")
    case .check: try town.choose("Alles richtig")
    case .declaration: try town.choose("Erklären und Antrag absenden")
    case .done: town.type("1\r")
    }
  }

  /// The number that a person takes home from the last page.
  private func confirmed(_ town: PullTown) throws -> String {
    try town.see("formdone.title")
    try town.run.wait("the number", seconds: 10) { town.reference != nil }
    return try #require(town.reference)
  }

  /// At the end of a day: every number that a person took home has arrived, once, and nothing else but `maybe` more.
  private func settle(_ town: PullTown, _ confirmed: [String], maybe: Int = 0) throws {
    try town.stand.wait("what was confirmed, at the office: \(confirmed), \(town.arrived)", seconds: 60) {
      town.collect()
      return confirmed.allSatisfy { town.arrived.contains("\($0).json") }
    }
    try town.stand.linger(milliseconds: 1_500)
    town.collect()
    #expect(Set(town.arrived).count == town.arrived.count, "twice: \(town.arrived)")
    #expect((confirmed.count...confirmed.count + maybe).contains(town.arrived.count), "\(town.arrived)")
    for index in town.arrived.indices {
      let application = try town.application(index)
      #expect("\(application["reference"] ?? "").json" == town.arrived[index])
      #expect(application["declared"] as? Bool == true && application["identification"] as? String == "card")
    }
    town.lookAtDisk("at the end")
    #expect(town.findings == [])
    try town.expectEyesToSee()
    #expect(town.sinks > 20)
  }

  // MARK: What is pulled

  @Test(
    "The card is taken away at every step: a page says what to do, and nothing is sent that was not declared")
  func card() throws {
    let town = try PullTown("pull-card")
    var numbers: [String] = []
    for step in [.start, .consent, .pin, .scope, .check, .declaration] as [PullStep] {
      try walk(town, to: step)
      if step == .start { try town.liftCard() } else { town.peers.liftCard() }
      try goOn(town, step)
      switch step {
      case .start: try town.see("cardlay.title")
      case .consent, .pin:
        // Laid down again, it goes on from where the service stands, or says why not; both are pages.
        try town.run.wait("what to do: \(town.text)", seconds: 30) {
          try town.lookAround()
          return town.isShown("cardend.title") || town.isShown("cardlay.title")
            || town.isShown("cardpin.title")
        }
      case .declaration: numbers.append(try confirmed(town))
      default: break
      }
      town.lookAtProcesses("card, \(step)")
      try town.leave()
      town.expectNothingShown("card, \(step)")
      #expect(town.stand.station?.isRunning == true)
    }
    try settle(town, numbers)
  }

  @Test(
    "The network goes at every step: what is identified waits, what is declared is delivered when it is back")
  func network() throws {
    let town = try PullTown("pull-network")
    var numbers: [String] = []
    for step in [.start, .consent, .pin, .scope, .declaration, .done] as [PullStep] {
      try walk(town, to: step)
      if step == .done { numbers.append(try confirmed(town)) }
      try town.peers.set("server-fault")
      try town.peers.set("no-network")
      town.takeOfficeAway()
      try goOn(town, step)
      if step == .declaration { numbers.append(try confirmed(town)) }
      if step == .start || step == .pin { try town.see("cardend.title") }
      town.lookAtProcesses("network, \(step)")
      try town.leave()
      town.expectNothingShown("network, \(step)")
      town.lookAtDisk("network, \(step)")
      try town.peers.set("server-fault", false)
      try town.peers.set("no-network", false)
      town.bringOfficeBack()
      #expect(town.stand.station?.isRunning == true)
    }
    try settle(town, numbers)
  }

  @Test(
    "The printer stops or has no paper: the number stands on the screen, and no slip waits for whoever comes next",
    .enabled(if: Spooler.isMissing == nil, "needs root and cups"))
  func printer() throws {
    let town = try PullTown("pull-printer")
    let spooler = try #require(town.spooler)
    var numbers: [String] = []
    for step in [.start, .check, .done] as [PullStep] {
      try walk(town, to: step)
      try spooler.set(.empty)
      if step == .done {
        numbers.append(try confirmed(town))
        if town.isShown("formdone.print_slip") {
          town.type("1\r")
          try town.see("form.no_paper", seconds: 90)
          #expect(town.reference == numbers.last)
        }
      } else {
        try goOn(town, step)
      }
      try town.leave()
      town.expectNothingShown("printer, \(step)")
      #expect(try spooler.waiting().isEmpty)
      try spooler.set(.ok)
    }
    town.lookAtDisk("printer")
    try settle(town, numbers)
  }

  @Test(
    "The power goes at every step: the next start stands at the idle page, what was confirmed arrives once")
  func power() throws {
    let town = try PullTown("pull-power")
    var numbers: [String] = []
    for step in PullStep.allCases {
      try walk(town, to: step)
      if step == .done { numbers.append(try confirmed(town)) }
      town.lookAtProcesses("power, \(step)")
      town.kill()
      town.expectNothingShown("power, \(step), while the station is gone")
      town.lookAtDisk("power, \(step)")
      try town.start()
      try town.leave()
      town.expectNothingShown("power, \(step)")
      town.peers.liftCard()
    }
    // Kept while the office was away, then no power: only the spool knows.
    try walk(town, to: .declaration)
    town.takeOfficeAway()
    try goOn(town, .declaration)
    numbers.append(try confirmed(town))
    town.kill()
    town.lookAtDisk("power, kept")
    try town.start()
    town.bringOfficeBack()
    try settle(town, numbers)
  }

  @Test("When a person has gone, the PIN is nowhere in the station's memory", .enabled(if: geteuid() == 0))
  func memory() throws {
    let town = try PullTown("pull-memory")
    try walk(town, to: .email)
    try town.leave()
    try walk(town, to: .done)
    let number = try confirmed(town)
    try town.leave()
    let memory = ProcessMemory(pid: try #require(town.stand.station?.pid))
    let findings = try memory.search([MemoryNeedle("PIN", digits: IdentityPeers.pin)])
    #expect(findings.byteCount > 1 << 20 && findings.lines == [])
    // What the allocator has not handed out again yet still holds answers; the PIN is wiped.
    let answers = try memory.search(
      ["MUSTERMANN", "HEIDESTRASSE", "qzxmail"].map { MemoryNeedle($0, text: $0) })
    print("memory after the end: the PIN nowhere, words of answers \(answers.lines.count) times")
    try settle(town, [number])
  }

  @Test("The power goes in the moment of sending: there once or not at all, and there if the page said so")
  func sending() throws {
    let town = try PullTown("pull-sending")
    var numbers: [String] = []
    var unknown = 0
    for milliseconds in [0, 10, 40, 80, 160, 320, 640] {
      try walk(town, to: .declaration)
      try goOn(town, .declaration)
      town.run.rest(milliseconds: milliseconds)
      let seen = town.isShown("formdone.title") ? town.reference : nil
      town.kill()
      if let seen { numbers.append(seen) } else { unknown += 1 }
      town.expectNothingShown("sending, \(milliseconds) ms")
      town.lookAtDisk("sending, \(milliseconds) ms")
      try town.start()
      try town.leave()
      town.peers.liftCard()
    }
    try settle(town, numbers, maybe: unknown)
    print("killed while sending: \(numbers.count) had seen the number, \(town.arrived.count) of 7 arrived")
  }
}
