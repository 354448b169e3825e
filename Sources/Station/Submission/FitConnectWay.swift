// The delivery of one application to FIT-Connect, step by step. The number that the delivery service gives is durable before
// any content leaves, and from then on the content goes to that number alone: whatever breaks, nothing is submitted twice.
// Only its signed receipt makes an application `sent`.

import Configuration
import Crypto
import Handover
import Secrets
import Synchronization

final class FitConnectWay: DeliveryWay {
  let name: String
  /// `publicService` is mandatory in an announcement and in the metadata.
  var needsService: Bool { true }
  let retryDays: Int
  let keepDays: Int
  private let api: FitConnectAPI
  private let keys: FitConnectKeys
  private let chance: @Sendable (Int) throws(CryptoError) -> Secret

  init(
    _ settings: DestinationSettings, api: FitConnectAPI, keys: FitConnectKeys,
    chance: @escaping @Sendable (Int) throws(CryptoError) -> Secret
  ) {
    name = settings.name
    retryDays = settings.retryDays
    keepDays = settings.keepDays
    self.api = api
    self.keys = keys
    self.chance = chance
  }

  func isReady(at time: DeliveryTime) -> Bool { (try? keys.encryptionKey(at: time)) != nil }

  func seal(
    _ application: Application, at time: DeliveryTime
  ) throws(SubmissionFault) -> (content: SpoolEntry.Content, key: String?) {
    let key = try keys.encryptionKey(at: time)
    let schema = api.settings.schema
    let content = try Sealing.seal(application, to: key, chance: chance) { sha512 in
      FitConnectMetadata.json(application, schemaURI: schema, sha512: sha512)
    }
    return (content, key.keyIdentifier)
  }

  func refresh(at time: DeliveryTime) -> (next: Int64, fault: SubmissionFault?) {
    keys.refresh(api, at: time)
  }

  func step(
    _ entry: inout SpoolEntry, at time: DeliveryTime, save: (SpoolEntry) throws(SubmissionFault) -> Void
  ) -> DeliveryStep {
    do throws(SubmissionFault) {
      switch entry.stage {
      case .kept: return try announce(&entry, at: time, save)
      case .announced, .sent: return try look(&entry, at: time, save)
      case .accepted, .rejected, .failed: return .waiting
      }
    } catch {
      return .later(error)
    }
  }

  private func announce(
    _ entry: inout SpoolEntry, at time: DeliveryTime,
    _ save: (SpoolEntry) throws(SubmissionFault) -> Void
  ) throws(SubmissionFault) -> DeliveryStep {
    switch try api.announce(title: entry.title, leika: entry.leika, now: time.wall) {
    case .failure(let refused): return .failed(refused.fault)
    case .success(let numbers):
      entry.submission = numbers.submission
      entry.caseID = numbers.caseID
      entry.isPut = false
      entry.enter(.announced, at: time.wall)
      try save(entry)
      return try put(&entry, numbers, at: time, save)
    }
  }

  private func put(
    _ entry: inout SpoolEntry, _ numbers: FitConnectAPI.Numbers, at time: DeliveryTime,
    _ save: (SpoolEntry) throws(SubmissionFault) -> Void
  ) throws(SubmissionFault) -> DeliveryStep {
    guard let content = entry.content, content.metadata != nil else {
      return .failed(SubmissionFault(.damaged, "the content is not in the spool"))
    }
    switch try api.submit(numbers, content, now: time.wall) {
    case .failure(let refused):
      // It may refuse because it has it already.
      let step = try events(of: entry, numbers, at: time)
      return step == .waiting ? .failed(refused.fault) : step
    case .success:
      entry.isPut = true
      try save(entry)
      return try events(of: entry, numbers, at: time)
    }
  }

  /// What the delivery service says of it; if it never got the content, once more to the same number.
  private func look(
    _ entry: inout SpoolEntry, at time: DeliveryTime,
    _ save: (SpoolEntry) throws(SubmissionFault) -> Void
  ) throws(SubmissionFault) -> DeliveryStep {
    guard let submission = entry.submission, let caseID = entry.caseID else {
      return .failed(SubmissionFault(.damaged, "its numbers are not in the spool"))
    }
    let numbers = FitConnectAPI.Numbers(submission: submission, caseID: caseID)
    let step = try events(of: entry, numbers, at: time)
    guard step == .waiting, entry.stage == .announced, !entry.isPut else { return step }
    return try put(&entry, numbers, at: time, save)
  }

  /// The furthest stage that believable events tell of. An event that is not believed tells nothing, and keeps the content
  /// from being sent once more.
  private func events(
    of entry: SpoolEntry, _ numbers: FitConnectAPI.Numbers, at time: DeliveryTime
  ) throws(SubmissionFault) -> DeliveryStep {
    guard let texts = try api.events(numbers, now: time.wall) else {
      return .failed(SubmissionFault(.submissionUnknown, "the delivery service does not know the case"))
    }
    let tags = entry.content.map {
      (metadata: Sealing.tag(of: $0.metadata ?? ""), data: Sealing.tag(of: $0.data))
    }
    let expected = EventToken.Expectation(
      submission: numbers.submission, caseID: numbers.caseID, service: api.settings.issuer,
      destination: api.settings.destinationID, tags: tags, now: time.wall
    ) { [keys, api] (issuer, kid) throws(SubmissionFault) in
      try keys.verificationKey(of: issuer, named: kid, api, at: time)
    }
    var reached: DeliveryStep?
    var fault: SubmissionFault?
    for text in texts {
      do throws(SubmissionFault) {
        let event = try EventToken(text, expected)
        switch event.kind {
        case .submit:
          if entry.stage == .announced, reached == nil { reached = .reached(.sent) }
        case .accept: reached = .reached(.accepted)
        case .reject:
          let titles = event.problems.isEmpty ? "without a reason" : event.problems.joined(separator: "; ")
          reached = .failed(SubmissionFault(.rejected, titles))
        case .create, .notify, .forward, .delete: break
        }
      } catch {
        if error.code != .eventWrong, error.code != .keyWrong { throw error }
        fault = error
      }
    }
    if let reached { return reached }
    if let fault { throw fault }
    return .waiting
  }
}
