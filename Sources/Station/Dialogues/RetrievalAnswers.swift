// The clerk's half of `kiosk retrieve`: which door, what was found, and the end of the input. The station's half
// stands in RetrievalDialogue.swift.

import Handover
import Messages

extension RetrievalDialogue {
  mutating func answer(_ line: String) {
    switch step {
    case .door:
      if line.isEmpty { return finish() }
      find(line)
    case .askAgain:
      guard let isYes = YesNo.read(line) else {
        out.append(.say(.answerYesOrNo))
        return out.append(.ask(.askOpenAgain))
      }
      openAgain(isYes)
    case .askFound:
      guard let word = word(line) else {
        out.append(.say(.answerFound(offersOld: namesOldDocument)))
        return out.append(.ask(foundQuestion))
      }
      found(word)
    case .askOrder:
      guard !line.isEmpty else { return out.append(.ask(.askWhichOrder)) }
      send(.retrieved, order: line)
    default: break
    }
  }

  /// German and English words and the numbers of the question.
  func word(_ line: String) -> RetrievalWord? {
    switch line.lowercased() {
    case "1" where holdsOldDocument: .oldDocument
    case "4" where namesOldDocument: .oldDocument
    case "alt", "altes dokument", "old", "old-document": .oldDocument
    case "1", "entnommen", "retrieved": holdsOldDocument ? .oldDocument : .retrieved
    case "2", "noch drin", "drin", "left-inside": .leftInside
    case "3", "war leer", "leer", "found-empty": .foundEmpty
    default: nil
    }
  }

  /// A compartment's number, or an order's id as `kiosk orders` shows it.
  mutating func choose(_ word: String) {
    if word.utf8.count < 16, let number = Int(word) { return open(number) }
    let id = word.lowercased()
    if let number = orders.first(where: { $0.order == id })?.compartment { return open(number) }
    out.append(.say(.noSuchDoor))
    failed = true
    next()
  }

  mutating func open(_ compartment: Int) {
    view = nil
    told = nil
    step = .opening
    out.append(.send(.retrieve(compartment: compartment)))
  }

  mutating func openAgain(_ isYes: Bool) {
    guard isYes, let view else { return giveUp() }
    if view.phase == "notSent" { out.append(.rest) }
    step = .moving
    told = nil
    out.append(.send(.again(operation: view.operation)))
  }

  private var foundQuestion: DeskText {
    holdsOldDocument ? .askFoundOld : .askFound(offersOld: namesOldDocument)
  }

  mutating func askFound() {
    if let fixedAnswer {
      // "Taken out" of a compartment that the journal knows to hold an old document is that document.
      return found(fixedAnswer == .retrieved && holdsOldDocument ? .oldDocument : fixedAnswer)
    }
    step = .askFound
    out.append(.ask(foundQuestion))
  }

  mutating func found(_ word: RetrievalWord) {
    guard word == .retrieved, view?.order == nil else { return send(word, order: nil) }
    if let fixedOrder { return send(word, order: fixedOrder) }
    // A script without an order gets the station's refusal; a person is asked.
    if fixedAnswer != nil { return send(word, order: nil) }
    step = .askOrder
    out.append(.ask(.askWhichOrder))
  }

  mutating func send(_ word: RetrievalWord, order: String?) {
    guard let view else { return }
    step = .answering
    out.append(.send(.answerRetrieval(operation: view.operation, answer: word, order: order)))
  }

  mutating func giveUp() {
    guard let view else { return next() }
    step = .settling
    out.append(.send(.giveUp(operation: view.operation)))
  }

  mutating func next() {
    view = nil
    switch task {
    case .doors:
      step = .door
      out.append(.ask(.askDoor))
    case .overdue:
      if queue.isEmpty { return finish() }
      find(queue.removeFirst())
    case .door, .resume: finish()
    }
  }

  mutating func finish() {
    step = .over
    out.append(.end(failed ? .notDone : .done))
  }

  /// The person or the station is gone: says what is left open.
  mutating func stop() {
    if let view, view.outcome == nil {
      step = .over
      out.append(.say(.leftOpen(view, resume: "kiosk retrieve --operation \(view.operation)")))
      return out.append(.end(.leftOpen))
    }
    finish()
  }
}
