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
    #expect(talk.sees(Cardboard.view("closed", "retrieval")) == [.say(.doorIsClosed), .ask(.askFound)])
    #expect(talk.types("vielleicht") == [.say(.answerFound), .ask(.askFound)])
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
    #expect(talk.sees(Cardboard.view("closed", "retrieval")).last == .ask(.askFound))
  }
}
