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
  const struct nettle_hash *hash = hash_of(digest);
  uint8_t result[SHA512_DIGEST_SIZE];
  void *context = furat_alloc(hash->context_size);
  if (!context) {
    out->status = out->status == FURAT_OK ? FURAT_NO_MEM : out->status;
    return;
  }
  hash->init(context);
  hash->update(context, bytes.len, (const uint8_t *)bytes.data);
  hash->digest(context, hash->digest_size, result);
  furat_free(context);
  static const char digits[] = "0123456789abcdef";
  for (unsigned i = 0; i < hash->digest_size; i++) {
    furat_buffer_append_byte(out, digits[result[i] >> 4]);
    furat_buffer_append_byte(out, digits[result[i] & 15]);
  }
}
