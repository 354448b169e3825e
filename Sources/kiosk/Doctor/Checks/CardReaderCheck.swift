// What the card reader of Kiosk.conf needs: pcscd answers, whom passports must be signed by can be read and is current,
// the trace can be written, and somebody sees to PINs. No reader is opened and no card is asked.

import Configuration
import Crypto
import Glibc

enum CardReaderCheck: Check {
  static let code = "card-reader"
  /// Where pcscd listens; Debian's pcscd.socket starts it at the first call.
  static let pcscdSocket = "/run/pcscd/pcscd.comm"

  static func look(at scene: Scene) -> [Finding] {
    guard let configuration = try? scene.configuration.get() else {
      return [.unknown(code, "Kiosk.conf names no card reader", "see the finding 'configuration'")]
    }
    let card = configuration.card
    guard card.reader != .none else { return [.ok(code, "no card reader is set up in Kiosk.conf")] }
    var findings = [service(scene)]
    if let path = card.csca { findings.append(trust(path, scene)) }
    if let path = card.trace { findings += trace(path, scene) }
    if card.path == .ausweisApp, !configuration.ausweisApp.isEnabled {
      findings.append(
        .warning(
          code, "path = \"ausweisapp\" and [ausweisapp] is not enabled: no PIN service is offered",
          "enabled = true in [ausweisapp], or path = \"own\" in [card] of Kiosk.conf"))
    }
    return findings
  }

  // MARK: pcscd

  private static func service(_ scene: Scene) -> Finding {
    let remedy = "apt-get install pcscd, then 'systemctl enable --now pcscd.socket'"
    guard scene.exists("/usr/sbin/pcscd") else {
      return .fault(code, "pcscd is not there: no card can be read", remedy)
    }
    guard scene.isRunning else { return .ok(code, "pcscd is there; this is not the machine that runs") }
    switch call(pcscdSocket) {
    case 0: return .ok(code, "pcscd answers")
    case EACCES, EPERM: return .unread(code, pcscdSocket, Scene.reason(EACCES))
    case let number:
      return .fault(code, "pcscd does not answer (\(Scene.reason(number))): no card can be read", remedy)
    }
  }

  /// Connects and hangs up; errno, 0 when somebody listens.
  private static func call(_ path: String) -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: Array(path.utf8)) }
    let result = unsafe withUnsafePointer(to: address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    return result == 0 ? 0 : errno
  }

  // MARK: Whom a passport must be signed by

  private static func trust(_ path: String, _ scene: Scene) -> Finding {
    let loss = "no old passport is read at the reader"
    let remedy =
      "put the master list of the BSI there, or correct [card] csca in Kiosk.conf; then restart the station"
    if case .there(let node) = scene.look(path), let rights = scene.stationRights(node),
      rights & (node.kind == .directory ? 0o5 : 0o4) != (node.kind == .directory ? 0o5 : 0o4)
    {
      return .fault(
        code, "\(path) cannot be read by the station (mode \(node.octal)): \(loss)", "chmod a+rX \(path)")
    }
    if let wall = scene.hiding(path, from: WritePathsCheck.unit) {
      return .fault(
        code, "\(path) is hidden from the station's service (\(wall)): \(loss)", "keep it below /etc/kiosk")
    }
    guard let today = CivilDate(number: time(nil) / 86_400) else {
      return .unknown(code, "the clock shows no day", "see the finding 'clock-sync'")
    }
    do throws(TrustFileFault) {
      let store = try TrustStore.load(path: scene.root + scene.resolved(path), at: today)
      let words =
        "\(path): \(store.authorities.count) signing authorities, of \(store.date), \(store.ageDays(at: today)) days old"
      guard store.isOlder(thanDays: TrustStore.ageDaysMax, at: today) else { return .ok(code, words) }
      return .warning(
        code, "\(words): newer passports may not be believed", "fetch the newest from its publisher")
    } catch .unreadable(_, let number) where number == EACCES {
      return .unread(code, path, Scene.reason(number))
    } catch {
      return .fault(code, "\(error); \(loss)", remedy)
    }
  }

  // MARK: The trace

  private static func trace(_ path: String, _ scene: Scene) -> [Finding] {
    let folder = "/" + path.split(separator: "/").dropLast().joined(separator: "/")
    let remedy = "name a file below \(scene.statePath) in [card] trace of Kiosk.conf"
    func fault(_ why: String) -> [Finding] {
      [.fault(code, "the trace \(path) cannot be written: \(why)", remedy)]
    }
    var place = folder
    var wanted: UInt32 = 0o3
    if case .there(let node) = scene.look(path) {
      guard node.kind == .file else { return fault("it is no file") }
      (place, wanted) = (path, 0o2)
    }
    switch scene.look(place) {
    case .refused(let reason): return [.unread(code, place, reason)]
    case .absent: return fault("\(place) is not there")
    case .there(let node):
      guard let rights = scene.stationRights(node) else {
        return [.unknown(code, "there is no user \(UsersCheck.station)", "systemd-sysusers")]
      }
      if rights & wanted != wanted { return fault("the station may not write \(place) (mode \(node.octal))") }
    }
    let unit = WritePathsCheck.unit
    if let wall = scene.hiding(folder, from: unit) { return fault("it is hidden from the service (\(wall))") }
    guard
      Scene.isBelow(folder, scene.statePath)
        || scene.writablePaths(of: unit).contains(where: { Scene.isBelow(folder, $0) })
    else { return fault("the station's service may not write \(folder)") }
    return [.ok(code, "the trace \(path) can be written")]
  }
}
