// `kiosk simulate ausweisapp` from outside, by programs that share no line with it: who is let in, what a broken frame
// brings, and that the town's service gives a result once. Its runs with a card are in the demo's tests.

import Foundation
import Testing

@Suite(.serialized, .timeLimit(.minutes(1))) struct SimulatedAusweisAppTests {
  private static let script = """
    import base64, json, os, socket, sys, urllib.error, urllib.request
    port = int(sys.argv[1])
    def post(path, body=b""):
        try:
            with urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}{path}", body)) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
    def client(extra=""):
        line = socket.create_connection(("127.0.0.1", port), 10)
        key = base64.b64encode(os.urandom(16)).decode()
        line.sendall((f"GET /eID-Kernel HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n"
            f"Sec-WebSocket-Version: 13\\r\\nSec-WebSocket-Key: {key}\\r\\n{extra}\\r\\n").encode())
        head = b""
        while b"\\r\\n\\r\\n" not in head:
            head += line.recv(1)
        return line, head.split(b"\\r\\n")[0].decode()
    def frame(first, text):
        mask = os.urandom(4)
        return bytes([first, 0x80 | len(text)]) + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(text))
    def receive(line):
        head = line.recv(2, socket.MSG_WAITALL)
        size = head[1]
        if size == 126:
            size = int.from_bytes(line.recv(2, socket.MSG_WAITALL), "big")
        return head[0], line.recv(size, socket.MSG_WAITALL)
    print("page", client("Origin: https://example.de\\r\\n")[1])
    line, head = client()
    print("client", head)
    print("second", client()[1])
    line.sendall(frame(0x01, b'{"cmd":"GET_') + frame(0x89, b"ping") + frame(0x80, b'API_LEVEL"}'))
    print("pong", receive(line))
    print("level", json.loads(receive(line)[1]))
    line.sendall(frame(0x81, b"nonsense"))
    print("nonsense", json.loads(receive(line)[1])["msg"])
    line.sendall(frame(0x81, b'{"cmd":"SET_PIN","value":"123456"}'))
    print("out of place", json.loads(receive(line)[1])["msg"])
    status, body = post("/back-channel/sessions", b'{"required":["FamilyName"],"optional":[]}')
    session = json.loads(body)
    print("session", status, session["tcTokenURL"].startswith("https://"), session["expiresInSeconds"])
    result = f"/back-channel/sessions/{session['session']}/result"
    print("result", post(result)[0])
    line.sendall(frame(0x81, json.dumps({"cmd": "RUN_AUTH", "tcTokenURL": session["tcTokenURL"]})[:120].encode()))
    print("run", json.loads(receive(line)[1])["msg"])
    for _ in range(2):
        receive(line)
    print("rights", json.loads(receive(line)[1])["chat"]["required"])
    line.sendall(frame(0x81, b'{"cmd":"CANCEL"}'))
    print("cancel", json.loads(receive(line)[1])["result"]["minor"])
    print("failed", post(result))
    print("used", post(result))
    print("unknown", post("/back-channel/sessions/none/result")[0], post("/other")[0], post("/back-channel/sessions", b"{")[0])
    line.sendall(bytes([0x81, 0x02]) + b"{}")
    print("unmasked", receive(line))
    """

  @Test("who is let in, broken frames, and a result that is given once") func line() throws {
    let kiosk = try Products.path("kiosk")
    let scratch = try Scratch("ausweis")
    let pki = try ChildProcess.run(
      [kiosk, "simulate", "pki", scratch.file("pki")], name: "pki", in: scratch)
    try #require(pki.status == 0)
    let app = try ChildProcess(
      [
        kiosk, "simulate", "ausweisapp", "--ui", "websocket", "--port", "0", "--no-proxy", "--no-logfile",
        "--reader", scratch.file("reader"), "--pki", scratch.file("pki"),
      ], name: "app", in: scratch, environment: ["TMPDIR": scratch.path])
    defer { app.end() }
    var port: String?
    let deadline = Date(timeIntervalSinceNow: 20)
    while port == nil, Date() < deadline {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: scratch.path)) ?? []
      port = names.first { $0.hasPrefix("AusweisApp2.") && $0.hasSuffix(".port") }.map(scratch.text)
      if port?.isEmpty == true { port = nil }
      usleep(20_000)
    }
    let said = try ChildProcess.run(
      ["/usr/bin/python3", "-I", "-c", Self.script, try #require(port)], name: "python", in: scratch)
    #expect(
      said.output == """
        page HTTP/1.1 403 Forbidden
        client HTTP/1.1 101 Switching Protocols
        second HTTP/1.1 503 Service Unavailable
        pong (138, b'ping')
        level {'msg': 'API_LEVEL', 'available': [1, 2], 'current': 2}
        nonsense INVALID
        out of place BAD_STATE
        session 201 True 300
        result 202
        run AUTH
        rights ['FamilyName']
        cancel http://www.bsi.bund.de/ecard/api/1.1/resultminor/sal#cancellationByUser
        failed (200, '{"status":"failed","minor":"cancellationByUser"}')
        used (410, '{"error":"used"}')
        unknown 404 404 400
        unmasked (136, b'\\x03\\xea')

        """, "\(said.error)")
  }
}
