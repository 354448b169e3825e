// What lies between the second factor and the door: the PIN letter, the old document, a longer time. Each question is
// asked only where the order makes it necessary, so that an ordinary pickup is as short as ever.

import Handover
import Messages

extension StationCore {
  /// Text keys of the declaration of a loss and of its version.
  static let lossKey = "loss.declaration"
  static let lossVersionKey = "loss.version"

  /// After the second factor: what is still to be asked, else the door.
  mutating func nextQuestion(_ id: OrderID) {
    guard let order = durable.orders[id] else { return end(with: .interrupted) }
    if order.needsPinLetter, session?.lettersConfirmed.contains(id) != true {
      // Whether the letter came, only the holder can declare (§17 PAuswV).
      if session?.proxyFor == id { return toCounter(.pinLetterMissing, id) }
      return go(.pinLetter(id))
    }
    if order.oldDocumentAsked(setup.policy.oldDocument) != nil, session?.oldBrought.contains(id) != true,
      session?.lossDeclared.contains(id) != true
    {
      return go(.oldDocument(id))
    }
    go(.ready(id))
  }

  /// "Do you have your old document with you?"
  mutating func answerOldDocument(_ isHere: Bool) {
    guard case .oldDocument(let id)? = session?.place else { return }
    if isHere {
      session?.oldBrought.insert(id)
      nextQuestion(id)
    } else if setup.declaresLoss, session?.proxyFor != id {
      go(.declareLoss(id))
    } else {
      // A proxy cannot know what became of another's document, and declares nothing for them.
      toCounter(.oldDocumentMissing, id)
    }
  }

  private mutating func toCounter(_ stage: Stage, _ id: OrderID) {
    session?.chosen.removeAll { $0 == id }
    end(with: stage, about: id)
  }

  /// The words that were shown are what the journal keeps; a declaration without words would be none.
  mutating func declareLoss() {
    guard case .declareLoss(let id)? = session?.place else { return }
    let texts = setup.welcome.texts[session?.language ?? defaultLanguage] ?? [:]
    do throws(Refusal) {
      guard let wording = texts[Self.lossKey], !wording.isEmpty else { throw .invalidAnswer }
      let version = texts[Self.lossVersionKey] ?? ""
      try decide(.citizen) { (decision: inout Decision) throws(Refusal) in
        try decision.declareOldDocumentLost(id, version: version, wording: wording)
      }
    } catch {
      out.append(.log("loss not declared: \(error.code)"))
      session?.chosen.removeAll { $0 == id }
      return end(with: .oldDocumentMissing, about: id)
    }
    session?.lossDeclared.insert(id)
    nextQuestion(id)
  }

  mutating func askExtension() {
    guard case .ready(let id)? = session?.place, let order = durable.orders[id],
      extendedDay(order) != nil
    else { return }
    go(.extend(id))
  }

  mutating func confirmExtension() {
    guard case .extend(let id)? = session?.place, let order = durable.orders[id] else { return }
    do throws(Refusal) {
      try decide(.citizen) { (decision: inout Decision) throws(Refusal) in try decision.extendAtScreen(id) }
    } catch {
      out.append(.log("not extended: \(error.code)"))
      if let late = late(order) { return end(with: .late(offeringPaper(late)), about: id) }
      return go(.ready(id))
    }
    let until = working.orders[id]?.custody?.deadline.description ?? ""
    session?.chosen.removeAll { $0 == id }
    end(
      with: .extended(until: until, documents: order.facts.documents.documents.map(\.name)), about: id)
  }

  /// The new last day if the set is kept longer; nil: not offered, also not to a proxy.
  func extendedDay(_ order: Order) -> CivilDay? {
    guard session?.proxyFor == nil else { return nil }
    return Decision(durable, actor: .citizen, now: time.moment, policy: setup.policy).extendedDay(order)
  }

  /// Why an order cannot be opened here; nil where it can.
  func obstacle(_ order: Order) -> WaitingSet.Obstacle? {
    guard case .deposited(let custody) = order.stage, late(order) == nil else { return .late }
    if order.facts.counterOnly { return .counterOnly }
    return durable.compartments[custody.compartment]?.block != nil ? .outOfService : nil
  }

  /// How many others could be opened under the same number without signing in again.
  func othersWaiting(besides id: OrderID?) -> Int {
    (session?.orders ?? []).count { other in
      other != id && durable.orders[other].map { obstacle($0) == nil } == true
    }
  }
}

extension Stage {
  /// Tells how one set ended while its person still stands here: what else was found under the number stays.
  var leavesOthers: Bool {
    switch self {
    case .done, .late, .pinLetterMissing, .oldDocumentMissing, .extended, .notTaken, .doorStuck: true
    default: false
    }
  }
}
