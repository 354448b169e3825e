// ncurses' key codes as strokes, and the sequences that it must know whatever terminfo says: cursor keys come in two
// forms (CSI and SS3), and terminals do not always send the form that their entry names.

private import CNcurses

enum KeyCodes {
  /// What a key code of ncurses is, or nil for one that means nothing here.
  static func stroke(_ code: Int32) -> Stroke? {
    switch code {
    case KEY_ENTER: return .enter
    case KEY_BACKSPACE: return .backspace
    case KEY_DC: return .delete
    case KEY_UP: return .up
    case KEY_DOWN: return .down
    case KEY_LEFT: return .left
    case KEY_RIGHT: return .right
    case KEY_HOME: return .home
    case KEY_END: return .end
    case KEY_PPAGE: return .pageUp
    case KEY_NPAGE: return .pageDown
    case KEY_BTAB: return .backTab
    default:
      let number = code - KEY_F0
      return (1...12).contains(number) ? .function(Int(number)) : nil
    }
  }

  static func define() {
    for (sequence, code) in sequences { unsafe kiosk_nc_define(sequence, code) }
  }

  private static let sequences: [(String, Int32)] = {
    let cursor: [(String, Int32)] = [
      ("A", KEY_UP), ("B", KEY_DOWN), ("C", KEY_RIGHT), ("D", KEY_LEFT), ("H", KEY_HOME), ("F", KEY_END),
    ]
    var all: [(String, Int32)] = []
    for (letter, code) in cursor { all += [("\u{1B}[" + letter, code), ("\u{1B}O" + letter, code)] }
    let editing: [(String, Int32)] = [
      ("1", KEY_HOME), ("3", KEY_DC), ("4", KEY_END), ("5", KEY_PPAGE), ("6", KEY_NPAGE), ("7", KEY_HOME),
      ("8", KEY_END),
    ]
    all += editing.map { ("\u{1B}[" + $0.0 + "~", $0.1) }
    all += [("\u{1B}[Z", KEY_BTAB), ("\u{1B}OM", KEY_ENTER)]
    // F1 to F12 as VT220 and xterm number them, F1 to F4 also as VT100, F1 to F5 also as the Linux console sends them.
    let numbers = [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24]
    for (index, number) in numbers.enumerated() {
      all.append(("\u{1B}[\(number)~", KEY_F0 + Int32(index + 1)))
    }
    for (index, letter) in ["P", "Q", "R", "S"].enumerated() {
      all.append(("\u{1B}O" + letter, KEY_F0 + Int32(index + 1)))
    }
    for (index, letter) in ["A", "B", "C", "D", "E"].enumerated() {
      all.append(("\u{1B}[[" + letter, KEY_F0 + Int32(index + 1)))
    }
    return all
  }()
}
