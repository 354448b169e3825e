#!/usr/bin/env python3
# An independent terminal: everything that a card of TR-03110-2 or ICAO 9303-11 has to take from a terminal, tried on
# `kiosk simulate card`. Usage: terminal.py KIOSK PKI-DIRECTORY [PART...]. It prints a line per check and ends with 1 if
# one failed. It never looks at how the card is made.

import sys
import traceback

from channel import Refused
from checks import check, failures
from cold_checks import cold, pace
from passport_checks import passports
from pin_checks import ladder
from reader import PKI, Status
from reading_checks import everything, strangers, strict

PARTS = {"cold": cold, "pace": pace, "ladder": ladder, "everything": everything, "strict": strict,
         "strangers": strangers, "passports": passports}

if __name__ == "__main__":
    kiosk, folder, wanted = sys.argv[1], sys.argv[2], sys.argv[3:] or list(PARTS)
    for part in wanted:
        try:
            PARTS[part](kiosk, PKI(folder))
        except (Status, Refused, EOFError, OSError, AssertionError, ValueError, KeyError, IndexError) as error:
            traceback.print_exc(file=sys.stdout)
            check("part %s: %r" % (part, error), False)
    print("%d failed" % len(failures))
    sys.exit(1 if failures else 0)
