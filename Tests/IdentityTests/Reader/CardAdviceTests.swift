// Every CardError has a code of its own and advice; the words for citizens hang on the advice.

import Testing

@testable import Identity

@Suite("Card advice")
struct CardAdviceTests {
  static let all: [CardError] =
    TransportFault.allCases.map { .transport($0) } + CertificateFault.allCases.map { .certificate($0) }
    + PasswordKind.allCases.map { .password(.wrong($0, triesLeft: nil)) }
    + [
      .password(.pinSuspended), .password(.pinBlocked), .password(.pinDeactivated), .password(.pukUsedUp),
      .refused(.select, .fileNotFound), .malformed(.select, "x"), .unauthentic(.select),
      .unsupported(.select, "x"),
      .cancelled,
    ]

  @Test("codes differ, and only a run that a person ended has no advice")
  func codes() {
    let codes = Self.all.map(\.code)
    #expect(Set(codes).count == codes.count)
    for error in Self.all { #expect((error.advice == .none) == (error == .cancelled)) }
    // What only AusweisApp tells: a PIN that is the letter's still, a server that does not answer.
    let ofAusweisApp: [CardAdvice] = [.firstPIN, .serverAway]
    for advice in CardAdvice.allCases where !ofAusweisApp.contains(advice) {
      #expect(Self.all.contains { $0.advice == advice })
    }
  }

  @Test("the ladder: suspended asks for the CAN, blocked for the PUK, the rest for an authority")
  func ladder() {
    #expect(CardError.password(.pinSuspended).advice == .enterCAN)
    #expect(CardError.password(.pinBlocked).advice == .enterPUK)
    #expect(CardError.password(.pinDeactivated).advice == .authoritySwitchesOn)
    #expect(CardError.password(.pukUsedUp).advice == .authoritySetsPIN)
  }
}
