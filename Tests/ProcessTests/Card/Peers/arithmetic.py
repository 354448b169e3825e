# Ciphers, curves and key derivation for the independent terminal and card beside this file, written from
# TR-03110-3 and TR-03111 alone. It shares nothing with the product but OpenSSL's block ciphers. It is no library to
# protect anybody with: nothing here runs in constant time, no secret is wiped.

import base64
import ctypes
import hashlib
import os
import subprocess

from objects import children

_crypto = ctypes.CDLL("libcrypto.so.3")
_crypto.EVP_CIPHER_CTX_new.restype = ctypes.c_void_p
_crypto.EVP_CIPHER_fetch.restype = ctypes.c_void_p
_fetched = {}


def _cipher(name, key, iv, data, encrypt):
    if name not in _fetched:
        _fetched[name] = ctypes.c_void_p(_crypto.EVP_CIPHER_fetch(None, name.encode(), None))
    context = ctypes.c_void_p(_crypto.EVP_CIPHER_CTX_new())
    out = ctypes.create_string_buffer(len(data) + 32)
    length = ctypes.c_int(0)
    good = _crypto.EVP_CipherInit_ex(context, _fetched[name], None, key, iv, int(encrypt))
    _crypto.EVP_CIPHER_CTX_set_padding(context, 0)
    good &= _crypto.EVP_CipherUpdate(context, out, ctypes.byref(length), data, len(data))
    _crypto.EVP_CIPHER_CTX_free(context)
    assert good == 1 and length.value == len(data), (name, len(data), length.value)
    return out.raw[:length.value]


def xor(left, right):
    return bytes(a ^ b for a, b in zip(left, right))


def pad(data, block):
    return data + b"\x80" + bytes(-(len(data) + 1) % block)


def unpad(data):
    body = data.rstrip(b"\0")
    assert body and body[-1] == 0x80, "padding"
    return body[:-1]


class AES:
    """AES-CBC and CMAC with keys of one length."""
    block = 16

    def __init__(self, encryption, mac):
        self.encryption, self.mac_key = encryption, mac
        self.name = "AES-%d" % (8 * len(encryption))

    def ecb(self, data, key=None):
        return _cipher(self.name + "-ECB", key or self.encryption, None, data, True)

    def encrypt(self, data, iv=bytes(16)):
        return _cipher(self.name + "-CBC", self.encryption, iv, data, True)

    def decrypt(self, data, iv=bytes(16)):
        return _cipher(self.name + "-CBC", self.encryption, iv, data, False)

    def mac(self, data):
        def double(value):
            number = int.from_bytes(value, "big") << 1
            return ((number & (1 << 128) - 1) ^ (0x87 if number >> 128 else 0)).to_bytes(16, "big")
        first = double(self.ecb(bytes(16), self.mac_key))
        whole = data and len(data) % 16 == 0
        data = data if whole else pad(data, 16)
        data = data[:-16] + xor(data[-16:], first if whole else double(first))
        return _cipher(self.name + "-CBC", self.mac_key, bytes(16), data, True)[-16:][:8]


class TripleDES:
    """Two-key triple DES and ISO 9797-1 algorithm 3 for old passports."""
    block = 8

    def __init__(self, encryption, mac):
        self.encryption, self.mac_key = encryption, mac

    def encrypt(self, data, iv=bytes(8)):
        return _cipher("DES-EDE3-CBC", self.encryption + self.encryption[:8], iv, data, True)

    def decrypt(self, data, iv=bytes(8)):
        return _cipher("DES-EDE3-CBC", self.encryption + self.encryption[:8], iv, data, False)

    def mac(self, data):
        data = pad(data, 8)
        first, second = self.mac_key[:8], self.mac_key[8:16]
        chained = _cipher("DES-EDE3-CBC", first * 3, bytes(8), data, True)[-8:]
        middle = _cipher("DES-EDE3-ECB", second * 3, None, chained, False)
        return _cipher("DES-EDE3-ECB", first * 3, None, middle, True)


def derive(shared, counter, bits, nonce=b""):
    """TR-03110-3 A.2.3: `bits` 112 for triple DES, else AES."""
    digest = hashlib.sha1 if bits <= 128 else hashlib.sha256
    key = digest(shared + nonce + counter.to_bytes(4, "big")).digest()[:16 if bits == 112 else bits // 8]
    if bits != 112:
        return key
    return bytes(b & 0xFE | (bin(b & 0xFE).count("1") + 1) % 2 for b in key)


def session(shared, bits, nonce=b""):
    kind = TripleDES if bits == 112 else AES
    return kind(derive(shared, 1, bits, nonce), derive(shared, 2, bits, nonce))


class Curve:
    def __init__(self, number, name, p, a, b, g, n):
        self.number, self.name = number, name
        self.p, self.a, self.b, self.n = (int.from_bytes(x, "big") for x in (p, a, b, n))
        self.size = (self.p.bit_length() + 7) // 8
        self.g = self.point(g)

    def point(self, data):
        size = self.size
        assert len(data) == 2 * size + 1 and data[0] == 4, "point's form"
        x, y = int.from_bytes(data[1:size + 1], "big"), int.from_bytes(data[size + 1:], "big")
        assert x < self.p and y < self.p and (y * y - x * x * x - self.a * x - self.b) % self.p == 0, "not on curve"
        return x, y

    def bytes(self, point):
        return b"\4" + self.x(point) + point[1].to_bytes(self.size, "big")

    def x(self, point):
        return point[0].to_bytes(self.size, "big")

    def add(self, left, right):
        if left is None or right is None:
            return left or right
        p = self.p
        if left[0] == right[0]:
            if (left[1] + right[1]) % p == 0:
                return None
            slope = (3 * left[0] * left[0] + self.a) * pow(2 * left[1], -1, p) % p
        else:
            slope = (right[1] - left[1]) * pow(right[0] - left[0], -1, p) % p
        x = (slope * slope - left[0] - right[0]) % p
        return x, (slope * (left[0] - x) - left[1]) % p

    def times(self, scalar, point=None):
        total, step = None, point or self.g
        while scalar:
            if scalar & 1:
                total = self.add(total, step)
            step = self.add(step, step)
            scalar >>= 1
        return total

    def scalar(self):
        return int.from_bytes(os.urandom(self.size + 8), "big") % (self.n - 1) + 1

    def hashed(self, digest):
        number = int.from_bytes(digest, "big")
        return number >> max(0, 8 * len(digest) - self.n.bit_length())

    def sign(self, private, digest):
        k = self.scalar()
        r = self.times(k)[0] % self.n
        s = pow(k, -1, self.n) * (self.hashed(digest) + r * private) % self.n
        size = (self.n.bit_length() + 7) // 8
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")

    def verify(self, public, digest, signature):
        half = len(signature) // 2
        r, s = int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
        if half != (self.n.bit_length() + 7) // 8 or not (0 < r < self.n and 0 < s < self.n):
            return False
        w = pow(s, -1, self.n)
        found = self.add(self.times(self.hashed(digest) * w % self.n), self.times(r * w % self.n, public))
        return found is not None and found[0] % self.n == r


class _Curves(dict):
    """The standardised domain parameters (TR-03110-3 A.2.1.1), as OpenSSL spells them out."""
    names = {12: "prime256v1", 13: "brainpoolP256r1", 15: "secp384r1", 16: "brainpoolP384r1", 17: "brainpoolP512r1"}

    def __missing__(self, number):
        command = ["openssl", "ecparam", "-name", self.names[number], "-param_enc", "explicit", "-outform", "DER"]
        fields = children(children(subprocess.run(command, check=True, capture_output=True).stdout)[0][1])
        prime, (a, b) = children(fields[1][1])[1][1], [v for _, v in children(fields[2][1])][:2]
        self[number] = Curve(number, self.names[number], prime, a, b, fields[3][1], fields[4][1])
        return self[number]


CURVES = _Curves()


def private_scalar(path):
    """The scalar in a PKCS#8 PEM file."""
    text = "".join(line for line in open(path).read().splitlines() if not line.startswith("-"))
    wrapped = children(children(base64.b64decode(text))[0][1])[2][1]
    return int.from_bytes(children(children(wrapped)[0][1])[1][1], "big")
