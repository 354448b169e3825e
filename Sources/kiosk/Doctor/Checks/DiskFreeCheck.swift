// Whether the journal's disk has room above the floor below which no handover begins.

import Configuration

enum DiskFreeCheck: Check {
  static let code = "disk-free"

  static func look(at scene: Scene) -> [Finding] {
    guard let journal = try? scene.configuration.get().journal else {
      return [.unknown(code, "Kiosk.conf names no floor", "see the finding 'configuration'")]
    }
    let path = scene.exists(scene.statePath) ? scene.statePath : "/"
    guard let space = scene.space(path) else {
      return [.unread(code, scene.statePath, "the disk cannot be asked")]
    }
    let floor = journal.diskFloorMegabytes
    let what = "\(space.free) of \(space.whole) MiB are free, the floor is \(floor) MiB"
    let remedy =
      "see what fills it with 'du -xh --max-depth=2 / | sort -h | tail', or give the journal a disk of its own"
    if space.free < floor { return [.fault(code, "no handover begins: \(what)", remedy)] }
    if space.free < 4 * floor + journal.ballastMegabytes {
      return [.warning(code, "it gets tight: \(what)", remedy)]
    }
    return [.ok(code, what)]
  }
}
