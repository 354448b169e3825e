// Kiosk.conf's boards in the words of a proof, and a board's table as text: the keys of a fragment are exactly those of
// the file, in its order. Values are not judged here.

import Configuration
import Handover

extension ProvableBoard {
  init(_ board: BoardSettings, on bus: BusSettings) {
    let dialect: BoardDialect =
      switch board.dialect {
      case .kerong: .kerong
      case .xor: .xor
      case .modbus: .modbus
      }
    let form: PulseForm =
      switch (board.dialect, board.pulse) {
      case (.modbus, .coilFlash): .coilFlash
      case (.modbus, .registerMomentary): .registerMomentary
      case (.kerong, _), (.xor, _): .own
      }
    let habit: UnlockHabit =
      switch board.answersUnlock {
      case .never: .never
      case .maybe: .maybe
      case .always: .always
      }
    let order: TimeByteOrder =
      switch board.unlockTimeByteOrder {
      case .unconfirmed: .unconfirmed
      case .highFirst: .highFirst
      case .lowFirst: .lowFirst
      }
    self.init(
      busName: bus.name, dialect: board.dialect.rawValue,
      values: BoardValues(
        dialect: dialect, pulseForm: form, locks: board.locks, closedIsOne: board.closedIsOne,
        inverted: BoardValues.mask(board.locksInverted), ignored: BoardValues.mask(board.locksIgnored),
        answersUnlock: habit, byteOrder: order, statusTimeout: board.statusTimeoutMilliseconds),
      settings: Self.settings(board), tellsTime: board.dialect == .kerong,
      statusGroups: board.dialect == .xor ? board.statusBytes : nil)
  }

  /// What the protocol has no notion of is left out, as in a file that a person writes.
  private static func settings(_ board: BoardSettings) -> [Setting] {
    func list(_ locks: [Int]) -> String { "[" + locks.map { "\($0)" }.joined(separator: ", ") + "]" }
    func flag(_ value: Bool) -> String { value ? "true" : "false" }
    func word(_ value: String) -> String { "\"\(value)\"" }
    let isKerong = board.dialect == .kerong
    let all: [(isFit: Bool, setting: Setting)] = [
      (true, Setting("address", "\(board.address)")),
      (true, Setting("dialect", word(board.dialect.rawValue))), (true, Setting("locks", "\(board.locks)")),
      (true, Setting("closed_is_one", flag(board.closedIsOne))),
      (true, Setting("locks_inverted", list(board.locksInverted))),
      (true, Setting("locks_ignored", list(board.locksIgnored))),
      (board.dialect == .modbus, Setting("pulse", word(board.pulse.rawValue))),
      (true, Setting("pulse_milliseconds", "\(board.pulseMilliseconds)")),
      (board.dialect == .xor, Setting("status_bytes", "\(board.statusBytes)")),
      (true, Setting("answers_unlock", word(board.answersUnlock.rawValue))),
      (isKerong, Setting("item_sensor", flag(board.itemSensor))),
      (isKerong, Setting("verify_sum", flag(board.verifySum))),
      (isKerong, Setting("unlock_time_byte_order", word(board.unlockTimeByteOrder.rawValue))),
      (true, Setting("status_timeout_milliseconds", "\(board.statusTimeoutMilliseconds)")),
    ]
    return all.filter(\.isFit).map(\.setting)
  }
}
