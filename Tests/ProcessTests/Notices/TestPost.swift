// The world outside that takes notices, for tests: an SMS gateway (a shell script) and a mail server (Python) behind
// msmtp. Both count what they accepted by its key, and fail in whatever way a file says.

import Foundation

/// Files in the scratch directory: `mode` says how both behave, `sms` and `mail` have a line for each accepted message.
struct TestPost {
  let scratch: Scratch
  let port: Int
  let server: ChildProcess

  /// What goes wrong.
  enum Mode: String, CaseIterable {
    case ok
    /// Takes its time before and after it has accepted.
    case slow
    /// Certainly not accepted.
    case busy
    /// Ends, or cuts the line, before it has accepted.
    case dieBefore
    /// Ends, or cuts the line, after it has accepted and before it says so.
    case dieAfter
    /// Says nothing for longer than anybody waits.
    case hang
  }

  init(_ scratch: Scratch) throws {
    self.scratch = scratch
    try scratch.write("ok", to: "mode")
    for name in ["sms", "mail", "received"] { try scratch.write("", to: name) }
    try scratch.write(Self.gateway, to: "gateway")
    try scratch.write(Self.mailServer, to: "smtp.py")
    server = try ChildProcess(
      ["/usr/bin/env", "python3", scratch.file("smtp.py"), scratch.path], name: "smtp", in: scratch)
    var found: Int?
    let deadline = monotonicMilliseconds() + 20_000
    while found == nil, monotonicMilliseconds() < deadline {
      usleep(20_000)
      found = Int(scratch.text("port").trimmingCharacters(in: .whitespacesAndNewlines))
    }
    guard let found else { throw Stand.TimedOut(description: "no mail server: \(server.errorText)") }
    port = found
    try scratch.write(
      """
      #!/bin/sh
      exec /usr/bin/msmtp --host=127.0.0.1 --port=\(found) --timeout=5 --from=town@example.org --tls=off --auth=off "$@"
      """, to: "sendmail")
    for name in ["gateway", "sendmail"] { chmod(scratch.file(name), 0o755) }
  }

  func set(_ mode: Mode) throws { try scratch.write(mode.rawValue, to: "mode") }

  /// Keys of accepted messages, each time that they were accepted.
  var sms: [String] { lines("sms") }
  var mail: [String] { lines("mail") }
  /// Everything that was received, with its text.
  var received: String { scratch.text("received") }

  private func lines(_ name: String) -> [String] {
    scratch.text(name).split(separator: "\n").map(String.init)
  }

  var configuration: String {
    """

    [notices]
    email_from = "town@example.org"
    sendmail = "\(scratch.file("sendmail"))"
    sms_command = ["\(scratch.file("gateway"))", "\(scratch.path)", "{number}", "{key}"]
    retry_seconds = 1
    timeout_seconds = 3
    per_minute_max = 600
    sms_quiet_from_hour = 0
    sms_quiet_until_hour = 0

    """
  }

  private static let gateway = """
    #!/bin/sh
    text=$(cat)
    mode=$(cat "$1/mode")
    case $mode in
      busy) exit 75 ;;
      dieBefore) kill -9 $$ ;;
      hang) sleep 30; exit 75 ;;
      slow) sleep 0.4 ;;
    esac
    printf '%s %s\\n%s\\n' "$2" "$KIOSK_KEY" "$text" >> "$1/received"
    printf '%s\\n' "$3" >> "$1/sms"
    case $mode in
      dieAfter) kill -9 $$ ;;
      slow) sleep 0.4 ;;
    esac
    exit 0
    """

  private static let mailServer = """
    import os, socket, sys, threading, time
    place = sys.argv[1]
    def mode(): return open(place + "/mode").read()
    def note(name, text):
        with open(place + "/" + name, "a") as file: file.write(text)
    def serve(line):
        stream = line.makefile("rwb")
        def say(text): stream.write(text.encode() + b"\\r\\n"); stream.flush()
        if mode() == "hang": time.sleep(30); return
        if mode() == "busy": say("421 later"); return
        say("220 test")
        while True:
            word = stream.readline().strip().upper()
            if not word: return
            if word.startswith(b"DATA"):
                say("354 go on")
                text = b""
                while True:
                    part = stream.readline()
                    if not part: return
                    if mode() == "dieBefore": return
                    if part == b".\\r\\n": break
                    text += part
                if mode() == "slow": time.sleep(0.4)
                key = [l for l in text.decode().split("\\r\\n") if l.lower().startswith("message-id:")][0]
                note("received", text.decode())
                note("mail", key.split("<")[1].split(">")[0] + "\\n")
                if mode() == "dieAfter": return
                if mode() == "slow": time.sleep(0.4)
                say("250 taken")
            elif word.startswith(b"QUIT"): say("221 bye"); return
            else: say("250 ok")
    def handle(line):
        try: serve(line)
        except OSError: pass
        finally:
            try: line.shutdown(socket.SHUT_RDWR)
            except OSError: pass
            line.close()
    door = socket.socket()
    door.bind(("127.0.0.1", 0))
    door.listen(64)
    with open(place + "/port.new", "w") as file: file.write(str(door.getsockname()[1]))
    os.rename(place + "/port.new", place + "/port")
    while True:
        line, _ = door.accept()
        threading.Thread(target=handle, args=(line,), daemon=True).start()
    """
}
