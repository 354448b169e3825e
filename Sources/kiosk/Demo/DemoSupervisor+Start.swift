// How the demo starts: wall, station, what a clerk would have laid in, and the word that all of it is ready. What
// happens afterwards is the supervisor's loop.

import Glibc
import Messages
import Station

extension DemoSupervisor {
  func start() throws(DemoFailure) -> DemoCard {
    // The key takes some seconds of one processor: it is ready when the documents are.
    try DemoOffice.make(places)
    _ = ChildProcess(program, DemoOffice.keyArguments(places), .background(log: log))
    let port = try DemoAusweisApp.make(places, program: program)
    try places.write(
      DemoTown.configuration(places, profile: options.profile, port: port), to: places.configuration)
    try places.write(DemoTown.seed, to: places.state + "/demo.seed")
    try DemoCards.makePKI(places.pki)
    try places.write(places.reader.path, to: places.state + "/" + DemoCards.markerFile)
    for card in DemoCards.allCases { startChild(Role(card)) }
    if options.profile.hasLockers {
      tell("Wand mit \(DemoTown.doors) Fächern …", "wall of \(DemoTown.doors) doors …")
      startChild(.boards)
      control = try wait { BoardControl(path: self.places.control) }
      control?.command("watch")
    }
    // Nothing is deposited meanwhile: a station that finds the key at once offers applications at once.
    if !options.profile.hasLockers { try waitForKey() }
    tell("Station …", "station …")
    startChild(.station)
    let client = try wait { () -> StaffClient? in
      do throws(ClientFailure) {
        let client = try StaffClient(directory: self.places.sockets)
        guard case .status(let report) = try client.ask(.status) else { return nil }
        return report.service == "in-service" ? client : nil
      } catch { return nil }
    }
    let cards = try wait { () -> [DemoCardReady]? in
      let ready = DemoCardReady.lines(self.places.logTail(linesMax: 200))
      return ready.count >= DemoCards.allCases.count ? ready : nil
    }
    let citizens = try deposit(client, cards)
    try waitForKey()
    let card = DemoCard(
      citizens: citizens, cards: cards.sorted { ($0.pin ?? "") > ($1.pin ?? "") },
      numbers: options.profile.hasLockers ? DemoTown.numbers : [],
      opener: options.profile.hasInformation ? places.opener : nil)
    try places.write(card.lines(language).joined(separator: "\n") + "\n", to: places.card)
    return card
  }

  private func waitForKey() throws(DemoFailure) {
    guard options.profile.hasInformation, !DemoOffice.hasKey(places) else { return }
    tell("Schlüssel der Ämter …", "key of the offices …")
    let places = places
    _ = try wait { DemoOffice.hasKey(places) ? true : nil }
  }

  /// What a clerk lays in; nobody where there are no lockers.
  private func deposit(_ client: StaffClient, _ cards: [DemoCardReady]) throws(DemoFailure) -> [DemoCitizen] {
    guard options.profile.hasLockers else { return [] }
    guard let control else { throw DemoFailure(status: 70, message: "the boards of the demo are gone") }
    let clerk = DemoClerk(
      client: client, control: control, language: language,
      demands: DemoTown.demands(oldPassport: cards.lazy.compactMap(\.passportNumber).first)
    ) { () throws(DemoFailure) in
      try self.checkStart()
    }
    // One coil at a time: a supply rests 0.7 s between two doors, so this takes some seconds.
    return try clerk.work { done, all, compartment in
      self.tell(
        "Dokument \(done) von \(all) eingelegt, Fach \(compartment)",
        "document \(done) of \(all) deposited, door \(compartment)")
    }
  }

  /// Tries until it works, or until the start has taken too long.
  private func wait<Value>(_ attempt: () -> Value?) throws(DemoFailure) -> Value {
    let deadline = now + Int64(Self.startSecondsMax) * 1000
    while now < deadline {
      if let value = attempt() { return value }
      var wait = pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0)
      _ = unsafe poll(&wait, 1, 20)
      try checkStart()
    }
    throw DemoFailure(
      status: 70, message: "the demo did not start within \(Self.startSecondsMax) s: see above")
  }

  /// Ends the start when somebody wants that, or when a child has given up.
  private func checkStart() throws(DemoFailure) {
    takeSignals()
    if ending == nil, let role = Role.allCases.first(where: { restartAt[$0] != nil }) {
      throw DemoFailure(status: 70, message: "\(role.rawValue) of the demo ended: its last words are above")
    }
    if let ending { throw DemoFailure(status: ending, message: "") }
  }

  private func tell(_ german: String, _ english: String) {
    if options.screen != nil { Output.say("Demo: " + language.text(german, english)) }
  }

  func announce(_ card: DemoCard) {
    guard options.screen != nil else {
      Output.json(
        DemoReady(
          socket: places.sockets, control: places.control, truth: places.truth, state: places.state,
          config: places.configuration, log: places.log, demo: getpid(), boards: children[.boards]?.id,
          station: children[.station]?.id, citizens: card.citizens, cards: card.cards,
          reader: places.reader.path,
          cardSockets: Dictionary(
            uniqueKeysWithValues: places.reader.cards.map { ($0.key.rawValue, $0.value) })))
      return
    }
    Output.say(card.lines(language).map { $0 == DemoCard.divider ? "" : $0 })
    Output.say(
      language.text(
        "Aus einem anderen Terminal:", "From another terminal:")
        + " kiosk status --socket \(places.sockets)")
    startChild(.terminal)
  }
}
