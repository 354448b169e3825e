// The JSON of every message as text: a screen and a station of one version understand each other byte for byte.

import Handover
import Secrets
import Testing

@testable import Messages

@Suite struct GoldenMessagesTests {
  static func text(_ value: some Encodable) -> String {
    String(decoding: MessageCoding.encode(value), as: UTF8.self)
  }

  static func readsBack<Value: Codable & Equatable>(_ value: Value) -> Bool {
    MessageCoding.decode(Value.self, from: MessageCoding.encode(value)) == value
  }

  @Test func everyCaseHasItsSample() {
    #expect(Set(Samples.citizenRequests.map { Samples.place($0) }) == Set(0...33))
    #expect(Set(Samples.stages.map { Samples.place($0) }) == Set(0...34))
  }

  @Test func citizenRequests() throws {
    for request in Samples.citizenRequests { #expect(Self.readsBack(request)) }
    try expectGolden("citizen_requests.txt", Samples.citizenRequests.map { Self.text($0) })
  }

  @Test func citizenReplies() throws {
    var lines: [String] = []
    for stage in Samples.stages {
      var snapshot = Samples.snapshot
      snapshot.stage = stage
      #expect(Self.readsBack(CitizenReply.snapshot(snapshot)))
      lines.append(Self.text(stage))
    }
    var still = Samples.snapshot
    still.timer = nil
    still.pickupAvailable = false
    for reply in [
      CitizenReply.snapshot(Samples.snapshot), .snapshot(still), .welcome(Samples.welcome),
      .refused(Samples.refused),
    ] {
      #expect(Self.readsBack(reply))
      lines.append(Self.text(reply))
    }
    try expectGolden("citizen_replies.txt", lines)
  }

  /// Who may ask what: one line per request, the roles by name.
  @Test func staffRequestsAndTheirRoles() throws {
    let names: [(Actor.Role, String)] = [
      (.staff, "staff"), (.technician, "technician"), (.auditor, "auditor"),
    ]
    var lines: [String] = []
    for request in Samples.staffRequests {
      #expect(Self.readsBack(request))
      let roles = names.filter { request.roles.contains($0.0) }.map(\.1).joined(separator: ",")
      // Neither the station itself nor a citizen asks anything here.
      #expect(request.roles.isDisjoint(with: [.station, .citizen]))
      lines.append("\(roles): \(Self.text(request))")
    }
    try expectGolden("staff_requests.txt", lines)
  }

  /// Technicians and auditors never ask for names, letters or orders.
  @Test func personalDataIsForStaffAlone() {
    for request in Samples.staffRequests {
      switch request {
      case .orders, .importOrders, .letter, .deposit, .retrieve, .watch, .clearTries, .closeReview:
        #expect(request.roles == [.staff])
      default: break
      }
    }
  }

  /// Equal messages have equal bytes, however their dictionaries were filled.
  @Test func keysAreInAFixedOrder() {
    var other = Samples.welcome
    other.texts = [:]
    for key in ["de", "en"] {
      for (name, text) in Samples.welcome.texts[key]!.sorted(by: { $0.key > $1.key }) {
        other.texts[key, default: [:]][name] = text
      }
    }
    #expect(MessageCoding.encode(other) == MessageCoding.encode(Samples.welcome))
  }

  /// I14: number, code and birth date travel beside the JSON; no citizen request has room for them but the language,
  /// which is a tag, and the indices.
  @Test func i14SecretsAreNotInTheJSON() throws {
    for request in [CitizenRequest.number, .code, .birthDate] {
      for typed in ["+491701234567", "042137", "1985-03-17"] {
        let frame = Frame(json: MessageCoding.encode(request), secret: digits(typed))
        #expect(!String(decoding: frame.json, as: UTF8.self).contains(typed))
        #expect(!"\(frame)".contains(typed) && !String(reflecting: frame).contains(typed))
        var dumped = ""
        dump(frame, to: &dumped)
        #expect(!dumped.contains(typed))
        var decoder = FrameDecoder(limit: 100)
        decoder.append(frame.bytes)
        let read = try #require(try decoder.next())
        #expect(read.json == frame.json && read.secret == digits(typed))
        #expect(decoder.pendingBytes == 0)
      }
    }
    for request in Samples.citizenRequests {
      if case .language = request { continue }
      #expect(!Self.holdsText(request))
    }
  }

  private static func holdsText(_ value: Any) -> Bool {
    value is String || value is [UInt8] || Mirror(reflecting: value).children.contains { holdsText($0.value) }
  }

  @Test func theConversationHasAVersion() {
    #expect(protocolVersion == 4)
    #expect(SocketName.citizen != SocketName.staff)
  }
}
