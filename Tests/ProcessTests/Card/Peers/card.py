#!/usr/bin/env python3
# An independent card on the reader of a real pcscd and vpcd. Usage: card.py HOST:PORT PKI-DIRECTORY KIND [QUIRK...],
# KIND being id, passport or old (a passport with BAC only). It prints one JSON line like `kiosk simulate card` and
# stays until it is terminated or pcscd goes. With PEER_LOG each command and its answer's status go to that file.

import json
import os
import socket
import sys

from chip import Chip
from personal import Contents

LONG_ATR = bytes.fromhex("3B8A80018031F873F741E082900075")
# The same without the capability of extended length.
SHORT_ATR = bytes.fromhex("3B8A80018031B873F70100829000")


def with_check(atr):
    total = 0
    for byte in atr[1:]:
        total ^= byte
    return atr + bytes([total])


def main(place, pki, kind, quirks):
    known = {}
    for quirk in list(quirks):
        if quirk.startswith("tries="):
            known["tries"] = int(quirk[6:])
        if quirk.startswith("suite="):
            known["suite"] = [int(n) for n in quirk[6:].split(":")]
    contents = Contents(kind, pki, set(quirks), *known.get("suite", (13, 128)))
    contents.tries = known.get("tries", 3)
    chip = Chip(contents, quirks)
    chip.pin_active = "deactivated" not in quirks
    atr = LONG_ATR if "claims-extended" in quirks or "no-extended" not in quirks else with_check(SHORT_ATR)
    host, port = place.split(":")
    wire = socket.create_connection((host, int(port)))
    wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    print(json.dumps(contents.facts(kind)), flush=True)
    log = open(os.environ["PEER_LOG"], "a") if "PEER_LOG" in os.environ else None

    def exactly(count):
        data = b""
        while len(data) < count:
            part = wire.recv(count - len(data))
            if not part:
                sys.exit(0)
            data += part
        return data

    while True:
        message = exactly(int.from_bytes(exactly(2), "big"))
        if len(message) == 1:
            if message[0] in (0, 1, 2):
                chip.reset()
            elif message[0] == 4:
                wire.sendall(len(atr).to_bytes(2, "big") + atr)
            continue
        answer = chip.answer(message)
        if log:
            inner = "%02X%02X%02X%02X %d %04X" % (*chip.log[-1][0].head, len(chip.log[-1][0].data), chip.log[-1][1]
                                                  ) if chip.log else ""
            print(message.hex(), "->", answer.hex()[-4:], len(answer), "|", inner, file=log, flush=True)
        wire.sendall(len(answer).to_bytes(2, "big") + answer)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
