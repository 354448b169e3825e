// A town that everything can be pulled from: a real station and a real screen, an ID card, AusweisApp and the town's
// service as programs of their own, a CUPS printer where the machine has one, and an office that takes each file at once
// and remembers what came. It knows what a person sees and what lies on the disk; it decides nothing about either.

import Foundation
import Messages
import Testing

final class PullTown {
  /// What nobody may find afterwards: what the card says, what is typed.
  static let marks = ["MUSTERMANN", "ERIKA", "HEIDESTRASSE", "1964-08-12", "12.08.1964", "qzxmail"]
  static let typedAddress = "qzxmail@qzx.example"

  let stand: Stand
  let peers: IdentityPeers
  let office: TestOffice
  let spooler: Spooler?
  let run: ScreenRun
  private let folder: Scratch
  private let texts = ExpectedPages.texts["de"] ?? [:]
  /// Names of files as they came, again and again where one came twice.
  private(set) var arrived: [String] = []
  /// What is wrong, in words.
  private(set) var findings: [String] = []
  private(set) var sinks = 0
  var isOfficeAway: Bool { FileManager.default.fileExists(atPath: office.folder + ".away") }

  init(_ name: String) throws {
    folder = try Scratch(name)
    let peers = try IdentityPeers(in: folder)
    let office = TestOffice(scratch: folder, name: "buergeramt")
    try office.open()
    spooler = Spooler.isMissing == nil ? try Spooler() : nil
    let printer = spooler == nil ? "" : "[receipt]\nprinter = \"\(Spooler.queue)\"\n"
    self.peers = peers
    self.office = office
    stand = try Stand(name) {
      $0.access =
        peers.settings + office.settings + printer + """
          [card]
          reader = "auto"
          [payment]
          payee = "Stadt Prüfstadt"
          iban = "DE02 1203 0000 0000 2020 51"

          """
    }
    if let spooler { stand.environment = spooler.environment }
    try Data(folder.file("card").utf8).write(to: URL(fileURLWithPath: stand.state + "/demo.reader"))
    try FileManager.default.createDirectory(
      atPath: folder.file("taken"), withIntermediateDirectories: true)
    try stand.start()
    stand.citizen = nil
    run = try ScreenRun(
      socket: "\(stand.sockets)/\(SocketName.citizen)", columns: 80, rows: 25, in: stand.scratch)
  }

  // MARK: The person

  var text: String { run.emulator.text }

  /// The longest stretch of a text that holds no argument, short enough not to be wrapped.
  private func words(_ key: String) -> String {
    let parts = (texts[key] ?? "‹\(key)›").split { $0 == "{" || $0 == "}" }
    return String((parts.max { $0.count < $1.count } ?? "").prefix(24)).trimmingCharacters(in: .whitespaces)
  }

  func isShown(_ key: String) -> Bool { text.contains(words(key)) }

  /// Waits for a page by a text of the station's, or by words of a form.
  func see(_ what: String, seconds: Double = 30) throws {
    let wanted = texts[what] == nil ? what : words(what)
    try run.wait(
      "‘\(wanted)’ on the screen; station: \(stand.station?.errorText.suffix(600) ?? "")", seconds: seconds
    ) {
      try lookAround()
      return text.contains(wanted)
    }
  }

  func type(_ keys: String) { run.type(keys) }

  /// The line with these words, by its digit.
  func choose(_ line: String) throws {
    try see(line)
    for row in run.emulator.lines where row.contains(line) {
      if let match = row.firstMatch(of: /^[^0-9]*([0-9]) {2}/) { return type("\(match.1)\r") }
    }
    throw ChildProcess.Failure(description: "‘\(line)’ has no digit:\n\(text)")
  }

  /// Takes the card away, and waits until the station has seen that.
  func liftCard() throws {
    peers.liftCard()
    try run.wait("an empty reader", seconds: 20) {
      try lookAround()
      let seen = stand.station?.errorText.split(separator: "\n").last { $0.contains("card reader: ") }
      return seen.map { $0.hasSuffix("empty") } ?? false
    }
  }

  /// The number on the last page.
  var reference: String? { text.firstMatch(of: /[0-9]{4}-[0-9]{4}/).map { String($0.0) } }

  /// Ends whatever session there is, as a person does: with the key for it, and with the card in the hand.
  func leave() throws {
    let end = secondsNow() + 30
    var next = 0.0
    while !isShown("idle.question") {
      guard secondsNow() < end else { throw ChildProcess.Failure(description: "no idle page:\n\(text)") }
      if secondsNow() >= next {
        // Where letters are typed, X is one of them.
        type("\u{1B}")
        next = secondsNow() + 1
      }
      if isShown("cardtake.title") { peers.liftCard() }
      try lookAround()
      run.rest(milliseconds: 20)
    }
  }

  func lookAround() throws {
    try stand.lookAround()
    collect()
  }

  // MARK: The office

  /// Its software takes a file as soon as it has a name: what comes twice is seen twice.
  func collect() {
    for file in office.files {
      let place = folder.file("taken/\(arrived.count)-\(file)")
      if rename("\(office.folder)/\(file)", place) == 0 { arrived.append(file) }
    }
  }

  func takeOfficeAway() { rename(office.folder, office.folder + ".away") }
  func bringOfficeBack() { rename(office.folder + ".away", office.folder) }

  /// Number `index` of what came, decrypted and held against the schema.
  func application(_ index: Int) throws -> [String: Any] {
    try FileManager.default.copyItem(
      atPath: folder.file("taken/\(index)-\(arrived[index])"), toPath: "\(office.folder)/.\(arrived[index])")
    defer { unlink("\(office.folder)/.\(arrived[index])") }
    return try office.read(".\(arrived[index])")
  }

  // MARK: The power

  /// As if the plug were pulled: the station is gone between two instructions.
  func kill() { stand.killStation() }

  /// The screen finds it by itself.
  func start() throws {
    try stand.launch()
    // Who comes before AusweisApp answers is told that the reader does not work.
    try run.wait("AusweisApp", seconds: 30) {
      try lookAround()
      return stand.station?.errorText.contains("AusweisApp: AusweisApp2") == true
    }
  }

  // MARK: Eyes

  /// The page shows nothing of a person; the screen gets a moment for it.
  func expectNothingShown(_ when: String) {
    let end = secondsNow() + 10
    while shownMarks != [], secondsNow() < end { run.rest(milliseconds: 20) }
    if shownMarks != [] { findings.append("\(when): \(shownMarks) on the screen:\n\(text)") }
  }

  /// The eyes see: what lies there is found, on the disk as on the screen.
  func expectEyesToSee() throws {
    let before = findings
    try stand.scratch.write("x \(Self.marks[0]) y", to: "state/witness")
    lookAtDisk("witness")
    unlink(stand.scratch.file("state/witness"))
    #expect(findings.count > before.count)
    findings = before
  }

  var shownMarks: [String] {
    let all = (run.emulator.lines + run.emulator.mainLines + run.emulator.alternateLines).joined(
      separator: "\n")
    return Self.marks.filter { all.contains($0) }
  }

  /// What the kernel tells everybody of the station and of its children, now.
  func lookAtProcesses(_ when: String) {
    guard let station = stand.station, station.isRunning else { return }
    for pid in [station.pid] + Self.children(of: station.pid) {
      for name in ["cmdline", "environ"] {
        search(fileBytes("/proc/\(pid)/\(name)"), "\(when): \(name) of \(pid)")
      }
    }
  }

  /// Every file that this world's processes have left.
  func lookAtDisk(_ when: String) {
    var roots = [stand.scratch.path, office.folder, folder.file("taken")]
    if let spooler { roots.append(spooler.scratch.file("spool")) }
    for root in roots {
      for path in FileManager.default.enumerator(atPath: root)?.compactMap({ $0 as? String }) ?? [] {
        let whole = "\(root)/\(path)"
        var status = stat()
        guard lstat(whole, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
        search(fileBytes(whole), "\(when): \(whole)")
      }
    }
  }

  private func search(_ bytes: [UInt8], _ place: String) {
    sinks += 1
    let data = Data(bytes)
    for mark in Self.marks {
      for shape in [mark, mark.lowercased()] where data.range(of: Data(shape.utf8)) != nil {
        findings.append("\(place): \(shape)")
      }
    }
    // Six digits stand by chance in longer numbers, but hardly alone.
    for at in SentinelSearch.places(of: Array(IdentityPeers.pin.utf8), in: data, limit: .max) {
      let around = [at - 1, at + IdentityPeers.pin.utf8.count].map {
        data.indices.contains($0) ? data[$0] : 0
      }
      if !around.contains(where: { (0x30...0x39).contains($0) || (0x41...0x7A).contains($0) }) {
        findings.append("\(place): the PIN")
      }
    }
  }

  private static func children(of parent: pid_t) -> [pid_t] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }.filter {
      let fields = String(decoding: fileBytes("/proc/\($0)/stat"), as: UTF8.self).split(separator: ")").last?
        .split(separator: " ")
      return fields.map { $0.count > 1 && $0[1] == "\(parent)" } ?? false
    }
  }
}
