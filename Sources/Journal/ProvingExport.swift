// What was proven of a board, as fields of an exported line. Numbers and words of ours only.

import Handover

func comparisonFields(_ comparison: ContactComparison) -> [(String, String)] {
  [
    ("step", "\"\(comparison.step)\""), ("word", "\"\(comparison.word)\""),
    ("bits_before", "\"\(bits(comparison.before))\""), ("bits_now", "\"\(bits(comparison.now))\""),
    ("steady", comparison.isSteady ? "true" : "false"),
  ]
}

func provenFields(_ proven: ProvenBoard) -> [(String, String)] {
  let values = proven.values
  return [
    ("of_bus", "\(proven.board.bus)"), ("of_board", "\(proven.board.board)"),
    ("dialect", "\"\(values.dialect)\""), ("pulse_form", "\"\(values.pulseForm.name)\""),
    ("locks", "\(values.locks)"), ("closed_is_one", values.closedIsOne ? "true" : "false"),
    ("locks_inverted", list(values.inverted)), ("locks_ignored", list(values.ignored)),
    ("answers_unlock", "\"\(values.answersUnlock)\""), ("byte_order", "\"\(values.byteOrder.name)\""),
    ("status_timeout", "\(values.statusTimeout)"),
    ("pulse_ms", proven.pulseMilliseconds.map { "\($0)" } ?? "null"),
    ("answer_ms", "\(proven.answerMilliseconds)"), ("unlocks", "\(proven.unlocks)"),
    ("unlocks_answered", "\(proven.unlocksAnswered)"), ("fragment_sha256", "\"\(proven.fragment.hex)\""),
  ]
}

private func bits(_ mask: UInt64) -> String { OrderID(mask).description }

private func list(_ mask: UInt64) -> String {
  "[" + BoardValues.locks(mask).map { "\($0)" }.joined(separator: ",") + "]"
}
