// What the station looks after beside its doors: free space, the journal's own health, the anchor, and the second path for
// observations that the journal would not take (C9). It decides nothing.

import Handover
import Journal
import Logging

extension StationActor {
  // MARK: Disk and anchor

  func measureDisk() {
    nextDisk = now().moment.monotonic + Self.diskMilliseconds
    if let free = ballast.measure() {
      inbox.post(.disk(freeMegabytes: free))
    } else {
      log.error("the free space of the state directory cannot be read")
    }
  }

  func checkJournal(at now: Int64) {
    guard let checked, let loop, loop.core.frozen == nil else { return }
    guard let damage = watch.look(checked, durable: loop.core.durable, at: now) else { return }
    log.critical("the journal is damaged: \(damage)")
    inbox.post(.damaged(damage))
  }

  func publishAnchor() {
    guard let journal else { return }
    anchorDay = now().moment.day
    do throws(JournalError) {
      let line = anchorLine(try journal.head())
      log.notice("anchor: \(line)")
      for failure in anchor.publish(line) { log.error("anchor: \(failure)") }
    } catch {
      log.error("no anchor: \(error.message)")
    }
  }

  // MARK: The second path (C9)

  func keep(_ entries: [Entry]) {
    for record in entries.map(\.record) {
      log.critical("not in the journal: \(exportLine(record))")
    }
    for failure in emergency.append(entries.map(\.record)) { log.critical("\(failure.message)") }
  }

  /// What an earlier run saw and could not write, before the boards say how things are now.
  func takeOverEmergency(after sequence: Int64) {
    guard emergency.exists, let loop else { return }
    let events = emergency.records(after: sequence).map(\.event)
    log.warning("\(events.count) observations of an earlier run are taken over from \(EmergencyFile.name)")
    let time = now()
    loop.process(.emergency(events), at: time) { perform($0, since: time) }
    settleEmergency()
  }

  func settleEmergency() {
    guard let loop, loop.core.frozen == nil else { return }
    for failure in emergency.settle(sequence: loop.core.durable.sequence) { log.error("\(failure.message)") }
  }

  // MARK: Applications

  /// Who keeps them, before a screen can hand one in.
  func keep(by applications: SubmissionKeeper?) { self.applications = applications }

  func submit(_ application: Application) {
    if let applications {
      applications.keep(application)
    } else {
      inbox.post(
        .submission(.notKept(reference: application.reference, why: "no destination is set up in Kiosk.conf"))
      )
    }
  }

  func askSubmissions(_ order: SubmissionOrder, for id: ConnectionID) {
    if let applications {
      applications.take(order, for: id)
    } else {
      inbox.post(.submission(.answer(id, SubmissionKeeper.answer(order, of: []))))
    }
  }
}
