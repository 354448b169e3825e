// A program that Kiosk.conf names and the station runs: it is there, the station's user may run it, and its unit does not
// hide it. Whether it does what it should is not tried.

extension Scene {
  /// What is wrong with a program of the station; nil: nothing that can be seen from here. `loss` says what cannot be
  /// done without it, `key` where Kiosk.conf names it.
  func trouble(
    withProgram program: String, code: String, loss: String, key: String, remedy: String? = nil
  ) -> Finding? {
    switch look(program) {
    case .refused(let reason): return .unread(code, program, reason)
    case .absent:
      return .fault(
        code, "\(program) is not there: \(loss)", remedy ?? "install it, or correct \(key) in Kiosk.conf")
    case .there(let node):
      guard node.kind == .file else {
        return .fault(code, "\(program) is no program: \(loss)", "correct \(key) in Kiosk.conf")
      }
      if !node.isExecutable || stationRights(node).map({ $0 & 0o1 == 0 }) == true {
        return .fault(
          code, "\(program) cannot be executed by the station (mode \(node.octal)): \(loss)",
          "chmod 755 \(program)")
      }
    }
    if let wall = hiding(program, from: WritePathsCheck.unit) {
      return .fault(
        code, "\(program) is hidden from the station's service (\(wall)): \(loss)",
        "install it below /usr/local, and correct \(key) in Kiosk.conf")
    }
    return nil
  }
}
