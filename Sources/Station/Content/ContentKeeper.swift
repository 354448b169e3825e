// Watches the town's content and hands changed content to the station when it is whole and right. It has a queue of its
// own: the station's loop never waits for a folder, however large or slow it is. It decides nothing else; what is wrong
// is told, and what the station has stays.

import CMemory
import Dispatch
import Glibc
import Logging
import Services
import Synchronization

final class ContentKeeper: Sendable {
  /// Between two looks at a folder in which nothing happens, milliseconds.
  static let lookMilliseconds = 5_000
  /// A folder is read when two looks so far apart found it the same, milliseconds: half a copy is not taken.
  static let settleMilliseconds = 1_500
  /// A look may take this share of the time between two looks.
  static let looksPerTime = 100
  /// Building makes way for others after so many files.
  static let filesPerSlice = 50

  private let queue = DispatchQueue(label: "content", qos: .utility)
  private let look: ContentLook

  /// `state`: the directory where the bytes of content lie while it is in use.
  init(
    content: String, state: String, log: Logger, now: @escaping @Sendable () -> StationTime,
    settleMilliseconds: Int = ContentKeeper.settleMilliseconds,
    lookMilliseconds: Int = ContentKeeper.lookMilliseconds, post: @escaping @Sendable (StationInput) -> Void
  ) {
    look = ContentLook(
      content: content, state: state, log: log, now: now, settle: settleMilliseconds, look: lookMilliseconds,
      post: post)
  }

  func start() { queue.async { [self] in turn() } }

  /// Nothing more is posted; what is being built is left, and nobody waits for it.
  func stop() { look.isStopped.store(true, ordering: .relaxed) }

  private func turn() {
    guard !look.isStopped.load(ordering: .relaxed) else { return }
    let wait = look.turn()
    queue.asyncAfter(deadline: .now() + .milliseconds(wait)) { [weak self] in self?.turn() }
  }
}

/// What the keeper remembers between its turns; touched on its queue alone, but for `isStopped`.
private final class ContentLook: @unchecked Sendable {
  let isStopped = Atomic<Bool>(false)
  private let content: String
  private let state: String
  private let log: Logger
  private let now: @Sendable () -> StationTime
  private let settle: Int
  private let look: Int
  private let post: @Sendable (StationInput) -> Void
  /// The folder as the last look found it, and as it was when it was read last.
  private var seen: UInt64?
  private var read: UInt64?
  private var told: String?
  private var editions = 0

  init(
    content: String, state: String, log: Logger, now: @escaping @Sendable () -> StationTime, settle: Int,
    look: Int, post: @escaping @Sendable (StationInput) -> Void
  ) {
    self.content = content
    self.state = state
    self.log = log
    self.now = now
    self.settle = settle
    self.look = look
    self.post = post
  }

  /// One look, and a reading where the folder has come to rest; milliseconds until the next look.
  func turn() -> Int {
    let began = now().moment.monotonic
    let folder: ContentFolder
    do throws(ContentUnreadable) {
      folder = try ContentFolder(content, without: ContentBuilder.otherFolders)
    } catch {
      seen = nil
      read = nil
      refuse(.unreadable(error))
      return look
    }
    let took = Int(now().moment.monotonic - began)
    let wait = max(look, took * ContentKeeper.looksPerTime)
    let print = folder.print
    guard print != read else {
      seen = print
      return wait
    }
    // The first reading of a start waits for nobody: what is half there is refused, and read again when it is whole.
    guard print == seen || read == nil else {
      seen = print
      return settle
    }
    seen = print
    build(folder, print)
    return settle
  }

  private func build(_ folder: ContentFolder, _ print: UInt64) {
    guard let shelf = FileShelf(directory: state) else {
      read = nil
      return refuse(
        .unreadable(
          ContentUnreadable(
            path: state, reason: "the content finds no room (errno \(errno)), free space on its disk")))
    }
    var files = 0
    let result = ContentLoading.load(folder, shelf: shelf) {
      files += 1
      if files.isMultiple(of: ContentKeeper.filesPerSlice) { sched_yield() }
    }
    guard !isStopped.load(ordering: .relaxed) else { return }
    // What changed while it was read is read again when it has come to rest.
    let after = try? ContentFolder(content, without: ContentBuilder.otherFolders)
    guard after?.print == print else {
      seen = after?.print
      return
    }
    read = print
    switch result {
    case .success(let store):
      guard shelf.finish() else {
        return refuse(
          .unreadable(
            ContentUnreadable(path: state, reason: "the content finds no room, free space on its disk")))
      }
      told = nil
      editions += 1
      post(.content(ContentEdition(store: store, number: editions, since: now().moment.wall)))
    case .failure(let failure): refuse(failure)
    }
    // What the building needed goes back to the system.
    kiosk_memory_give_back()
  }

  private func refuse(_ failure: ContentLoading.Failure) {
    let line = failure.firstLine
    guard told != line else { return }
    told = line
    post(.contentRefused(line))
  }
}
