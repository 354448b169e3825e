#!/usr/bin/env python3
# Tries `kiosk card` on the independent card in each of its habits, over a real pcscd and vpcd. Usage:
# habits.py HOST:PORT KIOSK PKI-DIRECTORY [PART...], with PCSCLITE_CSOCK_NAME set. It prints a line per check and ends
# with 1 if one failed.

import json
import os
import subprocess
import sys
import time

from checks import check, failures

LIMIT_SECONDS = 60
# A child that ends with us, however that is.
WITH_US = ["setpriv", "--pdeathsig", "KILL", "--"]


class Laid:
    """The independent card, lying on the reader."""

    def __init__(self, place, kiosk, pki, kind, quirks=""):
        self.kiosk, self.pki = kiosk, pki
        self.what = "%s [%s]" % (kind, quirks)
        program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "card.py")
        self.process = subprocess.Popen([*WITH_US, sys.executable, "-B", program, place, pki, kind, *quirks.split()],
                                        stdout=subprocess.PIPE, text=True)
        self.facts = json.loads(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(LIMIT_SECONDS)

    def run(self, *arguments, **secrets):
        """What `kiosk card` says; a reader that has not seen the card yet is asked again."""
        known = {name: self.facts[name] for name in ("pin", "can", "puk", "mrz")}
        known.update(secrets)
        environment = dict(os.environ, LC_ALL="C.UTF-8")
        environment.update({"KIOSK_" + name.upper(): value for name, value in known.items() if value})
        deadline = time.monotonic() + LIMIT_SECONDS
        while True:
            done = subprocess.run([self.kiosk, "card", *arguments, "--json"], capture_output=True, text=True,
                                  env=environment, timeout=LIMIT_SECONDS, stdin=subprocess.DEVNULL)
            if done.returncode != 69 or self.process.poll() is not None or time.monotonic() > deadline:
                break
        try:
            return done.returncode, json.loads(done.stdout)
        except ValueError:
            return done.returncode, {"said": done.stdout + done.stderr}

    def read(self, *arguments, **secrets):
        return self.run("read", "--terminal", self.pki, *arguments, **secrets)


def identity_cards(place, kiosk, pki):
    for quirks in ("", "trailing newer extended-info", "no-sfi 6Cxx trailing", "soft-end eager-end newer", "61xx",
                   "no-extended claims-extended", "no-extended short-answers previous-authority", "p1-02-only no-sfi",
                   "many-offers newer set-of-addresses", "absent no-address 6Cxx", "suite=16:192", "suite=17:256 61xx",
                   "suite=12:128", "no-extended no-sfi 6Cxx trailing",
                   "two-curves no-key-id", "no-key-id newer no-sfi",
                   "silent-end medium-answers long-lengths", "suite=17:256 long-nonce no-sfi 61xx short-answers"):
        with Laid(place, kiosk, pki, "id", quirks) as card:
            ended, said = card.read("--with", "pin")
            holder = said.get("holder", {})
            address = holder.get("address", {})
            good = ended == 0 and all(holder.get(k) == v for k, v in card.facts["holder"].items())
            good = good and len(said["proven"]) == 4
            if "no-address" in quirks:
                good = good and "Große" not in json.dumps(said, ensure_ascii=False)
            else:
                good = good and address.get("street") == "Große Straße 7 ½" and address.get("city") == "Köln"
            check("read %s in %s exchanges" % (card.what, said.get("exchanges")), good, (ended, said))


def pins(place, kiosk, pki):
    with Laid(place, kiosk, pki, "id", "no-extended trailing newer") as card:
        def state(tries, name, what):
            ended, said = card.run("info")
            pin = said.get("pin", {})
            check(what, ended == 0 and pin.get("state") == name and pin.get("triesLeft") in (tries, None), said)
        state(3, "ready", "info")
        for kind in ("pin", "can", "puk", "mrz"):
            ended, said = card.run("info", "--with", kind)
            check("info --with " + kind, ended == 0 and said["opened"]["with"] == kind, said)
        ended, said = card.run("change-pin", new_pin="271828")
        check("change-pin", ended == 0, said)
        ended, said = card.run("info", "--with", "pin")
        check("the old PIN no more", ended == 70, (ended, said))
        state(2, "ready", "a try less")
        ended, said = card.run("info", "--with", "pin", pin="000001")
        check("a second wrong PIN", ended == 70, (ended, said))
        state(1, "suspended", "suspended")
        ended, said = card.run("info", "--with", "pin", pin="271828")
        check("CAN, then PIN", ended == 0, (ended, said))
        state(3, "ready", "all tries again")
    with Laid(place, kiosk, pki, "id", "tries=1 6Cxx no-sfi") as card:
        ended, said = card.read("--with", "pin")
        check("read a suspended card", ended == 0, (ended, said))
    with Laid(place, kiosk, pki, "id", "tries=0") as card:
        ended, said = card.run("change-pin", new_pin="271828")
        check("change-pin of a blocked card", ended == 70, (ended, said))
        ended, said = card.run("unblock")
        check("unblock", ended == 0, (ended, said))
        ended, said = card.run("change-pin", new_pin="271828")
        check("change-pin", ended == 0, (ended, said))
    with Laid(place, kiosk, pki, "id", "deactivated") as card:
        ended, said = card.run("info")
        check("deactivated", ended == 0 and said["pin"]["state"] == "deactivated", (ended, said))


def passports(place, kiosk, pki):
    for kind, quirks, secrets in (("passport", "", ("mrz", "can")), ("old", "", ("mrz",)),
                                  ("passport", "trailing 6Cxx no-sfi suite=13:256", ("mrz",)),
                                  ("passport", "many-offers short-answers no-extended 61xx", ("can",)),
                                  ("old", "trailing absent no-extended eager-end", ("mrz",)),
                                  ("old", "no-sfi 6Cxx", ("mrz",)), ("old", "61xx soft-end", ("mrz",)),
                                  ("passport", "absent suite=17:256", ("mrz",)), ("old", "no-master keyid", ("mrz",)),
                                  ("old", "hidden=6982 active-ec", ("mrz",)), ("old", "hidden=6D00", ("mrz",)),
                                  ("old", "hidden=6986 active-rsa 6Cxx", ("mrz",)), ("old", "hidden=6985", ("mrz",)),
                                  ("passport", "both two-curves keyid", ("mrz", "can")),
                                  ("passport", "long-lengths long-nonce suite=13:192 silent-end", ("mrz",)),
                                  ("passport", "both active-ec no-sfi", ("mrz",))):
        with Laid(place, kiosk, pki, kind, quirks) as card:
            for secret in secrets:
                ended, said = card.read("--with", secret)
                text = json.dumps(said, ensure_ascii=False)
                proven = said.get("proven", [])
                genuine = "passive-authentication" in proven and (
                    "active-authentication" if "active" in quirks else "chip-authentication") in proven
                check("read %s with %s in %s exchanges" % (card.what, secret, said.get("exchanges")),
                      ended == 0 and genuine and "C01X00T47" in text and "OEZTUERK" in text, (ended, said))
            ended, said = card.run("info")
            check("info of " + card.what, ended == 0 and said.get("card") == "passport", said)


def forgeries(place, kiosk, pki):
    """Cards and middlemen that must not be believed: no name, no good end."""
    foreign = pki + "-foreign"
    subprocess.run([kiosk, "simulate", "pki", foreign, "--rights", "all"], check=True)
    for kind, quirks in (("id", "evil-point"), ("id", "evil-mirror"), ("id", "evil-token"), ("id", "evil-chip-token"),
                         ("id", "evil-clone"), ("id", "evil-access"), ("id", "evil-security"), ("id", "evil-mac"),
                         ("id", "evil-plain"), ("id", "evil-status"), ("id", "evil-replay"), ("passport", "evil-zone"),
                         ("passport", "evil-clone"), ("old", "evil-clone"), ("old", "evil-zone"), ("old", "evil-mac"),
                         ("old", "evil-plain"), ("old", "evil-clone active-ec"), ("passport", "evil-downgrade")):
        with Laid(place, kiosk, pki, kind, quirks) as card:
            ended, said = card.read("--with", "pin" if kind == "id" else "mrz")
            text = json.dumps(said, ensure_ascii=False).upper()
            check("refused: %s, %s" % (card.what, said.get("error", {}).get("code")),
                  ended in (65, 70) and "LUKASZ" not in text and "ANAIS" not in text, (ended, said))
    for kind, secret in (("id", "pin"), ("passport", "can"), ("old", "mrz")):
        with Laid(place, kiosk, pki, kind) as card:
            ended, said = card.run("read", "--terminal", foreign, "--with", secret)
            text = json.dumps(said, ensure_ascii=False).upper()
            check("refused: %s of another country, %s" % (card.what, said.get("error", {}).get("code")),
                  ended in (65, 70) and "LUKASZ" not in text, (ended, said))


PARTS = {"identity-cards": identity_cards, "pins": pins, "passports": passports, "forgeries": forgeries}

if __name__ == "__main__":
    for part in sys.argv[4:] or list(PARTS):
        try:
            PARTS[part](*sys.argv[1:4])
        except (OSError, ValueError, KeyError, TypeError, subprocess.SubprocessError) as error:
            check("part %s: %r" % (part, error), False)
    print("%d failed" % len(failures))
    sys.exit(1 if failures else 0)
