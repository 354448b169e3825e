// Identification through AusweisApp and the back channel: which comes when, what each failure becomes, and that a job
// that was ended is heard of no more. The dialogue and the texts of the back channel have tests of their own.

import Secrets
import Synchronization
import Testing

@testable import Identity
@testable import Messages
@testable import Station

@Suite struct IdentityWorkerTests {
  private final class Channel: IdentityBackChannel {
    let asked = Mutex<[IdentityRequest]>([])
    let begins = Mutex<[Swift.Result<IdentitySession, BackChannelFailure>]>([])
    let results = Mutex<[Swift.Result<IdentityResult, BackChannelFailure>]>([])

    func begin(_ request: IdentityRequest) throws(BackChannelFailure) -> IdentitySession {
      asked.withLock { $0.append(request) }
      return try begins.withLock { $0.isEmpty ? .failure(.unreachable) : $0.removeFirst() }.get()
    }

    func result(of session: IdentitySession) throws(BackChannelFailure) -> IdentityResult {
      try results.withLock { $0.isEmpty ? .failure(.unreachable) : $0.removeFirst() }.get()
    }
  }

  private final class Bench: Sendable {
    let channel = Channel()
    let told = Mutex<[AusweisEvent]>([])
    let reports = Mutex<[CardReport]>([])
    let made = Mutex<AusweisCardWorker?>(nil)

    var worker: AusweisCardWorker {
      made.withLock { made in
        if let made { return made }
        let worker = AusweisCardWorker(
          channel: channel, tell: { [self] event in told.withLock { $0.append(event) } },
          post: { [self] report in reports.withLock { $0.append(report) } })
        made = worker
        return worker
      }
    }

    func start(_ job: Int = 7) {
      worker.heard(.state(.up))
      worker.take(.start(.identify([AccessRight("FamilyName")]), job: job))
      worker.back.sync {}
    }

    func settle() { worker.back.sync {} }

    var events: [AusweisEvent] { told.withLock { $0 } }
    var last: CardReport? { reports.withLock { $0.last } }
  }

  private static let session = IdentitySession(id: "S-1", address: "https://eid.example/t", lifeSeconds: 300)

  private func consent(_ required: [String]) -> AusweisView {
    .consent(
      AusweisConsent(
        provider: ProviderCertificate(
          subjectName: "Stadt", subjectAddress: "", issuerName: "", issuerAddress: "", purpose: "Anträge",
          terms: "", validFrom: "", validUntil: ""),
        rights: AccessRights(required: required.map(AccessRight.init)), isSettled: true))
  }

  @Test("A session, a run, the consent, the end, the result")
  func way() {
    let bench = Bench()
    bench.channel.begins.withLock { $0 = [.success(Self.session)] }
    var holder = IdentityHolder()
    holder.familyName = "MUSTERMANN"
    bench.channel.results.withLock { $0 = [.success(.pending), .success(.identified(holder))] }
    bench.start()
    #expect(bench.channel.asked.withLock { $0 } == [IdentityRequest(required: [AccessRight("FamilyName")])])
    #expect(bench.events == [.begin(.authenticate(address: Self.session.address))])
    bench.worker.heard(.view(consent(["FamilyName"])))
    #expect(
      bench.last
        == .asks(
          job: 7,
          CardAsk(.consent(CardConsent(provider: "Stadt", rights: ["FamilyName"], purpose: "Anträge")))))
    bench.worker.take(.accept(job: 7))
    #expect(bench.events.last == .accept)
    bench.worker.heard(.ended(.authenticated(refresh: "https://eid.example/r")))
    bench.settle()
    #expect(bench.last == .ended(job: 7, .identified(holder)))
  }

  @Test("A provider that would write on the card is refused")
  func writes() {
    let bench = Bench()
    bench.channel.begins.withLock { $0 = [.success(Self.session)] }
    bench.start()
    bench.worker.heard(.view(consent(["FamilyName", "WriteAddress"])))
    #expect(bench.last == .ended(job: 7, .failed(.serverAway, code: "identity-rights")))
    #expect(bench.events.last == .cancel)
  }

  @Test("Every failure of the back channel has its advice", arguments: BackChannelFailure.allCases)
  func failures(_ failure: BackChannelFailure) {
    let early = Bench()
    early.channel.begins.withLock { $0 = [.failure(failure)] }
    early.start()
    #expect(
      early.last == .ended(job: 7, .failed(failure.advice, code: "back-channel-\(failure.rawValue)")))
    #expect(early.events.isEmpty)
    let late = Bench()
    late.channel.begins.withLock { $0 = [.success(Self.session)] }
    late.channel.results.withLock { $0 = [.failure(failure)] }
    late.start()
    late.worker.heard(.ended(.authenticated(refresh: "https://eid.example/r")))
    late.settle()
    #expect(late.last == .ended(job: 7, .failed(failure.advice, code: "back-channel-\(failure.rawValue)")))
  }

  @Test(
    "A job that was ended before AusweisApp had ended its run: the next one waits for that end, and gets its own"
  )
  func restart() {
    let bench = Bench()
    bench.channel.begins.withLock { $0 = [.success(Self.session), .success(Self.session)] }
    bench.start()
    bench.worker.take(.end(job: 7))
    #expect(bench.events.last == .cancel)
    bench.start(8)
    #expect(bench.events.last == .cancel, "not before the end of the old run")
    bench.worker.heard(.ended(.cancelled))
    #expect(bench.events.last == .begin(.authenticate(address: Self.session.address)))
    #expect(bench.last == .working(job: 8), "the old run's end is nobody's")
    bench.worker.heard(.ended(.failed(.network)))
    #expect(bench.last == .ended(job: 8, .failed(.serverAway, code: "ausweisapp-network")))
  }

  @Test("Without AusweisApp or without a back channel the job ends at once")
  func missing() {
    let down = Bench()
    down.worker.take(.start(.identify([]), job: 7))
    #expect(down.last == .ended(job: 7, .failed(.callStaff, code: "ausweisapp-not-running")))
    let reports = Mutex<[CardReport]>([])
    let worker = AusweisCardWorker(tell: { _ in }, post: { report in reports.withLock { $0.append(report) } })
    worker.heard(.state(.up))
    worker.take(.start(.identify([]), job: 7))
    #expect(
      reports.withLock { $0.last } == .ended(job: 7, .failed(.callStaff, code: "back-channel-not-set-up")))
  }
}
