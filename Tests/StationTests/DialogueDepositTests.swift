// The deposit as a dialogue: the door leads, each part is asked for, and nothing is called deposited that the station
// has not called so.

import Messages
import Station
import Testing

@Suite struct DialogueDepositTests {
  /// To the question whether the compartment is empty.
  private func opened(_ dialogue: DepositDialogue) -> Talk<DepositDialogue> {
    var talk = Talk(dialogue)
    #expect(talk.start() == [.send(.compartments)])
    _ = talk.hears(.compartments([Cardboard.compartment(23)]))
    _ = talk.sees(Cardboard.view("intended"))
    _ = talk.sees(Cardboard.view("sent"))
    #expect(talk.sees(Cardboard.view("open")) == [.say(.doorIsOpen), .ask(.askEmpty)])
    return talk
  }

  /// To the question for the first part.
  private func closed(_ dialogue: DepositDialogue) -> Talk<DepositDialogue> {
    var talk = opened(dialogue)
    _ = talk.types("j")
    #expect(
      talk.sees(Cardboard.view("open", confirmedEmpty: true)) == [
        .say(.putInside([Cardboard.card, Cardboard.letter]))
      ])
    #expect(
      talk.sees(Cardboard.view("closed", confirmedEmpty: true)) == [
        .say(.doorIsClosed), .ask(.askPart(Cardboard.card)),
      ])
    return talk
  }

  @Test("A document is scanned, deposited, and the next one asked for") func morning() {
    var talk = Talk(DepositDialogue(.documents, compartment: 23))
    _ = talk.start()
    #expect(talk.hears(.compartments([Cardboard.compartment(23)])) == [.ask(.askDocument)])
    #expect(talk.types(" LZ6311T47 ") == [.send(.deposit(order: "LZ6311T47", compartment: 23))])
    let view = Cardboard.view("intended")
    #expect(talk.sees(view) == [.say(.place(view, isLow: true)), .say(.doorOpens(view))])
    #expect(talk.sees(Cardboard.view("sent")) == [])
    #expect(talk.sees(Cardboard.view("open")) == [.say(.doorIsOpen), .ask(.askEmpty)])
    #expect(talk.types("ja") == [.send(.confirmEmpty(operation: 7, isEmpty: true))])
    _ = talk.sees(Cardboard.view("open", confirmedEmpty: true))
    _ = talk.sees(Cardboard.view("closed", confirmedEmpty: true))
    #expect(talk.types("j") == [.ask(.askPart(Cardboard.letter))])
    #expect(
      talk.types("j") == [.send(.confirmDeposit(operation: 7, present: ["0/document", "0/password_letter"]))])
    #expect(talk.hears(.done) == [])
    let settled = Cardboard.settled("deposited")
    #expect(talk.sees(settled) == [.say(.deposited(settled)), .ask(.askDocument)])
    #expect(talk.types("X") == [.send(.deposit(order: "X", compartment: nil))])
    #expect(talk.refused("unknown-order").last == .ask(.askDocument))
    #expect(talk.types("") == [.say(.depositsDone(1)), .end(.notDone)])
  }

  @Test("A scan is never a yes") func scanIsNoAnswer() {
    var talk = opened(DepositDialogue(.document("A")))
    #expect(talk.types("LZ6311T47") == [.say(.answerYesOrNo), .ask(.askEmpty)])
    #expect(talk.types("") == [.say(.answerYesOrNo), .ask(.askEmpty)])
  }

  @Test(
    "A compartment that is not empty is left alone, and the deposit cancelled behind the closed door (I6)")
  func notEmpty() {
    var talk = opened(DepositDialogue(.document("A")))
    #expect(talk.types("n") == [.say(.doNotUse), .send(.confirmEmpty(operation: 7, isEmpty: false))])
    #expect(talk.sees(Cardboard.view("open")) == [.say(.waitsForClosing)])
    #expect(
      talk.sees(Cardboard.view("closed")) == [.say(.doorIsClosed), .send(.cancelDeposit(operation: 7))])
    let settled = Cardboard.settled("not_deposited")
    #expect(talk.sees(settled) == [.say(.notDeposited(settled)), .ask(.askOtherCompartment)])
    #expect(talk.types("j") == [.send(.deposit(order: "A", compartment: nil))])
  }

  @Test("What is missing is named, and the door opens once more") func incomplete() {
    var talk = closed(DepositDialogue(.document("A")))
    _ = talk.types("j")
    #expect(talk.types("n") == [.say(.missing([Cardboard.letter])), .ask(.askIncomplete)])
    #expect(talk.types("j") == [.say(.answerIncomplete), .ask(.askIncomplete)])
    #expect(talk.types("1") == [.send(.again(operation: 7))])
    let again = Cardboard.view("intended", attempt: 2, confirmedEmpty: true)
    #expect(talk.sees(again) == [.say(.doorOpens(again))])
    #expect(
      talk.sees(Cardboard.view("open", attempt: 2, confirmedEmpty: true)) == [
        .say(.doorIsOpen), .say(.putInside([Cardboard.card, Cardboard.letter])),
      ])
    _ = talk.sees(Cardboard.view("closed", attempt: 2, confirmedEmpty: true))
    _ = talk.types("j")
    #expect(
      talk.types("j") == [.send(.confirmDeposit(operation: 7, present: ["0/document", "0/password_letter"]))])
  }

  @Test("A half set that stays inside makes the compartment unclear, never empty") func somethingInside() {
    var talk = closed(DepositDialogue(.document("A")))
    _ = talk.types("n")
    _ = talk.types("n")
    #expect(talk.types("3") == [.send(.giveUp(operation: 7))])
    let settled = Cardboard.settled("unconfirmed")
    #expect(talk.sees(settled) == [.say(.ended(settled)), .end(.notDone)])
  }

  @Test("The first person is told what the second types, and waits for them (four eyes)") func witness() {
    var talk = closed(DepositDialogue(.document("A")))
    _ = talk.types("j")
    _ = talk.types("j")
    #expect(talk.refused("needs-witness") == [.say(.needsWitness(operation: 7)), .say(.witnessRecorded)])
    let settled = Cardboard.settled("deposited")
    #expect(talk.sees(settled) == [.say(.deposited(settled)), .end(.done)])
  }

  @Test("The second person is asked the same questions") func secondPerson() {
    var talk = Talk(DepositDialogue(.confirm(7)))
    _ = talk.start()
    #expect(talk.hears(.compartments([])) == [.send(.watch(operation: 7))])
    let view = Cardboard.view("closed", confirmedEmpty: true)
    #expect(
      talk.sees(view) == [
        .say(.place(view, isLow: false)), .say(.doorIsClosed), .ask(.askPart(Cardboard.card)),
      ])
    _ = talk.types("y")
    #expect(
      talk.types("yes") == [
        .send(.confirmDeposit(operation: 7, present: ["0/document", "0/password_letter"]))
      ])
    let settled = Cardboard.settled("deposited")
    #expect(talk.sees(settled).last == .end(.done))
  }

  @Test("A script that needs a second person leaves the operation open and says so") func scriptWitness() {
    var talk = Talk(DepositDialogue(.document("A"), answersYes: true))
    _ = talk.start()
    _ = talk.hears(.compartments([]))
    _ = talk.sees(Cardboard.view("intended"))
    #expect(
      talk.sees(Cardboard.view("open")) == [
        .say(.doorIsOpen), .ask(.askEmpty), .send(.confirmEmpty(operation: 7, isEmpty: true)),
      ])
    #expect(
      talk.sees(Cardboard.view("open", confirmedEmpty: true)) == [
        .say(.putInside([Cardboard.card, Cardboard.letter]))
      ])
    // The door has to close: yes is no answer to that.
    #expect(talk.sees(Cardboard.view("open", confirmedEmpty: true)) == [])
    #expect(
      talk.sees(Cardboard.view("closed", confirmedEmpty: true)).last
        == .send(.confirmDeposit(operation: 7, present: ["0/document", "0/password_letter"])))
    #expect(talk.refused("needs-witness") == [.say(.needsWitness(operation: 7)), .end(.leftOpen)])
  }

  @Test("The door did not move: asked, opened again, then given up") func noMovement() {
    var talk = Talk(DepositDialogue(.document("A")))
    _ = talk.start()
    _ = talk.hears(.compartments([]))
    _ = talk.sees(Cardboard.view("sent"))
    #expect(
      talk.sees(Cardboard.view("noMovement")) == [.say(.doorStayedShut(attempt: 1)), .ask(.askOpenAgain)])
    #expect(talk.types("j") == [.send(.again(operation: 7))])
    _ = talk.sees(Cardboard.view("sent", attempt: 2))
    #expect(
      talk.sees(Cardboard.view("notSent", attempt: 2)) == [.say(.unlockNotSent), .ask(.askOpenAgain)])
    #expect(talk.types("j") == [.rest, .send(.again(operation: 7))])
    _ = talk.sees(Cardboard.view("noMovement", attempt: 3))
    #expect(talk.types("n") == [.send(.giveUp(operation: 7))])
  }

  @Test("A door that opens while the question stands withdraws it") func lateMovement() {
    var talk = closed(DepositDialogue(.document("A")))
    #expect(
      talk.sees(Cardboard.view("open", confirmedEmpty: true)) == [.withdraw, .say(.doorOpenedAgain)])
    #expect(talk.sees(Cardboard.view("closed", confirmedEmpty: true)).last == .ask(.askPart(Cardboard.card)))
  }

  @Test("The input ends: what is left open is named with the way to go on") func endOfInput() {
    var talk = opened(DepositDialogue(.document("A")))
    #expect(
      talk.ends() == [
        .withdraw, .say(.leftOpen(Cardboard.view("open"), resume: "kiosk deposit --confirm 7")),
        .end(.leftOpen),
      ])
    var idle = Talk(DepositDialogue(.documents))
    _ = idle.start()
    _ = idle.hears(.compartments([]))
    #expect(idle.ends() == [.withdraw, .say(.depositsDone(0)), .end(.done)])
  }

  @Test("The station ends the operation while a question stands") func endedByStation() {
    var talk = opened(DepositDialogue(.document("A")))
    let settled = Cardboard.settled("unconfirmed", outcome: "opened_left_open")
    #expect(talk.sees(settled) == [.withdraw, .say(.ended(settled)), .end(.notDone)])
  }

  @Test("A login without the role is told so, with its own exit status") func role() {
    var talk = Talk(DepositDialogue(.document("A")))
    _ = talk.start()
    _ = talk.hears(.compartments([]))
    #expect(talk.refused("role").last == .end(.noPermission))
  }
}
