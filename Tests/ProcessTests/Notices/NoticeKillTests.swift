// Notices through the built station, real helpers, msmtp and a receiving server that counts by key: station, gateway and
// network are killed at every step. None is lost: each is accepted, or stands in the list for a person. None is accepted
// twice for the same key (I13, C10).

import Foundation
import Messages
import Testing

@Suite(.serialized, .timeLimit(.minutes(5)))
struct NoticeKillTests {
  /// Two persons, one with a telephone, one with e-mail, whose documents lie in the station.
  private func stand(_ name: String) throws -> (Stand, TestPost, [String]) {
    let stand = try Stand(name)
    let post = try TestPost(stand.scratch)
    try stand.scratch.write(stand.file.text + post.configuration, to: "Kiosk.conf")
    try stand.start()
    func row(_ parcel: Parcel, _ phone: String?, _ email: String?) -> OrderImportRow {
      OrderImportRow(
        id: parcel.register, documents: ["passport"], serials: ["C01X00T47"], name: "Sentinel Nachname",
        phone: phone, email: email, slip: parcel.slip, birthDate: parcel.birthDate, size: "S", low: false,
        counterOnly: false, pinLetterConfirmed: true, language: "de")
    }
    var parcels = [Stand.parcel(1), Stand.parcel(2)]
    guard
      case .imported(let result) = try stand.ask(
        .importOrders([row(parcels[0], "+491701234567", nil), row(parcels[1], nil, "sentinel@example.org")])),
      result.announced == 2
    else { throw Stand.TimedOut(description: "import") }
    for index in parcels.indices { try stand.deposit(&parcels[index]) }
    return (stand, post, parcels.map(\.order))
  }

  private func rows(_ stand: Stand) throws -> [NoticeRow] {
    guard case .notices(let rows) = try stand.ask(.notices(onlyOpen: false)) else { return [] }
    return rows
  }

  private func drained(_ stand: Stand, seconds: Double = 40) throws {
    try stand.wait("an empty outbox", seconds: seconds) {
      try stand.linger(milliseconds: 100)
      return try rows(stand).isEmpty
    }
  }

  /// One more notice for each of both.
  private func newCodes(_ stand: Stand, _ orders: [String]) throws {
    for order in orders { _ = try stand.ask(.renewCode(order: order)) }
  }

  private func expectOnce(_ keys: [String], _ count: Int, _ what: String) {
    #expect(keys.count == count && Set(keys).count == count, "\(what): \(keys)")
  }

  @Test("the station killed at every step of sending: none lost, none sent twice, no document data")
  func stationKilled() throws {
    let (stand, post, orders) = try stand("notice-kill")
    try drained(stand)
    expectOnce(post.sms, 1, "SMS")
    expectOnce(post.mail, 1, "mail")
    let text = post.received
    #expect(text.contains("Auto-Submitted: auto-generated") && text.contains("+491701234567"))
    for word in ["Nachname", "C01X00T47", "passport", "1964", Stand.parcel(1).birthDate, "P-1", "P-2"] {
      #expect(!text.contains(word), "document data: \(word)")
    }
    try post.set(.slow)
    // Before the helper, while it reads, while the gateway works, after it accepted, before the record.
    let delays: [Int64] = [1, 15, 40, 90, 200, 380, 480, 620, 790, 860]
    for delay in delays {
      try newCodes(stand, orders)
      try stand.linger(milliseconds: delay)
      stand.killStation()
      try stand.start()
      try drained(stand)
    }
    expectOnce(post.sms, 1 + delays.count, "SMS")
    expectOnce(post.mail, 1 + delays.count, "mail")
    #expect(stand.stopStation() == 0)
    #expect(try stand.verify().status == 0)
    let exported = try stand.exported()
    #expect(exported.filter { $0.contains("\"kind\":\"notice_done\"") }.count == 2 + 2 * delays.count)
    #expect(!exported.contains { $0.contains("notice_dropped") })
    let left = try FileManager.default.contentsOfDirectory(atPath: "\(stand.state)/notices")
    #expect(left.count <= 2 * delays.count, "traces: \(left)")
  }

  @Test("gateway and network killed at every step: accepted once, or listed for a person")
  func gatewayKilled() throws {
    let (stand, post, orders) = try stand("notice-net")
    try drained(stand)
    // Certainly not accepted: tried again, and nobody is asked.
    try post.set(.busy)
    try newCodes(stand, orders)
    try stand.linger(milliseconds: 1_500)
    #expect(try rows(stand).allSatisfy { $0.stage == "waiting" || $0.stage == "sending" })
    try post.set(.ok)
    try drained(stand)
    expectOnce(post.sms, 2, "SMS after busy")
    expectOnce(post.mail, 2, "mail after busy")

    // It died, before or after it had accepted: that of the SMS is unknown, and never sent again unasked.
    for mode in [TestPost.Mode.dieBefore, .dieAfter, .hang] {
      let accepted = post.sms.count
      try post.set(mode)
      try newCodes(stand, [orders[0]])
      try stand.wait("unknown") {
        try stand.linger(milliseconds: 100)
        return try rows(stand).contains { $0.stage == "unknown" && $0.channel == "sms" }
      }
      #expect(post.sms.count == accepted + (mode == .dieAfter ? 1 : 0), "\(mode)")
      try post.set(.ok)
      stand.killStation()
      try stand.start()
      try stand.linger(milliseconds: 1_500)
      #expect(post.sms.count == accepted + (mode == .dieAfter ? 1 : 0), "\(mode): unasked")
      let row = try #require(try rows(stand).first { $0.stage == "unknown" })
      if mode == .dieAfter {
        #expect(try stand.ask(.dropNotice(key: row.key, reason: "the gateway has it")) == .done)
      } else {
        #expect(try stand.ask(.retryNotice(key: row.key)) == .done)
      }
      try drained(stand)
      #expect(post.sms.count == accepted + 1)
    }
    expectOnce(post.sms, 5, "SMS")

    // The line is cut in the middle of the text: tried again under the same Message-ID until it is accepted.
    let accepted = post.mail.count
    try post.set(.dieBefore)
    try newCodes(stand, [orders[1]])
    try stand.linger(milliseconds: 1_000)
    try post.set(.ok)
    try drained(stand)
    expectOnce(post.mail, accepted + 1, "mail cut in its middle")
    // And after the text, before the server said so (RFC 1047): it comes again with the Message-ID that the receiver
    // has; counted by key it is one.
    try post.set(.dieAfter)
    try newCodes(stand, [orders[1]])
    try stand.wait("the cut") { post.mail.count > accepted + 1 }
    try post.set(.ok)
    try drained(stand)
    #expect(Set(post.mail).count == accepted + 2, "none lost, one key: \(post.mail)")
    #expect(stand.stopStation() == 0)
  }
}
