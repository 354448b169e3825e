// The journal from the running station, as JSON lines on standard output: all records from a sequence number on, and
// then, for `follow`, each new one as it is written.

import Messages

/// Prints records as JSON lines. `socket` is the socket directory; nil: as with all commands. With `follow` it ends
/// only with the station or by a signal.
func exportFromStation(socket: String?, follow: Bool, from: Int64 = 1) throws(ClientFailure) {
  let directory = socket ?? Environment.value("KIOSK_SOCKET") ?? StaffOptions.directoryDefault
  let client = try StaffClient(directory: directory)
  var next: Int64? = from
  while let from = next {
    let request: StaffRequest = follow ? .follow(from: from) : .export(from: from)
    guard case .records(let lines, let further) = try client.ask(request) else { return }
    Output.say(lines)
    next = further
  }
  while follow {
    // A station without pickups has nothing to say for hours.
    guard try client.connection.waits(seconds: 3600) else { continue }
    if case .records(let lines, _) = try client.next(seconds: StationClient.replySecondsMax) {
      Output.say(lines)
    }
  }
}
