// The other ends of an identification, each a program of its own in Python that shares no line with the product: a
// scripted AusweisApp behind its WebSocket, and the town's service over https. What they do can be changed while they run
// by files beside them.

import Foundation

final class IdentityPeers {
  let scratch: Scratch
  private let service: ChildProcess
  private(set) var port = 0
  /// The socket that stands for a card on the reader.
  private var card: Int32 = -1

  static let pin = "480917"

  init(in scratch: Scratch) throws {
    self.scratch = scratch
    try scratch.write(Self.program(folder: scratch.path), to: "AusweisApp")
    chmod(scratch.file("AusweisApp"), 0o700)
    let made = try ChildProcess.run(
      [
        "/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
        "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout",
        scratch.file("tls.key"), "-out", scratch.file("tls.pem"),
      ], name: "openssl", in: scratch)
    guard made.status == 0 else { throw ChildProcess.Failure(description: made.error) }
    try scratch.write(Self.service(folder: scratch.path), to: "service.py")
    service = try ChildProcess(
      ["/usr/bin/python3", "-I", scratch.file("service.py")], name: "service", in: scratch)
    let deadline = Date(timeIntervalSinceNow: 20)
    while port == 0, Date() < deadline {
      port = Int(scratch.text("service.port")) ?? 0
      usleep(20_000)
    }
    guard port != 0 else {
      throw ChildProcess.Failure(description: "no service: \(scratch.text("service.err"))")
    }
  }

  deinit {
    service.end()
    if card >= 0 { close(card) }
  }

  /// For Kiosk.conf.
  var settings: String {
    """
    [ausweisapp]
    enabled = true
    program = "\(scratch.file("AusweisApp"))"
    back_channel = "https://127.0.0.1:\(port)/eid"
    back_channel_ca = "\(scratch.file("tls.pem"))"

    """
  }

  func layCard() {
    guard card < 0 else { return }
    card = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(scratch.file("card").utf8)) }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    _ = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(card, $0, size) }
    }
  }

  func liftCard() {
    unlink(scratch.file("card"))
    if card >= 0 { close(card) }
    card = -1
  }

  /// Makes the peers do something else than what is right: a word of the scripts below.
  func set(_ word: String, _ isOn: Bool = true) throws {
    if isOn { try scratch.write("", to: "do-\(word)") } else { unlink(scratch.file("do-\(word)")) }
  }

  /// AusweisApp 1.26 as the SDK's documentation has it: one connection after the other, one run at a time.
  private static func program(folder: String) -> String {
    #"""
    #!/usr/bin/python3 -I
    import base64, hashlib, json, os, socket, struct
    FOLDER = "\#(folder)"
    def does(word): return os.path.exists(f"{FOLDER}/do-{word}")
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen(4)
    name = f"{os.environ['TMPDIR']}/AusweisApp2.{os.getpid()}.port"
    with open(name + ".new", "w") as file: file.write(str(server.getsockname()[1]))
    os.rename(name + ".new", name)
    while True:
        line, _ = server.accept()
        head = b""
        while b"\r\n\r\n" not in head: head += line.recv(4096)
        key = [l.split(b":", 1)[1].strip() for l in head.split(b"\r\n") if l.lower().startswith(b"sec-websocket-key")][0]
        accept = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
        line.sendall(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nServer: AusweisApp2/1.26.2\r\n"
                     b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n")
        def say(value):
            data = json.dumps(value).encode()
            size = bytes([len(data)]) if len(data) < 126 else b"\x7e" + struct.pack(">H", len(data))
            line.sendall(b"\x81" + size + data)
        def need(count):
            data = b""
            while len(data) < count:
                more = line.recv(count - len(data))
                if not more: raise EOFError
                data += more
            return data
        def hear():
            first, second = need(2)
            count = second & 127
            if count == 126: count = struct.unpack(">H", need(2))[0]
            mask = need(4)
            data = bytes(b ^ mask[i % 4] for i, b in enumerate(need(count)))
            return first & 15, data
        def reader(tries=3):
            there = os.path.exists(f"{FOLDER}/card")
            return {"attached": True, "insertable": False, "keypad": False, "name": "Reader 00 00",
                    "card": {"deactivated": False, "inoperative": False, "retryCounter": tries} if there else None}
        def end(minor=None):
            base = "http://www.bsi.bund.de/ecard/api/1.1/"
            if minor is None:
                say({"msg": "AUTH", "result": {"major": base + "resultmajor#ok"}, "url": "https://eid.example/done"})
            else:
                say({"msg": "AUTH", "result": {"major": base + "resultmajor#error", "minor": base + "resultminor/" + minor}})
        tries = 3
        try:
            while True:
                kind, data = hear()
                if kind == 8: break
                if kind == 9: line.sendall(b"\x8a" + bytes([len(data)]) + data)
                if kind != 1: continue
                command = json.loads(data)
                name = command["cmd"]
                if name == "GET_INFO":
                    say({"msg": "INFO", "VersionInfo": {"Name": "AusweisApp2", "Implementation-Title": "AusweisApp2",
                        "Implementation-Vendor": "", "Implementation-Version": "1.26.2", "Specification-Title": "TR-03124",
                        "Specification-Vendor": "BSI", "Specification-Version": "1.3"}})
                elif name == "GET_API_LEVEL": say({"msg": "API_LEVEL", "available": [1, 2], "current": 2})
                elif name == "GET_READER_LIST": say({"msg": "READER_LIST", "readers": [reader(tries)]})
                elif name == "RUN_AUTH":
                    tries = 3
                    say({"msg": "AUTH"})
                    if does("no-network"): end("dp#trustedChannelEstablishmentFailed"); continue
                    rights = json.load(open(f"{FOLDER}/rights"))
                    say({"msg": "ACCESS_RIGHTS", "chat": {"effective": rights, "optional": [], "required": rights}})
                elif name == "GET_CERTIFICATE":
                    say({"msg": "CERTIFICATE", "description": {"issuerName": "Test DVCA", "issuerUrl": "https://dvca.example",
                        "purpose": "Anträge an die Stadt", "subjectName": "Stadt Prüfstadt", "subjectUrl": "https://eid.example",
                        "termsOfUsage": "Anschrift"}, "validity": {"effectiveDate": "2020-01-01", "expirationDate": "2099-01-01"}})
                elif name == "ACCEPT":
                    say({"msg": "ENTER_PIN", "reader": reader(tries)} if os.path.exists(f"{FOLDER}/card") else {"msg": "INSERT_CARD"})
                elif name == "SET_PIN":
                    if not os.path.exists(f"{FOLDER}/card"): end("dp#cardRemoved")
                    elif command.get("value") != "\#(pin)":
                        tries -= 1
                        say({"msg": "ENTER_PIN", "reader": reader(tries)})
                    else:
                        open(f"{FOLDER}/read", "w").close()
                        end()
                elif name == "CANCEL": end("sal#cancellationByUser")
        except (EOFError, ConnectionError): pass
        line.close()
    """#
  }

  /// docs/backchannel.md: a session, its result once.
  private static func service(folder: String) -> String {
    #"""
    import http.server, json, os, ssl
    FOLDER = "\#(folder)"
    def does(word): return os.path.exists(f"{FOLDER}/do-{word}")
    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *args): pass
        def answer(self, status, value):
            data = json.dumps(value).encode() if value is not None else b""
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if does("server-fault"): return self.answer(503, None)
            if self.path == "/eid/sessions":
                with open(f"{FOLDER}/rights", "w") as file: json.dump(json.loads(body)["required"], file)
                if os.path.exists(f"{FOLDER}/read"): os.unlink(f"{FOLDER}/read")
                return self.answer(201, {"session": "S-1", "tcTokenURL": "https://eid.example/token?s=S-1", "expiresInSeconds": 300})
            if does("expired"): return self.answer(410, {"error": "expired"})
            if not os.path.exists(f"{FOLDER}/read"): return self.answer(202, None)
            os.unlink(f"{FOLDER}/read")
            self.answer(200, {"status": "ok", "holder": {"familyName": "MUSTERMANN", "givenNames": "ERIKA",
                "birthDate": "1964-08-12", "street": "HEIDESTRASSE 17", "postalCode": "51147", "city": "KÖLN", "country": "D"}})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{FOLDER}/tls.pem", f"{FOLDER}/tls.key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    with open(f"{FOLDER}/service.port.new", "w") as file: file.write(str(server.server_address[1]))
    os.rename(f"{FOLDER}/service.port.new", f"{FOLDER}/service.port")
    server.serve_forever()
    """#
  }
}

/// The office that receives applications: a key of its own, a folder, and eyes that share no line with the product.
struct TestOffice {
  let scratch: Scratch
  let name: String

  private static let script = """
    import json, os, sys
    from jwcrypto import jwe, jwk
    import jsonschema
    folder, name, schema = sys.argv[1:4]
    if name == "key":
        key = jwk.JWK.generate(kty="RSA", size=4096, kid="office-1", alg="RSA-OAEP-256", key_ops=["unwrapKey"])
        public = json.loads(key.export_public()); public["key_ops"] = ["wrapKey"]
        open(folder + "/office.private", "w").write(key.export_private())
        open(folder + "/office.jwk", "w").write(json.dumps(public))
        sys.exit(0)
    key = jwk.JWK.from_json(open(folder + "/office.private").read())
    def sealed(value):
        if isinstance(value, str) and value.count(".") == 4 and value.startswith("ey"): yield value
        if isinstance(value, dict):
            for inner in value.values(): yield from sealed(inner)
        if isinstance(value, list):
            for inner in value: yield from sealed(inner)
    text = open(name).read().strip()
    found = [text] if text.startswith("ey") else list(sealed(json.loads(text)))
    for one in found:
        token = jwe.JWE(algs=["RSA-OAEP-256", "A256GCM"])
        token.deserialize(one, key=key)
        try: value = json.loads(token.payload)
        except ValueError: continue
        if isinstance(value, dict) and "answers" in value:
            jsonschema.validate(value, json.load(open(schema)))
            json.dump(value, sys.stdout)
            sys.exit(0)
    sys.exit("no application among %d sealed parts" % len(found))
    """

  private func run(_ name: String) throws -> String {
    let schema = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("docs/schema/application.schema.json").path
    let run = try ChildProcess.run(
      ["/usr/bin/python3", "-I", "-c", Self.script, scratch.path, name, schema], name: "office", in: scratch)
    guard run.status == 0 else { throw ChildProcess.Failure(description: run.error) }
    return run.output
  }

  /// Makes its key and its folder.
  func open() throws {
    _ = try run("key")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  var folder: String { scratch.file("office") }

  /// For Kiosk.conf.
  var settings: String {
    """
    [[destination]]
    name = "\(name)"
    kind = "file"
    directory = "\(folder)"
    key = "\(scratch.file("office.jwk"))"

    """
  }

  var files: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { !$0.hasPrefix(".") }
      .sorted()
  }

  /// Decrypts one and holds it against the schema.
  func read(_ file: String) throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(try run("\(folder)/\(file)").utf8)) as? [String: Any] ?? [:]
  }
}
