// What the journal's disk is: a local file system that keeps what it was told to keep.

enum DiskMountCheck: Check {
  static let code = "disk-mount"

  static let remote: Set<String> = ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "glusterfs", "afs"]
  static let forgetful: Set<String> = ["tmpfs", "ramfs", "overlay"]

  static func look(at scene: Scene) -> [Finding] {
    guard scene.mounts != nil else { return [.unread(code, "/proc/mounts", "it is not there")] }
    let path = scene.resolved(scene.statePath)
    guard let best = scene.mount(of: path) else {
      return [.unknown(code, "no mount holds \(path)", "look at 'findmnt -T \(path)'")]
    }
    let type = best.type.hasPrefix("fuse.") ? "fuse" : best.type
    if remote.contains(type) || type == "fuse" {
      return [
        .fault(
          code, "\(path) lies on \(best.type): locks and syncs of a network file system cannot be trusted",
          "move it to a local disk")
      ]
    }
    if forgetful.contains(type) {
      return [.fault(code, "\(path) lies on \(best.type), which forgets", "mount a disk of its own there")]
    }
    if best.options.contains("ro") {
      return [
        .fault(
          code, "\(best.point) is mounted read-only",
          "look at 'dmesg', then 'mount -o remount,rw \(best.point)'")
      ]
    }
    if best.options.contains(where: { ["nobarrier", "barrier=0", "data=writeback"].contains($0) }) {
      return [
        .fault(
          code,
          "\(best.point) is mounted with \(best.options.joined(separator: ",")): a power cut may lose records",
          "take that option out of /etc/fstab")
      ]
    }
    return [.ok(code, "\(path) lies on \(best.type) at \(best.point)")]
  }
}
