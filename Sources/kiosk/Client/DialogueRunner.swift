// Runs a dialogue of Station/Dialogues on standard input and the staff socket. It waits for a line only while a
// question stands, and for the station no longer than a door may take.

import Glibc
import Messages
import Station

struct DialogueRunner {
  /// The station ends an operation of staff by itself after at most an hour without an answer; after that nothing
  /// more is to be waited for.
  static let quietSecondsMax = 3_700

  let client: StaffClient
  let language: DeskLanguage
  /// Keeps what was proven of a board, under the name that is proposed or another.
  var save: (BoardFragment, String) -> Void = { _, _ in }
  private var input = LineInput()
  private var question: DeskText?
  /// The cursor stands behind a question.
  private var isPrompted = false
  private var awaitsReply = false
  private var lastHeard = Monotonic.milliseconds

  init(client: StaffClient, language: DeskLanguage) {
    self.client = client
    self.language = language
  }

  /// Runs to the end and says how it ended.
  mutating func run(_ dialogue: some Dialogue) throws(ClientFailure) -> DialogueEnd {
    var dialogue = dialogue
    var pending: DialogueInput? = .start
    while true {
      if let input = pending {
        for output in dialogue.reduce(input) {
          if let end = try perform(output) { return end }
        }
        // A sentence came while a question stood: the question is asked again behind it.
        if let question, !isPrompted { prompt(question) }
      }
      do throws(ClientFailure) { pending = try next() } catch {
        // The station is gone: what it goes on with after its start is said before the failure is.
        for output in dialogue.reduce(.endOfInput) {
          if case .say(let text) = output { _ = try perform(.say(text)) }
        }
        endPrompt()
        throw error
      }
    }
  }

  private mutating func perform(_ output: DialogueOutput) throws(ClientFailure) -> DialogueEnd? {
    switch output {
    case .say(let text):
      endPrompt()
      Output.say(text.text(language))
    case .ask(let text):
      endPrompt()
      // What was typed ahead is no answer to a question about a compartment; the next document may be scanned ahead.
      if text != .askDocument, text != .askDoor { input.dropTypedAhead() }
      question = text
      prompt(text)
    case .withdraw: question = nil
    case .save(let fragment, let name):
      endPrompt()
      save(fragment, name)
    // Ctrl-C ends the rest early; the end of the input is seen right after.
    case .rest: _ = poll(nil, 0, Int32(coolDownRestSeconds * 1000))
    case .send(let request):
      endPrompt()
      question = nil
      awaitsReply = true
      lastHeard = Monotonic.milliseconds
      try client.connection.send(request)
    case .end(let end):
      endPrompt()
      return end
    }
    return nil
  }

  private mutating func prompt(_ text: DeskText) {
    Output.prompt(text.text(language))
    isPrompted = true
  }

  /// The next sentence begins on a line of its own.
  private mutating func endPrompt() {
    if isPrompted { Output.say("") }
    isPrompted = false
  }

  /// What happens next; nil: nothing yet.
  private mutating func next() throws(ClientFailure) -> DialogueInput? {
    if input.wasInterrupted { return .endOfInput }
    if let frame = try client.connection.buffered() { return try heard(frame) }
    if question != nil {
      if let line = input.buffered() {
        question = nil
        // A terminal has shown the line and its end; a script's output needs the end.
        if isatty(STDIN_FILENO) != 0 { isPrompted = false } else { endPrompt() }
        return .line(line)
      }
      if input.isOver { return .endOfInput }
    }
    let limit = awaitsReply ? StationClient.replySecondsMax : DialogueRunner.quietSecondsMax
    let rest = lastHeard + Int64(limit) * 1000 - Monotonic.milliseconds
    // A person may think as long as they like: the station ends what waits for them.
    if rest <= 0, question == nil { return .quiet }
    var waits = [pollfd(fd: client.connection.descriptor, events: Int16(POLLIN), revents: 0)]
    if question != nil { waits.append(pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)) }
    let ready = unsafe poll(&waits, nfds_t(waits.count), question == nil ? Int32(rest) : 60_000)
    guard ready > 0 else { return nil }
    if waits[0].revents != 0 { try client.connection.fill() }
    if waits.count > 1, waits[1].revents != 0 { input.fill() }
    return nil
  }

  private mutating func heard(_ frame: Frame) throws(ClientFailure) -> DialogueInput {
    awaitsReply = false
    lastHeard = Monotonic.milliseconds
    return .reply(try StaffClient.reply(frame, client.connection.path))
  }
}
