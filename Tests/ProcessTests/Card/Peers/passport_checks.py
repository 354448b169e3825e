# Passports with PACE and with basic access control (ICAO 9303-10 and -11), tried on `kiosk simulate card`.

import hashlib
import os

from arithmetic import CURVES
from checks import check, refused, status
from objects import BSI, CA, HASHES, PASSPORT, children, dotted, infos, number, read
from reader import Card, Status
from reading_checks import cms_content

ACTIVE = "2.23.136.1.1.5"
PLAIN = {BSI + ".1.1.4.1." + str(n): name for n, name in HASHES.items()}
NAMED = {"1.2.840.10045.3.1.7": 12, "1.3.36.3.3.2.8.1.1.7": 13, "1.3.132.0.34": 15, "1.3.36.3.3.2.8.1.1.11": 16,
         "1.3.36.3.3.2.8.1.1.13": 17}


def passports(kiosk, pki):
    for kind in ("mrz", "can"):
        card = Card(kiosk, "--profile", "passport", "--pki", pki.folder)
        card.select_master()
        access = card.read_file(0x1C)
        for named in (True, False):
            card.reset()
            card.pace(access, kind, named=named)
            card.select_application(PASSPORT)
            passport_files(card, "PACE %s 84 %s" % (kind, named), pki)
        card.reset()
        word = status(card, 0, 0xA4, 4, 0x0C, PASSPORT)
        if word == 0x9000:
            word = status(card, 0, 0xB0, 0x81, 0, b"", 16)
        check("DG1 without PACE", word in (0x6982, 0x6985), hex(word))
        refused("BAC on a passport with PACE only", (0x6D00, 0x6982, 0x6985, 0x6300, 0x6A88, 0x6E00), card.basic_access)
        card.end()
    card = Card(kiosk, "--profile", "passport-bac", "--pki", pki.folder)
    word = status(card, 0, 0xB0, 0x9C, 0, b"", 16)
    check("no EF.CardAccess", word in (0x6A82, 0x6982, 0x6985, 0x6986), hex(word))
    card.select_application(PASSPORT)
    word = status(card, 0, 0xB0, 0x81, 0, b"", 16)
    check("DG1 without BAC", word == 0x6982, hex(word))
    refused("wrong zone", (0x6300,), lambda: card.basic_access(bytes(16)))
    card.basic_access()
    passport_files(card, "BAC", pki)
    card.reset()
    card.select_application(PASSPORT)
    card.basic_access()
    check("BAC again after a reset", card.read_file(1))
    card.end()


def passport_files(card, what, pki):
    com = card.read_file(0x1E)
    check(what + ": EF.COM", com[0] == 0x60, com.hex())
    one = card.read_file(1)
    zone = children(read(one)[1])[0]
    wanted = card.facts["mrz"].replace("\n", "")
    check(what + ": DG1 is the zone", one[0] == 0x61 and zone[0] == 0x5F1F and zone[1].decode() == wanted,
          (zone, wanted))
    card.select_file(0x011D)
    sod = card.read_selected()
    check(what + ": EF.SOD", sod[0] == 0x77)
    content = fields_of_lds(cms_content(read(sod)[1], pki))
    files = {1: one}
    for group in sorted(content):
        if group not in files:
            try:
                files[group] = card.read_file(group)
            except Status as error:
                check("DG%d" % group, group in (3, 4) and error.word == 0x6982, repr(error))
                continue
        check("%s: hash of DG%d" % (what, group), content[group][1] == hashlib.new(
            content[group][0], files[group]).digest())
    if 15 in files:
        active(card, files)
    if 14 in files and any(n.startswith(CA + ".") for n, _ in infos(read(files[14])[1])):
        card.authenticate_passport(infos(read(files[14])[1]))
        check(what + ": DG1 behind chip authentication", card.read_file(1) == one)
        word = status(card, 0, 0xA4, 2, 0x0C, b"\1\x01")
        check(what + ": and by its name", word == 0x9000 and card.read_selected() == one, hex(word))
    word = status(card, 0, 0xB0, 0x8D, 0, b"", 16)
    check("absent DG13", word in (0x6A82, 0x9000), hex(word))


def active(card, files):
    """Active authentication (ICAO 9303-11 6.1)."""
    challenge = os.urandom(8)
    answer = card.do("INTERNAL AUTHENTICATE", 0, 0x88, 0, 0, challenge, 256)
    algorithm, public = children(children(read(files[15])[1])[0][1])
    kind = dotted(children(algorithm[1])[0][1])
    if kind == "1.2.840.113549.1.1.1":
        modulus, exponent = (number(v) for _, v in children(children(public[1][1:])[0][1]))
        opened = pow(number(answer), exponent, modulus).to_bytes((modulus.bit_length() + 7) // 8, "big")
        trailers = {b"\xBC": ("sha1", 1), b"\x33\xCC": ("sha1", 2), b"\x34\xCC": ("sha256", 2),
                    b"\x38\xCC": ("sha224", 2)}
        name, tail = [v for k, v in trailers.items() if opened.endswith(k)][0]
        size = hashlib.new(name).digest_size
        part, found = opened[1:-size - tail], opened[-size - tail:-tail]
        proven = hashlib.new(name, part + challenge).digest() == found
        check("active authentication by RSA", opened[0] == 0x6A and proven, opened.hex())
        return
    prime = algorithm[1]
    curve = [c for c in (CURVES[n] for n in CURVES.names) if len(public[1]) == 2 * c.size + 2 and (
        c.p.to_bytes(c.size, "big") in prime or NAMED.get(dotted(children(prime)[1][1])) == c.number)][0]
    said = [values for name, values in infos(read(files[14])[1]) if name == ACTIVE] if 14 in files else []
    name = PLAIN[dotted(said[0][1][1])] if said else "sha256"
    check("active authentication by ECDSA", curve.verify(
        curve.point(public[1][1:]), hashlib.new(name, challenge).digest(), answer), answer.hex())


def fields_of_lds(content):
    parts = children(read(content)[1])
    name = {"2.16.840.1.101.3.4.2.1": "sha256", "2.16.840.1.101.3.4.2.2": "sha384", "2.16.840.1.101.3.4.2.3": "sha512",
            "1.3.14.3.2.26": "sha1", "2.16.840.1.101.3.4.2.4": "sha224"}[dotted(children(parts[1][1])[0][1])]
    return {number(children(entry)[0][1]): (name, children(entry)[1][1]) for _, entry in children(parts[2][1])}
