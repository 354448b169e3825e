#!/bin/sh
# Makes passport-files.txt anew: certificates of signing authorities and document signers, data groups and security
# objects of a sample passport, each as `name base64` on a line. Tests read the file; nobody runs this but a person
# who needs another case. Keys are new each time and are thrown away, except those of the sample chip.
# Usage: make-passport-files.sh > passport-files.txt
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
exec 3>&1 1>&2

hexfile() { printf '%s' "$1" | perl -ne 'print pack "H*", $_' > "$2"; }
emit() { printf '%s %s\n' "$1" "$(base64 -w0 < "$2")" >&3; }

cat > ca.cnf <<'C'
[ca]
default_ca = c
[c]
database = index.txt
rand_serial = yes
policy = any
default_md = sha256
new_certs_dir = .
unique_subject = no
crlnumber = crlnumber
default_crl_days = 20000
[any]
countryName = optional
organizationName = optional
commonName = optional
[csca]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
2.5.29.16 = DER:30:22:80:0F:32:30:32:30:30:31:30:31:30:30:30:30:30:30:5A:81:0F:32:30:34:30:30:31:30:31:30:30:30:30:30:30:5A
[ds]
keyUsage = critical,digitalSignature
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
2.23.136.1.1.6.2 = DER:30:08:02:01:00:31:03:13:01:50
[mls]
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,2.23.136.1.1.3
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[cacert]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,digitalSignature
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[strange]
keyUsage = critical,digitalSignature
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
1.2.3.4 = critical,DER:05:00
C
: > index.txt; echo 01 > crlnumber

key() { # name, kind: a curve's name, or rsa:BITS
  case $2 in
    rsa:*) openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:${2#rsa:} -out "$1.key" ;;
    explicit:*) openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:${2#explicit:} -pkeyopt ec_param_enc:explicit -out "$1.key" ;;
    *) openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:$2 -pkeyopt ec_param_enc:named_curve -out "$1.key" ;;
  esac
}
csca() { # name, key kind, hash, more options
  name=$1 kind=$2 hash=$3; shift 3
  key "$name" "$kind"
  openssl req -new -key "$name.key" -subj "/C=UT/O=Utopia/CN=$name" -out r.csr
  openssl ca -batch -config ca.cnf -selfsign -keyfile "$name.key" -in r.csr -md "$hash" -notext \
    -startdate 20200101000000Z -enddate 20991231235959Z -extensions csca -out "$name.pem" "$@"
  openssl x509 -in "$name.pem" -outform DER -out "$name.der"
}
signer() { # name, key kind, authority, hash, extensions, from, to, more options
  name=$1 kind=$2 by=$3 hash=$4 ext=$5 from=$6 to=$7; shift 7
  key "$name" "$kind"
  openssl req -new -key "$name.key" -subj "/C=UT/O=Utopia/CN=$name" -out r.csr
  openssl ca -batch -config ca.cnf -keyfile "$by.key" -cert "$by.pem" -in r.csr -md "$hash" -notext \
    -startdate "$from" -enddate "$to" -extensions "$ext" -out "$name.pem" "$@"
  openssl x509 -in "$name.pem" -outform DER -out "$name.der"
}
sign() { # output, content, content type, signer, hash, more options
  out=$1 in=$2 type=$3 by=$4 hash=$5; shift 5
  openssl cms -sign -binary -nodetach -nosmimecap -in "$in" -econtent_type "$type" -signer "$by.pem" \
    -inkey "$by.key" -md "$hash" -outform DER -out "$out" "$@"
}

csca csca-curve explicit:brainpoolP256r1 sha256
csca csca-other brainpoolP256r1 sha256
csca csca-rsa rsa:3072 sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32
always="20200601000000Z 20991231235959Z"
signer ds-explicit explicit:brainpoolP256r1 csca-curve sha256 ds $always
signer ds-384 brainpoolP384r1 csca-curve sha384 ds $always
signer ds-rsa rsa:2048 csca-rsa sha256 ds $always -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32
signer ds-sha1 P-256 csca-curve sha1 ds $always
signer ds-short rsa:1024 csca-rsa sha256 ds $always
signer ds-expired P-256 csca-curve sha256 ds 20200601000000Z 20250601000000Z
signer ds-ended P-256 csca-curve sha256 ds 20260401000000Z 20360701000000Z
signer ds-future P-256 csca-curve sha256 ds 20380601000000Z 20991231235959Z
signer ds-late P-256 csca-curve sha256 ds 20450601000000Z 20991231235959Z
signer ds-other P-256 csca-other sha256 ds $always
signer ds-revoked P-256 csca-curve sha256 ds $always
signer ds-authority P-256 csca-curve sha256 cacert $always
signer ds-strange P-256 csca-curve sha256 strange $always
signer mls brainpoolP256r1 csca-curve sha256 mls $always
openssl ca -config ca.cnf -keyfile csca-curve.key -cert csca-curve.pem -revoke ds-revoked.pem
openssl ca -config ca.cnf -keyfile csca-curve.key -cert csca-curve.pem -gencrl -md sha256 -out crl.pem
openssl crl -in crl.pem -outform DER -out crl.der

# The sample passport: ICAO's Anna Maria Eriksson, with a date of expiry in 2036.
mrz1='P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<'
mrz2='L898902C36UTO7408122F3604155ZE184226B<<<<<16'
tlv() { # tag in hex, value in hex
  count=$((${#2} / 2))
  if [ $count -lt 128 ]; then printf '%s%02X%s' "$1" $count "$2"
  elif [ $count -lt 256 ]; then printf '%s81%02X%s' "$1" $count "$2"
  else printf '%s82%04X%s' "$1" $count "$2"; fi
}
text() { printf '%s' "$1" | od -An -tx1 | tr -d ' \n'; }
dg1=$(tlv 61 "$(tlv 5F1F "$(text "$mrz1$mrz2")")")
dg11=$(tlv 6B "$(tlv 5C 5F0E5F105F11)$(tlv 5F0E "$(text 'ERIKSSON<<ANNA<MARIA')")$(tlv 5F10 "$(text '19740812001')")$(tlv 5F11 "$(text 'ZENITH')")")
dg12=$(tlv 6C "$(tlv 5C 5F195F26)$(tlv 5F19 "$(text 'PASSPORT OFFICE')")$(tlv 5F26 "$(text 20260416)")")
key chip brainpoolP256r1
key active P-256
openssl pkey -in chip.key -pubout -outform DER -out chip.spki
openssl pkey -in active.key -pubout -outform DER -out active.spki
spki=$(od -An -tx1 -v chip.spki | tr -d ' \n')
# ChipAuthenticationPublicKeyInfo (id-PK-ECDH) and ChipAuthenticationInfo (AES-CBC-CMAC-128, version 1).
infos=$(tlv 30 "$(tlv 06 04007F000702020102)$spki")$(tlv 30 "$(tlv 06 04007F00070202030202)020101")
dg14=$(tlv 6E "$(tlv 31 "$infos")")
dg15=$(tlv 6F "$(od -An -tx1 -v active.spki | tr -d ' \n')")
for n in 1 11 12 14 15; do eval "hexfile \"\$dg$n\" dg$n.bin"; emit "dg$n" "dg$n.bin"; done

hashes() { # hash, data groups
  hash=$1; shift
  list=
  for n in "$@"; do
    digest=$(openssl dgst -"$hash" -r "dg$n.bin" | cut -d' ' -f1)
    list=$list$(tlv 30 "$(tlv 02 "$(printf %02X "$n")")$(tlv 04 "$digest")")
  done
  case $hash in sha256) oid=608648016503040201 ;; sha384) oid=608648016503040202 ;; sha1) oid=2B0E03021A ;; esac
  tlv 30 "020100$(tlv 30 "$(tlv 06 $oid)")$(tlv 30 "$list")"
}
sod() { # name, signer, signature hash, LDS hash, data groups..., then -- and options
  name=$1 by=$2 md=$3 lds=$4; shift 4
  groups=
  while [ $# -gt 0 ] && [ "$1" != -- ]; do groups="$groups $1"; shift; done
  [ $# -gt 0 ] && shift
  hexfile "$(hashes "$lds" $groups)" lds.bin
  sign "$name.der" lds.bin 2.23.136.1.1.1 "$by" "$md" "$@"
  emit "$name" "$name.der"
}
all="1 11 12 14 15"
sod sod-explicit ds-explicit sha256 sha256 $all
sod sod-384 ds-384 sha384 sha384 $all
sod sod-rsa ds-rsa sha256 sha256 1 11 12
sod sod-pss ds-rsa sha256 sha256 1 11 12 -- -keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:32
sod sod-keyid ds-explicit sha256 sha256 $all -- -keyid
sod sod-no-dg1 ds-explicit sha256 sha256 11 12
sod sod-active ds-explicit sha256 sha256 1 11 12 15
sod sod-plain ds-explicit sha256 sha256 1 11 12
sod sod-sha1 ds-explicit sha1 sha256 $all
sod sod-lds-sha1 ds-explicit sha256 sha1 $all
sod sod-ds-sha1 ds-sha1 sha256 sha256 $all
sod sod-short ds-short sha256 sha256 $all
sod sod-expired ds-expired sha256 sha256 $all
sod sod-ended ds-ended sha256 sha256 $all
sod sod-future ds-future sha256 sha256 $all
sod sod-late ds-late sha256 sha256 $all
sod sod-other ds-other sha256 sha256 $all
sod sod-revoked ds-revoked sha256 sha256 $all
sod sod-authority ds-authority sha256 sha256 $all
sod sod-strange ds-strange sha256 sha256 $all
sod sod-mls mls sha256 sha256 $all
sod sod-no-certificate ds-explicit sha256 sha256 $all -- -nocerts
sod sod-no-attributes ds-explicit sha256 sha256 $all -- -noattr
sod sod-two-signers ds-explicit sha256 sha256 $all -- -signer ds-384.pem -inkey ds-384.key
hexfile "$(hashes sha256 $all)" lds.bin
sign type.der lds.bin 2.23.136.1.1.2 ds-explicit sha256
emit sod-wrong-type type.der
for name in csca-curve csca-other csca-rsa ds-explicit ds-rsa mls; do emit "$name" "$name.der"; done
emit crl crl.der
list=$(tlv 30 "020100$(tlv 31 "$(cat csca-curve.der csca-rsa.der | od -An -tx1 -v | tr -d ' \n')")")
hexfile "$list" list.bin
sign master.der list.bin 2.23.136.1.1.2 mls sha256
emit master-list master.der
sign foreign.der list.bin 2.23.136.1.1.2 ds-explicit sha256
emit master-list-by-document-signer foreign.der
openssl pkey -in chip.key -outform DER -out chip.der
openssl pkey -in active.key -outform DER -out active.der
emit chip-key chip.der
emit active-key active.der
