// OpenSSL 3 libcrypto, and the few calls that need a macro or a parameter list, which Swift cannot build.
// Only Sources/Crypto imports this module; nothing here decides anything.
#ifndef KIOSK_CCRYPTO_H
#define KIOSK_CCRYPTO_H
// The EC_KEY functions are deprecated in OpenSSL 3, and still the only ones that sign and verify on a group that
// is already there; a key of the new kind is built from a list of parameters anew for each point.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <sys/random.h>

// A context that computes HMAC-SHA-256 under `key`; NULL if the library cannot. Free with EVP_MAC_CTX_free.
static inline EVP_MAC_CTX *kiosk_hmac_sha256_new(const unsigned char *key, size_t count) {
  EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
  if (mac == NULL) return NULL;
  EVP_MAC_CTX *context = EVP_MAC_CTX_new(mac);
  EVP_MAC_free(mac);
  if (context == NULL) return NULL;
  OSSL_PARAM parameters[2] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)"SHA256", 0),
      OSSL_PARAM_construct_end(),
  };
  const unsigned char none = 0;
  if (EVP_MAC_init(context, key != NULL ? key : &none, key != NULL ? count : 0, parameters) != 1) {
    EVP_MAC_CTX_free(context);
    return NULL;
  }
  return context;
}

// One HMAC in a context whose key is already set; 1 if `tag` (32 bytes) was written.
static inline int kiosk_hmac_sha256(
    EVP_MAC_CTX *context, const unsigned char *message, size_t count, unsigned char *tag) {
  size_t written = 0;
  return EVP_MAC_init(context, NULL, 0, NULL) == 1 &&
         (count == 0 || EVP_MAC_update(context, message, count) == 1) &&
         EVP_MAC_final(context, tag, &written, 32) == 1 && written == 32;
}

// A context that computes AES-CMAC under `key` with the cipher of that name ("AES-128-CBC"); NULL if the library
// cannot. Free with EVP_MAC_CTX_free.
static inline EVP_MAC_CTX *kiosk_cmac_new(
    EVP_MAC *mac, const char *cipher, const unsigned char *key, size_t count) {
  EVP_MAC_CTX *context = EVP_MAC_CTX_new(mac);
  if (context == NULL) return NULL;
  OSSL_PARAM parameters[2] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_CIPHER, (char *)cipher, 0),
      OSSL_PARAM_construct_end(),
  };
  if (EVP_MAC_init(context, key, count, parameters) != 1) {
    EVP_MAC_CTX_free(context);
    return NULL;
  }
  return context;
}

// One CMAC in a context whose key is already set; 1 if `tag` (16 bytes) was written.
static inline int kiosk_cmac(
    EVP_MAC_CTX *context, const unsigned char *message, size_t count, unsigned char *tag) {
  size_t written = 0;
  return EVP_MAC_init(context, NULL, 0, NULL) == 1 &&
         (count == 0 || EVP_MAC_update(context, message, count) == 1) &&
         EVP_MAC_final(context, tag, &written, 16) == 1 && written == 16;
}

// One Ed25519 signature (64 bytes); `context` was initialised for signing once and is only rewound here,
// which spares the look-up of the algorithm.
static inline int kiosk_ed25519_sign(
    EVP_MD_CTX *context, const unsigned char *message, size_t count, unsigned char *signature) {
  size_t written = 64;
  const unsigned char none = 0;
  return EVP_DigestSignInit(context, NULL, NULL, NULL, NULL) == 1 &&
         EVP_DigestSign(context, signature, &written, message != NULL ? message : &none, count) == 1 &&
         written == 64;
}

// 1 if `signature` (64 bytes) is right; `context` was initialised for verifying once.
static inline int kiosk_ed25519_verify(
    EVP_MD_CTX *context, const unsigned char *message, size_t count, const unsigned char *signature) {
  const unsigned char none = 0;
  int right = EVP_DigestVerifyInit(context, NULL, NULL, NULL, NULL) == 1 &&
              EVP_DigestVerify(context, signature, 64, message != NULL ? message : &none, count) == 1;
  // A refused signature leaves entries in the thread's error queue, which nobody reads.
  if (!right) ERR_clear_error();
  return right;
}

// --- RSA of certificates and of chips ---

// The modulus of a SubjectPublicKeyInfo in bits; 0 if it holds no RSA key.
static inline int kiosk_rsa_bit_count(const unsigned char *info, size_t count) {
  const unsigned char *place = info;
  EVP_PKEY *key = d2i_PUBKEY(NULL, &place, (long)count);
  int bits = 0;
  if (key != NULL && place == info + count && (EVP_PKEY_is_a(key, "RSA") || EVP_PKEY_is_a(key, "RSA-PSS")))
    bits = EVP_PKEY_get_bits(key);
  EVP_PKEY_free(key);
  ERR_clear_error();
  return bits;
}

// 1 if the signature over a digest is right; PSS with that mask hash and salt length, or PKCS 1 if `mask` is NULL.
static inline int kiosk_rsa_verify(
    const unsigned char *info, size_t info_count, const char *hash, const char *mask, int salt,
    const unsigned char *digest, size_t digest_count, const unsigned char *signature, size_t signature_count) {
  EVP_PKEY *key = d2i_PUBKEY(NULL, &info, (long)info_count);
  EVP_PKEY_CTX *context = key != NULL ? EVP_PKEY_CTX_new(key, NULL) : NULL;
  int right = context != NULL && EVP_PKEY_verify_init(context) == 1 &&
              EVP_PKEY_CTX_set_rsa_padding(context, mask != NULL ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING) == 1 &&
              EVP_PKEY_CTX_set_signature_md(context, EVP_get_digestbyname(hash)) == 1;
  if (right && mask != NULL)
    right = EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_get_digestbyname(mask)) == 1 &&
            EVP_PKEY_CTX_set_rsa_pss_saltlen(context, salt) == 1;
  if (right) right = EVP_PKEY_verify(context, signature, signature_count, digest, digest_count) == 1;
  EVP_PKEY_CTX_free(context);
  EVP_PKEY_free(key);
  ERR_clear_error();
  return right;
}

// The public operation alone; the number of bytes written to `block`, 0 if it cannot be.
static inline int kiosk_rsa_recover(
    const unsigned char *info, size_t info_count, const unsigned char *signature, size_t signature_count,
    unsigned char *block, size_t block_count) {
  EVP_PKEY *key = d2i_PUBKEY(NULL, &info, (long)info_count);
  EVP_PKEY_CTX *context = key != NULL ? EVP_PKEY_CTX_new(key, NULL) : NULL;
  size_t written = block_count;
  int done = context != NULL && EVP_PKEY_verify_recover_init(context) == 1 &&
             EVP_PKEY_CTX_set_rsa_padding(context, RSA_NO_PADDING) == 1 &&
             EVP_PKEY_verify_recover(context, block, &written, signature, signature_count) == 1;
  EVP_PKEY_CTX_free(context);
  EVP_PKEY_free(key);
  ERR_clear_error();
  return done ? (int)written : 0;
}

// --- AES-256-GCM of JWE ---

// Seals one message: 1 if as many bytes as the plain text has and a tag of 16 bytes were written.
static inline int kiosk_aes_256_gcm_seal(
    const unsigned char *key, const unsigned char *nonce, const unsigned char *authenticated, int authenticated_count,
    const unsigned char *plain, int plain_count, unsigned char *cipher_text, unsigned char *tag) {
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
  EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
  int written = 0;
  int done = context != NULL && cipher != NULL &&
             EVP_EncryptInit_ex2(context, cipher, key, nonce, NULL) == 1 &&
             (authenticated_count == 0 ||
              EVP_EncryptUpdate(context, NULL, &written, authenticated, authenticated_count) == 1) &&
             (plain_count == 0 || (EVP_EncryptUpdate(context, cipher_text, &written, plain, plain_count) == 1 &&
                                   written == plain_count)) &&
             EVP_EncryptFinal_ex(context, tag, &written) == 1 && written == 0 &&
             EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16, tag) == 1;
  EVP_CIPHER_free(cipher);
  // Freeing wipes the key schedule.
  EVP_CIPHER_CTX_free(context);
  if (!done) ERR_clear_error();
  return done;
}
#endif
