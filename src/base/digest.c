// SPDX-License-Identifier: GPL-3.0-or-later
// Digests through nettle's table-like descriptions of its hash functions.
#include "base/digest.h"

#include <nettle/nettle-meta.h>
#include <nettle/sha2.h>

#include "base/memory.h"

static const struct nettle_hash *
hash_of(furat_digest digest)
{
  switch (digest) {
  case FURAT_DIGEST_MD5:
    return &nettle_md5;
  case FURAT_DIGEST_SHA1:
    return &nettle_sha1;
  case FURAT_DIGEST_SHA256:
    return &nettle_sha256;
  case FURAT_DIGEST_SHA384:
    return &nettle_sha384;
  case FURAT_DIGEST_SHA512:
    break;
  }
  return &nettle_sha512;
}

void
furat_digest_write(furat_buffer *out, furat_digest digest, furat_str bytes)
{
  (void)!furat_digest_write_unless(out, digest, bytes, NULL, NULL); // is in the buffer
}

furat_status
furat_digest_write_unless(furat_buffer *out, furat_digest digest, furat_str bytes,
                          const furat_cancel *cancel, furat_error *err)
{
  enum { STRIDE_BYTES = 1 << 20 };
  const struct nettle_hash *hash = hash_of(digest);
  uint8_t result[SHA512_DIGEST_SIZE];
  void *context = furat_alloc(hash->context_size);
  if (!context) {
    out->status = out->status == FURAT_OK ? FURAT_NO_MEM : out->status;
    return furat_buffer_status(out, err);
  }
  furat_status status = FURAT_OK;
  hash->init(context);
  for (size_t at = 0; status == FURAT_OK && at < bytes.len; at += STRIDE_BYTES) {
    const furat_str part = furat_str_slice(bytes, at, STRIDE_BYTES);
    hash->update(context, part.len, (const uint8_t *)part.data);
    status = at > 0 ? furat_cancel_poll(cancel, err) : FURAT_OK;
  }
  hash->digest(context, hash->digest_size, result);
  furat_free(context);
  if (status != FURAT_OK) {
    return status;
  }
  static const char digits[] = "0123456789abcdef";
  for (unsigned i = 0; i < hash->digest_size; i++) {
    furat_buffer_append_byte(out, digits[result[i] >> 4]);
    furat_buffer_append_byte(out, digits[result[i] & 15]);
  }
  return furat_buffer_status(out, err);
}
