// The retrieval as a dialogue: door by door, and nothing is believed before the door was seen closed and somebody has
// said what was inside.

import Messages
import Station
import Testing

@Suite struct DialogueRetrievalTests {
  private let other = "00000000000000bb"

  private func begin(_ dialogue: RetrievalDialogue, rows: [OrderRow] = []) -> (
    Talk<RetrievalDialogue>, [DialogueOutput]
  ) {
    var talk = Talk(dialogue)
    #expect(talk.start() == [.send(.compartments), .send(.orders(withNames: false))])
    _ = talk.hears(.compartments([Cardboard.compartment(23, content: "holds", order: Cardboard.order)]))
    let out = talk.hears(.orders(rows))
    return (talk, out)
  }

  @Test("The overdue list, door by door") func overdue() {
    let rows = [
      Cardboard.row(other, stage: "overdue", compartment: 40),
      Cardboard.row("c", stage: "deposited", compartment: 1),
      Cardboard.row(Cardboard.order, stage: "overdue", compartment: 23),
    ]
    var (talk, out) = begin(RetrievalDialogue(.overdue), rows: rows)
    #expect(out == [.say(.overdueCount(2)), .send(.compartments), .send(.orders(withNames: false))])
    #expect(talk.hears(.orders(rows)) == [.send(.retrieve(compartment: 23))])
    _ = talk.sees(Cardboard.view("intended", "retrieval"))
    #expect(
      talk.sees(Cardboard.view("open", "retrieval")) == [.say(.doorIsOpen), .say(.takeOut(name: nil))])
    #expect(
      talk.sees(Cardboard.view("closed", "retrieval")) == [
        .say(.doorIsClosed), .ask(.askFound(offersOld: false)),
      ])
    #expect(
      talk.types("vielleicht") == [.say(.answerFound(offersOld: false)), .ask(.askFound(offersOld: false))])
    #expect(
      talk.types("entnommen") == [.send(.answerRetrieval(operation: 7, answer: .retrieved, order: nil))])
    let settled = Cardboard.settled("retrieved", "retrieval")
    #expect(
      talk.sees(settled) == [
        .say(.retrieved(settled)), .send(.compartments), .send(.orders(withNames: false)),
      ])
    #expect(talk.hears(.orders(rows)) == [.send(.retrieve(compartment: 40))])
    #expect(talk.refused("door-unknown").last == .end(.notDone))
  }

  @Test("Nothing overdue is no failure") func nothingOverdue() {
    let (_, out) = begin(RetrievalDialogue(.overdue))
    #expect(out == [.say(.nothingOverdue), .end(.done)])
  }

  @Test("An order is found by its id; an unknown one opens no door") func byOrder() {
    let rows = [Cardboard.row(Cardboard.order, stage: "deposited", compartment: 23)]
    var (_, out) = begin(RetrievalDialogue(.door(Cardboard.order.uppercased())), rows: rows)
    #expect(out == [.send(.retrieve(compartment: 23))])
    (_, out) = begin(RetrievalDialogue(.door(other)), rows: rows)
    #expect(out == [.say(.noSuchDoor), .end(.notDone)])
  }

  @Test("Unclear content: the clerk says which order it was") func unclear() {
    var (talk, out) = begin(RetrievalDialogue(.door("23")))
    #expect(out == [.send(.retrieve(compartment: 23))])
    _ = talk.sees(Cardboard.view("intended", "retrieval", order: nil))
    _ = talk.sees(Cardboard.view("open", "retrieval", order: nil))
    _ = talk.sees(Cardboard.view("closed", "retrieval", order: nil))
    #expect(talk.types("1") == [.ask(.askWhichOrder)])
    #expect(
      talk.types("LZ1") == [.send(.answerRetrieval(operation: 7, answer: .retrieved, order: "LZ1"))])
    #expect(talk.refused("unknown-order").last == .ask(.askWhichOrder))
  }

  @Test("A script's answer waits for the closed door") func fixedAnswer() {
    var (talk, _) = begin(RetrievalDialogue(.door("23"), answer: .leftInside))
    _ = talk.sees(Cardboard.view("intended", "retrieval"))
    #expect(
      talk.sees(Cardboard.view("open", "retrieval")).contains { if case .send = $0 { true } else { false } }
        == false)
    #expect(
      talk.sees(Cardboard.view("closed", "retrieval")).last
        == .send(.answerRetrieval(operation: 7, answer: .leftInside, order: nil)))
    let settled = Cardboard.settled("left_inside", "retrieval")
    #expect(talk.sees(settled) == [.say(.leftInside(settled)), .end(.done)])
  }

  @Test("The input ends behind an open door: the operation is named") func endOfInput() {
    var (talk, _) = begin(RetrievalDialogue(.door("23")))
    _ = talk.sees(Cardboard.view("open", "retrieval"))
    #expect(
      talk.ends() == [
        .say(.leftOpen(Cardboard.view("open", "retrieval"), resume: "kiosk retrieve --operation 7")),
        .end(.leftOpen),
      ])
  }

  @Test("A door that opens again withdraws the question") func opensAgain() {
    var (talk, _) = begin(RetrievalDialogue(.door("23")))
    _ = talk.sees(Cardboard.view("open", "retrieval"))
    _ = talk.sees(Cardboard.view("closed", "retrieval"))
    #expect(talk.sees(Cardboard.view("open", "retrieval")) == [.withdraw, .say(.doorOpenedAgain)])
    #expect(talk.sees(Cardboard.view("closed", "retrieval")).last == .ask(.askFound(offersOld: false)))
  }

  // MARK: Old documents

  private func againstOld() -> CompartmentRow {
    var row = Cardboard.compartment(23, content: "holds", order: Cardboard.order)
    row.oldDocument = "passport"
    return row
  }

  @Test("A set against an old document: 'only the old one' is offered, sent and told with what is missing")
  func onlyOldInside() {
    var (talk, _) = begin(RetrievalDialogue(.door("23")))
    _ = talk.hears(.compartments([againstOld()]))
    _ = talk.sees(Cardboard.view("open", "retrieval"))
    #expect(
      talk.sees(Cardboard.view("closed", "retrieval")).last == .ask(.askFound(offersOld: true)))
    #expect(talk.types("5") == [.say(.answerFound(offersOld: true)), .ask(.askFound(offersOld: true))])
    #expect(
      talk.types("4") == [.send(.answerRetrieval(operation: 7, answer: .oldDocument, order: nil))])
    let settled = Cardboard.settled("old_document_retrieved", "retrieval")
    let end = DeskText.oldDocumentCollected(settled, missing: Cardboard.order)
    #expect(talk.sees(settled) == [.say(end), .end(.done)])
    for language in [DeskLanguage.german, .english] {
      #expect(DeskText.askFound(offersOld: true).text(language).contains("4 "))
      #expect(!DeskText.askFound(offersOld: false).text(language).contains("4"))
      #expect(DeskText.answerFound(offersOld: true).text(language).contains("4"))
      #expect(end.text(language).contains(Cardboard.order))
    }
  }

  @Test("'4' is no answer where no old document goes with the set") func noOldDocument() {
    var (talk, _) = begin(RetrievalDialogue(.door("23")))
    _ = talk.sees(Cardboard.view("open", "retrieval"))
    _ = talk.sees(Cardboard.view("closed", "retrieval"))
    #expect(
      talk.types("4") == [.say(.answerFound(offersOld: false)), .ask(.askFound(offersOld: false))])
  }

  @Test("Resumed after a cut-off, the question is the same") func resumedWithOld() {
    var talk = Talk(RetrievalDialogue(.resume(7)))
    #expect(talk.start() == [.send(.compartments), .send(.watch(operation: 7))])
    _ = talk.hears(.compartments([againstOld()]))
    #expect(
      talk.sees(Cardboard.view("closed", "retrieval")).last == .ask(.askFound(offersOld: true)))
  }

  @Test("--overdue --answer retrieved collects old documents too") func fixedRetrievedCollectsOld() {
    var talk = Talk(RetrievalDialogue(.overdue, answer: .retrieved))
    let rows = [Cardboard.compartment(23, content: "old_document", order: Cardboard.order)]
    _ = talk.start()
    _ = talk.hears(.compartments(rows))
    _ = talk.hears(.orders([]))
    _ = talk.hears(.compartments(rows))
    #expect(talk.hears(.orders([])) == [.send(.retrieve(compartment: 23))])
    _ = talk.sees(Cardboard.view("open", "retrieval"))
    #expect(
      talk.sees(Cardboard.view("closed", "retrieval")).last
        == .send(.answerRetrieval(operation: 7, answer: .oldDocument, order: nil)))
    let settled = Cardboard.settled("old_document_retrieved", "retrieval")
    #expect(talk.sees(settled) == [.say(.oldDocumentCollected(settled, missing: nil)), .end(.done)])
  }
}
