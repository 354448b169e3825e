// OpenSSL 3 libcrypto.
#ifndef KIOSK_CCRYPTO_H
#define KIOSK_CCRYPTO_H
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/crypto.h>
#include <openssl/pem.h>
#include <openssl/err.h>
#endif
