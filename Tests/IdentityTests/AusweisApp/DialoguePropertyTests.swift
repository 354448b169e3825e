// Random walks through the dialogue: whatever AusweisApp says and whatever the person does, no PIN goes out as a last
// try without the CAN, nothing goes out before the consent, and every run ends once.

import Identity
import Secrets
import Testing

@Suite("AusweisApp: properties of the dialogue")
struct DialoguePropertyTests {
  private static let names = ["A", "B"]

  private func reader(_ random: inout SmallRandom) -> AusweisReader {
    let cards: [AusweisCard] = [
      .none, .unknown, .identity(AusweisIdentityCard(triesLeft: nil)),
      .identity(AusweisIdentityCard(isDeactivated: true, triesLeft: 3)),
      .identity(AusweisIdentityCard(isInoperative: true, triesLeft: 0)),
    ]
    let card =
      random.below(4) == 0
      ? cards[random.below(cards.count)] : .identity(AusweisIdentityCard(triesLeft: random.below(4)))
    return AusweisReader(
      name: Self.names[random.below(8) == 0 ? 1 : 0], hasKeypad: random.below(5) == 0, card: card)
  }

  private func event(_ random: inout SmallRandom) -> AusweisEvent {
    let rights = AccessRights(
      required: [AccessRight("FamilyName")], optional: [AccessRight("Address")],
      granted: random.below(2) == 0 ? [] : [AccessRight("Address")])
    switch random.below(30) {
    case 0...8:
      let kind = AusweisSecretKind.allCases[random.below(4)]
      return .message(.enter(kind, error: random.below(8) == 0 ? "no" : nil, reader: reader(&random)))
    case 9...14: return .secret(Secret(Array(["123456", "12345", "1234567890"][random.below(3)].utf8)))
    case 15, 16: return .message(.reader(reader(&random)))
    case 17: return .message(.insertCard(error: nil))
    case 18: return .message(.accessRights(rights, error: nil))
    case 19: return .message(.certificate(ProviderCertificate(subjectName: "Stadt")))
    case 20, 21: return .accept
    case 22: return .grant(AccessRight("Address"), random.below(2) == 0)
    case 23: return .proceed
    case 24: return random.below(6) == 0 ? .cancel : .message(.pause(.badCardPosition))
    case 25:
      return random.below(4) == 0
        ? .message(.changePINEnded(succeeded: random.below(2) == 0, reason: nil)) : .proceed
    case 26:
      return random.below(4) == 0
        ? .message(.authEnded(AusweisAuthResult(isOK: true, address: "https://a/"))) : .accept
    case 27: return .message(.changePINStarted)
    case 28: return .message(.badState(command: "SET_PIN"))
    default: return .message(.status(workflow: "AUTH", progress: 5, state: nil))
    }
  }

  @Test(
    "no path sends a PIN at counter 1 without the CAN first, or anything before the consent",
    arguments: 0..<400 as Range<UInt64>)
  func walk(_ seed: UInt64) {
    var random = SmallRandom(state: seed)
    var dialogue = AusweisDialogue()
    _ = dialogue.reduce(.connected)
    _ = dialogue.reduce(.message(.info(name: "AusweisApp2", version: "2")))
    _ = dialogue.reduce(.message(.apiLevel(available: [1, 2, 3], current: 3, error: nil)))
    _ = dialogue.reduce(.message(.readerList([])))
    #expect(dialogue.isReady)
    let run: AusweisRun = seed % 2 == 0 ? .changePIN : .authenticate(address: "https://a.example/")
    _ = dialogue.reduce(.begin(run))
    // What a bystander knows: the last question, whether the CAN was given since, for which reader, and what was accepted.
    var asked: (kind: AusweisSecretKind, reader: AusweisReader)?
    var canFor: String?
    var isAccepted = run == .changePIN
    var ended = 0
    for _ in 0..<200 {
      let event = event(&random)
      switch event {
      case .message(.enter(let kind, _, let reader?)):
        if reader.name != canFor { canFor = nil }
        asked = (kind, reader)
      case .message(.insertCard): canFor = nil
      case .message(.reader(let reader)) where reader.name == canFor:
        if case .identity = reader.card {} else { canFor = nil }
      default: break
      }
      for effect in dialogue.reduce(event) {
        switch effect {
        case .send(.set(let kind, let value)):
          #expect(isAccepted, "seed \(seed): a secret before the consent")
          #expect(asked?.kind == kind, "seed \(seed): \(kind) was not asked for")
          #expect((value == nil) == (asked?.reader.hasKeypad == true))
          guard case .identity(let card) = asked?.reader.card, let tries = card.triesLeft else {
            Issue.record("seed \(seed): a secret for a card that nobody knows")
            continue
          }
          if kind == .pin {
            #expect(tries > 0)
            #expect(tries > 1 || canFor == asked?.reader.name, "seed \(seed): the last try without the CAN")
            if tries == 1 { canFor = nil }
          }
          if kind == .puk { #expect(tries == 0) }
          if kind == .can { canFor = asked?.reader.name }
        case .send(.accept): isAccepted = true
        case .ended(let ending):
          ended += 1
          if ending == .pinChanged { #expect(run == .changePIN) }
        case .send, .wait, .disconnect: break
        }
      }
      if case .consent = dialogue.view { isAccepted = false }
      if !dialogue.isRunning { break }
    }
    if dialogue.isRunning {
      for effect in dialogue.reduce(.closed) { if case .ended = effect { ended += 1 } }
    }
    #expect(ended == 1, "seed \(seed)")
  }
}
