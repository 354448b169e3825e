# A whole reading of an ID card, both orders of GET CHALLENGE, and what a card must refuse on the way (TR-03110-2 3,
# TR-03110-3 B), tried on `kiosk simulate card`. EF.CardSecurity is believed by OpenSSL, not by us.

import os
import subprocess

from arithmetic import CURVES
from channel import Command
from checks import check, refused, status
from objects import (BIRTH, CA, COMMUNITY, EID, EXPIRY, PK, RI, STANDARD, children, dotted, fields, identifier, infos,
                     number, oid, read, tlv, whole)
from reader import PKI, Card


def cms_content(card_security, pki):
    """The content, believed by OpenSSL only."""
    work = "%s/peer-%d" % (pki.folder, os.getpid())
    open(work + ".der", "wb").write(card_security)
    subprocess.run(["openssl", "x509", "-inform", "DER", "-in", pki.folder + "/csca.der", "-out", work + ".pem"],
                   check=True)
    done = subprocess.run(["openssl", "cms", "-verify", "-inform", "DER", "-in", work + ".der", "-CAfile",
                           work + ".pem", "-purpose", "any", "-out", work + ".content"], capture_output=True, text=True)
    check("OpenSSL believes it", done.returncode == 0, done.stderr)
    content = open(work + ".content", "rb").read()
    for end in (".der", ".pem", ".content"):
        os.unlink(work + end)
    return content


def to_chip(card, pki, kind="pin", chat=None, auxiliary=b"", late=True, extended=False, long_chain=False,
            chain_of=None):
    """PACE, TA and CA; the SecurityInfos that were signed."""
    card.reset()
    card.select_master()
    access = card.read_file(0x1C)
    card.pace(access, kind, chat=pki.terminal.rights if chat is None else chat)
    card.extended = extended
    challenge = None if late else card.challenge()
    authorities = card.authorities[::-1] if long_chain and card.authorities[1] else card.authorities
    chain = chain_of or pki.chain([a for a in authorities if a])
    points = [v for n, v in infos(access) if n == CA]
    curve = CURVES[number(children(points[0][0][1])[1][1])] if points else CURVES[13]
    card.authenticate_terminal(pki, curve, chain, auxiliary, challenge)
    return access


def strangers(kiosk, pki):
    """Terminals that a card of another PKI, another day or fewer rights must not let in."""
    def made(name, *options):
        folder = "%s/%s-%d" % (pki.folder, name, os.getpid())
        subprocess.run([kiosk, "simulate", "pki", folder, *options], check=True)
        return PKI(folder)
    card = Card(kiosk, "--profile", "normal", "--pki", pki.folder)
    foreign = made("foreign", "--rights", "all")

    def as_stranger():
        to_chip(card, pki, chain_of=[foreign.dv, foreign.terminal])
    refused("another country's terminal", (0x6A88, 0x6300, 0x6982), as_stranger)

    def as_thief():
        pki_key, pki.key = pki.key, foreign.key
        try:
            to_chip(card, pki)
        finally:
            pki.key = pki_key
    refused("another terminal's key", (0x6300, 0x6982), as_thief)
    card.end()
    old = made("old", "--expired", "--rights", "all")
    card = Card(kiosk, "--profile", "normal", "--pki", old.folder)
    refused("a terminal's certificate that has expired", (0x6300, 0x6982, 0x6984), lambda: to_chip(card, old))
    card.end()
    few = made("few", "--rights", "dg4,dg5")
    card = Card(kiosk, "--profile", "normal", "--pki", few.folder)
    refused("CAN without the right for it", (0x6300, 0x6982, 0x6985), lambda: to_chip(card, few, kind="can"))
    card.end()
    town = made("town")
    card = Card(kiosk, "--profile", "normal", "--pki", town.folder)
    card.parts_alone = True
    to_chip(card, town, long_chain=True)
    check("certificates in chains whose parts are protected one by one", True)
    card.select_file(0x011D)
    chip(card, infos(cms_content(card.read_selected(), town)))
    card.select_application(EID)
    answer, word = card.send(Command(0, 0xB0, 0x96, 0, b"", 64))
    check("a group without right", word in (0x6982, 0x6A82) and not answer, hex(word))
    card.end()


def chip(card, signed):
    keys = {}
    versions = [(n, v) for n, v in signed if n.startswith(CA + ".") and number(v[0][1]) == 2]
    for name, values in signed:
        if name == PK:
            algorithm, public = children(values[0][1])
            kind, parameter = children(algorithm[1])
            check("key's parameters are standardised", dotted(kind[1]) == STANDARD, dotted(kind[1]))
            curve = CURVES[number(parameter[1])]
            key_id = number(values[1][1]) if len(values) > 1 else None
            keys[key_id] = (curve, curve.point(public[1][1:]))
    name, values = versions[0]
    key_id = number(values[1][1]) if len(values) > 1 else None
    card.authenticate_chip(name, key_id, *keys[key_id])


def auxiliary_data(birth, expiry, community=None):
    objects = [tlv(0x73, identifier(BIRTH), tlv(0x53, birth)), tlv(0x73, identifier(EXPIRY), tlv(0x53, expiry))]
    if community:
        objects.append(tlv(0x73, identifier(COMMUNITY), tlv(0x53, community)))
    return tlv(0x67, *objects)


def text(value):
    while value[0] & 0x20:
        value = children(value)[0][1]
    return read(value)[1].decode()


def everything(kiosk, pki):
    for profile, options, how in (
            ("normal", (), dict(late=True)), ("normal", ("--quirk", "end-warning"), dict(late=False)),
            ("normal", ("--quirk", "wrong-le"), dict(late=True, extended=True, long_chain=True)),
            ("normal", ("--quirk", "short-reads", "--suite", "384:192"), dict(late=False, kind="can")),
            ("previous-generation", ("--suite", "512:256"), dict(late=True)),
            ("root-trust-point", (), dict(late=False, extended=True))):
        card = Card(kiosk, "--profile", profile, "--pki", pki.folder, *options)
        what = "%s %s %s" % (profile, " ".join(options), how)
        born = card.facts["holder"]["birthDate"].replace("-", "")
        auxiliary = auxiliary_data(b"%d%04d" % (int(born[:4]), int(born[4:])), b"20200101", bytes.fromhex("027609"))
        access = to_chip(card, pki, auxiliary=auxiliary, **how)
        check(what + ": TA", True)
        bite = 3000 if how.get("extended") else 0xDF
        security = card.read_file(0x1D, bite)
        signed = infos(cms_content(security, pki))
        check("EF.CardAccess appears again", all(entry in signed for entry in infos(access)), (infos(access), signed))
        chip(card, signed)
        check(what + ": CA", True)
        word = status(card, 0, 0xA4, 4, 0x0C, EID)
        check("SELECT eID", word == 0x9000, hex(word))
        groups = {}
        for group in range(1, 23):
            answer, word = card.send(Command(0, 0xB0, 0x80 | group, 0, b"", bite))
            if word in (0x9000, 0x6282):
                groups[group] = answer
                check("DG%d tag" % group, answer[0] == 0x60 + group, answer.hex())
            else:
                check("DG%d absent or closed" % group, word in (0x6A82, 0x6982), hex(word))
        holder = card.facts["holder"]
        found = {"familyName": text(groups[5]), "givenNames": text(groups[4]), "birthDate": text(groups[8])}
        check("holder", found == dict(holder, birthDate=born) or found["familyName"] == holder["familyName"]
              and found["birthDate"].strip() == born.strip(), (found, holder))
        word = status(card, 0, 0xA4, 2, 0x0C, b"\1\5")
        check("a data group by name", word == 0x9000 and card.read_selected() == whole(groups[5]), hex(word))
        for kind, words in ((BIRTH, (0x9000,)), (EXPIRY, (0x9000,)), (COMMUNITY, (0x9000, 0x6300))):
            word = status(card, 0x80, 0x20, 0x80, 0, identifier(kind))
            check("VERIFY " + kind, word in words, hex(word))
        ri(card, pki, signed)
        word = card.pace_begin(card.pace_info(access)[0], "pin", card.pace_info(access)[1])
        check("PACE after CA", word in (0x6985, 0x9000), hex(word))
        card.end()


def ri(card, pki, signed):
    infos_of_ri = [(n, v) for n, v in signed if n.startswith(RI + ".")]
    check("restricted identification is offered", infos_of_ri)
    sector = read(open(pki.folder + "/sector.pub", "rb").read())[1]
    domain = [number(children(v[0][1])[1][1]) for n, v in signed if n == RI]
    check("parameters of restricted identification", len(domain) == 1, domain)
    if CURVES[domain[0]].p != number(fields(sector)[0x81]):
        return
    seen = []
    for name, values in infos_of_ri:
        parameters = children(values[0][1])
        key_id = parameters[1][1]
        if number(parameters[2][1]):
            continue
        for _ in range(2):
            card.do("MSE:Set AT (RI)", 0, 0x22, 0x41, 0xA4, tlv(0x80, oid(name)) + tlv(0x84, key_id))
            found = card.general(tlv(0xA0, sector), True)
            seen.append(found[0x81])
        check("pseudonym", len(seen[0]) == 32 and seen[0] == seen[1], seen)
    curve = CURVES[13]
    other = tlv(6, fields(sector)[6]) + b"".join(
        tlv(t, v if t != 0x86 else curve.bytes(curve.times(12345))) for t, v in children(sector) if t != 6)
    name, values = infos_of_ri[0]
    card.do("MSE:Set AT (RI)", 0, 0x22, 0x41, 0xA4, tlv(0x80, oid(name)) + tlv(0x84, children(values[0][1])[1][1]))
    word = status(card, 0, 0x86, 0, 0, tlv(0x7C, tlv(0xA0, other)), 256)
    check("a foreign sector", word in (0x6A80, 0x6982, 0x6985, 0x6A88, 0x6300), hex(word))


def strict(kiosk, pki):
    card = Card(kiosk, "--profile", "normal", "--pki", pki.folder)
    past, future = b"19000101", b"20990101"
    access = to_chip(card, pki, auxiliary=auxiliary_data(past, future))
    signed = infos(cms_content(card.read_file(0x1D), pki))
    word = status(card, 0, 0xA4, 4, 0x0C, EID)
    check("data group between TA and CA", word in (0x6982,) or status(card, 0, 0xB0, 0x85, 0, b"", 64) == 0x6982)
    if word == 0x9000:
        card.select_master()
    chip(card, signed)
    card.select_application(EID)
    word = status(card, 0x80, 0x20, 0x80, 0, identifier(BIRTH))
    check("younger than asked: 6300", word == 0x6300, hex(word))
    word = status(card, 0x80, 0x20, 0x80, 0, identifier(EXPIRY))
    check("not valid for so long: 6300", word == 0x6300, hex(word))
    word = status(card, 0x80, 0x20, 0x80, 0, identifier(COMMUNITY))
    check("what was not announced", word in (0x6A88, 0x6A80, 0x6982, 0x6985), hex(word))
    # Only what the citizen has left: CHAT without any right but DG4.
    few = 3 << 38 & pki.terminal.rights | 1 << 11
    to_chip(card, pki, chat=few & 0x3FFFFFFFFF)
    chip(card, infos(cms_content(card.read_file(0x1D), pki)))
    card.select_application(EID)
    word = status(card, 0, 0xB0, 0x84, 0, b"", 64)
    check("DG4 is allowed", word in (0x9000, 0x6282), hex(word))
    word = status(card, 0, 0xB0, 0x85, 0, b"", 64)
    check("DG5 was not asked for", word == 0x6982, hex(word))

    def again(spoil):
        card.reset()
        card.select_master()
        card.pace(access, "pin", chat=pki.terminal.rights)
        spoil(pki.chain([a for a in card.authorities if a]))

    def late_challenge_reused(chain):
        challenge = card.challenge()
        card.authenticate_terminal(pki, CURVES[13], chain, challenge=challenge[::-1])

    refused("spoilt signature", (0x6300, 0x6982, 0x6A80, 0x6985),
            lambda: again(lambda chain: card.authenticate_terminal(pki, CURVES[13], chain, spoil=True)))
    refused("signature over another challenge", (0x6300, 0x6982, 0x6985), lambda: again(late_challenge_reused))
    refused("a certificate left out", (0x6A88, 0x6982, 0x6A80, 0x6300, 0x6985),
            lambda: again(lambda chain: card.authenticate_terminal(pki, CURVES[13], chain[-1:])))
    refused("EF.CardSecurity without TA", (0x6982,), lambda: again(lambda chain: card.read_file(0x1D)))
    refused("CA without TA", (0x6982, 0x6985, 0x6A88, 0x6A80), lambda: again(
        lambda chain: (setattr(card, "ephemeral", 7), chip(card, signed))))

    def other_key(chain):
        card.authenticate_terminal(pki, CURVES[13], chain)
        card.ephemeral += 1
        chip(card, signed)
    refused("another key in CA than announced in TA", (0x6300, 0x6982, 0x6A80, 0x6985), lambda: again(other_key))

    def no_chat():
        card.reset()
        card.select_master()
        card.pace(access, "pin")
        card.authenticate_terminal(pki, CURVES[13], [pki.link, pki.dv, pki.terminal][-2:])
    refused("TA without a CHAT in PACE", (0x6982, 0x6985, 0x6A88, 0x6A80, 0x6300), no_chat)
    card.end()
