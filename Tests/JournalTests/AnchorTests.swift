// The outside anchor: what a line in the system log proves, and what it does not.

import Crypto
import Foundation
import Handover
import Testing

@testable import Journal

func anchors(_ lines: String...) -> AnchorLog {
  var log = AnchorLog()
  for (index, line) in lines.enumerated() { log.take(line, line: index + 1) }
  return log
}

@Suite struct AnchorTests {
  @Test("I9: a cut tail and an older file are noticed against the anchor, and only so")
  func anchorsHoldTheTail() throws {
    let closed = try Closed()
    let early = closed.head
    var late = early
    // The same station, a little later: `closed.file` is then an older file put back.
    do {
      let writer = try Writer(closed.scratch.path)
      try writer.append(.started(version: "2"))
      try writer.append(.started(version: "3"))
      late = try writer.journal.head()
    }
    let stamp = "Nov 22 18:04:05 rathaus kiosk-station[812]: anchor: "
    var report = try closed.verify(anchors("nothing here", stamp + anchorLine(early) + " (daily)"))
    #expect(report.isAccepted && report.anchors == 1, "\(report.text)")
    #expect(try closed.verify().isAccepted, "nothing else can know")
    report = try closed.verify(anchors(stamp + anchorLine(early), stamp + anchorLine(late)))
    #expect(!report.isAccepted)
    #expect(closed.firstBad(report) == early.sequence + 1)
    #expect(report.text.contains("tail was cut"))
    // The newer file agrees with both.
    report = try verifyJournal(
      file: closed.scratch.database, publicKey: closed.key,
      anchors: anchors(anchorLine(early), anchorLine(late)))
    #expect(report.isAccepted && report.anchors == 2)
    // Another history, signed with the right key: the anchor of the true one refuses it.
    let other = try Closed { try $0.append(.started(version: "other")) }
    report = try other.verify(anchors(anchorLine(late)))
    #expect(closed.firstBad(report) == late.sequence)
    report = try other.verify(anchors(anchorLine(early)))
    #expect(report.isAccepted, "up to there both are the same")
    // An emptied journal has no station id to compare with.
    let empty = Scratch()
    try SQLiteJournal(directory: empty.path) { try testKeys() }.close()
    report = try verifyJournal(
      file: empty.database, publicKey: closed.key, anchors: anchors(anchorLine(early)))
    #expect(!report.isAccepted)
  }

  @Test func anchorsThatAreNoneAreSaid() throws {
    let closed = try Closed()
    let line = anchorLine(closed.head)
    var forged = closed.head
    forged.sequence += 5
    #expect(
      try closed.verify(anchors(line, anchorLine(forged))).isAccepted, "another key's anchors say nothing")
    #expect(try closed.verify(anchors(line, anchorLine(forged))).foreignAnchors == 1)
    #expect(try !closed.verify(anchors(anchorLine(forged))).isAccepted)
    #expect(try !closed.verify(anchors("no anchor at all")).isAccepted)
    #expect(try !closed.verify(anchors(line, String(line.dropLast(5)))).isAccepted)
    for text in ["kiosk-anchor", "kiosk-anchor station", "x kiosk-anchorstation=1", ""] {
      #expect(JournalAnchor.read(text, line: 1) == .none)
    }
    let log = "\(closed.scratch.path)/log"
    try Data(("a\n" + line + "\r\nlast without end " + line).utf8).write(to: URL(filePath: log))
    let read = try AnchorLog(file: log)
    #expect(read.anchors.map(\.line) == [2, 3] && read.damagedLines.isEmpty)
  }
}
