// The citizen's screens as one value: one case each, and which stage of the station shows which.

import Messages
import Terminal

enum CitizenScreen: Equatable, Sendable {
  case idle(IdleScreen)
  case outOfService(OutOfServiceScreen)
  case number(NumberScreen)
  case code(CodeScreen)
  case locked(LockedScreen)
  case askAtCounter(AskAtCounterScreen)
  case waiting(WaitingScreen)
  case birthDate(BirthDateScreen)
  case factor(FactorScreen)
  case passportKey(PassportKeyScreen)
  case cardLay(CardLayScreen)
  case cardLeave(CardLeaveScreen)
  case pinMenu(PinMenuScreen)
  case cardSecret(CardSecretScreen)
  case cardAtReader(CardAtReaderScreen)
  case newPin(NewPinScreen)
  case cardTake(CardTakeScreen)
  case cardEnd(CardEndScreen)
  case pinLetter(PinLetterScreen)
  case pinLetterMissing(PinLetterMissingScreen)
  case oldDocument(OldDocumentScreen)
  case declareLoss(LossDeclarationScreen)
  case oldDocumentMissing(OldDocumentMissingScreen)
  case extend(ExtendScreen)
  case extended(ExtendedScreen)
  case ready(ReadyScreen)
  case opening(OpeningScreen)
  case notMoved(NotMovedScreen)
  case open(OpenScreen)
  case askTaken(TakenScreen)
  case done(DoneScreen)
  case unconfirmed(UnconfirmedScreen)
  case notTaken(NotTakenScreen)
  case leftOpen(LeftOpenScreen)
  case doorStuck(DoorStuckScreen)
  case boardSilent(BoardSilentScreen)
  case late(LateScreen)
  case interrupted(InterruptedScreen)
  case timedOut(TimedOutScreen)
  case infoMenu(InfoMenuScreen)
  case infoList(InfoListScreen)
  case infoSearch(InfoSearchScreen)
  case infoPage(InfoPageScreen)
  case formList(FormListScreen)
  case formStart(FormStartScreen)
  case formQuestion(FormQuestionScreen)
  case formCheck(FormCheckScreen)
  case formDeclaration(FormDeclarationScreen)
  case formSending(FormSendingScreen)
  case formUnclear(FormUnclearScreen)
  case formDone(FormDoneScreen)
  case formHandOver(FormHandOverScreen)
  case statusNumber(StatusNumberScreen)
  case statusResult(StatusResultScreen)
  case statusPaused(StatusPausedScreen)
  case cardConsent(CardConsentScreen)

  /// The screen for a stage, with nothing typed.
  init(_ stage: Stage) {
    self =
      switch stage {
      case .idle: .idle(IdleScreen())
      case .outOfService(let reason): .outOfService(OutOfServiceScreen(reason))
      case .number: .number(NumberScreen())
      case .code(let tries, let wrong): .code(CodeScreen(triesLeft: tries, wrong: wrong))
      case .locked(let minutes, let hour, let minute):
        .locked(LockedScreen(minutesLeft: minutes, hour: hour, minute: minute))
      case .askAtCounter: .askAtCounter(AskAtCounterScreen())
      case .waiting(let sets): .waiting(WaitingScreen(sets))
      case .birthDate(let set, let tries, let wrong):
        .birthDate(BirthDateScreen(set, triesLeft: tries, wrong: wrong))
      case .factor(let set, let tries, let wrong): .factor(FactorScreen(set, triesLeft: tries, wrong: wrong))
      case .passportKey(let set, let wrong): .passportKey(PassportKeyScreen(set, wrong: wrong))
      case .card(let stage): Self.card(stage)
      case .info(let stage): Self.info(stage)
      case .form(let stage): Self.form(stage)
      case .documentStatus(let stage): Self.documentStatus(stage)
      case .pinLetter(let set): .pinLetter(PinLetterScreen(set))
      case .pinLetterMissing: .pinLetterMissing(PinLetterMissingScreen())
      case .oldDocument(let set): .oldDocument(OldDocumentScreen(set))
      case .declareLoss(let set): .declareLoss(LossDeclarationScreen(set))
      case .oldDocumentMissing: .oldDocumentMissing(OldDocumentMissingScreen())
      case .extend(let set): .extend(ExtendScreen(set))
      case .extended(let until, let documents):
        .extended(ExtendedScreen(until: until, documents: documents))
      case .ready(let set, let compartment, let isLow):
        .ready(ReadyScreen(set, compartment: compartment, isLow: isLow))
      case .opening(_, let compartment, _): .opening(OpeningScreen(compartment: compartment))
      case .notMoved(_, let compartment, let left):
        .notMoved(NotMovedScreen(compartment: compartment, attemptsLeft: left))
      case .open(let set, let compartment): .open(OpenScreen(set: set, compartment: compartment))
      case .askTaken(let set, let compartment): .askTaken(TakenScreen(set, compartment: compartment))
      case .done(let receipt): .done(DoneScreen(receipt))
      case .unconfirmed(let compartment): .unconfirmed(UnconfirmedScreen(compartment: compartment))
      case .notTaken(let compartment): .notTaken(NotTakenScreen(compartment: compartment))
      case .leftOpen(let compartment, let isClosed):
        .leftOpen(LeftOpenScreen(compartment: compartment, isClosed: isClosed))
      case .doorStuck(let compartment): .doorStuck(DoorStuckScreen(compartment: compartment))
      case .boardSilent(let compartment): .boardSilent(BoardSilentScreen(compartment: compartment))
      case .late(let late): .late(LateScreen(late: late))
      case .interrupted: .interrupted(InterruptedScreen())
      case .timedOut: .timedOut(TimedOutScreen())
      }
  }

  private static func card(_ stage: CardStage) -> CitizenScreen {
    switch stage {
    case .lay(let purpose): .cardLay(CardLayScreen(purpose: purpose))
    case .leave(let purpose): .cardLeave(CardLeaveScreen(purpose: purpose))
    case .consent(let consent): .cardConsent(CardConsentScreen(consent: consent))
    case .pinMenu(let standing): .pinMenu(PinMenuScreen(standing))
    case .secret(let kind, let hint): .cardSecret(CardSecretScreen(kind, hint))
    case .atReader(let kind): .cardAtReader(CardAtReaderScreen(kind: kind))
    case .newPIN: .newPin(NewPinScreen())
    case .take: .cardTake(CardTakeScreen())
    case .end(let end): .cardEnd(CardEndScreen(end: end))
    }
  }

  private static func info(_ stage: InfoStage) -> CitizenScreen {
    switch stage {
    case .menu(let menu): .infoMenu(InfoMenuScreen(menu))
    case .list(let list): .infoList(InfoListScreen(list))
    case .search(let isEmptyHanded): .infoSearch(InfoSearchScreen(isEmptyHanded: isEmptyHanded))
    case .page(let shown): .infoPage(InfoPageScreen(shown))
    }
  }

  private static func form(_ stage: FormStage) -> CitizenScreen {
    switch stage {
    case .list(let list): .formList(FormListScreen(list: list))
    case .start(let shown): .formStart(FormStartScreen(shown: shown))
    case .question(let shown): .formQuestion(FormQuestionScreen(shown: shown))
    case .check(let shown): .formCheck(FormCheckScreen(shown: shown))
    case .declaration(let shown): .formDeclaration(FormDeclarationScreen(shown: shown))
    case .sending(let title): .formSending(FormSendingScreen(title: title))
    case .unclear(let title, let reference):
      .formUnclear(FormUnclearScreen(title: title, reference: reference))
    case .done(let shown): .formDone(FormDoneScreen(shown: shown))
    case .handOver(let shown): .formHandOver(FormHandOverScreen(shown: shown))
    }
  }

  private static func documentStatus(_ stage: DocumentStatusStage) -> CitizenScreen {
    switch stage {
    case .number(let tries): .statusNumber(StatusNumberScreen(tries))
    case .result(let shown, let tries): .statusResult(StatusResultScreen(shown, tries))
    case .paused(let minutes, let hour, let minute):
      .statusPaused(StatusPausedScreen(minutesLeft: minutes, hour: hour, minute: minute))
    }
  }

  /// What all screens have in common.
  var part: any ScreenPart {
    switch self {
    case .idle(let part): part
    case .outOfService(let part): part
    case .number(let part): part
    case .code(let part): part
    case .locked(let part): part
    case .askAtCounter(let part): part
    case .waiting(let part): part
    case .birthDate(let part): part
    case .factor(let part): part
    case .passportKey(let part): part
    case .cardLay(let part): part
    case .cardLeave(let part): part
    case .pinMenu(let part): part
    case .cardSecret(let part): part
    case .cardAtReader(let part): part
    case .newPin(let part): part
    case .cardTake(let part): part
    case .cardEnd(let part): part
    case .pinLetter(let part): part
    case .pinLetterMissing(let part): part
    case .oldDocument(let part): part
    case .declareLoss(let part): part
    case .oldDocumentMissing(let part): part
    case .extend(let part): part
    case .extended(let part): part
    case .ready(let part): part
    case .opening(let part): part
    case .notMoved(let part): part
    case .open(let part): part
    case .askTaken(let part): part
    case .done(let part): part
    case .unconfirmed(let part): part
    case .notTaken(let part): part
    case .leftOpen(let part): part
    case .doorStuck(let part): part
    case .boardSilent(let part): part
    case .late(let part): part
    case .interrupted(let part): part
    case .timedOut(let part): part
    case .infoMenu(let part): part
    case .infoList(let part): part
    case .infoSearch(let part): part
    case .infoPage(let part): part
    case .formList(let part): part
    case .formStart(let part): part
    case .formQuestion(let part): part
    case .formCheck(let part): part
    case .formDeclaration(let part): part
    case .formSending(let part): part
    case .formUnclear(let part): part
    case .formDone(let part): part
    case .formHandOver(let part): part
    case .statusNumber(let part): part
    case .statusResult(let part): part
    case .statusPaused(let part): part
    case .cardConsent(let part): part
    }
  }

  mutating func press(_ key: ScreenKey, _ context: ScreenContext) -> ScreenAnswer {
    var part = part
    let answer = part.press(key, context)
    self = part.screen
    return answer
  }

  /// True when the same screen goes on with the stage; what is typed stays then.
  mutating func go(on stage: Stage) -> Bool {
    var part = part
    guard part.go(on: stage) else { return false }
    self = part.screen
    return true
  }

  mutating func fail(_ error: Text) {
    var part = part
    part.fail(error)
    self = part.screen
  }
}
