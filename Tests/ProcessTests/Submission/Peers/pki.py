"""Keys and certificates for a test counterpart, made by the openssl program: an authority for https, a root for
the destination's keys, and JSON Web Keys with their chains. Nothing here shares a line with the product.

Usage: pki.py FOLDER makes all of them once; they take seconds."""

import base64
import json
import os
import subprocess
import sys

from jwcrypto import jwk


def openssl(*arguments, data=None):
    return subprocess.run(["/usr/bin/openssl", *arguments], check=True, input=data, capture_output=True).stdout


def authority(folder, name):
    """A self-signed authority: PEM paths of its certificate and key."""
    key, certificate = f"{folder}/{name}.key", f"{folder}/{name}.pem"
    openssl("req", "-x509", "-newkey", "rsa:3072", "-nodes", "-sha512", "-days", "30", "-subj", f"/CN={name}",
            "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign",
            "-keyout", key, "-out", certificate)
    return certificate, key


def issued(folder, name, root, key, extension):
    """A certificate for `key` under an authority; its PEM path."""
    request, certificate = f"{folder}/{name}.csr", f"{folder}/{name}.crt"
    openssl("req", "-new", "-key", key, "-subj", f"/CN={name}", "-out", request)
    with open(f"{folder}/{name}.ext", "w") as file:
        file.write(extension + "\nauthorityKeyIdentifier=keyid\nsubjectKeyIdentifier=hash\n")
    openssl("x509", "-req", "-in", request, "-CA", root[0], "-CAkey", root[1], "-CAcreateserial", "-days", "20",
            "-sha512", "-extfile", f"{folder}/{name}.ext", "-out", certificate)
    return certificate


def rsa(folder, name, bits=4096):
    path = f"{folder}/{name}.rsa"
    openssl("genrsa", "-out", path, str(bits))
    return path


def web_key(folder, name, algorithm, operation, root=None, bits=4096):
    """The private key as jwcrypto has it, and what is published of it."""
    path = rsa(folder, name, bits)
    with open(path, "rb") as file:
        private = jwk.JWK.from_pem(file.read())
    members = json.loads(private.export())
    members.update(kid=name, alg=algorithm)
    public = {name: members[name] for name in ("kty", "n", "e", "kid", "alg")}
    public["key_ops"] = [operation]
    if root:
        certificate = issued(folder, name, root, path, "keyUsage=critical,digitalSignature,keyEncipherment")
        public["x5c"] = [base64.b64encode(openssl("x509", "-in", file, "-outform", "DER")).decode()
                         for file in (certificate, root[0])]
    save(folder, name, members, public)


def save(folder, name, private, public):
    with open(f"{folder}/{name}.json", "w") as file:
        json.dump({"private": private, "public": public}, file)


def load(folder, name):
    """A key pair that `web_key` made: jwcrypto's private key, and the published members."""
    with open(f"{folder}/{name}.json") as file:
        pair = json.load(file)
    return jwk.JWK(**pair["private"]), pair["public"]


def server(folder):
    """An authority for https and a certificate of 127.0.0.1 under it: paths of (authority, certificate, key)."""
    root = authority(folder, "https")
    key = rsa(folder, "server", 3072)
    certificate = issued(folder, "server", root, key, "subjectAltName=IP:127.0.0.1")
    os.chmod(key, 0o600)
    return root[0], certificate, key


if __name__ == "__main__":
    place = sys.argv[1]
    trusted = authority(place, "root")
    authority(place, "other")
    web_key(place, "enc-1", "RSA-OAEP-256", "wrapKey", trusted)
    web_key(place, "sig-1", "PS512", "verify", trusted)
    web_key(place, "service-1", "PS512", "verify")
    web_key(place, "stranger", "PS512", "verify", bits=2048)
    web_key(place, "short", "RSA-OAEP-256", "wrapKey", trusted, 3072)
    server(place)
