# What is on the independent card: an ID card or a passport of a test PKI, its SecurityInfos and data groups written by
# hand after TR-03110-3/-4 and ICAO 9303-10, and signed by OpenSSL's own `cms`.

import base64
import datetime
import hashlib
import os
import subprocess
import tempfile

from arithmetic import CURVES
from channel import Certificate
from objects import (BSI, CA, EID, PACE, PASSPORT, PK, RI, STANDARD, check_digit, children, identifier, integer,
                     mrz_information, read, sequence, set_of, tlv)

LDS, CARD_SECURITY = "2.23.136.1.1.1", BSI + ".3.2.1"
SHA256 = "2.16.840.1.101.3.4.2.1"
# ActiveAuthenticationInfo and ecdsa-plain-SHA256 (ICAO 9303-11 6.1.2, TR-03111 5.2.1).
ACTIVE, PLAIN_SHA256 = "2.23.136.1.1.5", BSI + ".1.1.4.1.3"


def signed(pki, content, kind, *options):
    with tempfile.TemporaryDirectory() as folder:
        open(folder + "/content", "wb").write(content)
        subprocess.run(["openssl", "x509", "-inform", "DER", "-in", pki + "/ds.der", "-out", folder + "/ds.pem"],
                       check=True)
        subprocess.run(["openssl", "cms", "-sign", "-binary", "-nodetach", "-outform", "DER", "-md", "sha256",
                        "-econtent_type", kind, "-signer", folder + "/ds.pem", "-inkey", pki + "/ds.key", "-in",
                        folder + "/content", "-out", folder + "/out", *options], check=True, capture_output=True)
        return open(folder + "/out", "rb").read()


def standard(number):
    return sequence(identifier(STANDARD), integer(number))


def public_key(scalar):
    curve = CURVES[13]
    return sequence(standard(13), tlv(3, b"\0", curve.bytes(curve.times(scalar))))


class Contents:
    """A card before anybody has used it."""

    def __init__(self, kind, pki, quirks, group=13, bits=128):
        self.pki, self.quirks, self.tries = pki, quirks, 3
        digits = lambda count: "".join(str(b % 10) for b in os.urandom(count))
        self.pin, self.can, self.puk = digits(6), digits(6), digits(10)
        today = datetime.date.today()
        self.today = tuple(int(d) for d in today.strftime("%y%m%d"))
        self.birth, self.expiry, self.community = "19640812", "20310131", bytes.fromhex("02760604120000")
        self.trust = [Certificate(open(pki + "/cvca.cvcert", "rb").read())]
        if "previous-authority" in quirks:
            self.trust.append(Certificate(open(pki + "/cvca-link.cvcert", "rb").read()))
        self.ca_key, self.ri_keys = CURVES[13].scalar(), {1: CURVES[13].scalar()}
        cipher = {128: ".2", 192: ".3", 256: ".4"}[bits]
        self.cipher, self.group = cipher, group
        self.pace = {PACE + cipher: [group, 16] if "two-curves" in quirks else [group]}
        self.key_id = () if "no-key-id" in quirks else (integer(0x41),)
        self.ca, self.active = {CA + cipher: 0x41 if self.key_id else None}, None
        self.files = {"MF": {}}
        number = "L01X00T47" if kind == "id" else "C01X00T47"
        self.zone = self.write_zone(kind, number)
        self.secrets = {"mrz": hashlib.sha1(mrz_information(self.zone).encode()).digest()}
        if kind != "old":
            self.secrets["can"] = self.can.encode()
        self.access = b"" if kind == "old" else self.card_access(kind)
        if self.access:
            behind = b"\0\0\0" + b"\xFF" * 5 if "trailing" in quirks else b""
            self.files["MF"] = {0x011C: self.access + behind}
        if kind == "id":
            self.secrets.update(pin=self.pin.encode(), puk=self.puk.encode())
            self.identity_card()
        else:
            self.passport(kind)
        if "evil-clone" in quirks:
            self.ca_key += 1
            self.active = self.active and ("ec", 7)
        if "extended-info" in quirks:
            self.files["MF"][0x2F01] = tlv(0x7F66, integer(0x0400), integer(0x0400))

    def facts(self, kind):
        return {"profile": kind, "pin": self.pin, "can": self.can, "puk": self.puk, "mrz": self.zone,
                "holder": {"familyName": "Öztürk-Łukasz", "givenNames": "Anaïs Zoë", "birthDate": "1964-08-12"}}

    def write_zone(self, kind, number):
        birth, expiry = self.birth[2:], self.expiry[2:]
        number += check_digit(number)
        birth, expiry = birth + check_digit(birth), expiry + check_digit(expiry)
        if kind == "id":
            upper = ("IDD<<" + number).ljust(30, "<")
            middle = (birth + "<" + expiry + "D").ljust(29, "<")
            middle += check_digit(upper[5:30] + middle[0:7] + middle[8:15] + middle[18:29])
            return upper + middle + "OEZTUERK<LUKASZ<<ANAIS<ZOE".ljust(30, "<")
        lower = number + "D<<" + birth + "F" + expiry + "<" * 14 + "0"
        lower += check_digit(lower[0:10] + lower[13:20] + lower[21:43])
        return "P<D<<OEZTUERK<LUKASZ<<ANAIS<ZOE".ljust(44, "<") + lower

    def chip_infos(self, cipher=None):
        return [sequence(identifier(CA + (cipher or self.cipher)), integer(2), *self.key_id),
                sequence(identifier(CA), standard(13), *self.key_id)]

    def card_access(self, kind):
        name = PACE + self.cipher
        offers = [sequence(identifier(name), integer(2), integer(group)) for group in self.pace[name]]
        if "many-offers" in self.quirks:
            # Integrated mapping, a Diffie-Hellman group and triple DES: to be passed over or understood.
            offers += [sequence(identifier(BSI + ".2.2.4.4.2"), integer(2), integer(13)),
                       sequence(identifier(BSI + ".2.2.4.1.2"), integer(2), integer(2)),
                       sequence(identifier(BSI + ".2.2.4.6.2"), integer(2), integer(13))]
        if kind != "id":
            return set_of(*offers)
        entries = offers + self.chip_infos() + [sequence(identifier(BSI + ".2.2.2"), integer(2))]
        if "newer" in self.quirks:
            entries += self.newer_infos()
        return set_of(*entries)

    def newer_infos(self):
        locator = tlv(0x16, b"http://bsi.bund.de/cif/npa.xml")
        privileged = set_of(sequence(identifier(CA + self.cipher), integer(2), integer(0x45)),
                            sequence(identifier(CA), standard(13), integer(0x45)))
        return [sequence(identifier(CA + self.cipher), integer(3), integer(0x46)),
                sequence(identifier(CA), standard(13), integer(0x46)),
                sequence(identifier(BSI + ".2.2.11.1.2.3"), sequence(integer(1), integer(0x47), tlv(1, b"\xFF"))),
                sequence(identifier(BSI + ".2.2.6"), locator),
                sequence(identifier(BSI + ".2.2.8"), privileged),
                sequence(identifier("1.3.6.1.4.1.99999.7"), tlv(4, os.urandom(9)), tlv(0xA0, tlv(5)))]

    def identity_card(self):
        entries = [tlv(*entry) for entry in children(children(self.access)[0][1])]
        entries += [sequence(identifier(PK), public_key(self.ca_key), *self.key_id),
                    sequence(identifier(RI + ".3"), sequence(integer(1), integer(1), tlv(1, b"\0"))),
                    sequence(identifier(RI), standard(13))]
        if "newer" in self.quirks:
            entries.append(sequence(identifier(PK), public_key(self.ca_key + 1), integer(0x46)))
        self.files["MF"][0x011D] = signed(self.pki, set_of(*entries), CARD_SECURITY)
        if "evil-access" in self.quirks:
            weaker = sequence(identifier(PACE + ".4"), integer(2), integer(13))
            self.files["MF"][0x011C] = set_of(weaker, *entries[:len(children(children(self.access)[0][1]))])
        if "evil-security" in self.quirks:
            file = self.files["MF"][0x011D]
            at = file.index(CURVES[13].bytes(CURVES[13].times(self.ca_key)))
            self.files["MF"][0x011D] = file[:at] + CURVES[13].bytes(CURVES[13].g) + file[at + 65:]
            self.ca_key = 1
        self.files["MF"][0x2F00] = tlv(0x61, tlv(0x4F, EID), tlv(0x50, b"eID")) + tlv(0x61, tlv(0x4F, PASSPORT))
        printable, utf8, digits = (lambda text, t=t: tlv(t, text.encode()) for t in (0x13, 0x0C, 0x12))
        address = sequence(tlv(0xAA, utf8("Große Straße 7 ½")), tlv(0xAB, utf8("Köln")), tlv(0xAD, printable("D")),
                           tlv(0xAE, printable("50667")))
        groups = {1: printable("ID"), 2: printable("D"), 3: digits(self.expiry), 4: utf8("Anaïs Zoë"),
                  5: utf8("Öztürk-Łukasz"), 6: utf8(""), 7: utf8("Dr. h. c."), 8: digits(self.birth),
                  9: tlv(0xA1, utf8("Łódź")), 10: printable("D"), 13: utf8("Łukasz"), 17: address,
                  18: tlv(4, self.community)}
        if "absent" in self.quirks:
            for group in (6, 7, 10, 13):
                del groups[group]
        if "set-of-addresses" in self.quirks:
            groups[17] = tlv(0x31, address)
        if "no-address" in self.quirks:
            groups[17] = tlv(0xA2, utf8("keine Hauptwohnung in Deutschland"))
        self.files["eID"] = {0x0100 | n: self.spelt(tlv(0x60 + n, value)) for n, value in groups.items()}
        if "trailing" in self.quirks:
            self.files["eID"] = {n: value + bytes(9) for n, value in self.files["eID"].items()}

    def spelt(self, file):
        """BER leaves it to the chip how the length of a file's object is spelt (ISO 7816-4 5.2.2.2)."""
        tag, value, _ = read(file)
        if "long-lengths" not in self.quirks or len(value) > 0xFFFF:
            return file
        return bytes([tag, 0x82]) + len(value).to_bytes(2, "big") + value

    def active_key(self, infos):
        """The content of DG15, and what DG14 says about it; chip authentication makes room for it."""
        if "active-ec" in self.quirks:
            scalar = CURVES[13].scalar()
            self.active, infos[:] = ("ec", scalar), [
                sequence(identifier(ACTIVE), integer(1), identifier(PLAIN_SHA256))]
            return sequence(sequence(identifier("1.2.840.10045.2.1"), identifier("1.3.36.3.3.2.8.1.1.7")),
                            tlv(3, b"\0", CURVES[13].bytes(CURVES[13].times(scalar))))
        if "active-rsa" in self.quirks:
            made = subprocess.run(["openssl", "genrsa", "-traditional", "1280"], check=True, capture_output=True,
                                  text=True).stdout
            der = base64.b64decode("".join(line for line in made.splitlines() if not line.startswith("-")))
            numbers = [int.from_bytes(v, "big") for _, v in children(children(der)[0][1])]
            self.active = ("rsa", (numbers[1], numbers[3]))
            return sequence(sequence(identifier("1.2.840.113549.1.1.1"), tlv(5)),
                            tlv(3, b"\0", sequence(integer(numbers[1]), integer(numbers[2]))))
        return None

    def passport(self, kind):
        cipher = ".1" if kind == "old" else self.cipher
        self.ca = {CA + cipher: None}
        names = {0x5F0E: "OEZTUERK LUKASZ<<ANAIS ZOE", 0x5F11: "LODZ"}
        eleven = tlv(0x5C, b"\x5F\x0E\x5F\x11") + b"".join(tlv(t, v.encode()) for t, v in names.items())
        twelve = tlv(0x5C, b"\x5F\x19\x5F\x26") + tlv(0x5F19, "Stadt Köln".encode()) + tlv(0x5F26, b"20210201")
        infos = [sequence(identifier(CA + cipher), integer(1)), sequence(identifier(PK), public_key(self.ca_key))]
        fifteen = self.active_key(infos)
        if kind != "old":
                infos += [tlv(*entry) for entry in children(children(self.access)[0][1])]
        groups = {1: tlv(0x61, tlv(0x5F1F, self.zone.encode())), 2: tlv(0x75, os.urandom(700)),
                  11: tlv(0x6B, eleven), 12: tlv(0x6C, twelve), 14: tlv(0x6E, set_of(*infos))}
        if fifteen:
            groups[15] = tlv(0x6F, fifteen)
            del groups[14 if "active-rsa" in self.quirks else 2]
        if "absent" in self.quirks:
            del groups[11], groups[12]
        groups = {n: self.spelt(file) for n, file in groups.items()}
        hashes = [sequence(integer(n), tlv(4, hashlib.sha256(file).digest())) for n, file in sorted(groups.items())]
        hashes.insert(2, sequence(integer(3), tlv(4, os.urandom(32))))
        content = sequence(integer(0), sequence(identifier(SHA256), tlv(5)), sequence(*hashes))
        files = {0x0100 | n: file for n, file in groups.items()}
        files[0x011D] = tlv(0x77, signed(self.pki, content, LDS, *(["-keyid"] if "keyid" in self.quirks else [])))
        if "evil-zone" in self.quirks:
            files[0x0101] = files[0x0101].replace(b"ANAIS", b"ALAIN")
        if "evil-downgrade" in self.quirks:
            # The chip has PACE, as DG14 says; somebody in between denies it.
            self.access, self.files["MF"] = b"", {}
        files[0x011E] = tlv(0x60, tlv(0x5F01, b"0107"), tlv(0x5F36, b"040000"), tlv(0x5C, bytes(
            [0x61, 0x75, 0x63] + ([] if "absent" in self.quirks else [0x6B, 0x6C]) + [0x6E])))
        if "trailing" in self.quirks:
            files = {n: file + bytes(12) for n, file in files.items()}
        self.files["eMRTD"] = files
