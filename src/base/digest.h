// SPDX-License-Identifier: GPL-3.0-or-later
// SPARQL 1.1 17.4.6: MD5, SHA1, SHA256, SHA384, SHA512 of a string's UTF-8.   [only place
// of nettle]
#ifndef FURAT_BASE_DIGEST_H
#define FURAT_BASE_DIGEST_H

#include "base/buffer.h"
#include "base/cancel.h"

typedef enum furat_digest {
  FURAT_DIGEST_MD5,
  FURAT_DIGEST_SHA1,
  FURAT_DIGEST_SHA256,
  FURAT_DIGEST_SHA384,
  FURAT_DIGEST_SHA512
} furat_digest;

/// Append the digest of `bytes` as lower-case hexadecimal digits.
void
furat_digest_write(furat_buffer *out, furat_digest digest, furat_str bytes);

/// The same, unless `cancel` (or NULL) says something meanwhile.
FURAT_NODISCARD furat_status
furat_digest_write_unless(furat_buffer *out, furat_digest digest, furat_str bytes,
                          const furat_cancel *cancel, furat_error *err);

#endif
