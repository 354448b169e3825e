// The delivery to FIT-Connect against its script: the whole way, every fault, every crash point, and tokens that are not to
// be believed.

import Crypto
import Handover
import Secrets
import Testing

@testable import Configuration
@testable import Station

@Suite(.serialized) struct FitConnectTests {
  @Test(
    "the whole way: kept, announced, sent by its signed receipt, accepted, content gone, forgotten after keep_days"
  )
  func wholeWay() throws {
    let (script, life) = try Self.ready()
    #expect(life.way.isReady(at: life.time))
    try life.keep()
    #expect(life.deliverer.sights(at: life.time)[0].waiting == 1)
    life.rounds(1)
    #expect(life.stage == .sent && script.submissions.count == 1)
    #expect(script.submissions[0].data == life.spool.entry("4827-1190")?.content?.data)
    script.verdict("accept-submission", 0)
    life.rounds(3)
    #expect(life.stage == .accepted && life.spool.entry("4827-1190")?.content == nil)
    #expect(life.deliverer.sights(at: life.time)[0].delivered == 1)
    life.wall += 8 * 86_400_000
    life.rounds(1)
    #expect(life.spool.entries.isEmpty && script.state.withLock { $0.puts } == 1)
    // One token for all of it.
    #expect(
      script.state.withLock { $0.requests }.contains("GET /v2/cases/case-sub-1/events?offset=0&limit=100"))
  }

  @Test("keys stay usable without the network and over a restart, but not for ever")
  func keysOffline() throws {
    let (script, first) = try Self.ready()
    let keys = LosingDisk()
    let life = try Life(script, spool: LosingDisk(), keys: keys)
    life.rounds(1)
    script.change { $0.faults = (0..<200).map { _ in ("", .unreachable) } }
    let second = try Life(script, spool: LosingDisk(), keys: keys, wall: life.wall + 20 * 86_400_000)
    second.rounds(1)
    #expect(second.way.isReady(at: second.time) && first.way.isReady(at: first.time))
    try second.keep()
    #expect(second.deliverer.sights(at: second.time)[0].lastFault == "unreachable: no")
    second.wall += 20 * 86_400_000
    #expect(!second.way.isReady(at: second.time))
  }

  @Test(
    "a key that breaks a rule is not encrypted with",
    arguments: [
      ("short", "4096"), ("PS512", "RSA-OAEP-256"), ("no wrapKey", "no key"), ("no kid", "no kid"),
      ("chain", "trusted authority"),
    ])
  func wrongKeys(_ kind: String, _ words: String) throws {
    let script = FitConnectScript()
    script.change { state in
      switch kind {
      case "short": state.keys = [TestRSA.short.jwk("wrapKey", algorithm: "RSA-OAEP-256")]
      case "PS512": state.keys = [TestRSA.destination.jwk("wrapKey", algorithm: "PS512")]
      case "no wrapKey": state.keys = [TestRSA.destination.jwk("encrypt", algorithm: "RSA-OAEP-256")]
      case "no kid":
        guard case .members(var members) = state.keys[0] else { return }
        members["kid"] = nil
        state.keys = [.members(members)]
      default: break
      }
    }
    var rules = DestinationKeyRules()
    if kind == "chain" { rules.roots = [] }
    let life = try Life(script, spool: LosingDisk(), keys: LosingDisk(), rules: rules)
    life.rounds(1)
    #expect(!life.way.isReady(at: life.time))
    let fault = try #require(life.deliverer.sights(at: life.time)[0].lastFault)
    #expect(fault.contains(words), "\(fault)")
    #expect(throws: SubmissionFault.self) { try life.keep() }
  }

  @Test("faults of the network and the server are waited out, each request, and nothing is submitted twice")
  func waitedOut() throws {
    let places = [
      "POST /token", "POST /v2/submissions", "PUT /v2/submissions", "GET /v2/cases", "GET /.well-known",
    ]
    let faults: [FitConnectScript.Fault] = [
      .unreachable, .answerLost, .status(500), .status(503, retryAfter: 7), .status(429, retryAfter: 90),
    ]
    for place in places {
      for fault in faults {
        let (script, life) = try Self.ready()
        try life.keep()
        script.change { state in
          state.faults = [(place, fault), (place, fault)]
          if place.contains("token") { state.keys = state.keys }
        }
        // A new life has no token.
        life.rounds(8, seconds: 400)
        #expect(life.stage == .sent, "\(place) \(fault): \(life.fault ?? "")")
        let submitted = script.submissions.filter { $0.data != nil }
        #expect(submitted.count == 1, "\(place) \(fault)")
        if place != "POST /v2/submissions" || fault != .answerLost { #expect(script.submissions.count == 1) }
      }
    }
  }

  @Test("Retry-After is kept to")
  func retryAfter() throws {
    let (script, life) = try Self.ready()
    try life.keep()
    script.change { $0.faults = [("POST /v2/submissions", .status(429, retryAfter: 600))] }
    life.rounds(9, seconds: 60)
    #expect(script.submissions.isEmpty && life.fault == "too-many-requests: status 429, no")
    life.rounds(3, seconds: 60)
    #expect(life.stage == .sent)
  }

  @Test("a refused token is renewed once; a refused client waits and is told")
  func tokens() throws {
    let (script, life) = try Self.ready()
    try life.keep()
    script.change { $0.faults = [("POST /v2/submissions", .status(401))] }
    life.rounds(1)
    #expect(life.stage == .sent && script.state.withLock { $0.tokens } == 2)
    let (other, second) = try Self.ready()
    try second.keep()
    other.change { $0.faults = [("POST /v2/submissions", .status(401)), ("POST /token", .status(401))] }
    second.rounds(1)
    #expect(second.stage == .kept && second.fault?.hasPrefix("token-refused") == true)
    second.rounds(2)
    #expect(second.stage == .sent)
  }

  @Test("what is refused for good waits for a person, and goes on where it stood")
  func refused() throws {
    let (script, life) = try Self.ready()
    try life.keep()
    script.change { $0.faults = [("PUT", .status(422))] }
    life.rounds(2)
    #expect(life.stage == .failed && life.fault == "refused: status 422, no")
    #expect(life.deliverer.sights(at: life.time)[0].failed == 1)
    _ = try life.spool.update("4827-1190") { $0.retry(at: life.wall) }
    #expect(life.stage == .announced)
    life.rounds(1)
    #expect(life.stage == .sent && script.submissions.count == 1)
  }

  @Test("a rejection keeps the content and its reasons; tried again it is a new submission")
  func rejected() throws {
    let (script, life) = try Self.ready()
    try life.keep()
    life.rounds(1)
    script.verdict(
      "reject-submission", 0,
      .members(["problems": .list([.members(["title": .text("Schema verletzt"), "detail": .text("Meier")])])])
    )
    life.rounds(2)
    #expect(life.stage == .rejected && life.fault == "rejected: Schema verletzt")
    #expect(life.spool.entry("4827-1190")?.content != nil)
    _ = try life.spool.update("4827-1190") { $0.retry(at: life.wall) }
    life.rounds(1)
    #expect(life.stage == .sent && script.submissions.count == 2)
  }

  @Test("a case that the service does not know, and weeks without a way, wait for a person")
  func givenUp() throws {
    let (script, life) = try Self.ready()
    try life.keep()
    script.change { $0.faults = [("PUT", .unreachable)] }
    life.rounds(1, seconds: 3)
    script.change { $0.faults = [("GET /v2/cases", .status(404))] }
    life.rounds(1)
    #expect(life.stage == .failed && life.fault?.hasPrefix("submission-unknown") == true)
    let (other, second) = try Self.ready()
    try second.keep()
    other.change { $0.faults = (0..<10_000).map { _ in ("POST", .unreachable) } }
    second.rounds(27, seconds: 86_400)
    #expect(second.stage == .kept && second.spool.entries[0].attempts > 20)
    second.rounds(3, seconds: 86_400)
    #expect(second.stage == .failed && second.fault?.hasPrefix("given-up: 28 days; unreachable") == true)
  }

  @Test(
    "a receipt that is not to be believed makes nothing sent, and nothing is sent again",
    arguments: [
      "foreign signature", "foreign txn", "foreign sub", "two events", "no events", "wrong typ", "wrong alg",
      "tags",
      "foreign issuer", "issuer who cannot say it", "future", "no jti",
    ])
  func unbelievable(_ kind: String) throws {
    let (script, life) = try Self.ready()
    try life.keep()
    script.change { state in
      switch kind {
      case "foreign signature": state.signer = .stranger; state.header = ["kid": .text("service")]
      case "foreign txn": state.claims = ["txn": .text("case:case-sub-7")]
      case "foreign sub": state.claims = ["sub": .text("submission:sub-7")]
      case "two events":
        state.claims = [
          "events": .members([
            EventToken.prefix + "submit-submission": .members([:]),
            EventToken.prefix + "accept-submission": .members([:]),
          ])
        ]
      case "no events": state.claims = ["events": .members([:])]
      case "wrong typ": state.header = ["typ": .text("JWT")]
      case "wrong alg": state.header = ["alg": .text("RS512")]
      case "tags": state.tagsOfOthers = true
      case "foreign issuer": state.claims = ["iss": .text("https://evil.example")]
      case "issuer who cannot say it":
        state.claims = ["iss": .text(FitConnectScript.destinationID)]
        state.signer = .destination
        state.header = ["kid": .text("destination-sign")]
      case "future": state.claims = ["iat": .number(1_900_000_000)]
      default: state.claims = ["jti": .text("")]
      }
    }
    life.rounds(4, seconds: 600)
    #expect(life.stage == .announced && life.fault?.hasPrefix("event-wrong") == true, "\(life.fault ?? "")")
    #expect(script.state.withLock { $0.puts } == 1)
  }

  @Test("an acceptance by a stranger is none; the office's own is; a replay of another submission's is none")
  func foreignVerdict() throws {
    let (script, life) = try Self.ready()
    try life.keep()
    life.rounds(1)
    script.verdict("accept-submission", 0, signer: .stranger)
    life.rounds(2)
    #expect(life.stage == .sent && life.fault?.hasPrefix("event-wrong") == true)
    let replay = script.event(
      "accept-submission", "sub-9", issuer: FitConnectScript.destinationID, signer: .destination,
      kid: "destination-sign")
    script.change { $0.submissions[0].events[1] = replay }
    life.rounds(2, seconds: 600)
    #expect(life.stage == .sent)
    script.verdict("accept-submission", 0)
    life.rounds(2, seconds: 3_600)
    #expect(life.stage == .accepted)
  }

  @Test(
    "the power is cut after every step of the spool's disk: every confirmed application is submitted exactly once"
  )
  func crashes() throws {
    var cuts = 0
    for seed in 0..<6 as Range<UInt64> {
      for steps in 0..<24 {
        var dice = Dice(state: seed &* 131 &+ UInt64(steps))
        let script = FitConnectScript()
        let (disk, keys) = (LosingDisk(), LosingDisk())
        var life = try Life(script, spool: disk, keys: keys)
        life.rounds(1, seconds: 1)
        try life.keep()
        disk.cut(after: steps)
        for _ in 0..<3 {
          if dice.roll(2) == 0 { script.change { $0.faults = [("PUT", .answerLost)] } }
          life.rounds(3, seconds: 400)
          if script.submissions.last?.data != nil, dice.roll(2) == 0 {
            script.verdict("accept-submission", script.submissions.count - 1)
          }
          if disk.isCut { cuts += 1 }
          disk.restart { dice.roll($0) }
          life = try Life(script, spool: disk, keys: keys, wall: life.wall)
          disk.cut(after: dice.roll(12))
        }
        disk.restart { dice.roll($0) }
        life = try Life(script, spool: disk, keys: keys, wall: life.wall)
        life.rounds(6, seconds: 4_000)
        #expect(script.submissions.filter { $0.data != nil }.count == 1, "seed \(seed), steps \(steps)")
        #expect([.sent, .accepted].contains(life.stage), "seed \(seed), steps \(steps): \(life.fault ?? "")")
      }
    }
    #expect(cuts > 100)
  }
}
