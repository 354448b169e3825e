# The operating system of the independent card: commands in each spelling, secure messaging, files and who may read them
# (ISO 7816-4, TR-03110-3 A.1). `quirks` are habits of real chips within the standard. The protocols stand in
# protocols.py, what is on the card in personal.py.

from channel import Command, Refused
from objects import EID, PASSPORT, fields, number, tlv
from protocols import (NOT_FOUND, NOT_NOW, NOT_SATISFIED, WRONG_DATA, WRONG_LENGTH, WRONG_P, Protocols, Stop, Warn)


class Chip(Protocols):
    def __init__(self, card, quirks=()):
        self.card, self.quirks = card, set(quirks)
        self.tries, self.pin_active, self.puk_uses = card.tries, True, 10
        self.trust = list(card.trust)
        self.log = []
        self.reset()

    def reset(self):
        self.channel, self.application, self.file = None, "MF", None
        self.pace_state, self.with_password, self.chat = None, None, None
        self.can_before = False
        self.terminal, self.issuer, self.candidates, self.set_at = None, None, {}, None
        self.challenge, self.rights, self.chip_proven = None, 0, False
        self.basic, self.kat, self.chain, self.waiting = False, None, b"", b""
        self.ri_key, self.next, self.auxiliary = None, None, {}

    # Commands and answers

    def answer(self, raw):
        try:
            command, extended = Command.decode(raw)
        except Refused:
            return WRONG_LENGTH.to_bytes(2, "big")
        if extended and "no-extended" in self.quirks:
            return WRONG_LENGTH.to_bytes(2, "big")
        if command.ins == 0xC0:
            return self._portion(command.ne)
        secured = command.cla & 0x0C == 0x0C
        if command.cla & 0x10 and command.ins != 0x86:
            # A chain: each part protected by itself, or one protected command cut into parts.
            if not secured or children_fail(command.data):
                self.chain += command.data
                return b"\x90\0"
        elif self.chain and not (secured and self.channel and not children_fail(command.data)):
            command.data, self.chain = self.chain + command.data, b""
        if secured:
            if not self.channel:
                return b"\x69\x88"
            try:
                command = self.channel.opened(command)
            except (Refused, AssertionError, ValueError, IndexError):
                self.reset()
                return b"\x69\x88"
            if command.cla & 0x10 and command.ins != 0x86:
                self.chain += command.data
                return self.channel.answer(b"", 0x9000) + b"\x90\0"
            if self.chain:
                command.data, self.chain = self.chain + command.data, b""
        elif self.channel:
            self.reset()
        before = self.channel
        data, word = self.execute(command)
        self.log.append((command, word))
        if before:
            # A new channel begins behind the answer to the command that made it.
            out = before.answer(data, word, command.ins) + word.to_bytes(2, "big")
            out = self.forge(command, out, data, word)
        else:
            out = data + word.to_bytes(2, "big")
        if self.next:
            self.channel, self.next = self.next, None
        if "61xx" in self.quirks and not extended and len(out) > 82 and out[-2] in (0x90, 0x62):
            self.waiting = out
            return bytes([0x61, min(255, len(out) - 2)])
        return out

    def forge(self, command, out, data, word):
        """What somebody between card and terminal could do to an answer with data."""
        if command.ins != 0xB0 or not data:
            return out
        if "evil-mac" in self.quirks:
            return out[:-3] + bytes([out[-3] ^ 1]) + out[-2:]
        if "evil-plain" in self.quirks:
            return data + word.to_bytes(2, "big")
        if "evil-status" in self.quirks:
            return tlv(0x99, b"\x90\0") + out[:-2] + b"\x90\0"
        if "evil-replay" in self.quirks:
            self.first = getattr(self, "first", out)
            return self.first
        return out

    def _portion(self, count):
        if not self.waiting:
            return NOT_NOW.to_bytes(2, "big")
        data, word = self.waiting[:-2], self.waiting[-2:]
        part, rest = data[:min(count or 256, 80)], data[min(count or 256, 80):]
        if rest:
            self.waiting = rest + word
            return part + bytes([0x61, min(255, len(rest))])
        self.waiting = b""
        return part + word

    def execute(self, command):
        known = {0xA4: self.select, 0xB0: self.read_binary, 0x22: self.manage, 0x86: self.general, 0x84: self.random,
                 0x82: self.external, 0x88: self.internal, 0x2A: self.verify_certificate, 0x2C: self.reset_counter,
                 0x20: self.verify}
        if command.cla & 0xEF not in (0, 0x80) or command.cla & 0x80 and command.ins != 0x20:
            return b"", 0x6E00
        if command.ins not in known:
            return b"", 0x6D00
        if command.ins != 0x86:
            self.pace_state = self.pace_state if command.ins == 0x22 else None
        try:
            return known[command.ins](command) or b"", 0x9000
        except Warn as warning:
            return warning.data, warning.word
        except Stop as stop:
            return b"", stop.word
        except (AssertionError, ValueError, IndexError, KeyError):
            return b"", WRONG_DATA

    # Files

    def select(self, c):
        if self.application == "MF" and not self.channel and c.p1 != 4:
            # Applets of old passports have no master file, or keep to themselves what is there.
            if "no-master" in self.quirks:
                raise Stop(WRONG_P)
            self.hidden(c.p1 == 2)
        if c.p1 == 4:
            name = {EID: "eID", PASSPORT: "eMRTD"}.get(c.data)
            if name not in self.card.files:
                raise Stop(NOT_FOUND)
            if name == "eMRTD" and not self.channel and self.card.access and "both" not in self.quirks:
                raise Stop(NOT_SATISFIED)
            self.application, self.file = name, None
            return tlv(0x6F, tlv(0x84, c.data)) if c.p2 & 0x0C == 0 and c.ne else b""
        if c.p1 == 0 and c.data in (b"", b"\x3F\0"):
            self.application, self.file = "MF", None
            return b""
        if c.p1 not in (0, 2):
            raise Stop(WRONG_P)
        name = number(c.data)
        if "p1-02-only" in self.quirks and c.p1 == 0:
            raise Stop(WRONG_P)
        if name not in self.card.files[self.application]:
            raise Stop(NOT_FOUND)
        self.file = name
        if c.p2 & 0x0C in (0, 4) and c.ne:
            return tlv(0x62, tlv(0x80, len(self.card.files[self.application][name]).to_bytes(2, "big")),
                       tlv(0x83, c.data))
        return b""

    def hidden(self, wanted=True):
        words = [int(q[7:], 16) for q in self.quirks if q.startswith("hidden=")]
        if words and wanted:
            raise Stop(words[0])

    def read_binary(self, c):
        if self.application == "MF" and not self.channel:
            self.hidden()
        files = self.card.files[self.application]
        offset = c.p1 << 8 | c.p2
        if c.p1 & 0x80:
            if "no-sfi" in self.quirks:
                raise Stop(WRONG_P)
            short = c.p1 & 0x1F
            names = [n for n in files if n & 0x1F == short and (n >> 8 == 1 or n in (0x2F00, 0x2F01) and short in (
                0x1E, 1) and self.application == "MF")]
            if self.application == "MF":
                names = {0x1C: [0x011C], 0x1D: [0x011D], 0x1E: [0x2F00], 1: [0x2F01]}.get(short, [])
                names = [n for n in names if n in files]
            if not names:
                raise Stop(NOT_FOUND)
            self.file, offset = names[0], c.p2
        if self.file is None:
            raise Stop(0x6986)
        self.permit(self.file)
        data = files[self.file]
        if c.ne is None:
            raise Stop(WRONG_LENGTH)
        if offset >= len(data) and "silent-end" in self.quirks:
            return b""
        if offset >= len(data):
            raise Stop(0x6B00) if "soft-end" not in self.quirks else Warn(b"", 0x6282)
        there = data[offset:offset + c.ne]
        if len(there) < c.ne and "6Cxx" in self.quirks and len(there) < 256:
            raise Stop(0x6C00 | len(there))
        if "medium-answers" in self.quirks:
            there = there[:1000]
        if "short-answers" in self.quirks:
            there = there[:0x70]
        elif self.channel and c.ne == 256:
            # What fits in a short answer with its objects.
            there = there[:0xDF]
        if offset + len(there) == len(data) and len(there) < c.ne and (
                c.ne not in (256, 65536) or "eager-end" in self.quirks):
            raise Warn(there, 0x6282)
        return there

    def permit(self, name):
        if self.application == "MF":
            if name == 0x011D and not (self.terminal and self.channel):
                raise Stop(NOT_SATISFIED)
            return
        if self.application == "eMRTD":
            if not self.channel or name in (0x0103, 0x0104):
                raise Stop(NOT_SATISFIED)
            return
        if not self.chip_proven or not self.rights >> (7 + (name & 0x1F)) & 1:
            raise Stop(NOT_SATISFIED)


def children_fail(data):
    """Whether these are no whole objects: a cut part of a protected command."""
    try:
        return 0x8E not in fields(data)
    except (ValueError, IndexError):
        return True
