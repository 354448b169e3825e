# How the independent terminal and the card's driver say what they found: a line per check, and the number that failed.

from channel import Command
from reader import Status

failures = []

def check(what, good, detail=""):
    print("%s %s%s" % ("ok  " if good else "FAIL", what, "" if good else ": %s" % (detail,)), flush=True)
    if not good:
        failures.append(what)


def status(card, *command):
    return card.send(Command(*command))[1]


def refused(what, words, body):
    try:
        body()
        check(what, False, "it was accepted")
    except Status as error:
        check(what, error.word in words, "%04X" % error.word)
