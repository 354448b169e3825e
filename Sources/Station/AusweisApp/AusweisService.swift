// The station's AusweisApp: starts the program, speaks with it, starts it anew when it fails, and carries runs through.
// Everything happens on one event loop with a thread of its own, on which the program is started too: it ends with it.

import Configuration
import Glibc
import Identity
import Logging
import NIOCore
import NIOPosix

/// What the service tells the station. It comes on the service's thread, in order.
public enum AusweisNotice: Equatable, Sendable {
  case state(AusweisServiceState)
  /// The real readers and what lies in them: while this program runs nobody else asks pcscd for cards.
  case readers([AusweisReader])
  /// What a person is to see of the run.
  case view(AusweisView)
  /// The run is over.
  case ended(AusweisEnding)
}

/// An AusweisApp of the station's own.
public actor AusweisService {
  /// Between two looks whether the program still answers and sees its reader, milliseconds.
  static let pulseMilliseconds: Int64 = 10_000
  /// So many looks without a reader that pcscd has: the program has lost pcscd.
  static let blindLooksMax = 3
  /// Between two looks whether the process still runs, milliseconds.
  static let watchMilliseconds: Int64 = 250
  /// The same once it was asked to end, milliseconds.
  static let hurryMilliseconds: Int64 = 20
  /// How long `stop` waits at the most, milliseconds.
  static let stopMilliseconds: Int64 = 5_000

  private let group: MultiThreadedEventLoopGroup
  nonisolated let loop: any EventLoop
  private let settings: AusweisAppSettings
  private let places: AusweisPlaces
  private let chance: @Sendable () -> UInt64
  private let readerCount: @Sendable () -> Int?
  private let log: Logger
  private let notify: @Sendable (AusweisNotice) -> Void

  private var keeper = AusweisKeeper()
  /// Events for the keeper, the first one being carried out.
  private var waiting: [AusweisKeeper.Event] = []
  private var program: BoundProgram?
  private var connection: WebSocketConnection?
  private var dialogue: AusweisDialogue?
  private var alarm: Scheduled<Void>?
  private var timer: Scheduled<Void>?
  private var watch: RepeatedTask?
  private var pulse: RepeatedTask?
  private var blindLooks = 0
  /// Counts connections: what an old one says late is not heard.
  private var connections = 0

  /// A service that does nothing before `start`. `directory` is its own, below the station's state. `readerCount` says
  /// how many readers pcscd has, without waiting; nil where nobody knows.
  public init(
    settings: AusweisAppSettings, directory: String, chance: @escaping @Sendable () -> UInt64,
    readerCount: @escaping @Sendable () -> Int? = { nil }, log: Logger,
    notify: @escaping @Sendable (AusweisNotice) -> Void
  ) {
    group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    loop = group.next()
    self.settings = settings
    places = AusweisPlaces(directory: directory)
    self.chance = chance
    self.readerCount = readerCount
    self.log = log
    self.notify = notify
  }

  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe loop.executor.asUnownedSerialExecutor()
  }

  // MARK: From the station

  /// Launches the program, and again whenever it ends.
  public nonisolated func start() {
    onLoop { service in
      service.begin()
      service.keep(.start)
    }
  }

  /// What the person or the session does: `begin`, `grant`, `accept`, `secret`, `proceed`, `cancel`, and
  /// `look`, which asks for the readers where no run is under way. A run that is begun
  /// while the program is not spoken to ends at once.
  public nonisolated func post(_ event: AusweisEvent) { onLoop { $0.take(event) } }

  /// Ends the program and the thread; waits for at most 5 s. Not from the service's own thread.
  public nonisolated func stop() {
    onLoop { $0.keep(.stop) }
    var left = Self.stopMilliseconds
    while left > 0, (try? loop.submit { self.assumeIsolated { $0.program != nil } }.wait()) == true {
      _ = poll(nil, 0, 20)
      left -= 20
    }
    onLoop { $0.end() }
    try? group.syncShutdownGracefully()
  }

  private nonisolated func onLoop(_ body: @escaping @Sendable (isolated AusweisService) -> Void) {
    loop.execute { self.assumeIsolated(body) }
  }

  // MARK: The program

  private func begin() {
    guard watch == nil else { return }
    let every = TimeAmount.milliseconds(Self.watchMilliseconds)
    watch = loop.scheduleRepeatedTask(initialDelay: every, delay: every) { [weak self] _ in
      self?.assumeIsolated { $0.look() }
    }
    let beat = TimeAmount.milliseconds(Self.pulseMilliseconds)
    pulse = loop.scheduleRepeatedTask(initialDelay: beat, delay: beat) { [weak self] _ in
      self?.assumeIsolated { $0.beat() }
    }
  }

  private func end() {
    watch?.cancel()
    pulse?.cancel()
    alarm?.cancel()
    timer?.cancel()
    program?.kill()
    program = nil
  }

  private func look() {
    guard let program, !program.isRunning() else { return }
    self.program = nil
    lose(.connectionLost)
    keep(.ended)
  }

  /// Who was asked to end is looked for more often: a stop should not take longer than the program does.
  private func hurry() {
    look()
    guard program != nil, case .ending = keeper.state else { return }
    loop.scheduleTask(in: .milliseconds(Self.hurryMilliseconds)) { [weak self] in
      self?.assumeIsolated { $0.hurry() }
    }
  }

  private func beat() {
    guard dialogue?.isReady == true else { return }
    hear(.look)
  }

  /// What follows from an event is carried out whole before the next event, also one that comes of it.
  private func keep(_ event: AusweisKeeper.Event) {
    waiting.append(event)
    guard waiting.count == 1 else { return }
    while let next = waiting.first {
      for effect in keeper.reduce(next) { carryOut(effect) }
      waiting.removeFirst()
    }
  }

  private func carryOut(_ effect: AusweisKeeper.Effect) {
    switch effect {
    case .launch: launch()
    case .findPort: keep(.port(settings.port == 0 ? places.port() : settings.port))
    case .open(let port): open(port)
    case .close: lose(.connectionLost)
    case .askToEnd:
      guard let program else { return keep(.ended) }
      program.askToEnd()
      hurry()
    case .kill: program?.kill()
    case .alarm(let kind, let milliseconds):
      alarm?.cancel()
      alarm = loop.scheduleTask(in: .milliseconds(milliseconds)) { [weak self] in
        self?.assumeIsolated { $0.keep(.rang(kind)) }
      }
    case .report(let state):
      if case .down(let reason, let time) = state {
        log.warning("AusweisApp does not run: \(reason); started anew in \(time) ms")
      }
      notify(.state(state))
    }
  }

  private func launch() {
    do throws(BoundProgram.NotStarted) {
      try places.prepare()
      program = try BoundProgram(
        settings.program, AusweisPlaces.arguments(port: settings.port), environment: places.environment)
    } catch {
      log.error("\(settings.program) cannot be started: \(error.reason)")
      keep(.notLaunched(error.number))
    }
  }

  // MARK: The connection

  private func open(_ port: Int) {
    connections += 1
    let number = connections
    WebSocketClient.connect(port: port, on: loop, chance: chance) { [weak self] event in
      self?.assumeIsolated { $0.received(event, number) }
    }.whenComplete { [weak self] result in
      self?.assumeIsolated { $0.opened(result, number) }
    }
  }

  private func opened(_ result: Result<WebSocketConnection, any Error>, _ number: Int) {
    switch result {
    case .success(let connection):
      guard number == connections, case .opening = keeper.state else { return connection.close() }
      self.connection = connection
      blindLooks = 0
      dialogue = AusweisDialogue(levelMax: settings.apiLevelMax)
      keep(.opened)
      hear(.connected)
    case .failure(let error):
      guard number == connections else { return }
      keep(.notOpened(error as? WebSocketFailure ?? .broken))
    }
  }

  private func received(_ event: WebSocketEvent, _ number: Int) {
    guard number == connections, dialogue != nil else { return }
    switch event {
    case .text(let bytes):
      let message = AusweisMessage(bytes)
      hear(message.map { .message($0) } ?? .unreadable)
      if case .readerList(let list) = message { compare(list) }
    case .closed:
      lose(.connectionLost)
      keep(.lost(.lost(.connectionLost)))
    }
  }

  /// A program that has lost pcscd goes on answering and sees no reader any more.
  private func compare(_ list: [AusweisReader]) {
    let isBlind = list.allSatisfy { $0.isSimulated || !$0.isAttached } && (readerCount() ?? 0) > 0
    blindLooks = isBlind ? blindLooks + 1 : 0
    guard blindLooks >= Self.blindLooksMax, dialogue?.isReady == true else { return }
    lose(.connectionLost)
    keep(.lost(.blind))
  }

  /// Gives the connection up; a run on it ends.
  private func lose(_ failure: AusweisFailure) {
    guard dialogue != nil else { return }
    hear(.closed)
    close()
  }

  private func close() {
    dialogue = nil
    timer?.cancel()
    timer = nil
    connection?.close()
    connection = nil
    connections += 1
  }

  // MARK: The dialogue

  private func take(_ event: AusweisEvent) {
    switch event {
    case .begin where dialogue == nil: notify(.ended(.failed(.notRunning)))
    case .begin, .grant, .accept, .secret, .proceed, .cancel: hear(event)
    case .look: beat()
    case .connected, .message, .unreadable, .closed, .rang: break
    }
  }

  private func hear(_ event: AusweisEvent) {
    guard let before = dialogue?.view, let readers = dialogue?.readers, let effects = dialogue?.reduce(event)
    else { return }
    if let program = dialogue?.program, case .connecting = before, dialogue?.view == .ready {
      log.notice("AusweisApp: \(program.name) \(program.version), API level \(dialogue?.level ?? 0)")
    }
    var lost: AusweisFailure?
    for effect in effects {
      switch effect {
      case .send(let command): connection?.send(command.encoded)
      case .wait(let deadline): wait(deadline)
      case .ended(let ending): notify(.ended(ending))
      case .disconnect(let failure): lost = failure
      }
    }
    if let new = dialogue?.readers, new != readers { notify(.readers(new)) }
    if let view = dialogue?.view, view != before { notify(.view(view)) }
    if let lost {
      close()
      keep(.lost(.lost(lost)))
    }
  }

  private func wait(_ deadline: AusweisDeadline?) {
    timer?.cancel()
    timer = deadline.map { deadline in
      loop.scheduleTask(in: .milliseconds(deadline.milliseconds)) { [weak self] in
        self?.assumeIsolated { $0.hear(.rang(deadline)) }
      }
    }
  }
}
