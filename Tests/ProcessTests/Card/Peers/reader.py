# pcscd's side of vpcd's wire: one card (a child process) at a TCP port of its own, and a terminal's view of it: APDUs,
# secure messaging, PACE, BAC, terminal and chip authentication, step by step as TR-03110-2/3 and ICAO 9303-11 say.

import hashlib
import json
import os
import socket
import subprocess

from arithmetic import CURVES, TripleDES, derive, private_scalar, session, xor
from channel import Certificate, Channel, Command, Refused, token
from objects import (BITS, CA, PACE, PK, ROLE_AT, children, fields, identifier, infos, last, mrz_information, number,
                     oid, read, tlv)

PASSWORDS = {"mrz": 1, "can": 2, "pin": 3, "puk": 4}
LIMIT_SECONDS = 30
# A child that ends with us, however that is.
WITH_US = ["setpriv", "--pdeathsig", "KILL", "--"]


class Status(Exception):
    def __init__(self, word, what):
        super().__init__("%04X at %s" % (word, what))
        self.word = word


class Card:
    """A simulated card on our reader."""

    def __init__(self, kiosk, *options):
        listener = socket.create_server(("127.0.0.1", 0))
        listener.settimeout(LIMIT_SECONDS)
        place = "127.0.0.1:%d" % listener.getsockname()[1]
        self.process = subprocess.Popen([*WITH_US, kiosk, "simulate", "card", "--vpcd", place, *options],
                                        stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)
        self.wire, _ = listener.accept()
        listener.close()
        self.wire.settimeout(LIMIT_SECONDS)
        self.channel, self.extended = None, False
        # Command chaining under secure messaging: each part by itself, or the protected command cut into parts.
        self.parts_alone = False
        self.control(1)
        self.control(4)
        self.atr = self._receive()
        self.facts = json.loads(self.process.stdout.readline())

    def end(self):
        self.wire.close()
        self.process.terminate()
        self.process.wait(LIMIT_SECONDS)

    # The wire

    def control(self, byte):
        self.wire.sendall(b"\0\1" + bytes([byte]))

    def reset(self):
        self.channel, self.extended = None, False
        self.control(2)

    def _receive(self):
        def exactly(count):
            data = b""
            while len(data) < count:
                part = self.wire.recv(count - len(data))
                if not part:
                    raise EOFError("the card is gone")
                data += part
            return data
        return exactly(int.from_bytes(exactly(2), "big"))

    def raw(self, data):
        """Bytes as they are; data and status word."""
        self.wire.sendall(len(data).to_bytes(2, "big") + data)
        answer = self._receive()
        if len(answer) < 2:
            raise Refused("an answer of %d bytes" % len(answer))
        return answer[:-2], int.from_bytes(answer[-2:], "big")

    def send(self, command):
        """One command; 61xx and 6Cxx are followed, nothing is judged."""
        while self.parts_alone and self.channel and not self.extended and len(command.data) > 200:
            data, word = self._send(Command(command.cla | 0x10, *command.head[1:], command.data[:200]))
            if word != 0x9000:
                return data, word
            command = Command(*command.head, command.data[200:], command.ne)
        data, word = self._send(command)
        if word >> 8 == 0x6C and not data:
            # Under secure messaging too: the right length goes into a new command with a new counter.
            command.ne = word & 0xFF or 256
            data, word = self._send(command)
        return data, word

    def _send(self, command):
        if self.channel:
            command = self.channel.protect(command, self.extended)
        cla, data = command.cla, command.data
        while len(data) > 255 and not self.extended:
            part = Command(cla | 0x10, *command.head[1:], data[:255])
            data = data[255:]
            _, word = self.raw(part.encode())
            if word != 0x9000:
                return b"", word
        ne = command.ne if self.extended or command.ne is None else min(command.ne, 256)
        last_part = Command(cla, *command.head[1:], data, ne)
        body, word = self.raw(last_part.encode(self.extended))
        while word >> 8 == 0x61:
            more, word = self.raw(bytes([command.cla & 0xF0, 0xC0, 0, 0, word & 0xFF]))
            body += more
        if self.channel:
            if not body:
                self.channel = None
                return b"", word
            body, inner = self.channel.unprotect(body)
            if inner != word:
                raise Refused("status %04X outside, %04X inside" % (word, inner))
        return body, word

    def do(self, what, *command, good=(0x9000,)):
        data, word = self.send(Command(*command))
        if word not in good:
            raise Status(word, what)
        return data

    # Files

    def select_master(self):
        return self.do("SELECT MF", 0, 0xA4, 0, 0x0C, b"\x3F\0")

    def select_file(self, name, p1=2):
        return self.do("SELECT %04X" % name, 0, 0xA4, p1, 0x0C, name.to_bytes(2, "big"))

    def select_application(self, name):
        return self.do("SELECT AID", 0, 0xA4, 4, 0x0C, name)

    def read_file(self, short, bite=0xDF):
        """By short identifier, until the file's own length is reached."""
        data = self.do("READ BINARY", 0, 0xB0, 0x80 | short, 0, b"", bite, good=(0x9000, 0x6282))
        return self._rest(data, bite)

    def read_selected(self, bite=0xDF):
        return self._rest(self.do("READ BINARY", 0, 0xB0, 0, 0, b"", bite, good=(0x9000, 0x6282)), bite)

    def _rest(self, data, bite):
        while True:
            try:
                return data[:read(data)[2]]
            except (ValueError, IndexError):
                more = self.do("READ BINARY", 0, 0xB0, len(data) >> 8, len(data) & 0xFF, b"", bite,
                               good=(0x9000, 0x6282))
                if not more:
                    raise Refused("the file ends at %d" % len(data))
                data += more

    # PACE (TR-03110-3 B.1 and A.3)

    def secret(self, kind):
        if kind != "mrz":
            return str(self.facts[kind]).encode()
        return hashlib.sha1(mrz_information(self.facts["mrz"]).encode()).digest()

    def pace_info(self, access):
        for name, values in infos(access):
            if name.startswith(PACE) and len(values) == 3 - 1 and values[0][0] == 2:
                return name, number(values[1][1])
        raise Refused("no PACEInfo")

    def pace_begin(self, name, kind, parameters=None, chat=None):
        data = tlv(0x80, oid(name)) + tlv(0x83, bytes([PASSWORDS[kind]]))
        if parameters is not None:
            data += tlv(0x84, bytes([parameters]))
        if chat is not None:
            data += tlv(0x7F4C, identifier(ROLE_AT), tlv(0x53, chat.to_bytes(5, "big")))
        return self.send(Command(0, 0x22, 0xC1, 0xA4, data))[1]

    def general(self, data, final=False):
        answer = self.do("GENERAL AUTHENTICATE", 0 if final else 0x10, 0x86, 0, 0, tlv(0x7C, data), 256)
        tag, value, _ = read(answer)
        if tag != 0x7C:
            raise Refused("7C is missing")
        return fields(value)

    def pace(self, access, kind, secret=None, named=True, chat=None, good=(0x9000, 0x63C2, 0x63C1)):
        name, parameters = self.pace_info(access)
        curve, bits = CURVES[parameters], BITS[last(name)]
        word = self.pace_begin(name, kind, parameters if named else None, chat)
        if word not in good:
            raise Status(word, "MSE:Set AT")
        secret = self.secret(kind) if secret is None else secret
        key = derive(secret, 3, bits)
        nonce = session(b"", bits)
        nonce.encryption = key
        s = number(nonce.decrypt(self.general(b"")[0x80]))
        mine = curve.scalar()
        theirs = curve.point(self.general(tlv(0x81, curve.bytes(curve.times(mine))))[0x82])
        mapped = curve.add(curve.times(s), curve.times(mine, theirs))
        mine = curve.scalar()
        public = curve.bytes(curve.times(mine, mapped))
        answer = self.general(tlv(0x83, public))[0x84]
        card = curve.point(answer)
        if answer == public:
            raise Refused("our own key came back")
        keys = session(curve.x(curve.times(mine, card)), bits)
        found = self.general(tlv(0x85, token(keys, name, answer)), True)
        if found[0x86] != token(keys, name, public):
            raise Refused("the card's token")
        self.channel, self.card_identifier = Channel(keys), curve.x(card)
        self.authorities = [found.get(0x87), found.get(0x88)]
        return word

    # Basic access control (ICAO 9303-11 4.3)

    def basic_access(self, seed=None):
        seed = (seed or self.secret("mrz"))[:16]
        keys = TripleDES(derive(seed, 1, 112), derive(seed, 2, 112))
        theirs = self.do("GET CHALLENGE", 0, 0x84, 0, 0, b"", 8)
        mine, half = os.urandom(8), os.urandom(16)
        sealed = keys.encrypt(mine + theirs + half)
        answer = self.do("EXTERNAL AUTHENTICATE", 0, 0x82, 0, 0, sealed + keys.mac(sealed), 40)
        if keys.mac(answer[:32]) != answer[32:]:
            raise Refused("MAC of the card's answer")
        opened = keys.decrypt(answer[:32])
        if opened[:8] != theirs or opened[8:16] != mine:
            raise Refused("challenges in the card's answer")
        self.channel = Channel(session(xor(half, opened[16:]), 112), theirs[4:] + mine[4:])

    # Terminal authentication 2 and chip authentication 2 (TR-03110-2 3.3, 3.4; part 3 B.2, B.3)

    def verify_certificate(self, certificate):
        self.do("MSE:Set DST", 0, 0x22, 0x81, 0xB6, tlv(0x83, certificate.authority))
        self.do("PSO: VERIFY CERTIFICATE", 0, 0x2A, 0, 0xBE, certificate.inside)

    def challenge(self):
        data = self.do("GET CHALLENGE", 0, 0x84, 0, 0, b"", 8)
        if len(data) != 8:
            raise Refused("a challenge of %d bytes" % len(data))
        return data

    def authenticate_terminal(self, pki, curve, chain, auxiliary=b"", challenge=None, spoil=False):
        for certificate in chain:
            self.verify_certificate(certificate)
        terminal = chain[-1]
        self.ephemeral = curve.scalar()
        compressed = curve.x(curve.times(self.ephemeral))
        self.do("MSE:Set AT", 0, 0x22, 0x81, 0xA4, tlv(0x80, oid(terminal.algorithm)) + tlv(0x83, terminal.holder)
                + auxiliary + tlv(0x91, compressed))
        challenge = challenge or self.challenge()
        signed = terminal.digest(self.card_identifier + challenge + compressed + auxiliary)
        signature = pki.curve.sign(pki.key, signed)
        if spoil:
            signature = signature[:-1] + bytes([signature[-1] ^ 1])
        self.do("EXTERNAL AUTHENTICATE", 0, 0x82, 0, 0, signature)

    def authenticate_passport(self, infos_of_chip):
        """Chip authentication 1 (ICAO 9303-11 6.2), for ciphers of either kind."""
        name, values = [(n, v) for n, v in infos_of_chip if n.startswith(CA + ".")][0]
        key = [v for n, v in infos_of_chip if n == PK][0]
        key_id = tlv(0x84, key[1][1]) if len(key) > 1 else b""
        algorithm, public = children(key[0][1])
        prime = [v for t, v in children(algorithm[1])][1]
        curve = [c for c in (CURVES[n] for n in CURVES.names) if len(public[1]) == 2 * c.size + 2 and (
            number(prime) == c.number or c.p.to_bytes(c.size, "big") in prime)][0]
        mine = curve.scalar()
        point = curve.bytes(curve.times(mine))
        if BITS[last(name)] == 112:
            self.do("MSE:Set KAT", 0, 0x22, 0x41, 0xA6, tlv(0x91, point) + key_id)
        else:
            self.do("MSE:Set AT", 0, 0x22, 0x41, 0xA4, tlv(0x80, oid(name)) + key_id)
            self.general(tlv(0x80, point), True)
        self.channel = Channel(session(curve.x(curve.times(mine, curve.point(public[1][1:]))), BITS[last(name)]))

    def authenticate_chip(self, name, key_id, curve, public):
        self.do("MSE:Set AT", 0, 0x22, 0x41, 0xA4, tlv(0x80, oid(name)) + (
            tlv(0x84, bytes([key_id])) if key_id is not None else b""))
        mine = curve.bytes(curve.times(self.ephemeral))
        found = self.general(tlv(0x80, mine), True)
        keys = session(curve.x(curve.times(self.ephemeral, public)), BITS[last(name)], found[0x81])
        if found[0x82] != token(keys, name, mine):
            raise Refused("the card's token of chip authentication")
        self.channel = Channel(keys)


class PKI:
    """What a terminal needs of a directory of `kiosk simulate pki`."""

    def __init__(self, folder):
        self.folder = folder
        names = ("cvca", "cvca-link", "dv", "terminal")
        self.root, self.link, self.dv, self.terminal = (
            Certificate(open("%s/%s.cvcert" % (folder, name), "rb").read()) for name in names)
        self.key = private_scalar(folder + "/terminal.key")
        self.curve = self.root.curve()

    def chain(self, authorities):
        """From the authority that the card names first to the terminal."""
        known = [self.link, self.dv, self.terminal]
        for authority in authorities:
            for start, certificate in enumerate(known[:2]):
                if certificate.authority == authority:
                    return known[start:]
        raise Refused("the card knows none of our authorities: %s" % authorities)
