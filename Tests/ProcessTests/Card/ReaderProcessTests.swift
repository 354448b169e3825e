// The reader's threads against a real pcscd and vpcd: cards and readers come and go, pcscd dies and comes back, another
// program takes or resets the card, a card hangs. Nothing here waits for a time; everything waits for a word.

import Foundation
import Identity
import Testing

@Suite("Readers with a real pcscd", .serialized)
struct ReaderProcessTests {
  private let reader = PCSCRig.reader(0)
  private let atr = VirtualCard.identityCardATR
  private let select: [UInt8] = [0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00]

  private var arrival: ReaderEvent { .card(reader: reader, .present(atr: atr)) }
  private var departure: ReaderEvent { .card(reader: reader, .absent) }

  /// How a call failed; nil when it did not.
  private func failure<Value>(_ body: () throws(CardError) -> Value) -> CardError? {
    do throws(CardError) {
      _ = try body()
      return nil
    } catch { return error }
  }

  @Test("cards come and go on both readers")
  func hotPlug() throws {
    let rig = try PCSCRig("plug")
    let watch = WatchedReaders(rig)
    try watch.wait(for: .serviceUp)
    try watch.wait(for: departure)
    let card = try VirtualCard(on: rig)
    try watch.wait(for: arrival)
    let passport = try VirtualCard(on: rig, slot: 1, atr: VirtualCard.passportATR)
    try watch.wait(for: .card(reader: PCSCRig.reader(1), .present(atr: VirtualCard.passportATR)))
    #expect(
      try CardReaders.look() == [
        ReaderState(name: reader, card: .present(atr: atr)),
        ReaderState(name: PCSCRig.reader(1), card: .present(atr: VirtualCard.passportATR)),
      ])
    card.remove()
    try watch.wait(for: departure)
    passport.remove()
    try watch.wait(for: .card(reader: PCSCRig.reader(1), .absent))
  }

  @Test("a session with a swapped card is over; the new card is another session, and is reset at its end")
  func swapAndReset() throws {
    let rig = try PCSCRig("swap")
    let watch = WatchedReaders(rig)
    let first = try VirtualCard(on: rig)
    try watch.wait(for: arrival)
    let session = try CardSession.connect(to: reader, sharing: .shared)
    #expect(session.answerToReset == atr)
    #expect(try session.transmit(select) == [0x90, 0x00])
    first.remove()
    try watch.wait(for: departure)
    let second = try VirtualCard(on: rig)
    try watch.wait(for: arrival)
    #expect(failure { () throws(CardError) in try session.transmit(select) } == .transport(.removed))
    session.close()
    #expect(!second.deeds.contains(.command(select)), "the old session sent nothing to the new card")
    let next = try CardSession.connect(to: reader, sharing: .exclusive)
    #expect(try next.transmit(select) == [0x90, 0x00])
    next.close()
    let isReset = second.wait { deeds in
      guard let sent = deeds.lastIndex(of: .command(select)) else { return false }
      return deeds[sent...].contains { $0 == .reset || $0 == .powerOff }
    }
    #expect(isReset, "no channel is left to the next person")
  }

  @Test("another program's reset ends our session; an exclusive session keeps others out")
  func others() throws {
    let rig = try PCSCRig("others")
    let watch = WatchedReaders(rig)
    let card = try VirtualCard(on: rig)
    defer { card.remove() }
    try watch.wait(for: arrival)
    let ours = try CardSession.connect(to: reader, sharing: .shared)
    #expect(try ours.transmit(select) == [0x90, 0x00])
    let other = try CardSession.connect(to: reader, sharing: .shared)
    // Its exchange waits until our transaction has rested.
    #expect(try other.transmit(select) == [0x90, 0x00])
    other.close()
    #expect(failure { () throws(CardError) in try ours.transmit(select) } == .transport(.reset))
    ours.close()
    let alone = try CardSession.connect(to: reader, sharing: .exclusive)
    try watch.wait(for: .card(reader: reader, .exclusive(atr: atr)))
    let begun = monotonicMilliseconds()
    #expect(
      failure { () throws(CardError) in try CardSession.connect(to: reader, sharing: .shared) }
        == .transport(.busy))
    #expect(monotonicMilliseconds() - begun < 5000)
    alone.close()
    try watch.wait(for: arrival)
  }

  @Test("a card pulled at an exchange, and an empty reader")
  func pulled() throws {
    let rig = try PCSCRig("pulled")
    let watch = WatchedReaders(rig)
    let card = try VirtualCard(on: rig) { $0[1] == 0xB0 ? nil : [0x90, 0x00] }
    try watch.wait(for: arrival)
    let session = try CardSession.connect(to: reader, sharing: .exclusive)
    #expect(try session.transmit(select) == [0x90, 0x00])
    let read: [UInt8] = [0x00, 0xB0, 0x9C, 0x00, 0x00]
    #expect(failure { () throws(CardError) in try session.transmit(read) } == .transport(.removed))
    #expect(card.deeds.filter { $0 == .command(read) }.count == 1, "nothing is sent twice")
    session.close()
    try watch.wait(for: departure)
    #expect(
      failure { () throws(CardError) in try CardSession.connect(to: reader, sharing: .shared) }
        == .transport(.noCard))
    #expect(
      failure { () throws(CardError) in try CardSession.connect(to: "No such reader", sharing: .shared) }
        == .transport(.readerGone))
  }

  @Test("a card that never answers holds nobody longer than five seconds, and a cancelled run none at all")
  func silent() throws {
    let rig = try PCSCRig("silent")
    let watch = WatchedReaders(rig)
    let card = try VirtualCard(on: rig) { _ in [] }
    try watch.wait(for: arrival)
    let session = try CardSession.connect(to: reader, sharing: .exclusive)
    let begun = monotonicMilliseconds()
    #expect(failure { () throws(CardError) in try session.transmit(select) } == .transport(.timedOut))
    #expect(monotonicMilliseconds() - begun < 5000)
    session.close()
    // vpcd waits for the card for ever: only its removal frees the reader.
    card.remove()
    try watch.wait(for: departure)
    let second = try VirtualCard(on: rig) { _ in [] }
    try watch.wait(for: arrival)
    let cancelled = try CardSession.connect(to: reader, sharing: .exclusive)
    Thread { [select] in
      _ = second.wait { $0.contains(.command(select)) }
      cancelled.cancel()
    }.start()
    #expect(failure { () throws(CardError) in try cancelled.transmit(select) } == .cancelled)
    second.remove()
  }

  @Test("pcscd dies in a session and comes back: the watch starts anew by itself, the session is over")
  func daemon() throws {
    let rig = try PCSCRig("daemon")
    let watch = WatchedReaders(rig)
    let card = try VirtualCard(on: rig)
    try watch.wait(for: arrival)
    let session = try CardSession.connect(to: reader, sharing: .shared)
    #expect(try session.transmit(select) == [0x90, 0x00])
    rig.kill()
    try watch.wait(for: .serviceDown(.transport(.serviceGone)))
    #expect(watch.snapshot == ReaderSnapshot(fault: .transport(.serviceGone), readers: []))
    #expect(failure { () throws(CardError) in try session.transmit(select) } == .transport(.serviceGone))
    session.close()
    #expect(failure { () throws(CardError) in try CardReaders.look() } == .transport(.serviceGone))
    card.remove()
    try rig.restart()
    try watch.wait(for: .serviceUp)
    try watch.wait(for: .readerAdded(reader))
    let again = try VirtualCard(on: rig)
    try watch.wait(for: arrival)
    let next = try CardSession.connect(to: reader, sharing: .shared)
    #expect(try next.transmit(select) == [0x90, 0x00])
    next.close()
    again.remove()
  }

  @Test("after a restart the reader is another one: the old name is gone and no session can be had there")
  func readerGone() throws {
    let rig = try PCSCRig("gone")
    let watch = WatchedReaders(rig)
    let card = try VirtualCard(on: rig)
    try watch.wait(for: arrival)
    rig.kill()
    try watch.wait(for: departure)
    try watch.wait(for: .readerRemoved(reader))
    card.remove()
    try rig.restart(readers: "Other PCD")
    try watch.wait(for: .readerAdded("Other PCD 00 00"))
    #expect(
      failure { () throws(CardError) in try CardSession.connect(to: reader, sharing: .shared) }
        == .transport(.readerGone))
  }

  @Test("extended length: vpcd says nothing, the card's answer to reset does; a long command arrives whole")
  func extended() throws {
    let rig = try PCSCRig("long")
    let watch = WatchedReaders(rig)
    let answer = [UInt8](repeating: 0xA5, count: 2000) + [0x90, 0x00]
    let card = try VirtualCard(on: rig) { _ in answer }
    defer { card.remove() }
    try watch.wait(for: arrival)
    let session = try CardSession.connect(to: reader, sharing: .exclusive)
    #expect(session.commandByteCountMax > 1000)
    #expect(session.pinPad == nil)
    let long: [UInt8] = [0x00, 0x2A, 0x00, 0xBE, 0x00, 0x03, 0x00] + [UInt8](repeating: 7, count: 0x300)
    #expect(try session.transmit(long) == answer)
    #expect(card.deeds.contains(.command(long)))
    session.close()
    let short = try CardSession.connect(to: reader, sharing: .exclusive, extended: .never)
    #expect(failure { () throws(CardError) in try short.transmit(long) } == .transport(.tooLong))
    short.close()
  }
}
