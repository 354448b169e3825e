# Secure messaging from the terminal's and from the card's side, PACE's and chip authentication's tokens, and CV
# certificates, for the independent terminal and card beside this file (TR-03110-3 A.3, C, F; ICAO 9303-11 9.8).

import hashlib

from arithmetic import CURVES, Curve, pad, unpad
from objects import HASHES, TA, children, dotted, fields, last, oid, read, tlv


class Refused(Exception):
    """What the other side sent breaks the standard."""


class Command:
    """One command, apart from how it was spelt."""

    def __init__(self, cla, ins, p1, p2, data=b"", ne=None):
        self.cla, self.ins, self.p1, self.p2, self.data, self.ne = cla, ins, p1, p2, data, ne

    @property
    def head(self):
        return bytes([self.cla, self.ins, self.p1, self.p2])

    def encode(self, extended=False):
        extended = extended or len(self.data) > 255 or (self.ne or 0) > 256
        out = self.head
        if extended:
            if self.data:
                out += b"\0" + len(self.data).to_bytes(2, "big") + self.data
            if self.ne is not None:
                out += (b"" if self.data else b"\0") + (self.ne % 65536).to_bytes(2, "big")
            return out
        if self.data:
            out += bytes([len(self.data)]) + self.data
        if self.ne is not None:
            out += bytes([self.ne % 256])
        return out

    @staticmethod
    def decode(raw):
        """The command, and whether its lengths are extended."""
        if len(raw) < 4:
            raise Refused("a command of %d bytes" % len(raw))
        command, body = Command(*raw[:4]), raw[4:]
        if not body:
            return command, False
        if len(body) == 1:
            command.ne = body[0] or 256
            return command, False
        if body[0]:
            command.data, rest = body[1:1 + body[0]], body[1 + body[0]:]
            if len(command.data) != body[0] or len(rest) > 1:
                raise Refused("wrong length " + raw.hex())
            command.ne = (rest[0] or 256) if rest else None
            return command, False
        length = int.from_bytes(body[1:3], "big")
        if len(body) == 3:
            command.ne = length or 65536
            return command, True
        command.data, rest = body[3:3 + length], body[3 + length:]
        if len(command.data) != length or len(rest) not in (0, 2) or not length:
            raise Refused("wrong extended length " + raw.hex())
        command.ne = (int.from_bytes(rest, "big") or 65536) if rest else None
        return command, True


class Channel:
    """Secure messaging; both ends count on together."""

    def __init__(self, cipher, counter=None):
        self.cipher, self.block = cipher, cipher.block
        self.counter = int.from_bytes(counter, "big") if counter else 0

    def _step(self):
        self.counter = (self.counter + 1) % (1 << 8 * self.block)
        return self.counter.to_bytes(self.block, "big")

    def _iv(self, counter):
        return self.cipher.ecb(counter) if self.block == 16 else bytes(8)

    def _mac(self, counter, data):
        # AES's CMAC takes the padded message; the retail MAC pads by itself.
        return self.cipher.mac(counter + (pad(data, self.block) if self.block == 16 else data))

    def _body(self, ins, data, counter):
        if not data:
            return b""
        secret = self.cipher.encrypt(pad(data, self.block), self._iv(counter))
        return tlv(0x85, secret) if ins & 1 else tlv(0x87, b"\1" + secret)

    def _open(self, objects, counter):
        if 0x87 in objects:
            if objects[0x87][:1] != b"\1":
                raise Refused("padding indicator")
            return unpad(self.cipher.decrypt(objects[0x87][1:], self._iv(counter)))
        return unpad(self.cipher.decrypt(objects[0x85], self._iv(counter))) if 0x85 in objects else b""

    # The terminal's side

    def protect(self, command, extended=False):
        counter = self._step()
        head = bytes([command.cla | 0x0C]) + command.head[1:]
        body = self._body(command.ins, command.data, counter)
        if command.ne is not None:
            long = extended or command.ne > 256
            body += tlv(0x97, (command.ne % 65536).to_bytes(2, "big") if long else bytes([command.ne % 256]))
        mac = self._mac(counter, pad(head, self.block) + body if body else head)
        answer = 65536 if extended or len(body) + 10 > 255 or (command.ne or 0) > 256 else 256
        return Command(*head, body + tlv(0x8E, mac), answer)

    def unprotect(self, answer, odd=False):
        """Data and status word, out of an answer without its plain status."""
        counter = self._step()
        objects, mac = fields(answer), answer[-8:]
        if list(objects)[-1] != 0x8E or 0x99 not in objects or len(objects[0x99]) != 2 or answer[-10:-8] != b"\x8E\x08":
            raise Refused("answer's objects " + answer.hex())
        if self._mac(counter, answer[:-10]) != mac:
            raise Refused("answer's MAC")
        return self._open(objects, counter), int.from_bytes(objects[0x99], "big")

    # The card's side

    def opened(self, command):
        counter = self._step()
        objects = children(command.data)
        order = [tag for tag, _ in objects]
        found = dict(objects)
        allowed = [tag for tag in (0x85 if command.ins & 1 else 0x87, 0x97, 0x8E) if tag in found]
        if order != allowed or 0x8E not in found or len(found[0x8E]) != 8:
            raise Refused("command's objects %s" % [hex(t) for t in order])
        body = command.data[:-10]
        head = command.head
        if self._mac(counter, pad(head, self.block) + body if body else head) != found[0x8E]:
            raise Refused("command's MAC")
        ne = found.get(0x97)
        if ne is not None:
            ne = int.from_bytes(ne, "big") or (256 if len(ne) == 1 else 65536)
        return Command(command.cla & 0xF3, *head[1:], self._open(found, counter), ne)

    def answer(self, data, status, ins=0):
        counter = self._step()
        body = self._body(ins, data, counter) + tlv(0x99, status.to_bytes(2, "big"))
        return body + tlv(0x8E, self._mac(counter, body))


def token(cipher, identifier, public):
    return cipher.mac(tlv(0x7F49, tlv(6, oid(identifier)), tlv(0x86, public)))


class Certificate:
    """A CV certificate (TR-03110-3 C.1)."""

    def __init__(self, raw):
        tag, content, _ = read(raw)
        assert tag == 0x7F21, hex(tag)
        self.inside = content
        parts = children(content)
        assert [t for t, _ in parts] == [0x7F4E, 0x5F37], "parts"
        self.body, self.signature = tlv(*parts[0]), parts[1][1]
        body = fields(parts[0][1])
        self.authority, self.holder = body[0x42], body[0x5F20]
        self.key = fields(body[0x7F49])
        self.algorithm = dotted(self.key[6])
        chat = fields(body[0x7F4C])
        self.role, self.rights = dotted(chat[6]), int.from_bytes(chat[0x53], "big")
        self.effective, self.expiry = (tuple(body[t]) for t in (0x5F25, 0x5F24))
        self.extensions = {}
        for _, extension in children(body.get(0x65, b"")):
            inner = children(extension)
            self.extensions[dotted(inner[0][1])] = dict(inner[1:])
        self.size = len(body[0x5F20])

    def digest(self, data):
        assert self.algorithm.startswith(TA), self.algorithm
        return hashlib.new(HASHES[last(self.algorithm)], data).digest()

    def curve(self, inherited=None):
        if 0x81 not in self.key:
            return inherited
        p = self.key[0x81]
        for number in CURVES.names:
            if int.from_bytes(p, "big") == CURVES[number].p:
                return CURVES[number]
        return Curve(None, "own", *(self.key[t] for t in (0x81, 0x82, 0x83, 0x84, 0x85)))

    def verified_by(self, issuer, curve):
        """Whether `issuer`, whose key lies on `curve`, has signed this."""
        public = curve.point(issuer.key[0x86])
        return self.authority == issuer.holder and curve.verify(public, issuer.digest(self.body), self.signature)
