// The watched folder: files come by rename, are moved to `processing`, imported in slices through the loop, and moved
// with a report to `processed` or `rejected`. Crash-only: whatever lies in `processing` at a start is taken up again,
// which is harmless, because an import is idempotent; nothing is ever deleted.

import Dispatch
import Glibc
import Handover
import Logging
import Messages

actor OrderInbox {
  /// Between two looks where nothing told of a file, milliseconds.
  static let lookMilliseconds = 10_000
  /// A file is taken when two looks so far apart found it the same, milliseconds.
  static let settleMilliseconds = 1_000
  /// An answer that takes longer is not waited for: the slice is sent again, milliseconds.
  static let answerMillisecondsMax = 30_000
  /// A file that changes while it is read is tried so often.
  static let changesMax = 5
  /// Numbers that are tried for a name that is taken.
  static let numbersMax = 100_000

  nonisolated let executor = StationExecutor(label: "inbox")
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  private let path: String
  private let station: String
  private let log: Logger
  private let now: @Sendable () -> StationTime
  private let post: @Sendable (StationInput) -> Void

  private var timer: (any DispatchSourceTimer)?
  private var watch: FolderWatch?
  /// Files as the last look found them.
  private var seen: [FileName: FileStamp] = [:]
  private var changes: [String: Int] = [:]
  private var job: ImportJob?
  /// Files of `processing` whose report could not be written yet.
  private var unreported: [String: ImportReport] = [:]
  private var lastBatch = 0
  private var told: ExchangeSight?

  /// A file that is being imported.
  private struct ImportJob {
    var file: String
    var work: ImportWork
    var batch = 0
    /// Rows of the batch that is under way.
    var count = 0
    /// When the batch is sent again, monotonic milliseconds.
    var deadline: Int64 = 0
  }

  init(
    path: String, station: String, log: Logger, now: @escaping @Sendable () -> StationTime,
    post: @escaping @Sendable (StationInput) -> Void
  ) {
    self.path = path
    self.station = station
    self.log = log
    self.now = now
    self.post = post
  }

  nonisolated func start() { executor.queue.async { self.assumeIsolated { $0.begin() } } }

  /// The loop's answer to a slice.
  nonisolated func answered(_ batch: Int, _ answer: ExchangeAnswer) {
    executor.queue.async { self.assumeIsolated { $0.take(batch, answer) } }
  }

  /// Nothing more is begun; what is under way is taken up by the next start.
  nonisolated func stop() {
    executor.queue.sync {
      assumeIsolated {
        $0.timer?.cancel()
        $0.timer = nil
        $0.watch = nil
        $0.job = nil
      }
    }
  }

  private func begin() {
    let timer = DispatchSource.makeTimerSource(queue: executor.queue)
    timer.setEventHandler { [weak self] in self?.assumeIsolated { $0.look() } }
    timer.activate()
    self.timer = timer
    look()
  }

  private func wake(after milliseconds: Int) {
    timer?.schedule(deadline: .now() + .milliseconds(milliseconds))
  }

  // MARK: Looking

  /// One round: what was begun earlier, then what came. At most one file is under way at a time.
  func look() {
    guard timer != nil else { return }
    if job != nil { return sendAgain() }
    if watch == nil {
      watch = FolderWatch(path, queue: executor.queue) { [weak self] in
        self?.assumeIsolated { $0.look() }
      }
    }
    var sight = ExchangeSight()
    var isSettling = false
    do throws(FolderError) {
      let folders = try InboxFolders(path)
      try takeUp(folders, &sight)
      if job == nil { isSettling = try takeNew(folders, &sight) }
      sight.rejected = try folders.rejected.names().count { $0.isForImport }
    } catch {
      sight.trouble = "the folder of orders: \(error.message)"
      // The folder may have been replaced by another one of that name.
      watch = nil
    }
    tell(sight)
    guard job == nil else { return }
    wake(after: isSettling ? Self.settleMilliseconds : Self.lookMilliseconds)
  }

  private func tell(_ sight: ExchangeSight) {
    guard told != sight else { return }
    if let trouble = sight.trouble, told?.trouble != trouble { log.error("\(trouble)") }
    told = sight
    post(.exchange(.inbox(sight)))
  }

  /// What lies in `processing`: finished ones are moved on, others are read again.
  private func takeUp(_ folders: InboxFolders, _ sight: inout ExchangeSight) throws(FolderError) {
    let names = try folders.processing.names()
    for name in names where name.bytes.first == UInt8(ascii: ".") { folders.processing.remove(name) }
    for base in InboxFolders.bases(names) {
      guard job == nil else { return }
      if let report = unreported[base] {
        finish(base, report, folders, &sight)
      } else if let report = folders.report(base) {
        move(base, report.result, folders, &sight)
      } else if names.contains(FileName(base)) {
        importFile(base, folders, &sight)
      }
    }
  }

  /// New files, by name. True: one of them may still be growing.
  private func takeNew(_ folders: InboxFolders, _ sight: inout ExchangeSight) throws(FolderError) -> Bool {
    var isSettling = false
    var found: [FileName: FileStamp] = [:]
    for name in try folders.inbox.names() where name.isForImport {
      do throws(FolderError) {
        guard let stamp = try folders.inbox.stamp(name) else { continue }
        found[name] = stamp
        guard job == nil, seen[name] == stamp else {
          isSettling = isSettling || job == nil
          sight.waiting += 1
          continue
        }
        let base = try folders.claim(name, numbersMax: Self.numbersMax)
        found[name] = nil
        importFile(base, folders, &sight)
      } catch {
        sight.waiting += 1
        sight.trouble = "a file in the folder of orders: \(error.message)"
      }
    }
    seen = found
    return isSettling
  }

  // MARK: One file

  private func importFile(_ base: String, _ folders: InboxFolders, _ sight: inout ExchangeSight) {
    switch folders.processing.read(FileName(base), bytesMax: ImportLimit.fileBytesMax) {
    case .refused(let fault): finish(base, report(base, .none(base), fault), folders, &sight)
    case .changing:
      changes[base, default: 0] += 1
      if changes[base, default: 0] < Self.changesMax {
        sight.waiting += 1
        return
      }
      let fault = RowFault(
        "the file changed again and again while it was read",
        "write it under a name such as orders.csv.part and rename it when it is whole")
      finish(base, report(base, .none(base), fault), folders, &sight)
    case .bytes(let bytes):
      let work = ImportWork(bytes, file: base, today: now().moment.day)
      guard work.isDone else {
        job = ImportJob(file: base, work: work)
        return send()
      }
      finish(base, report(base, work, nil), folders, &sight)
    }
  }

  private func send() {
    guard var job else { return }
    lastBatch += 1
    job.batch = lastBatch
    job.count = min(job.work.rowsLeft, StaffRequest.importMax)
    job.deadline = now().moment.monotonic + Int64(Self.answerMillisecondsMax)
    self.job = job
    post(.exchange(job.work.input(batch: job.batch, count: job.count)))
    wake(after: Self.answerMillisecondsMax)
  }

  private func sendAgain() {
    guard let job else { return }
    let left = job.deadline - now().moment.monotonic
    if left > 0 { wake(after: Int(left)) } else { send() }
  }

  private func take(_ batch: Int, _ answer: ExchangeAnswer) {
    guard timer != nil, var job, job.batch == batch else { return }
    switch answer {
    case .refused:
      // The journal's trouble is raised elsewhere; the same slice comes again.
      job.deadline = now().moment.monotonic + Int64(Self.lookMilliseconds)
      self.job = job
      wake(after: Self.lookMilliseconds)
    case .imported, .documents:
      job.work.take(answer, count: job.count)
      self.job = job
      if !job.work.isDone { return send() }
      self.job = nil
      unreported[job.file] = report(job.file, job.work, nil)
      look()
    }
  }

  private func report(_ base: String, _ work: ImportWork, _ fault: RowFault?) -> ImportReport {
    let time = UTCTime.text(now().moment.wall)
    return switch work {
    case .orders(_, let summary):
      ImportReport(file: base, station: station, time: time, summary, fault: fault)
    case .states(_, let summary):
      ImportReport(file: base, station: station, time: time, summary, fault: fault)
    }
  }

  /// The report first, then the moves: a file with a report is never imported again.
  private func finish(
    _ base: String, _ report: ImportReport, _ folders: InboxFolders, _ sight: inout ExchangeSight
  ) {
    unreported[base] = report
    do throws(FolderError) {
      try folders.processing.write(Array(report.text.utf8), as: base + InboxFolders.textEnding)
      try folders.processing.write(report.json, as: base + InboxFolders.reportEnding)
    } catch {
      sight.waiting += 1
      sight.trouble = "the report of a file of orders: \(error.message)"
      return
    }
    unreported[base] = nil
    changes[base] = nil
    log.notice(
      "inbox: \(report.result.rawValue), \(report.rows) rows: announced \(report.announced), known \(report.known), withdrawn \(report.withdrawn), differs \(report.differs), absent \(report.absent), rejected \(report.rejected)"
    )
    move(base, report.result, folders, &sight)
  }

  private func move(
    _ base: String, _ result: ImportReport.Result, _ folders: InboxFolders, _ sight: inout ExchangeSight
  ) {
    do throws(FolderError) {
      try folders.moveOn(base, result)
    } catch {
      sight.waiting += 1
      sight.trouble = "a file of orders that is done: \(error.message)"
    }
  }
}
