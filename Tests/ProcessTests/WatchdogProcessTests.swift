// The station as systemd sees it: what it tells a notify socket over its life, with a wall that is unplugged, with the
// whole process held by a signal, and through an abstract socket. Nothing of the product's is used to listen.

import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(3)))
struct WatchdogProcessTests {
  @Test("C16: ready, alive, alive with the wall unplugged, silent while it is held, stopping")
  func life() throws {
    let stand = try Stand("watchdog")
    let systemd = try NotifyListener(stand.scratch.file("notify"))
    stand.environment = ["NOTIFY_SOCKET": systemd.name, "WATCHDOG_USEC": "1000000"]
    try stand.launch()
    #expect(systemd.hears("READY=1", seconds: 40))
    try stand.connect()
    try stand.waitForService()
    for _ in 0..<3 { #expect(systemd.hears("WATCHDOG=1\nSTATUS=")) }
    #expect(systemd.hears("WATCHDOG=1\nSTATUS=in-service: 1 of 1 boards answer"))

    // Unplugged: the boards fall silent, the work goes on.
    stand.wall.process.kill()
    #expect(systemd.hears("WATCHDOG=1\nSTATUS=boards-silent: 0 of 1 boards answer"))
    for _ in 0..<4 { #expect(systemd.hears("WATCHDOG=1")) }
    #expect(stand.station?.isRunning == true)

    // Held: nothing feeds in its place.
    stand.station?.signal(SIGSTOP)
    _ = systemd.next(seconds: 0.3)
    systemd.drop()
    #expect(systemd.next(seconds: 2.5) == nil)
    stand.station?.signal(SIGCONT)
    #expect(systemd.hears("WATCHDOG=1"))

    #expect(stand.stopStation() == 0)
    #expect(systemd.hears("STOPPING=1"))
  }

  @Test("an abstract socket is told as well; a watchdog of another process is not fed")
  func abstract() throws {
    let stand = try Stand("abstract")
    let systemd = try NotifyListener(NotifyListener.abstractName())
    stand.environment = ["NOTIFY_SOCKET": systemd.name, "WATCHDOG_USEC": "200000", "WATCHDOG_PID": "1"]
    try stand.launch()
    #expect(systemd.hears("READY=1", seconds: 40))
    #expect(systemd.next(seconds: 1) == nil)
    #expect(stand.stopStation() == 0)
    #expect(systemd.hears("STOPPING=1"))
  }
}
