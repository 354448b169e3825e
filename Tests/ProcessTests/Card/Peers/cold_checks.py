# What any terminal may send to a card that nobody has opened yet, and PACE with each password in each spelling
# (ISO 7816-4 11.2, TR-03110-3 A.3 and B.1), tried on `kiosk simulate card`.

from arithmetic import CURVES
from channel import Command, Refused
from checks import check, refused, status
from objects import EID, PACE, infos, oid, read, tlv
from reader import Card, Status


def cold(kiosk, pki):
    card = Card(kiosk, "--profile", "normal", "--pki", pki.folder, "--quirk", "trailing-bytes")
    word = status(card, 0, 0xA4, 0, 0x0C, b"\x3F\0")
    check("SELECT MF by its name", word == 0x9000, hex(word))
    access = card.read_file(0x1C)
    check("EF.CardAccess by short identifier", infos(access))
    long = card.send(Command(0, 0xB0, 0x9C, 0, b"", 256))
    check("Le 00 gives the file's rest", long[1] in (0x9000, 0x6282) and long[0].startswith(access), long)
    size = len(long[0])
    for p1, p2, data, what in ((2, 0x0C, b"\1\x1C", "SELECT EF, P1 02"), (0, 0x0C, b"\1\x1C", "SELECT by name, P1 00"),
                               (2, 0x04, b"\1\x1C", "SELECT EF with FCP"), (0, 0, b"\1\x1C", "SELECT with FCI"),
                               (8, 0x0C, b"\1\x1C", "SELECT by path")):
        ne = None if p2 == 0x0C else 256
        answer, word = card.send(Command(0, 0xA4, p1, p2, data, ne))
        check(what, word == 0x9000 or word in (0x6A86, 0x6A81) and p1 == 8 or word == 0x6A86 and ne, hex(word))
        if word != 0x9000:
            continue
        if ne and answer:
            check(what + ": a template", read(answer)[0] in (0x62, 0x6F, 0x64), answer.hex())
        check(what + ", READ BINARY", card.read_selected(16) == access)
    card.select_file(0x011C)
    whole_file = b"".join(card.do("READ", 0, 0xB0, at >> 8, at & 255, b"", 7, good=(0x9000, 0x6282))
                          for at in range(0, size, 7))
    check("in bites of seven", whole_file == long[0], whole_file.hex())
    answer, word = card.send(Command(0, 0xB0, 0, size - 4, b"", 16))
    check("over the end: what there is", (len(answer) == 4 and word in (0x6282, 0x9000)), (answer.hex(), hex(word)))
    answer, word = card.send(Command(0, 0xB0, size >> 8, size & 255, b"", 16))
    check("at the end", not answer and word in (0x6B00, 0x6282), hex(word))
    answer, word = card.send(Command(0, 0xB0, 0x7F, 0xFF, b"", 16))
    check("far behind the end", not answer and word == 0x6B00, hex(word))
    for ne in (65536, 256, size, 10):
        answer, word = card.raw(Command(0, 0xB0, 0x9C, 0, b"", ne).encode(True))
        wanted = long[0][:ne]
        check("extended Le %d" % ne, word in (0x9000, 0x6282) and answer == wanted, (hex(word), len(answer)))
    answer, word = card.raw(Command(0, 0xB1, 0, 0x1C, b"\x54\1\0", 256).encode())
    check("odd READ BINARY, as it likes", word in (0x9000, 0x6D00, 0x6282, 0x6A86, 0x6981), hex(word))
    card.select_master()
    check("EF.DIR begins with an object", card.read_file(0x1E))
    directory, word = card.send(Command(0, 0xB0, 0x9E, 0, b"", 256))
    check("EF.DIR whole", word in (0x9000, 0x6282) and EID in directory, (directory.hex(), hex(word)))
    answer, word = card.send(Command(0, 0xB0, 0x81, 0, b"", 256))
    check("EF.ATR/INFO", word in (0x9000, 0x6282) and answer, hex(word))
    for command, words, what in (
            ((0, 0xB0, 0x9D, 0, b"", 256), (0x6982,), "EF.CardSecurity is closed"),
            ((0, 0xA4, 2, 0x0C, b"\x01\x77"), (0x6A82,), "no such file"),
            ((0, 0xA4, 4, 0x0C, b"\xA0\0\0\0\0"), (0x6A82,), "no such application"),
            ((0, 0xEE, 0, 0), (0x6D00,), "no such instruction"),
            ((0xB0, 0xA4, 0, 0x0C), (0x6E00,), "no such class"),
            ((0, 0x86, 0, 0, b"\x7C\0", 256), (0x6985, 0x6982), "GENERAL AUTHENTICATE without MSE"),
            ((0, 0x2C, 3, 3), (0x6982, 0x6985), "RESET RETRY COUNTER on the cold card"),
            ((0, 0x2C, 2, 3, b"123456"), (0x6982, 0x6985), "a new PIN on the cold card")):
        answer, word = card.send(Command(*command))
        check(what, word in words and not answer, hex(word))
    answer, word = card.raw(b"\0\xB0")
    check("half a header", word >= 0x6700, hex(word))
    answer, word = card.raw(b"\0\xA4\2\x0C\5\1\x1C")
    check("Lc that lies", word in (0x6700, 0x6A80, 0x6F00), hex(word))
    word = status(card, 0, 0xA4, 4, 0x0C, EID)
    check("SELECT eID before PACE", word in (0x9000, 0x6982), hex(word))
    word = status(card, 0, 0xB0, 0x84, 0, b"", 256)
    check("data group before PACE", word in (0x6982, 0x6A82), hex(word))
    check("back to the master file by 3F00", status(card, 0, 0xA4, 0, 0x0C, b"\x3F\0") == 0x9000)
    check("EF.CardAccess after all this", card.read_file(0x1C) == access)
    check("the same by command without Lc: SELECT MF", status(card, 0, 0xA4, 0, 0x0C) == 0x9000)
    card.end()


def pace(kiosk, pki):
    for suite in ("256:128", "384:192", "512:256"):
        card = Card(kiosk, "--profile", "normal", "--pki", pki.folder, "--suite", suite)
        for kind in ("pin", "can", "puk", "mrz") if suite == "256:128" else ("pin",):
            for named, chat in ((True, None), (False, None), (True, pki.terminal.rights), (False, pki.terminal.rights)):
                card.reset()
                card.select_master()
                what = "PACE %s %s, 84 %s, CHAT %s" % (kind, suite, named, chat is not None)
                try:
                    card.pace(card.read_file(0x1C), kind, named=named, chat=chat)
                    again = card.read_file(0x1C)
                    check(what, bool(again) and (chat is None or card.authorities[0]), card.authorities)
                except (Status, Refused) as error:
                    check(what, chat is not None and kind in ("mrz", "puk"), repr(error))
        if suite != "256:128":
            card.end()
            continue
        answer, word = card.raw(b"\0\x22\xC1\xA4\0")
        check("an unprotected command ends the channel", word != 0x9000, hex(word))
        card.reset()
        card.select_master()
        access = card.read_file(0x1C)
        name, parameters = card.pace_info(access)
        for data, words, what in (
                (tlv(0x80, oid(PACE + ".9")) + b"\x83\1\3", (0x6A80, 0x6A88), "unknown protocol"),
                (tlv(0x80, oid(name)) + b"\x83\1\x09", (0x6A80, 0x6A88), "unknown password"),
                (tlv(0x80, oid(name)), (0x6A80, 0x6A88), "no password"),
                (tlv(0x80, oid(name)) + b"\x83\1\3\x84\1\x63", (0x6A80, 0x6A88), "unknown parameters")):
            check("MSE: " + what, status(card, 0, 0x22, 0xC1, 0xA4, data) in words,
                  hex(status(card, 0, 0x22, 0xC1, 0xA4, data)))
        curve = CURVES[parameters]
        for what, point in (("not on the curve", curve.bytes(curve.g)[:-1] + b"\0"), ("infinity", b"\0"),
                            ("too short", curve.bytes(curve.g)[:-1]), ("compressed", b"\2" + curve.x(curve.g))):
            card.pace_begin(name, "can", parameters)
            card.general(b"")
            word = status(card, 0x10, 0x86, 0, 0, tlv(0x7C, tlv(0x81, point)), 256)
            check("mapping key " + what, word in (0x6A80, 0x6300, 0x6985), hex(word))
        card.pace_begin(name, "can", parameters)
        card.general(b"")
        word = status(card, 0x10, 0x86, 0, 0, tlv(0x7C, tlv(0x83, curve.bytes(curve.g))), 256)
        check("a step left out", word in (0x6A80, 0x6985), hex(word))
        refused("wrong CAN", (0x6300,), lambda: card.pace(access, "can", b"000000"))
        card.pace(access, "can")
        # Forged secure messaging: the card answers plainly and forgets its keys.
        forged = card.channel.protect(Command(0, 0xB0, 0x9C, 0, b"", 16))
        forged.data = forged.data[:-1] + bytes([forged.data[-1] ^ 1])
        answer, word = card.raw(forged.encode())
        check("forged MAC", not answer and word in (0x6988, 0x6987), hex(word))
        answer, word = card.raw(forged.encode())
        check("the channel is gone", not answer and word in (0x6988, 0x6987, 0x6982, 0x6985, 0x6882), hex(word))
        card.reset()
        card.select_master()
        card.pace(access, "pin")
        check("Le in one byte under SM", card.do("READ", 0, 0xB0, 0x9C, 0, b"", 0x20, good=(0x9000, 0x6282))
              == access[:0x20])
        check("Le 00 under SM", card.do("READ", 0, 0xB0, 0x9C, 0, b"", 256, good=(0x9000, 0x6282)).startswith(
            access[:200]))
        answer, word = card.send(Command(0, 0xB0, 0x7F, 0xF0, b"", 16))
        check("an error under SM keeps the channel", word == 0x6B00 and card.channel, hex(word))
        card.extended = True
        check("extended Le under SM", card.do("READ", 0, 0xB0, 0x9C, 0, b"", 65536, good=(0x9000, 0x6282)).startswith(
            access))
        card.end()
