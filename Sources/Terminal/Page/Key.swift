// The keys as a person means them, whatever device they come from. A key has no bytes and no place on a keyboard:
// `KeyMap` knows which device key means what, and what is printed on it.

/// What the keys of characters do on a page.
public enum Typing: Equatable, Hashable, Sendable {
  /// Digits are typed, all others are commands where they mean one.
  case digits
  /// A to Z and `<` are typed, too, also by a scanner, as `Key.letter`.
  case letters
  /// Every character is typed, as `Key.character`; only keys without a character are commands.
  case text
}

/// Something a person did at the terminal.
public enum Key: Equatable, Hashable, Sendable {
  /// 0 to 9.
  case digit(Int)
  /// A to Z, or the filler `<` of a passport's lines, in ASCII; only where the page takes letters.
  case letter(UInt8)
  /// A character of a full keyboard, as it was typed; only where the page takes text. Digits stay `digit`.
  case character(Unicode.Scalar)
  /// A cell of a letter picker that was touched, as an index of its cells.
  case cell(Int)
  /// The sign before a country code, where the keyboard has one (UX-10).
  case plus
  case ok
  /// One step back.
  case back
  /// Takes away the last thing typed; where nothing is typed, screens treat it as `back`.
  case erase
  /// Takes away all that is typed in the field.
  case clear
  /// Ends the session and wipes it.
  case end
  case help
  /// Starts and stops speech.
  case speak
  case language
  case up, down, left, right
  /// One sheet on or back, where a page needs more than one; taken by `Viewer`, no screen sees it.
  case pageUp, pageDown
  /// A function key, 1 to 12.
  case function(Int)
  /// A mouse button or a finger went down on a cell, counted from 0 at the top left.
  case press(row: Int, column: Int)
  /// The terminal has another size now.
  case resize(columns: Int, rows: Int)
  /// The terminal is gone; the process ends.
  case eof
}
