// Mistakes that only several keys together can tell: a reminder after the deadline, two roles for one group,
// one name for two buses. Boards have a file of their own, BoardDialects.swift, and compartments CompartmentRules.swift.

/// Looks for contradictions between keys that are right by themselves.
func checkRules(_ root: Section, into list: inout MistakeList) {
  checkProfile(root, into: &list)
  checkPickup(root.section("pickup"), into: &list)
  checkGroups(root.section("access"), into: &list)
  checkExchange(root.section("exchange"), into: &list)
  checkBuses(root.sections("bus"), into: &list)
  checkNotices(root.section("notices"), into: &list)
  checkDestinations(root.sections("destination"), into: &list)
  checkAusweisApp(root.section("ausweisapp"), into: &list)
  checkPayment(root.section("payment"), into: &list)
  checkCard(root.section("card"), root.section("ausweisapp"), into: &list)
}

/// A reader whose PIN service nobody carries out. A town that wants passports only may mean it: no mistake.
private func checkCard(_ card: Section, _ ausweisApp: Section, into list: inout MistakeList) {
  let path = card.path("path")
  let enabled = ausweisApp.path("enabled")
  guard list.areSound(card, ["reader", "path"]), list.isSound(enabled),
    card.text("reader") != "none", card.word("path") == CardSettings.Path.ausweisApp,
    !ausweisApp.flag("enabled")
  else { return }
  let isWritten = list.positions[path] != list.positions[card.path]
  list.doubt(
    path, "\"ausweisapp\" without [ausweisapp] enabled = true offers no PIN service at the reader",
    "enable it, or write path = \"own\"", at: isWritten ? path : card.path("reader"))
}

private func checkAusweisApp(_ section: Section, into list: inout MistakeList) {
  guard list.isSound(section.path("port")) else { return }
  let port = section.integer("port")
  if (1..<1_024).contains(port) {
    list.add(section.path("port"), "port \(port) is kept for root", "write 0, or a port of 1024 and more")
  }
  let channel = section.path("back_channel")
  guard list.areSound(section, ["enabled", "back_channel"]), section.textIfPresent("back_channel") != nil
  else { return }
  if !section.flag("enabled") {
    list.doubt(
      channel, "nobody is identified without AusweisApp", "write enabled = true, or remove this line",
      at: channel)
  }
}

private func checkExchange(_ exchange: Section, into list: inout MistakeList) {
  let outbox = exchange.path("outbox")
  guard list.isSound(exchange.path("inbox")), list.isSound(outbox) else { return }
  let path = exchange.text("outbox")
  if !path.isEmpty, path == exchange.text("inbox") {
    list.add(outbox, "this is the inbox too", "name another folder: what leaves must not come back")
  }
}

private func checkPickup(_ pickup: Section, into list: inout MistakeList) {
  let hold = pickup.path("hold_days")
  let reminder = pickup.path("reminder_day")
  guard list.isSound(hold), list.isSound(reminder) else { return }
  let holdDays = pickup.integer("hold_days")
  if pickup.integer("reminder_day") >= holdDays {
    let place = list.positions[reminder] == list.positions[pickup.path] ? hold : reminder
    list.add(
      reminder, "day \(pickup.integer("reminder_day")) is not before the last day, hold_days = \(holdDays)",
      "write a smaller reminder_day or a larger hold_days", at: place)
  }
}

private func checkGroups(_ access: Section, into list: inout MistakeList) {
  let names = ["staff_group", "technician_group", "audit_group", "citizen_group"]
  for (index, name) in names.enumerated() where list.isSound(access.path(name)) {
    let other = names[..<index].first { other in
      list.isSound(access.path(other)) && access.text(other) == access.text(name)
    }
    if let other {
      list.add(
        access.path(name), "\"\(access.text(name))\" is the group of \(other) too",
        "name another group: one role, one group")
    }
  }
}

private func checkBuses(_ buses: [Section], into list: inout MistakeList) {
  for key in ["name", "path"] {
    var first: [String: Section] = [:]
    for bus in buses where list.isSound(bus.path(key)) {
      let value = bus.text(key)
      if let other = first[value] {
        list.add(
          bus.path(key),
          "\"\(value)\" is the \(key) of the bus in line \(list.positions[other.path].line) too",
          "give each bus its own")
      } else {
        first[value] = bus
      }
    }
  }
  for bus in buses where list.isSound(bus.path) || !bus.sections("board").isEmpty {
    checkBoards(of: bus, into: &list)
  }
}
