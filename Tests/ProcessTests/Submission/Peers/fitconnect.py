#!/usr/bin/python3 -I
"""A local FIT-Connect (delivery service, destination and office in one), written from the published interface: submission
API v2 and the pages on keys, metadata 2.1.0 and event tokens at docs.fitko.de/fit-connect. It decrypts what it gets with
jwcrypto, checks it, and says what it saw in WORK/state.json. Faults are asked for in WORK/faults: lines of
`METHOD /path-prefix what`, each used up by one request.

Usage: fitconnect.py WORK KEYS SCHEMA; KEYS is a folder that pki.py made, PORT in the environment a port to take"""

import hashlib
import http.server
import json
import os
import re
import socket
import ssl
import struct
import sys
import threading
import time
import urllib.parse
import uuid

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import jsonschema
from jwcrypto import jwe, jws

import pki

WORK, KEYS, SCHEMA = sys.argv[1], sys.argv[2], json.load(open(sys.argv[3]))
CLIENT, SECRET = "station-1", "s&cret+1=%/\\\""
DESTINATION = "879ee109-a690-4db8-ab32-424e2f2d9c2c"
EVENTS = "https://schema.fitko.de/fit-connect/events/"
METADATA = "https://schema.fitko.de/fit-connect/metadata/2.1.0/metadata.schema.json"
SERVICE = "urn:de:fim:leika:leistung:99"

lock = threading.Lock()
encryption, encryption_public = pki.load(KEYS, "enc-1")
signing, signing_public = pki.load(KEYS, "sig-1")
service, service_public = pki.load(KEYS, "service-1")
stranger, _ = pki.load(KEYS, "stranger")
_, short_public = pki.load(KEYS, "short")
tokens = set()
submissions = {}
wrong = []
counts = {"tokens": 0, "announced": 0, "puts": 0}


def say():
    state = {"submissions": list(submissions.values()), "wrong": wrong, **counts}
    with open(WORK + "/state.tmp", "w") as file:
        json.dump(state, file)
    os.rename(WORK + "/state.tmp", WORK + "/state.json")


def fault(line):
    """The fault that is asked for this request, if there is one."""
    path = WORK + "/faults"
    try:
        with open(path) as file:
            lines = file.read().splitlines()
    except FileNotFoundError:
        return None
    for index, text in enumerate(lines):
        method, prefix, what = text.split(" ", 2)
        if line.startswith(f"{method} {prefix}"):
            if not what.startswith("always "):
                del lines[index]
                with open(path + ".tmp", "w") as file:
                    file.write("\n".join(lines))
                os.rename(path + ".tmp", path)
            return what.removeprefix("always ")
    return None


def sign(key, kid, claims, **header):
    token = jws.JWS(json.dumps(claims))
    token.add_signature(key, None, json.dumps({"alg": "PS512", "typ": "secevent+jwt", "kid": kid, **header}))
    return token.serialize(compact=True)


def event(submission, name, body, issuer, key, kid):
    claims = {"jti": str(uuid.uuid4()), "iss": issuer, "iat": int(time.time()),
              "sub": "submission:" + submission["id"], "txn": "case:" + submission["case"],
              "events": {EVENTS + name: body}}
    return sign(key, kid, claims)


def opened(text, what):
    token = jwe.JWE(algs=["RSA-OAEP-256", "A256GCM"])
    token.deserialize(text, key=encryption)
    header = token.jose_header
    if header != {"alg": "RSA-OAEP-256", "enc": "A256GCM", "kid": "enc-1", "cty": "application/json"}:
        wrong.append(f"{what}: header {header}")
    return token.payload


def check(submission, body):
    """What a receiver must check of a submission, and what an office of ours wants."""
    metadata_bytes = opened(body["encryptedMetadata"], "metadata")
    data = opened(body["encryptedData"], "data")
    metadata = json.loads(metadata_bytes)
    content = metadata.get("contentStructure", {})
    described = content.get("data", {})
    if metadata.get("$schema") != METADATA or content.get("attachments") != []:
        wrong.append(f"metadata {metadata}")
    if described.get("hash") != {"type": "sha512", "content": hashlib.sha512(data).hexdigest()}:
        wrong.append("the hash of the data is another one")
    schema = described.get("submissionSchema", {})
    if schema.get("mimeType") != "application/json" or not re.match("^https://", schema.get("schemaUri", "")):
        wrong.append(f"submissionSchema {schema}")
    value = json.loads(data)
    for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(value):
        wrong.append(f"data: {error.message}")
    if metadata["additionalReferenceInfo"]["senderReference"] != value["reference"]:
        wrong.append("the references differ")
    submission["reference"] = value["reference"]
    submission["data"] = value


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def handle_request(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        with lock:
            what = fault(f"{self.command} {self.path}")
            if what and what.isdigit():
                return self.answer(int(what), {"title": "asked for"}, **{"Retry-After": "1"})
            elif what == "reset":
                return self.reset()
            status, value = self.serve(body, what)
            say()
        if what == "lost":
            return self.reset()
        if what == "hang":
            time.sleep(60)
        self.answer(status, value)

    do_GET = do_POST = do_PUT = handle_request

    def reset(self):
        """The connection is cut without a goodbye."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def answer(self, status, value, **headers):
        text = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json" if status < 400 else "application/problem+json")
        self.send_header("Content-Length", str(len(text)))
        for name, one in headers.items():
            self.send_header(name, one)
        self.end_headers()
        self.wfile.write(text)

    def serve(self, body, what):
        path = urllib.parse.urlparse(self.path).path
        if path == "/token":
            fields = urllib.parse.parse_qs(body.decode(), strict_parsing=True)
            if fields != {"grant_type": ["client_credentials"], "client_id": [CLIENT], "client_secret": [SECRET]}:
                return 401, {"error": "invalid_client"}
            token = uuid.uuid4().hex
            tokens.add(token)
            counts["tokens"] += 1
            return 200, {"access_token": token, "token_type": "Bearer", "expires_in": 1800}
        if path == "/.well-known/jwks.json":
            return 200, {"keys": [service_public]}
        if (self.headers.get("Authorization") or "").removeprefix("Bearer ") not in tokens:
            return 401, {"title": "no token"}
        if path == f"/v2/destinations/{DESTINATION}/keys":
            published = short_public if what == "short" else encryption_public
            return 200, {"keys": [published, signing_public]}
        if self.command == "POST" and path == "/v2/submissions":
            return self.announce(json.loads(body))
        if self.command == "PUT":
            return self.submit(path.rsplit("/", 1)[1], body, what)
        found = re.match("^/v2/cases/([^/]+)/events$", path)
        if self.command == "GET" and found:
            return self.events(found[1], what)
        return 404, {"title": "not found"}

    def announce(self, value):
        names = {"destinationId", "announcedAttachments", "publicService", "region"}
        if set(value) != names or value["destinationId"] != DESTINATION or value["announcedAttachments"] != [] \
                or not value["publicService"]["identifier"].startswith(SERVICE) \
                or not value["publicService"]["name"] or value["region"] != "DE05162024":
            wrong.append(f"announcement {value}")
        number, case = str(uuid.uuid4()), str(uuid.uuid4())
        submissions[number] = {"id": number, "case": case, "events": [], "reference": None}
        counts["announced"] += 1
        return 201, {"destinationId": DESTINATION, "submissionId": number, "caseId": case}

    def submit(self, number, body, what):
        counts["puts"] += 1
        if self.headers.get("Content-Type") != "application/json":
            wrong.append(f"Content-Type {self.headers.get('Content-Type')}")
        submission = submissions.get(number)
        if submission is None:
            return 404, {"title": "no such submission"}
        if submission["reference"] is not None:
            return 409, {"title": "submitted already"}
        value = json.loads(body)
        try:
            check(submission, value)
        except Exception as error:
            wrong.append(f"cannot be opened: {error!r}")
            return 422, {"title": "cannot be opened"}
        tags = {"metadata": value["encryptedMetadata"].rsplit(".", 1)[1],
                "data": value["encryptedData"].rsplit(".", 1)[1]}
        key = stranger if what == "foreign" else service
        submission["events"].append(
            event(submission, "submit-submission", {"authenticationTags": tags}, BASE, key, "service-1"))
        submission["tags"] = tags
        return 200, {}

    def events(self, case, what):
        submission = next((one for one in submissions.values() if one["case"] == case), None)
        if submission is None:
            return 404, {"title": "no such case"}
        events = list(submission["events"])
        # The office looks into its postbox a moment after something has come.
        if len(events) == 1 and what != "silent":
            word = "reject-submission" if what == "reject" else "accept-submission"
            body = {"authenticationTags": submission["tags"]}
            if what == "reject":
                body["problems"] = [{"type": EVENTS, "title": "Das Fach passt nicht", "detail": "-", "instance": "data"}]
            submission["events"].append(event(submission, word, body, DESTINATION, signing, "sig-1"))
        return 200, {"offset": 0, "count": len(events), "totalCount": len(events), "eventLog": events}


class Server(http.server.ThreadingHTTPServer):
    def get_request(self):
        connection, address = self.socket.accept()
        return context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, *_):
        pass


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(KEYS + "/server.crt", KEYS + "/server.rsa")
server = Server(("127.0.0.1", int(os.environ.get("PORT", "0"))), Handler)
BASE = f"https://127.0.0.1:{server.server_port}"
with open(WORK + "/secret", "w") as file:
    file.write(SECRET + "\n")
os.chmod(WORK + "/secret", 0o600)
with open(WORK + "/private.jwk", "w") as file:
    file.write(encryption.export())
say()
with open(WORK + "/ready.tmp", "w") as file:
    file.write(BASE)
os.rename(WORK + "/ready.tmp", WORK + "/ready")
server.serve_forever()
