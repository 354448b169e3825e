// What a citizen asks, one request at a time. Unknown numbers and wrong codes get the same answer after the same
// work; nothing is opened before both factors, and never by number of the door.

import Handover
import Journal
import Messages
import Secrets

extension StationCore {
  mutating func citizenRequest(
    _ id: ConnectionID, _ request: CitizenRequest, _ secret: Secret?, _ journal: any JournalStore
  ) {
    guard id == screen else { return }
    if case .hello(let version) = request {
      guard version == protocolVersion else {
        out.append(
          .citizen(
            id,
            .refused(
              Refused(
                code: "version",
                message:
                  "screen speaks version \(version), station \(protocolVersion): install both from one package"
              ))))
        return
      }
      out.append(.citizen(id, .welcome(setup.welcome)))
      lastSnapshot = nil
      return
    }
    if case .active = request { return keepAwake() }
    // What is closed or does not work cannot be begun, whoever asks.
    if let kind = request.begins, !isOffered(kind) { return }
    if case .moreTime = request { return moreTime() }
    if frozen != nil, request.needsJournal {
      // Who has no door in question may go at once; the others are kept until the journal works.
      if case .end = request, session?.operation == nil {
        session = nil
        return
      }
      if session != nil, session?.operation == nil { end(with: .outOfService(.journal)) }
      return
    }
    switch request {
    case .language(let tag): chooseLanguage(tag)
    case .beginPickup: beginPickup()
    case .number: number(secret)
    case .code: code(secret, journal)
    case .choose(let indices): choose(indices)
    case .birthDate: birthDate(secret, journal)
    case .answerPinLetter(let came): pinLetter(came)
    case .answerOldDocument(let isHere): answerOldDocument(isHere)
    case .declareLoss: declareLoss()
    case .askExtension: askExtension()
    case .confirmExtension: confirmExtension()
    case .receipt(let way): receipt(way)
    case .open, .tryAgain, .reportStuck, .answerTaken, .answerTakenWithOld:
      isPersonHere = true
      doorRequest(request)
    case .next: nextOrder()
    case .back: back()
    case .end: endSession()
    case .chooseFactor(let factor): chooseFactor(factor)
    case .passportKey: passportKey(secret)
    case .beginCardPIN: beginCardPIN()
    case .choosePinTask(let task): choosePinTask(task)
    case .cardSecret: giveSecret(secret, isNewPIN: false)
    case .newPIN: giveSecret(secret, isNewPIN: true)
    case .cardAgain: cardAgain()
    case .info(let request): infoRequest(request, secret)
    case .form(let request): formRequest(request, secret)
    case .documentStatus(let request): statusRequest(request, secret, journal)
    case .contact: beginContact()
    case .hello, .active, .moreTime: break
    }
    keepAwake()
  }

  private mutating func chooseLanguage(_ tag: String) {
    guard setup.welcome.languages.contains(tag) else { return }
    if session == nil { session = Session(connection: screen, language: tag, place: .idle) }
    session?.language = tag
  }

  private mutating func beginPickup() {
    switch session?.place {
    case nil, .idle, .ended: break
    default: return
    }
    guard outage == nil else { return }
    if session == nil { session = Session(connection: screen, language: defaultLanguage, place: .number) }
    wipe()
    go(.number)
  }

  private mutating func number(_ secret: Secret?) {
    guard case .number? = session?.place, let secret else { return }
    session?.identifiers = TypedNumber.forms(secret).map { keys.hash($0.kind, $0.text) }
    // What can be no number is asked for its code all the same, and counts like any other unknown one.
    if session?.identifiers.isEmpty == true { session?.identifiers = [keys.hash(.slip, [UInt8]())] }
    go(.code(wrong: false))
  }

  /// Where the tries of the entered identifier are counted.
  func slot(_ journal: any JournalStore) throws(JournalError) -> Int? {
    guard let identifier = session?.identifiers.first else { return nil }
    return try journal.counterSlot(identifier)
  }

  /// Ends the session with a lock page where tries are used up.
  mutating func isLockedOut(slot: Int?) -> Bool {
    switch working.standing(slot: slot, now: time.moment, policy: setup.policy) {
    case .needsCounter:
      end(with: .askAtCounter)
      return true
    case .locked(let untilWall):
      lockPage(milliseconds: untilWall - time.moment.wall)
      return true
    case .free: break
    }
    let hourAgo = now - 3_600_000
    wrongTries.removeAll { $0 <= hourAgo }
    if wrongTries.count >= setup.wrongTriesPerHourMax, let first = wrongTries.first {
      lockPage(milliseconds: first + 3_600_000 - now)
      return true
    }
    return false
  }

  private mutating func lockPage(milliseconds: Int64) {
    let pause = pause(milliseconds: milliseconds)
    end(with: .locked(minutesLeft: pause.minutes, hour: pause.hour, minute: pause.minute))
  }

  /// How long that is in whole minutes, and the time of day when it is over.
  func pause(milliseconds: Int64) -> (minutes: Int, hour: Int, minute: Int) {
    let minutes = max(1, Int((milliseconds + 59_999) / 60_000))
    // From the second of the clock, rounded up: the same lock ends at the same minute whenever it is asked for.
    let seconds = Int64(time.minuteOfDay * 60) + time.moment.wall / 1000 % 60 + (milliseconds + 999) / 1000
    let until = Int((seconds + 59) / 60) % 1440
    return (minutes, until / 60, until % 60)
  }

  func triesLeft(_ slot: Int?) -> Int {
    if case .free(let left) = working.standing(slot: slot, now: time.moment, policy: setup.policy) {
      return left
    }
    return 0
  }

  mutating func wrong(slot: Int?, _ place: Session.Place, _ journal: any JournalStore) {
    guard let identifier = session?.identifiers.first else { return }
    decideFreely(.citizen) { $0.wrongTry(identifier, slot: slot) }
    wrongTries.append(now)
    // The slot may be new; the count is read from what the journal will say.
    let counted = slot ?? newestSlot()
    if isLockedOut(slot: counted) { return }
    session?.triesSlot = counted
    go(place)
  }

  private func newestSlot() -> Int? {
    for effect in out.reversed() {
      guard case .append(let entries) = effect else { continue }
      for entry in entries.reversed() {
        if case .wrongTry(let slot, _) = entry.record.event { return slot }
      }
    }
    return nil
  }
}

extension Actor {
  /// The screen's user id says nothing about the person.
  static let citizen = Actor(role: .citizen, user: nil)
}

extension CitizenRequest {
  /// Cannot be answered while the journal refuses.
  var needsJournal: Bool {
    switch self {
    case .hello, .language, .back, .moreTime, .active, .beginCardPIN, .choosePinTask, .cardSecret, .newPIN,
      .cardAgain, .info, .form, .contact:
      false
    case .end, .beginPickup, .number, .code, .choose, .birthDate, .answerPinLetter, .answerOldDocument,
      .declareLoss, .askExtension, .confirmExtension, .open, .tryAgain, .reportStuck, .answerTaken,
      .answerTakenWithOld, .receipt, .next, .chooseFactor, .passportKey,
      .documentStatus:
      true
    }
  }
}
