// A record as one line of JSON, for auditors and for programs. It can hold no personal data, since a record cannot.

import Crypto
import Handover

/// `{"seq":…,"kind":…,"op":…,"attempt":…,"compartment":…,"board":…,"lock":…,"epoch":…,"time":…, …}`; null where the
/// kind has no such thing. `board` and `lock` count from 0 as on the wire, `time` is UTC by the wall clock.
public func exportLine(_ record: Record) -> String {
  let event = record.event
  var fields: [(String, String)] = [
    ("seq", "\(record.sequence)"), ("kind", quoted(event.name)), ("op", number(event.ref?.operation.number)),
    ("attempt", number(event.ref?.attempt)), ("compartment", number(event.compartment)),
    ("board", number(event.lock?.board)), ("lock", number(event.lock?.lock)), ("epoch", number(event.epoch)),
    ("time", quoted(utc(record.time.wall))), ("bus", number(event.lock?.bus)),
    ("role", quoted("\(record.actor.role)")), ("uid", number(record.actor.user)),
    ("boot", quoted(OrderID(record.time.boot).description)), ("mono", "\(record.time.monotonic)"),
  ]
  switch event {
  case .intent(let intent):
    fields += [
      ("purpose", quoted(intent.purpose.name)), ("order", order(intent.order)),
      ("before", quoted(intent.before.name)),
    ]
  case .unlockSent(_, let complete): fields.append(("complete", complete ? "true" : "false"))
  case .unlockNotSent(_, let failure): fields.append(("cause", quoted(failure.name)))
  case .opened(_, let sighting), .closed(_, let sighting), .uncommandedOpening(_, _, _, let sighting),
    .uncommandedClosing(_, _, _, let sighting):
    fields.append(("sighting", quoted("\(sighting)")))
  case .taken(_, let id, let witness):
    fields += [("order", order(id)), ("witness", quoted("\(witness)"))]
  case .emptyConfirmed(_, let newEpoch, let witness):
    fields += [("new_epoch", "\(newEpoch)"), ("witness", quoted("\(witness)"))]
  case .deposited(_, let content):
    fields += [("order", order(content.order)), ("until", quoted(content.deadline.description))]
  case .settled(_, let outcome, let confirmation, let id):
    fields += [
      ("outcome", quoted(outcome.name)), ("confirmation", quoted(confirmation.name)), ("order", order(id)),
    ]
  case .announced(let id, _), .withdrawn(let id), .overdue(let id), .reminded(let id), .extended(let id, _),
    .codeRenewed(let id, _), .letterShown(let id), .identified(let id), .erased(let id), .forgotten(let id),
    .identifiedByOldDocument(let id),
    .notTaken(_, let id), .notDeposited(_, let id), .retrieved(_, let id, _), .foundEmpty(_, let id),
    .proxyReleased(let id, _), .proxyWithdrawn(let id):
    fields.append(("order", order(id)))
  case .pinLetterConfirmed(let id, let version, let wording):
    fields += [("order", order(id)), ("version", quoted(version)), ("wording", quoted(wording))]
  case .oldDocumentNamed(let id, let kind): fields += [("order", order(id)), ("document", quoted(kind.name))]
  case .identifiedAs(let id, let person): fields += [("order", order(id)), ("person", quoted(person.name))]
  case .oldDocumentLost(let id, let kind, let version, let wording):
    fields += [
      ("order", order(id)), ("document", quoted(kind.name)), ("version", quoted(version)),
      ("wording", quoted(wording)),
    ]
  case .oldDocumentSettled(_, let id, let fate):
    fields += [("order", order(id)), ("old_document", quoted(fate.name))]
  case .oldDocumentCollected(_, let id, let wasInside):
    fields += [("order", order(id)), ("was_inside", wasInside ? "true" : "false")]
  case .reviewOpened(let kind, _, let id, let operation):
    fields += [
      ("review", quoted(kind.name)), ("order", order(id)), ("of_op", number(operation?.number)),
    ]
  case .reviewRepeated(let item), .reviewClosed(let item): fields.append(("item", "\(item)"))
  case .blocked(_, let cause): fields.append(("cause", quoted(cause.name)))
  case .wrongTry(let slot, let counter): fields += [("slot", "\(slot)"), ("tries", "\(counter.tries)")]
  case .triesCleared(let slot): fields.append(("slot", "\(slot)"))
  case .safeModeEntered(let violations):
    fields.append(("violations", "[" + violations.map(quoted).joined(separator: ",") + "]"))
  case .noticeQueued(let notice), .noticeDone(let notice), .noticeDropped(let notice):
    fields += [("order", order(notice.order)), ("notice", quoted(notice.kind.name))]
  case .backupMade(let sequence, let hash):
    fields += [("up_to", "\(sequence)"), ("hash", quoted(Hex.encode(hash.bytes)))]
  case .contactCompared(_, let comparison): fields += comparisonFields(comparison)
  case .boardProven(let proven): fields += provenFields(proven)
  case .boardDoubted(let board, let finding, let lock):
    fields += [
      ("of_bus", "\(board.bus)"), ("of_board", "\(board.board)"), ("of_lock", number(lock)),
      ("finding", quoted(finding.name)),
    ]
  case .contentUnclear(_, let operation): fields.append(("of_op", number(operation?.number)))
  case .founded, .started, .compartmentConfigured, .compartmentRemoved, .clockSuspected, .safeModeLeft,
    .noMovement, .leftInside, .released:
    break
  }
  return "{" + fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
}

private func number(_ value: (some BinaryInteger)?) -> String { value.map { "\($0)" } ?? "null" }
private func order(_ id: OrderID?) -> String { id.map { quoted($0.description) } ?? "null" }

/// JSON string; what is quoted here is ASCII of ours.
private func quoted(_ text: String) -> String {
  var out = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"", "\\": out += "\\\(scalar)"
    case _ where scalar.value < 0x20: out += " "
    default: out.unicodeScalars.append(scalar)
    }
  }
  return out + "\""
}

/// ISO 8601 with milliseconds.
private func utc(_ wall: Int64) -> String {
  let day = wall >= 0 ? wall / 86_400_000 : (wall - 86_399_999) / 86_400_000
  let rest = wall - day * 86_400_000
  func padded(_ value: Int64, _ width: Int) -> String {
    let text = "\(value)"
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
  let time = "\(padded(rest / 3_600_000, 2)):\(padded(rest / 60_000 % 60, 2)):\(padded(rest / 1000 % 60, 2))"
  return "\(CivilDay(number: Int(day)))T\(time).\(padded(rest % 1000, 3))Z"
}
