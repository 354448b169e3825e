# The ladder of a PIN, and who may change or unblock it (TR-03110-2 2.4 and 3.5), tried on `kiosk simulate card`.

from checks import check, status
from reader import Card, Status


def ladder(kiosk, pki):
    card = Card(kiosk, "--profile", "normal", "--pki", pki.folder)
    wrong = b"999999" if card.secret("pin") != b"999999" else b"999998"

    def begin():
        card.reset()
        card.select_master()
        return card.read_file(0x1C)

    def attempt(kind, secret=None):
        access = begin() if card.channel is None else card.access
        card.access = access
        try:
            return card.pace(access, kind, secret, good=(0x9000, 0x63C2, 0x63C1, 0x63C0, 0x6283)), 0x9000
        except Status as error:
            return None, error.word

    def state():
        access = begin()
        return card.pace_begin(card.pace_info(access)[0], "pin", card.pace_info(access)[1])

    check("three tries", state() == 0x9000)
    check("wrong PIN: 63C2", attempt("pin", wrong)[1] == 0x63C2)
    check("state 63C2", state() == 0x63C2, hex(state()))
    begin()
    check("the right PIN restores", attempt("pin") == (0x63C2, 0x9000) and state() == 0x9000)
    begin(), attempt("pin", wrong), begin()
    check("second wrong PIN: 63C1", attempt("pin", wrong)[1] == 0x63C1)
    check("state 63C1", state() == 0x63C1)
    begin()
    word = attempt("pin")[1]
    check("right PIN while suspended without CAN", word == 0x6985, hex(word))
    check("it has cost nothing", state() == 0x63C1, hex(state()))
    begin()
    check("CAN", attempt("can")[1] == 0x9000)
    check("CAN alone leaves it suspended", state() == 0x63C1)
    begin()
    attempt("can")
    word = attempt("pin")
    check("CAN, then PIN in the same session", word[1] == 0x9000, word)
    check("all tries are back", state() == 0x9000)
    for _ in range(2):
        begin(), attempt("pin", wrong)
    begin(), attempt("can")
    word = attempt("pin", wrong)[1]
    check("CAN, then a wrong PIN blocks", word == 0x63C0, hex(word))
    check("state 63C0", state() == 0x63C0)
    begin()
    word = attempt("pin")[1]
    check("the right PIN of a blocked one", word in (0x6983, 0x63C0, 0x6985), hex(word))
    begin()
    check("PUK", attempt("puk")[1] == 0x9000)
    word = status(card, 0, 0x2C, 3, 3)
    check("unblock", word == 0x9000, hex(word))
    check("unblocked", state() == 0x9000, hex(state()))
    begin(), attempt("can")
    for command, what in (((0, 0x2C, 3, 3), "unblock by CAN"), ((0, 0x2C, 2, 3, b"123456"), "new PIN by CAN")):
        word = status(card, *command)
        check(what + " is refused", word in (0x6982, 0x6985), hex(word))
    begin(), attempt("pin")
    for new in (b"", b"12345", b"1234567", b"12345a"):
        word = status(card, 0, 0x2C, 2, 3, new)
        check("new PIN %r" % new, word in (0x6A80, 0x6700, 0x6985, 0x6A86), hex(word))
    word = status(card, 0, 0x2C, 2, 3, b"314159")
    check("new PIN", word == 0x9000, hex(word))
    begin()
    check("the old PIN is no more", attempt("pin")[1] == 0x63C2)
    begin()
    check("the new PIN opens", attempt("pin", b"314159")[1] == 0x9000)
    card.end()
    card = Card(kiosk, "--profile", "transport-pin", "--pki", pki.folder)
    check("transport PIN shows nothing", state() == 0x9000)
    begin()
    check("transport PIN of five digits", len(card.secret("pin")) == 5 and attempt("pin")[1] == 0x9000)
    check("first PIN", status(card, 0, 0x2C, 2, 3, b"271828") == 0x9000)
    begin()
    check("it opens", attempt("pin", b"271828")[1] == 0x9000)
    card.end()
    for profile, words in (("deactivated", (0x6283,)), ("blocked", (0x63C0,)), ("suspended", (0x63C1,)),
                           ("one-try-used", (0x63C2,)), ("puk-used-up", (0x63C0,))):
        card = Card(kiosk, "--profile", profile, "--pki", pki.folder)
        check("profile " + profile, state() in words, hex(state()))
        if profile == "deactivated":
            begin()
            word = attempt("pin")[1]
            check("deactivated: the right PIN", word in (0x6984, 0x6283, 0x6985, 0x6983), hex(word))
            begin()
            check("deactivated: the CAN", attempt("can")[1] == 0x9000)
        if profile == "puk-used-up":
            begin()
            word = attempt("puk")[1]
            word = status(card, 0, 0x2C, 3, 3) if word == 0x9000 else word
            check("PUK used up", word in (0x6982, 0x6983, 0x6985), hex(word))
        card.end()
