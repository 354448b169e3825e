// What the running station says about its boards. Without one nothing is known: the line is not touched.

import Messages

enum BoardsCheck: Check {
  static let code = "boards"

  static func look(at scene: Scene) -> [Finding] {
    guard let station = scene.station else {
      return [
        .unknown(
          code, "the boards were not asked: \(scene.stationSilence)",
          "start the station, and run 'kiosk doctor' as root or as a member of a role's group")
      ]
    }
    let silent = station.boards.filter { !$0.answering }
    var findings: [Finding] = silent.map { board in
      let name = scene.buses.indices.contains(board.bus) ? scene.buses[board.bus].name : "bus \(board.bus)"
      return .fault(
        code, "\(name): board \(board.board) does not answer, its doors stay shut",
        "check its power, its cable and its DIP address; 'journalctl -u kiosk-station' says since when")
    }
    if station.compartments.doorsUnknown > 0, silent.isEmpty {
      findings.append(
        .warning(
          code, "\(station.compartments.doorsUnknown) doors are unknown", "look at 'kiosk compartments'"))
    }
    if station.service != "in-service" {
      findings.append(
        .fault(code, "the station does not serve: \(station.service)", "look at 'kiosk status'"))
    }
    return findings.isEmpty
      ? [.ok(code, "\(station.boards.count) boards answer, the station serves")] : findings
  }
}
