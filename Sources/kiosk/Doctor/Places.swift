// Folders and programs that Kiosk.conf names, as the services of the station see them: which mount holds them, whether the
// station's user may use them, and whether a wall of its unit hides them. Nothing is judged here.

extension Scene {
  struct Mount: Equatable {
    var source: String
    var point: String
    var type: String
    var options: [String]
  }

  /// What is mounted now; nil: that cannot be seen here.
  var mounts: [Mount]? {
    guard let text = text("/proc/self/mounts") ?? text("/proc/mounts") else { return nil }
    return text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ").map(String.init)
      guard words.count >= 4 else { return nil }
      return Mount(
        source: words[0], point: words[1], type: words[2],
        options: words[3].split(separator: ",").map(String.init))
    }
  }

  /// The mount that holds a path: the longest, and of equals the last, which covers the others.
  func mount(of path: String) -> Mount? {
    let path = resolved(path)
    return (mounts ?? []).filter { Self.isBelow(path, $0.point) }
      .reduce(nil as Mount?) { best, next in next.point.count >= (best?.point.count ?? 0) ? next : best }
  }

  /// Whether two paths share a file system; nil: that cannot be seen here.
  func isOneDisk(_ path: String, _ other: String) -> Bool? {
    guard let one = mount(of: path), let two = mount(of: other) else { return nil }
    return one.point == two.point || (one.source.hasPrefix("/dev/") && one.source == two.source)
  }

  static func isBelow(_ path: String, _ folder: String) -> Bool {
    path == folder || path.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
  }

  /// The three bits of rights that the station's user has on something; nil: there is no such user.
  func stationRights(_ node: Node) -> UInt32? {
    guard let station = accounts.user(UsersCheck.station) else { return nil }
    if node.user == station.number { return node.mode >> 6 & 0o7 }
    return (accounts.groups(of: station).contains(node.group) ? node.mode >> 3 : node.mode) & 0o7
  }

  /// The setting of a unit that hides a path from its service; nil: none does.
  func hiding(_ path: String, from unit: String) -> String? {
    let path = resolved(path)
    func isOff(_ key: String) -> Bool {
      ["no", "false", "0", "off"].contains(unitSetting(key, of: unit) ?? "no")
    }
    if ["/home", "/root", "/run/user"].contains(where: { Self.isBelow(path, $0) }), !isOff("ProtectHome") {
      return "ProtectHome="
    }
    if ["/tmp", "/var/tmp"].contains(where: { Self.isBelow(path, $0) }), !isOff("PrivateTmp") {
      return "PrivateTmp="
    }
    return nil
  }

  /// What the town's drop-ins open for writing to a service.
  func writablePaths(of unit: String) -> [String] {
    unitSettings(unit).filter { $0.key == "ReadWritePaths" }
      .flatMap { $0.value.split(separator: " ") }
      .map { String($0.drop { $0 == "-" || $0 == "+" }) }
  }
}
