// The back channel against a small service of the tests: a session, its address, its result once and in time, and what
// a broken service does. Through the real curl, over real sockets.

import Foundation
import Identity
import Synchronization
import Testing

@testable import Station

/// The town's service for identification as docs/backchannel.md has it, in one thread.
final class TestIdentityService: Sendable {
  struct Session {
    var required: [String]
    var isFetched = false
    var isExpired = false
    var result: String?
  }

  private let sessions = Mutex<[String: Session]>([:])
  private let isOver = Mutex(false)
  let port: Int
  private let server: LocalServer

  init() throws {
    server = try LocalServer()
    port = server.port
    Thread.detachNewThread { [self] in serve() }
  }

  func stop() {
    isOver.withLock { $0 = true }
  }

  /// What the eID-server would know after the card was read.
  func complete(_ session: String, _ json: String) { sessions.withLock { $0[session]?.result = json } }

  func expire(_ session: String) { sessions.withLock { $0[session]?.isExpired = true } }

  var asked: [[String]] { sessions.withLock { all in all.keys.sorted().map { key in all[key]!.required } } }

  private func serve() {
    while !isOver.withLock({ $0 }) {
      guard let connection = try? server.accept(), let (head, body) = try? connection.readRequest() else {
        continue
      }
      let (status, text) = answer(String(head.split(separator: " ").dropFirst().first ?? ""), body)
      connection.write(
        "HTTP/1.1 \(status) X\r\nContent-Length: \(text.utf8.count)\r\nConnection: close\r\n\r\n\(text)")
      connection.end()
    }
  }

  private func answer(_ path: String, _ body: [UInt8]) -> (Int, String) {
    let parts = path.split(separator: "/").map(String.init)
    return sessions.withLock { sessions -> (Int, String) in
      if parts == ["eid", "sessions"] {
        guard let value = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: [String]] else {
          return (400, "")
        }
        let id = "S-\(sessions.count + 1)"
        sessions[id] = Session(required: value["required"] ?? [])
        return (
          201,
          #"{"session":"\#(id)","tcTokenURL":"https://eid.example/token?s=\#(id)","expiresInSeconds":300}"#
        )
      }
      guard parts.count == 4, parts[1] == "sessions", parts[3] == "result", var session = sessions[parts[2]]
      else {
        return (404, "")
      }
      if session.isExpired { return (410, #"{"error":"expired"}"#) }
      if session.isFetched { return (410, #"{"error":"used"}"#) }
      guard let result = session.result else { return (202, "") }
      session.isFetched = true
      sessions[parts[2]] = session
      return (200, result)
    }
  }
}

extension LocalServer: @unchecked Sendable {}

@Suite(.serialized) struct BackChannelTests {
  private func channel(_ port: Int) throws -> CurlBackChannel {
    try #require(
      CurlBackChannel(
        base: "http://127.0.0.1:\(port)/eid", credentials: nil, curl: "/usr/bin/curl", protocols: "=http"))
  }

  @Test func aSessionGivesItsResultOnce() throws {
    let service = try TestIdentityService()
    defer { service.stop() }
    let channel = try channel(service.port)
    let session = try channel.begin(
      IdentityRequest(
        required: [AccessRight("FamilyName"), AccessRight("DateOfBirth")], optional: [AccessRight("Address")])
    )
    #expect(session.address == "https://eid.example/token?s=S-1" && session.lifeSeconds == 300)
    #expect(service.asked == [["FamilyName", "DateOfBirth"]])
    #expect(try channel.result(of: session) == .pending)
    service.complete(
      session.id,
      #"{"status":"ok","holder":{"familyName":"MÜLLER","birthDate":"1964-08","isOldEnough":true,"new":1}}"#)
    guard case .identified(let holder) = try channel.result(of: session) else {
      Issue.record("not identified")
      return
    }
    #expect(holder.familyName == "MÜLLER" && holder.birthDate == "1964-08" && holder.isOldEnough == true)
    #expect(holder.city == nil)
    #expect(!"\(holder) \(session)".contains("MÜLLER") && !String(reflecting: session).contains("S-1"))
    #expect(throws: BackChannelFailure.used) { try channel.result(of: session) }
  }

  @Test func sessionsThatAreLateUnknownOrFailed() throws {
    let service = try TestIdentityService()
    defer { service.stop() }
    let channel = try channel(service.port)
    let late = try channel.begin(IdentityRequest(required: []))
    service.expire(late.id)
    #expect(throws: BackChannelFailure.expired) { try channel.result(of: late) }
    let failed = try channel.begin(IdentityRequest(required: []))
    service.complete(failed.id, #"{"status":"failed","minor":"cancellationByUser"}"#)
    #expect(try channel.result(of: failed) == .failed("cancellationByUser"))
    let unknown = IdentitySession(id: "S-99", address: "https://eid.example/", lifeSeconds: 1)
    #expect(throws: BackChannelFailure.unknownSession) { try channel.result(of: unknown) }
    let empty = try channel.begin(IdentityRequest(required: []))
    service.complete(empty.id, #"{"status":"ok","holder":{}}"#)
    #expect(throws: BackChannelFailure.unreadable) { try channel.result(of: empty) }
  }

  @Test func aServiceThatIsNotThereOrNotAllowed() throws {
    let free = try LocalServer().port
    #expect(throws: BackChannelFailure.unreachable) {
      try channel(free).begin(IdentityRequest(required: []))
    }
    // Beyond this machine the product speaks https alone, whatever it is configured with: a name could lead anywhere.
    let service = try TestIdentityService()
    defer { service.stop() }
    let plain = try #require(CurlBackChannel(base: "http://localhost:\(service.port)/eid"))
    #expect(throws: BackChannelFailure.unreachable) { try plain.begin(IdentityRequest(required: [])) }
    #expect(service.asked.isEmpty)
    let own = try #require(CurlBackChannel(base: "http://127.0.0.1:\(service.port)/eid"))
    #expect(try own.begin(IdentityRequest(required: [])).lifeSeconds == 300)
    #expect(CurlBackChannel(base: "https://a/\"\nurl = x") == nil)
  }

  @Test(
    "answers that are none",
    arguments: [
      (200, #"{"session":"a","tcTokenURL":"https://a/","expiresInSeconds":300}"#),
      (201, #"{"session":"a/../b","tcTokenURL":"https://a/","expiresInSeconds":300}"#),
      (201, #"{"session":"a","tcTokenURL":"http://a/","expiresInSeconds":300}"#),
      (201, #"{"session":"a","tcTokenURL":"https://a/","expiresInSeconds":0}"#), (201, "[]"), (201, ""),
    ])
  func hostile(_ status: Int, _ body: String) {
    #expect(throws: BackChannelFailure.unreadable) {
      try BackChannelText.session(status: status, body: Array(body.utf8))
    }
  }

  @Test func statuses() {
    for (status, failure) in [
      (401, BackChannelFailure.refused), (403, .refused), (404, .unknownSession), (500, .serverFault),
      (503, .serverFault), (302, .unreadable), (0, .unreadable), (410, .used),
    ] {
      #expect(throws: failure) { try BackChannelText.result(status: status, body: []) }
    }
  }
}
