# BER-TLV, object identifiers and the files of a card as the independent terminal and card write and read them
# (ISO 7816-4 5.2.2, TR-03110-3 appendices C and D). Strict in nothing but lengths.


def header(tag, length):
    name = tag.to_bytes((tag.bit_length() + 7) // 8 or 1, "big")
    if length < 0x80:
        return name + bytes([length])
    size = (length.bit_length() + 7) // 8
    return name + bytes([0x80 | size]) + length.to_bytes(size, "big")


def tlv(tag, *parts):
    value = b"".join(parts)
    return header(tag, len(value)) + value


def read(data, at=0):
    """Tag, value and what lies behind, of the object at `at`."""
    start = at
    at += 1
    if data[start] & 0x1F == 0x1F:
        while data[at] & 0x80:
            at += 1
        at += 1
    tag, length = int.from_bytes(data[start:at], "big"), data[at]
    at += 1
    if length & 0x80:
        size = length & 0x7F
        length = int.from_bytes(data[at:at + size], "big")
        at += size
    if at + length > len(data):
        raise ValueError("an object is longer than its data")
    return tag, data[at:at + length], at + length


def children(data):
    at, found = 0, []
    while at < len(data):
        tag, value, at = read(data, at)
        found.append((tag, value))
    return found


def fields(data):
    return dict(children(data))


def whole(data):
    """The first object of a file with its header: real files carry bytes behind it."""
    return data[:read(data)[2]]


def oid(text):
    numbers = [int(n) for n in text.split(".")]
    out = bytearray()
    for number in [numbers[0] * 40 + numbers[1]] + numbers[2:]:
        digits = [number & 0x7F]
        while number := number >> 7:
            digits.insert(0, number & 0x7F | 0x80)
        out += bytes(digits)
    return bytes(out)


def dotted(data):
    numbers, value = [], 0
    for byte in data:
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            numbers.append(value)
            value = 0
    first = min(numbers[0] // 40, 2)
    return ".".join(str(n) for n in [first, numbers[0] - 40 * first] + numbers[1:])


BSI = "0.4.0.127.0.7"
PACE, TA, CA, RI, PK = (BSI + ".2.2." + end for end in ("4.2", "2.2", "3.2", "5.2", "1.2"))
ROLE_AT = BSI + ".3.1.2.2"
AUXILIARY = BSI + ".3.1.4"
BIRTH, EXPIRY, COMMUNITY = (AUXILIARY + end for end in (".1", ".2", ".3"))
STANDARD = BSI + ".1.2"
EID = bytes.fromhex("E80704007F00070302")
PASSPORT = bytes.fromhex("A0000002471001")
# The last number of a PACE or CA identifier says the cipher.
BITS = {1: 112, 2: 128, 3: 192, 4: 256}
HASHES = {1: "sha1", 2: "sha224", 3: "sha256", 4: "sha384", 5: "sha512"}


def last(identifier):
    return int(identifier.split(".")[-1])


def integer(number):
    return tlv(2, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def identifier(text):
    return tlv(6, oid(text))


def sequence(*parts):
    return tlv(0x30, *parts)


def set_of(*parts):
    return tlv(0x31, *sorted(parts))


def infos(file):
    """The SecurityInfos of a SET: identifier and the values behind it, as (tag, value)."""
    tag, content, _ = read(file)
    assert tag == 0x31, "SecurityInfos are a SET"
    out = []
    for _, info in children(content):
        values = children(info)
        out.append((dotted(values[0][1]), values[1:]))
    return out


def number(value):
    return int.from_bytes(value, "big")


def check_digit(text):
    total = 0
    for place, sign in enumerate(text):
        worth = 0 if sign == "<" else int(sign, 36)
        total += worth * (7, 3, 1)[place % 3]
    return str(total % 10)


def mrz_information(zone):
    """ICAO 9303-11 4.3.2: document number, birth, expiry, each with its check digit, out of TD1 or TD3."""
    zone = zone.replace("\n", "").replace("/", "").strip()
    if len(zone) == 88:
        return zone[44:54] + zone[57:64] + zone[65:72]
    assert len(zone) == 90, len(zone)
    if zone[14] == "<":
        rest = zone[15:30].rstrip("<")
        return zone[5:14] + rest + zone[30:37] + zone[38:45]
    return zone[5:15] + zone[30:37] + zone[38:45]
