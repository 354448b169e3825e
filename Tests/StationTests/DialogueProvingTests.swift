// `kiosk lockers prove` as a value: what is asked, what is sent, and that each sentence has both languages.

import Messages
import Station
import Testing

private func row(_ board: Int = 0, state: String = "unproven") -> BoardRow {
  BoardRow(
    bus: 0, busName: "wall", board: board, dialect: "kerong", locks: 2, answering: true, state: state,
    since: nil, record: nil)
}

private func lock(_ number: Int, _ state: String = "waiting", asksEmpty: Bool = false) -> ProofLockRow {
  ProofLockRow(
    lock: number - 1, compartment: number, row: 1, column: number, state: state, reason: nil,
    asksEmpty: asksEmpty)
}

private func view(_ stage: String, _ step: Int, _ locks: [ProofLockRow], current: Int? = nil) -> ProofView {
  var view = ProofView(bus: 0, busName: "wall", board: 0, stage: stage, step: step, locks: locks)
  view.current = current
  view.isSent = true
  view.operation = current.map { _ in 7 }
  view.attempt = 1
  return view
}

extension Talk where Body == ProveDialogue {
  mutating func sees(_ view: ProofView) -> [DialogueOutput] { hears(.proof(view)) }
}

@Suite struct DialogueProvingTests {
  @Test func fromTheListToTheFragment() {
    var talk = Talk(ProveDialogue(bus: "wall", board: 0))
    #expect(talk.start() == [.send(.boards)])
    #expect(talk.hears(.boards([row(), row(1)])) == [.ask(.prove(.askDoorsShut))])
    #expect(talk.types("vielleicht") == [.say(.answerYesOrNo), .ask(.prove(.askDoorsShut))])
    #expect(talk.types("j") == [.send(.prove(bus: 0, board: 0, pulse: nil))])
    #expect(talk.sees(view("reading", 0, [])) == [.say(.prove(.reading))])
    var ready = view("ready", 1, [lock(1, asksEmpty: true)])
    #expect(
      talk.sees(ready) == [.say(.prove(.measured(ready))), .ask(.prove(.askEmpty([1])))])
    #expect(talk.types("j") == [.ask(.prove(.askOpen(lock(1, asksEmpty: true))))])
    #expect(talk.types("") == [.send(.proveOpen(compartment: 1, saysEmpty: true))])
    let opening = view("opening", 2, [], current: 1)
    #expect(
      talk.sees(opening) == [.say(.prove(.opening(opening))), .ask(.prove(.askMoved(opening)))])
    #expect(talk.types("j") == [.send(.proveSay(.opened))])
    #expect(talk.sees(view("comparing", 3, [], current: 1)).isEmpty)
    #expect(
      talk.sees(view("open", 4, [], current: 1)) == [.say(.prove(.changed)), .ask(.prove(.askShutNow))])
    #expect(talk.types("j") == [.send(.proveSay(.shut))])
    ready = view("ready", 6, [lock(1, "proven")])
    ready.isComplete = true
    #expect(
      talk.sees(ready) == [.say(.prove(.lock(lock(1, "proven"), nil))), .send(.proveFinish)])
    var end = view("ended", 7, [lock(1, "proven")])
    end.fragment = BoardFragment(text: "x\n", hash: "00")
    #expect(
      talk.sees(end) == [
        .say(.prove(.proven(end))), .save(BoardFragment(text: "x\n", hash: "00"), name: "kiosk-wall-0.toml"),
        .end(.done),
      ])
  }

  @Test func withoutANameItAsksBeforeEachBoard() {
    var talk = Talk(ProveDialogue())
    _ = talk.start()
    #expect(
      talk.hears(.boards([row(), row(1)])) == [
        .say(.prove(.list([row(), row(1)]))), .ask(.prove(.askBoard(row()))),
      ])
    #expect(talk.types("n") == [.ask(.prove(.askBoard(row(1))))])
    #expect(talk.types("n") == [.say(.prove(.nothingProven)), .end(.notDone)])
  }

  @Test func nothingProvenIsNeverDone() {
    let nothing: [DialogueOutput] = [.say(.prove(.nothingProven)), .end(.notDone)]
    var named = Talk(ProveDialogue(bus: "wall", board: 0))
    _ = named.start()
    _ = named.hears(.boards([row()]))
    #expect(named.types("n") == [.say(.prove(.shutFirst)), .ask(.prove(.askDoorsShut))])
    #expect(named.ends() == nothing)
    var all = Talk(ProveDialogue())
    _ = all.start()
    _ = all.hears(.boards([row(), row(1)]))
    #expect(all.ends() == nothing)
    var sent = Talk(ProveDialogue(bus: "wall", board: 0))
    _ = sent.start()
    _ = sent.hears(.boards([row()]))
    _ = sent.types("j")
    #expect(sent.ends() == nothing)
    var silent = Talk(ProveDialogue())
    _ = silent.start()
    #expect(silent.ends() == nothing)
  }

  @Test func tooFewOpeningsAreSaidToBeTooFew() {
    var proven = view("ended", 1, [lock(1, "proven")])
    for language in [DeskLanguage.german, .english] {
      proven.unlocks = 2
      #expect(DeskText.prove(.proven(proven)).text(language).contains("answers_unlock"))
      proven.unlocks = 3
      #expect(!DeskText.prove(.proven(proven)).text(language).contains("answers_unlock"))
    }
  }

  @Test func whatNobodyCallsEmptyStaysShut() {
    var talk = Talk(ProveDialogue(bus: "0", board: 0))
    _ = talk.start()
    _ = talk.hears(.boards([row()]))
    _ = talk.types("j")
    _ = talk.sees(view("ready", 1, [lock(1, asksEmpty: true), lock(2)]))
    #expect(
      talk.types("n") == [.say(.prove(.leavesUnsure([1]))), .send(.proveLeave(compartment: 1, .left))])
    #expect(
      talk.sees(view("ready", 2, [lock(1, "left"), lock(2)])) == [.ask(.prove(.askOpen(lock(2))))])
  }

  @Test func aCutOffDialogueSaysWhatIsProven() {
    var talk = Talk(ProveDialogue(bus: "0", board: 0))
    _ = talk.start()
    _ = talk.hears(.boards([row()]))
    _ = talk.types("j")
    _ = talk.sees(view("ready", 1, [lock(1)]))
    _ = talk.types("")
    let open = view("open", 3, [lock(1)], current: 1)
    _ = talk.sees(open)
    #expect(talk.ends() == [.say(.prove(.interrupted(open))), .end(.leftOpen)])
    #expect(talk.sees(open).isEmpty)
  }

  @Test func aRefusalEndsTheBoardWithItsRemedy() {
    var talk = Talk(ProveDialogue(bus: "wall", board: 0))
    _ = talk.start()
    _ = talk.hears(.boards([row()]))
    _ = talk.types("j")
    let refused = Refused(code: "compartment-in-service", message: "in English")
    #expect(talk.hears(.refused(refused)) == [.say(.refused(refused)), .end(.notDone)])
    var other = Talk(ProveDialogue(bus: "keller"))
    _ = other.start()
    #expect(other.hears(.boards([row()])) == [.say(.prove(.noSuchBoard)), .end(.notDone)])
  }

  @Test("AX-69: each sentence in both languages, on lines without drawing") func texts() {
    let board = view("ready", 1, [lock(1), lock(2, "proven")], current: 1)
    let finding = ProofFindingRow(finding: "stuck-contact", lock: 0, compartment: 1, isDefect: true)
    let jammed = ProofFindingRow(finding: "jammed", lock: 0, compartment: 1, isDefect: true)
    let all: [ProveText] = [
      .list([row(state: "differs")]), .noSuchBoard, .nothingProven, .silent, .askBoard(row()), .askDoorsShut,
      .shutFirst,
      .reading, .measured(board), .leftOut(lock(1)), .askEmpty([1, 2]), .leavesUnsure([1]), .askOpen(lock(1)),
      .answerOpen, .opening(board), .askMoved(board), .answerMoved, .changed, .notBack, .askShutNow,
      .askUnmoved(board), .askNotSent(board), .answerNumber, .lock(lock(2, "proven"), nil),
      .found(finding, moved: [3]), .found(jammed, moved: [], form: "coil-flash"), .proven(board),
      .notProven(board), .interrupted(board),
    ]
    for text in all {
      let german = DeskText.prove(text).text(.german)
      let english = DeskText.prove(text).text(.english)
      #expect(german != english && !german.isEmpty && !english.isEmpty)
      #expect(!(german + english).unicodeScalars.contains { (0x2500...0x259F).contains($0.value) })
    }
  }

  @Test("A door that does not move: only where the pulse has another form, that form is named")
  func otherForm() {
    let jammed = ProofFindingRow(finding: "jammed", lock: 0, compartment: 1, isDefect: true)
    let stuck = ProofFindingRow(finding: "stuck-contact", lock: 0, compartment: 1, isDefect: true)
    func text(_ finding: ProofFindingRow, _ form: String?, _ language: DeskLanguage) -> String {
      DeskText.prove(.found(finding, moved: [], form: form)).text(language)
    }
    for language in [DeskLanguage.german, .english] {
      let refused = ProofFindingRow(finding: "refused", lock: 0, compartment: 1, isDefect: true)
      #expect(text(refused, "coil-flash", language).contains("pulse = \"register-momentary\""))
      #expect(text(jammed, "coil-flash", language).contains("pulse = \"register-momentary\""))
      #expect(text(jammed, "register-momentary", language).contains("pulse = \"coil-flash\""))
      #expect(!text(jammed, nil, language).contains("pulse"))
      #expect(!text(stuck, "coil-flash", language).contains("pulse = "))
    }
  }
}
