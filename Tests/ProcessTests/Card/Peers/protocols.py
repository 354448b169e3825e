# The protocols of the independent card: PACE, terminal and chip authentication, restricted identification, PIN
# management and basic access control, as TR-03110-2/3 and ICAO 9303-11 say; chip.py has the card around them.

import hashlib
import os

from arithmetic import CURVES, TripleDES, derive, session, xor
from channel import Certificate, Channel, token
from objects import BIRTH, BITS, EXPIRY, RI, ROLE_AT, children, dotted, fields, last, number, oid, read, tlv

WRONG_LENGTH, NOT_SATISFIED, NOT_NOW, WRONG_DATA, NOT_FOUND, WRONG_P, NO_REFERENCE = (
    0x6700, 0x6982, 0x6985, 0x6A80, 0x6A82, 0x6A86, 0x6A88)


class Stop(Exception):
    def __init__(self, word):
        self.word = word


class Warn(Exception):
    def __init__(self, data, word):
        self.data, self.word = data, word


class Renewed(Warn):
    """The answer goes out under the old channel; the new one begins behind it."""

    def __init__(self, data=b""):
        super().__init__(data, 0x9000)


class Protocols:
    # MSE

    def manage(self, c):
        purpose, objects = (c.p1, c.p2), fields(c.data)
        if purpose == (0xC1, 0xA4):
            return self.begin_pace(objects)
        if purpose == (0x81, 0xB6):
            self.issuer = objects[0x83]
            known = self.trust + list(self.candidates.values())
            if not self.channel or self.chat is None or not any(t.holder == self.issuer for t in known):
                raise Stop(NO_REFERENCE)
            return
        if purpose == (0x81, 0xA4):
            certificate = self.candidates.get(objects[0x83])
            if certificate is None or oid(certificate.algorithm) != objects[0x80] or 0x91 not in objects:
                raise Stop(NO_REFERENCE)
            auxiliary = tlv(0x67, objects[0x67]) if 0x67 in objects else b""
            self.set_at = certificate, objects[0x91], auxiliary
            return
        if purpose == (0x41, 0xA4):
            name = dotted(objects[0x80])
            if name.startswith(RI + "."):
                if not self.chip_proven or objects[0x84][0] not in self.card.ri_keys:
                    raise Stop(NO_REFERENCE)
                self.ri_key = self.card.ri_keys[objects[0x84][0]]
                return
            key_id = number(objects[0x84]) if 0x84 in objects else None
            if name not in self.card.ca or self.card.ca[name] != key_id:
                raise Stop(NO_REFERENCE)
            if self.application != "eMRTD" and not self.terminal:
                raise Stop(NOT_SATISFIED)
            self.kat, self.ri_key = name, None
            return
        if purpose == (0x41, 0xA6) and self.channel and any(BITS[last(n)] == 112 for n in self.card.ca):
            # ICAO 9303-11 6.2.2: triple DES agrees in the MSE itself.
            shared = self.agree(objects[0x91])
            self.next = Channel(session(shared, 112))
            raise Renewed()
        raise Stop(WRONG_P)

    def agree(self, public):
        curve = CURVES[13]
        return curve.x(curve.times(self.card.ca_key, curve.point(public)))

    # PACE

    def begin_pace(self, objects):
        if not self.card.access or dotted(objects[0x80]) not in self.card.pace:
            raise Stop(WRONG_DATA)
        if self.chip_proven:
            raise Stop(NOT_NOW)
        name, kind = dotted(objects[0x80]), {1: "mrz", 2: "can", 3: "pin", 4: "puk"}.get(number(objects[0x83]))
        offered = self.card.pace[name]
        if kind not in self.card.secrets:
            raise Stop(NO_REFERENCE)
        if 0x84 in objects and number(objects[0x84]) not in offered or 0x84 not in objects and len(offered) > 1:
            raise Stop(NO_REFERENCE)
        parameters = number(objects[0x84]) if 0x84 in objects else offered[0]
        self.asked = None
        if 0x7F4C in objects:
            chat = fields(objects[0x7F4C])
            if dotted(chat[6]) != ROLE_AT:
                raise Stop(WRONG_DATA)
            self.asked = number(chat[0x53])
        self.can_before = self.with_password == "can"
        self.pace_state = ["nonce", name, kind, CURVES[parameters], BITS[last(name)]]
        if kind == "pin":
            if not self.pin_active:
                raise Warn(b"", 0x6283)
            if self.tries < 3:
                raise Warn(b"", 0x63C0 | self.tries)

    def general(self, c):
        tag, content, _ = read(c.data)
        objects = fields(content)
        if tag != 0x7C:
            raise Stop(WRONG_DATA)
        if not self.pace_state:
            return self.chip_step(objects)
        state, name, kind, curve, bits = self.pace_state[:5]
        expected = {"nonce": None, "map": 0x81, "agree": 0x83, "token": 0x85}[state]
        if bool(c.cla & 0x10) == (state == "token"):
            raise Stop(0x6883)
        if list(objects) != ([expected] if expected else []):
            self.pace_state = None
            raise Stop(WRONG_DATA)
        if state == "nonce":
            self.s = os.urandom(32 if "long-nonce" in self.quirks else 16)
            cipher = session(b"", bits)
            cipher.encryption = derive(self.card.secrets[kind], 3, bits)
            self.pace_state[0] = "map"
            return tlv(0x7C, tlv(0x80, cipher.encrypt(self.s)))
        if state == "map":
            theirs, mine = curve.point(objects[0x81]), curve.scalar()
            self.mapped = curve.add(curve.times(number(self.s)), curve.times(mine, theirs))
            self.pace_state[0] = "agree"
            public = curve.bytes(curve.times(mine))
            if "evil-point" in self.quirks:
                public = public[:-1] + bytes([public[-1] ^ 1])
            return tlv(0x7C, tlv(0x82, public))
        if state == "agree":
            self.theirs, mine = objects[0x83], curve.scalar()
            self.mine = curve.bytes(curve.times(mine, self.mapped))
            self.keys = session(curve.x(curve.times(mine, curve.point(self.theirs))), bits)
            self.pace_state[0] = "token"
            if "evil-mirror" in self.quirks:
                return tlv(0x7C, tlv(0x84, self.theirs))
            return tlv(0x7C, tlv(0x84, self.mine))
        self.pace_state = None
        if objects[0x85] != token(self.keys, name, self.mine):
            self.with_password = None
            if kind == "pin" and self.pin_active and self.tries:
                self.tries -= 1
                raise Stop(0x63C0 | self.tries)
            raise Stop(0x6300)
        if kind == "pin":
            if not self.pin_active:
                raise Stop(0x6984)
            if not self.tries:
                raise Stop(0x6983)
            if self.tries == 1 and not self.can_before:
                raise Stop(NOT_NOW)
            self.tries = 3
        out = tlv(0x86, token(self.keys, name, self.mine if "evil-token" in self.quirks else self.theirs))
        if self.asked is not None:
            out += tlv(0x87, self.trust[-1].holder)
            if len(self.trust) > 1:
                out += tlv(0x88, self.trust[-2].holder)
        self.with_password, self.chat, self.identifier = kind, self.asked, self.mine[1:1 + curve.size]
        self.terminal, self.candidates, self.rights = None, {}, 0
        self.next = Channel(self.keys)
        raise Renewed(tlv(0x7C, out))

    # Terminal authentication

    def random(self, c):
        self.challenge = os.urandom(c.ne if c.ne == 8 else 8)
        return self.challenge

    def verify_certificate(self, c):
        certificate = Certificate(tlv(0x7F21, c.data))
        known = {t.holder: t for t in self.trust}
        known.update(self.candidates)
        issuer = known.get(self.issuer)
        if issuer is None or not certificate.verified_by(issuer, self.trust[0].curve()):
            raise Stop(0x6300)
        if certificate.expiry < self.card.today and issuer not in self.trust:
            raise Stop(0x6300)
        certificate.rights &= issuer.rights | 3 << 38
        if issuer in self.trust and certificate.rights >> 38 == 3 and self.trust[-1] is issuer:
            self.trust.append(certificate)
        else:
            self.candidates[certificate.holder] = certificate

    def external(self, c):
        if self.application == "eMRTD" and not self.set_at and (not self.card.access or "both" in self.quirks):
            return self.basic_access(c)
        if not self.set_at:
            raise Stop(NOT_NOW)
        certificate, compressed, auxiliary = self.set_at
        if not self.challenge or not self.channel:
            raise Stop(NOT_NOW)
        signed = self.identifier + self.challenge + compressed + auxiliary
        curve = self.trust[0].curve()
        self.challenge = None
        if not curve.verify(curve.point(certificate.key[0x86]), certificate.digest(signed), c.data):
            raise Stop(0x6300)
        if self.with_password == "can" and not certificate.rights >> 4 & 1:
            raise Stop(NOT_SATISFIED)
        self.terminal, self.compressed = certificate, compressed
        self.rights = certificate.rights & self.chat
        self.auxiliary = {dotted(children(v)[0][1]): children(v)[1][1] for _, v in children(
            read(auxiliary)[1])} if auxiliary else {}

    # Chip authentication and restricted identification

    def chip_step(self, objects):
        if self.ri_key and 0xA0 in objects:
            sector = objects[0xA0]
            wanted = [e.get(0x80) for e in self.terminal.extensions.values()]
            if hashlib.sha256(tlv(0x7F49, sector)).digest() not in wanted:
                raise Stop(WRONG_DATA)
            curve = CURVES[13]
            shared = curve.times(self.ri_key, curve.point(fields(sector)[0x86]))
            return tlv(0x7C, tlv(0x81, hashlib.sha256(curve.x(shared)).digest()))
        if not self.kat or 0x80 not in objects:
            raise Stop(NOT_NOW)
        public, name = objects[0x80], self.kat
        self.kat = None
        if self.application == "eMRTD":
            self.next = Channel(session(self.agree(public), BITS[last(name)]))
            raise Renewed(tlv(0x7C))
        if CURVES[13].x(CURVES[13].point(public)) != self.compressed:
            raise Stop(0x6300)
        nonce = os.urandom(8)
        keys = session(self.agree(public), BITS[last(name)], nonce)
        if "evil-chip-token" in self.quirks:
            keys.mac_key = os.urandom(len(keys.mac_key))
        self.next, self.chip_proven = Channel(keys), True
        raise Renewed(tlv(0x7C, tlv(0x81, nonce), tlv(0x82, token(keys, name, public))))

    # PIN management and questions

    def reset_counter(self, c):
        if (c.p1, c.p2) == (3, 3) and not c.data and self.channel and self.with_password == "puk":
            if not self.puk_uses:
                raise Stop(NOT_SATISFIED)
            self.puk_uses, self.tries = self.puk_uses - 1, 3
            return
        if (c.p1, c.p2) == (2, 3) and self.channel and self.with_password == "pin":
            if len(c.data) != 6 or not c.data.isdigit():
                raise Stop(WRONG_DATA)
            self.card.secrets["pin"] = c.data
            return
        raise Stop(NOT_SATISFIED)

    def verify(self, c):
        kind = dotted(fields(c.data)[6])
        if not self.chip_proven or (c.p1, c.p2) != (0x80, 0) or c.cla & 0x80 == 0:
            raise Stop(NOT_SATISFIED)
        if kind not in self.auxiliary:
            raise Stop(NO_REFERENCE)
        asked = self.auxiliary[kind]
        good = {BIRTH: self.card.birth <= asked.decode(), EXPIRY: self.card.expiry >= asked.decode()}.get(
            kind, self.card.community.startswith(asked))
        if not good:
            raise Stop(0x6300)

    # Active authentication (ICAO 9303-11 6.1)

    def internal(self, c):
        if self.application != "eMRTD" or not self.channel or len(c.data) != 8 or not self.card.active:
            raise Stop(NOT_SATISFIED)
        kind, key = self.card.active
        if kind == "ec":
            return CURVES[13].sign(key, hashlib.sha256(c.data).digest())
        # ISO 9796-2 scheme 1, hash by SHA-1: 6A, random part, hash, BC.
        modulus, exponent = key
        size = (modulus.bit_length() + 7) // 8
        part = os.urandom(size - 22)
        representative = b"\x6A" + part + hashlib.sha1(part + c.data).digest() + b"\xBC"
        return pow(int.from_bytes(representative, "big"), exponent, modulus).to_bytes(size, "big")

    # Basic access control

    def basic_access(self, c):
        seed = self.card.secrets["mrz"][:16]
        keys = TripleDES(derive(seed, 1, 112), derive(seed, 2, 112))
        if len(c.data) != 40 or not self.challenge:
            raise Stop(WRONG_LENGTH)
        sealed, mac = c.data[:32], c.data[32:]
        opened = keys.decrypt(sealed)
        if keys.mac(sealed) != mac or opened[8:16] != self.challenge:
            raise Stop(0x6300)
        half = os.urandom(16)
        out = keys.encrypt(self.challenge + opened[:8] + half)
        self.next = Channel(session(xor(opened[16:], half), 112), self.challenge[4:] + opened[4:8])
        self.basic, self.challenge = True, None
        raise Renewed(out + keys.mac(out))
