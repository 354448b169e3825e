// A dialogue in line mode as a value: lines of a person and replies of the station go in, sentences, questions and
// requests come out. It does no input or output itself; `kiosk deposit` and `kiosk retrieve` run it.

import Messages

/// What happens to a dialogue.
public enum DialogueInput: Equatable, Sendable {
  /// First of all, once.
  case start
  /// The answer to the question that was asked last.
  case line(String)
  /// No more lines come: the input ended, or the person pressed Ctrl-C.
  case endOfInput
  /// An answer of the station, or what it says by itself when a door moves.
  case reply(StaffReply)
  /// The station has said nothing for as long as a dialogue waits.
  case quiet
}

/// What a dialogue wants done.
public enum DialogueOutput: Equatable, Sendable {
  case say(DeskText)
  /// A question; the next line is its answer. It stays asked until a line comes or another question is asked.
  case ask(DeskText)
  /// The question that stands is over: something else has answered it.
  case withdraw
  case send(StaffRequest)
  /// What was proven is to be kept; `name`: a file name for it.
  case save(BoardFragment, name: String)
  /// Waits as long as a coil rests (`coolDownRestSeconds`) before what comes next.
  case rest
  case end(DialogueEnd)
}

/// A lock that was just pulsed is not pulsed again at once: the bus refuses for 2 s. One second more is waited.
public let coolDownRestSeconds = 3

/// How a dialogue ended; the number is the exit status of its command.
public enum DialogueEnd: Int32, Equatable, Sendable {
  case done = 0
  /// Refused by the station, or something was not done. Stays 70 (EX_SOFTWARE) in all commands.
  case notDone = 70
  /// The input ended, or the station fell silent, while an operation was still open (EX_TEMPFAIL).
  case leftOpen = 75
  /// The login lacks the role (EX_NOPERM).
  case noPermission = 77
}

/// A dialogue: pure, so that its tests need neither a station nor a terminal.
public protocol Dialogue: Sendable {
  mutating func reduce(_ input: DialogueInput) -> [DialogueOutput]
}

/// What a person may answer to a yes-or-no question; German and English words are understood in both languages.
public enum YesNo {
  /// Nil: neither yes nor no. A scanned number never is.
  public static func read(_ line: String) -> Bool? {
    switch PlainText.trimmed(line).lowercased() {
    case "j", "ja", "y", "yes": true
    case "n", "nein", "no": false
    default: nil
    }
  }
}
