// From text to a checked configuration: size, characters, TOML, known keys, contradictions, values. All
// mistakes are told at once; only what makes the text unreadable is told alone.

extension StationConfiguration {
  /// Reads `text`; `file` is what the mistakes call it. They come sorted by line.
  public static func load(text: String, file: String) -> Result<StationConfiguration, ConfigurationMistakes> {
    load(bytes: Array(text.utf8), file: file)
  }

  /// Reads the bytes of a file, which must be UTF-8, perhaps with a byte order mark.
  public static func load(bytes: [UInt8], file: String) -> Result<StationConfiguration, ConfigurationMistakes>
  {
    switch readTable(bytes, file: file) {
    case .failure(let mistake): return .failure(ConfigurationMistakes([mistake]))
    case .success(let (values, positions)):
      var list = MistakeList(file: file, positions: positions)
      check(values, against: StationSchema.root, at: [], into: &list)
      guard !hasMisplacedTables(values) else { return .failure(ConfigurationMistakes(list.sorted)) }
      let root = Section(rule: StationSchema.root, values: values, path: [])
      checkRules(root, into: &list)
      var rules = CompartmentRules(
        buses: root.sections("bus").map { knownBus($0, list) },
        wall: list.isSound([.key("wall")]) ? WallSettings(root.section("wall")) : nil)
      for block in root.sections("compartments") { rules.add(block: block, into: &list) }
      for single in root.sections("compartment") { rules.add(single: single, into: &list) }
      guard list.mistakes.isEmpty else { return .failure(ConfigurationMistakes(list.sorted)) }
      var configuration = StationConfiguration(
        root, compartments: rules.compartments.sorted { $0.number < $1.number })
      if configuration.card.csca != nil {
        let place = positions[root.section("card").path("csca")]
        configuration.card.cscaPlace = "\(file):\(place.line):\(place.column)"
      }
      configuration.doubts = list.doubts
      return .success(configuration)
    }
  }

  /// A section that is no table has been reported; nothing more can be said then.
  private static func hasMisplacedTables(_ values: [String: Node]) -> Bool {
    StationSchema.root.keys.contains { key in
      guard let value = values[key.name], case .table = key.value else { return false }
      if case .table = value { return false }
      return true
    }
  }

  /// A bus, as far as its keys are right.
  private static func knownBus(_ bus: Section, _ list: MistakeList) -> KnownBus? {
    guard list.areSound(bus, ["name"]) else { return nil }
    let boards = bus.sections("board")
    let usable = boards.filter { list.areSound($0, ["address", "locks", "locks_ignored"]) }
    return KnownBus(
      name: bus.text("name"),
      boards: usable.map { BoardSettings($0.withSoundValues(list)) }.sorted { $0.address < $1.address },
      isComplete: !boards.isEmpty && usable.count == boards.count)
  }

  private init(_ root: Section, compartments: [CompartmentSettings]) {
    station = StationSettings(root.section("station"))
    terminal = TerminalSettings(root.section("terminal"))
    openings = root.sections("opening").compactMap { OpeningSettings($0) }
    counter = CounterSettings(root.section("counter"))
    access = AccessSettings(root.section("access"))
    pickup = PickupSettings(root.section("pickup"))
    receipt = ReceiptSettings(root.section("receipt"))
    deposit = DepositSettings(root.section("deposit"))
    retention = RetentionSettings(settledDays: root.section("retention").integer("settled_days"))
    journal = JournalSettings(root.section("journal"))
    exchange = ExchangeSettings(root.section("exchange"))
    status = StatusSettings(root.section("status"))
    card = CardSettings(root.section("card"))
    backup = BackupSettings(root.section("backup"))
    notices = NoticeSettings(root.section("notices"))
    ausweisApp = AusweisAppSettings(root.section("ausweisapp"))
    payment = PaymentSettings(root.section("payment"))
    destinations = root.sections("destination").map(DestinationSettings.init)
    buses = root.sections("bus").map(BusSettings.init)
    wall = WallSettings(root.section("wall"))
    expandedCompartments = compartments
  }
}

/// The mistakes of one file, by line; never empty.
public struct ConfigurationMistakes: Error, Equatable, Sendable {
  public let mistakes: [ConfigurationMistake]

  init(_ mistakes: [ConfigurationMistake]) {
    precondition(!mistakes.isEmpty, "a failure without a mistake")
    self.mistakes = mistakes
  }
}

/// Size, characters and TOML of a file; what is wrong there comes alone.
func readTable(
  _ bytes: [UInt8], file: String
) -> Result<([String: Node], KeyPositions), ConfigurationMistake> {
  func failure(
    _ position: TextPosition, _ problem: String, _ remedy: String
  ) -> Result<([String: Node], KeyPositions), ConfigurationMistake> {
    .failure(
      ConfigurationMistake(file: file, position: position, key: "TOML", problem: problem, remedy: remedy))
  }
  guard bytes.count <= ConfigurationLimit.fileBytesMax else {
    return failure(
      .start, "the file has more than \(ConfigurationLimit.fileBytesMax) bytes", "is it the right file?")
  }
  let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
  guard let text = String(validating: content, as: UTF8.self) else {
    return failure(invalidPosition(content), "the text is not UTF-8", "save the file as UTF-8")
  }
  // A NUL would cut the text short on its way through C.
  if let zero = content.firstIndex(of: 0) {
    return failure(position(after: content[..<zero]), "there is a NUL character", "remove it")
  }
  let positions = KeyPositions(scanning: text)
  switch (parseTOML(positions.trap?.harmless ?? text, file: file), positions.trap) {
  case (.failure(let mistake), .some(let trap)) where mistake.position < trap.position:
    return .failure(mistake)
  case (_, .some(let trap)): return failure(trap.position, trap.problem, trap.remedy)
  case (.failure(let mistake), nil): return .failure(mistake)
  case (.success(let values), nil): return .success((values, positions))
  }
}

private func position(after bytes: ArraySlice<UInt8>) -> TextPosition {
  let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
  let lineStart = scalars.lastIndex(of: "\n").map(scalars.index(after:)) ?? scalars.startIndex
  return TextPosition(
    line: scalars.count { $0 == "\n" } + 1,
    column: scalars.distance(from: lineStart, to: scalars.endIndex) + 1)
}

private func invalidPosition(_ bytes: ArraySlice<UInt8>) -> TextPosition {
  var decoder = UTF8()
  var iterator = bytes.makeIterator()
  var good = bytes.startIndex
  while case .scalarValue(let scalar) = decoder.decode(&iterator) { good += UTF8.width(scalar) }
  return position(after: bytes[..<min(good, bytes.endIndex)])
}
