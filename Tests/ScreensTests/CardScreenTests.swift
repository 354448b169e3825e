// The pages at the card reader: what each asks for, what stays of a secret, and what is offered when the reader is gone.

import Messages
import Secrets
import Terminal
import Testing

@testable import Screens

@Suite struct CardScreenTests {
  private func flow(_ stage: Stage, reader: ReaderSight) -> CitizenFlow {
    var flow = CitizenFlow()
    _ = flow.reduce(.welcome(Fixtures.welcome()))
    var snapshot = Fixtures.snapshot(stage)
    snapshot.reader = reader
    _ = flow.reduce(.snapshot(snapshot, at: 0))
    return flow
  }

  @Test("The service is offered where a reader works, and its absence is said where one is set up")
  func idle() {
    var with = flow(.idle, reader: .empty)
    #expect(rendered(with).contains("2  PIN meines Personalausweises"))
    with.type("2")
    #expect(with.press([.ok]) == [.send(.beginCardPIN, nil)])
    let broken = flow(.idle, reader: .outOfOrder)
    #expect(!rendered(broken).contains("PIN meines"))
    #expect(rendered(broken).contains("Der Kartenleser geht gerade nicht."))
    let none = flow(.idle, reader: .none)
    #expect(!rendered(none).contains("PIN meines") && !rendered(none).contains("Kartenleser"))
    var late = flow(.idle, reader: .outOfOrder)
    late.type("2")
    #expect(late.press([.ok]) == [.send(.beginPickup, nil)])
  }

  @Test("What lies on the reader is said in words", arguments: ReaderSight.allCases)
  func lying(reader: ReaderSight) {
    for purpose in CardPurpose.allCases {
      let text = rendered(flow(.card(.lay(purpose)), reader: reader))
      switch reader {
      case .mute: #expect(text.contains("antwortet nicht") && text.contains("Drehen Sie"))
      case .busy: #expect(text.contains("gerade belegt"))
      case .outOfOrder: #expect(text.contains("geht gerade nicht") && text.contains("0999 123-0"))
      case .none, .empty, .card: #expect(text.contains("auf den Leser"))
      }
    }
  }

  @Test("AX-11, AX-26 a PIN is drawn as stars, sent by OK alone, and nothing of it stays")
  func secret() {
    for kind in CardSecret.allCases {
      var flow = flow(.card(.secret(kind, .none)), reader: .card)
      #expect(flow.press([.ok]).isEmpty)
      #expect(rendered(flow).contains("Fehler"))
      let digits = String("1234567890".prefix(kind.digits))
      #expect(flow.type(digits).isEmpty)
      if kind != .can {
        #expect(!rendered(flow).contains("1 │ 2"))
        #expect(!String(describing: flow.page).contains("[1, 2"))
      }
      #expect(flow.press([.ok]) == [.send(.cardSecret, Secret(digits))])
      guard case .cardSecret(let screen)? = flow.screen else {
        Issue.record("another screen")
        return
      }
      #expect(screen == CardSecretScreen(kind, .none))
      // The same stage with another hint is the same screen, emptied.
      _ = flow.reduce(.snapshot(Fixtures.snapshot(.card(.secret(kind, .wrong(triesLeft: 2)))), at: 1))
      #expect(rendered(flow).contains("Fehler: Die "))
      #expect(flow.press([.back]) == [.send(.back, nil)])
    }
  }

  @Test("A new PIN counts when it was typed twice alike")
  func newPIN() {
    var flow = flow(.card(.newPIN), reader: .card)
    flow.type("135790")
    #expect(flow.press([.ok]).isEmpty)
    #expect(rendered(flow).contains("noch einmal"))
    flow.type("135791")
    #expect(flow.press([.ok]).isEmpty)
    #expect(rendered(flow).contains("Fehler: Die beiden PINs sind verschieden."))
    flow.type("135790")
    flow.press([.ok])
    flow.press([.back])
    #expect(rendered(flow).contains("Wie soll Ihre neue PIN lauten?"))
    flow.type("246801")
    flow.press([.ok])
    flow.type("246801")
    #expect(flow.press([.ok]) == [.send(.newPIN, Secret("246801"))])
    #expect(flow.screen == .newPin(NewPinScreen()))
  }

  @Test("The menu of the PIN asks for what its state allows")
  func menu() {
    for (standing, keys, task) in [
      (PinStanding.ready, "1", PinTask.change), (.oneUsed, "2", .firstPIN), (.suspended, "1", .resume),
      (.suspended, "2", .change), (.suspended, "3", .firstPIN), (.blocked, "1", .unblock),
    ] {
      var flow = flow(.card(.pinMenu(standing)), reader: .card)
      flow.type(keys)
      #expect(flow.press([.ok]) == [.send(.choosePinTask(task), nil)])
    }
  }

  private func passport() -> CitizenFlow {
    flow(.passportKey(Fixtures.replaced, wrong: false), reader: .empty)
  }

  @Test("AX-20 what opens a passport can be typed with digits, arrows and OK")
  func passportByKeypad() {
    var flow = passport()
    flow.type("2")
    flow.press([.ok])
    // C 0 1 X 0 0 T 4 7, the letters picked.
    flow.press([.down])
    flow.type("01")
    flow.press([.up, .up, .up, .up])
    flow.press([.down])
    flow.type("00")
    flow.press([.up, .up, .up, .up, .up, .up, .up])
    flow.press([.down])
    flow.type("47")
    #expect(rendered(flow).contains("C01X00T47") || rendered(flow).contains("C01"))
    flow.press([.ok])
    flow.type("12")
    flow.press([.ok])
    flow.type("8")
    flow.press([.ok])
    flow.type("1964")
    flow.press([.ok])
    flow.type("1")
    flow.press([.ok])
    flow.type("11")
    flow.press([.ok])
    flow.type("2027")
    let effects = flow.press([.ok])
    guard case .send(.passportKey, let secret?)? = effects.first else {
      Issue.record("nothing asked: \(rendered(flow))")
      return
    }
    let text = secret.withSpan { span in String(decoding: span.indices.map { span[$0] }, as: UTF8.self) }
    #expect(text.hasSuffix("640812271101") && text.count == 21)
    #expect(text.hasPrefix("C01"))
    if case .passportKey(let screen)? = flow.screen { #expect(!String(describing: screen).contains("C01")) }
  }

  @Test("Its six-digit access number is enough")
  func passportByCAN() {
    var flow = passport()
    flow.press([.ok])
    flow.type("5003")
    #expect(flow.press([.ok]).isEmpty)
    flow.type("08")
    #expect(flow.press([.ok]) == [.send(.passportKey, Secret("500308"))])
  }

  @Test("A scanner types both lines; the second one says everything")
  func passportByScanner() {
    func keys(_ line: String) -> [Key] {
      line.utf8.map { (48...57).contains($0) ? .digit(Int($0) - 48) : .letter($0) } + [.ok]
    }
    let first = "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<"
    let second = "C01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4"
    #expect(first.count == 44 && second.count == 44)
    var flow = passport()
    flow.type("2")
    flow.press([.ok])
    #expect(flow.page.typing == .letters)
    #expect(flow.press(keys(first)).isEmpty)
    #expect(flow.press(keys(second)) == [.send(.passportKey, Secret(second))])
  }

  @Test("Impossible numbers and dates are named with the part to change (UX-9)")
  func passportMistakes() {
    var flow = passport()
    flow.type("2")
    flow.press([.ok])
    flow.press([.ok])
    #expect(rendered(flow).contains("Fehler: Die Passnummer fehlt."))
    flow.type("123")
    flow.press([.ok])
    #expect(rendered(flow).contains("Fehler: Die Passnummer ist zu kurz."))
    flow.type("4567890123")
    flow.press([.ok])
    #expect(rendered(flow).contains("höchstens 9 Zeichen"))
    flow.press([.clear])
    flow.type("123456789")
    flow.press([.ok])
    for part in ["1", "1", "1990", "1", "1", "2099"] {
      flow.type(part)
      flow.press([.ok])
    }
    #expect(rendered(flow).contains("Fehler: So lange gilt kein Pass."))
  }

  @Test("Back leads from question to question, then to the choice of proof (AX-21)")
  func passportBack() {
    var flow = passport()
    flow.type("2")
    flow.press([.ok])
    flow.type("123456789")
    flow.press([.ok])
    #expect(flow.press([.back]).isEmpty)
    #expect(rendered(flow).contains("Wie lautet die Nummer"))
    #expect(flow.press([.back]).isEmpty)
    #expect(flow.press([.back]) == [.send(.back, nil)])
  }

  @Test("Every end leads on: once more, another proof, or the start")
  func ends() {
    for way in CardEndScreen.ways {
      for purpose in CardPurpose.allCases {
        var flow = flow(.card(.end(.advice(way, purpose))), reader: .card)
        // The PUK is no matter of an application: the service for the PIN has it, or the counter.
        let isAgain =
          CardEndScreen.repeatable.contains(way) && !(purpose == .identity && way == "enter-puk")
        let expected: CitizenRequest = isAgain ? .cardAgain : purpose == .pin ? .end : .back
        #expect(flow.press([.ok]) == [.send(expected, nil)])
      }
    }
    var done = flow(.card(.end(.changed)), reader: .card)
    #expect(rendered(done).contains("Bitte nehmen Sie Ihr Dokument vom Leser."))
    #expect(done.press([.ok]) == [.send(.end, nil)])
  }

  @Test("AX-53 the last try of a PIN is announced before it is typed; who has no PUK is told what helps")
  func lastTry() {
    for kind in [CardSecret.pin, .transportPIN] {
      for hint in [SecretHint.canAccepted, .wrong(triesLeft: 1)] {
        let text = rendered(flow(.card(.secret(kind, hint)), reader: .card))
        #expect(text.contains("Noch 1 Versuch. Ist die PIN falsch, wird sie gesperrt."))
      }
      #expect(!rendered(flow(.card(.secret(kind, .unblocked)), reader: .card)).contains("Noch 1 Versuch"))
    }
    #expect(rendered(flow(.card(.secret(.can, .pinWrong)), reader: .card)).contains("Noch 1 Versuch"))
    #expect(rendered(flow(.card(.secret(.puk, .pinWrong)), reader: .card)).contains("Das Bürgeramt setzt"))
  }

  @Test("A card is not left behind by a habitual OK; the end key is the way out for what nobody can take")
  func takeCard() {
    var flow = flow(.card(.take), reader: .card)
    #expect(flow.press([.ok]).isEmpty && flow.press([.back]).isEmpty)
    #expect(rendered(flow).contains("Bürgeramt"))
    #expect(flow.press([.end]) == [.send(.end, nil)])
  }

  @Test("While nothing can be picked up, the PIN service goes on where a reader works")
  func outOfService() {
    for reason in [OutOfService.boards, .journal, .safeMode] {
      var works = flow(.outOfService(reason), reader: .empty)
      #expect(rendered(works).contains("1  PIN meines Personalausweises"))
      #expect(works.press([.ok]) == [.send(.beginCardPIN, nil)])
      var broken = flow(.outOfService(reason), reader: .outOfOrder)
      #expect(!rendered(broken).contains("PIN meines"))
      #expect(broken.press([.ok]).isEmpty)
    }
    var starting = flow(.outOfService(.starting), reader: .empty)
    #expect(starting.press([.ok]).isEmpty)
  }

  @Test("Who is sent to the counter reads where it is and when it is open")
  func counter() {
    let silent: Set<String> = ["none"]
    for way in CardEndScreen.ways where !CardEndScreen.repeatable.contains(way) && !silent.contains(way) {
      for purpose in CardPurpose.allCases {
        let text = rendered(flow(.card(.end(.advice(way, purpose))), reader: .empty))
        #expect(text.contains("Uhr") && text.contains("Am Markt 1"), "\(way)")
        #expect(text.contains("trotzdem abholen") == (purpose == .passport), "\(way)")
      }
    }
  }

  @Test("Birth date or old passport")
  func factor() {
    var flow = flow(.factor(Fixtures.replaced, triesLeft: 5, wrong: false), reader: .empty)
    #expect(flow.press([.ok]) == [.send(.chooseFactor(.birthDate), nil)])
    var other = self.flow(.factor(Fixtures.replaced, triesLeft: 5, wrong: false), reader: .empty)
    other.type("2")
    #expect(other.press([.ok]) == [.send(.chooseFactor(.oldPassport), nil)])
  }
}
