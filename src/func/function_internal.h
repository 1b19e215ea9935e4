// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of functions share.
#ifndef FURAT_FUNC_FUNCTION_INTERNAL_H
#define FURAT_FUNC_FUNCTION_INTERNAL_H

#include "func/function.h"
#include "func/regex.h"

#define FURAT_DECLARE_FUNCTION(name)                                     \
  furat_status furat_function_##name(furat_value *out, furat_call *call, \
                                     const furat_value *args, size_t n_args)

// function_term.c
FURAT_DECLARE_FUNCTION(is_iri);
FURAT_DECLARE_FUNCTION(is_blank);
FURAT_DECLARE_FUNCTION(is_literal);
FURAT_DECLARE_FUNCTION(is_numeric);
FURAT_DECLARE_FUNCTION(str);
FURAT_DECLARE_FUNCTION(lang);
FURAT_DECLARE_FUNCTION(lang_matches);
FURAT_DECLARE_FUNCTION(datatype);
FURAT_DECLARE_FUNCTION(iri);
FURAT_DECLARE_FUNCTION(bnode);
FURAT_DECLARE_FUNCTION(str_dt);
FURAT_DECLARE_FUNCTION(str_lang);
FURAT_DECLARE_FUNCTION(uuid);
FURAT_DECLARE_FUNCTION(str_uuid);
FURAT_DECLARE_FUNCTION(same_term);

// function_string.c
FURAT_DECLARE_FUNCTION(str_len);
FURAT_DECLARE_FUNCTION(substr);
FURAT_DECLARE_FUNCTION(ucase);
FURAT_DECLARE_FUNCTION(lcase);
FURAT_DECLARE_FUNCTION(str_starts);
FURAT_DECLARE_FUNCTION(str_ends);
FURAT_DECLARE_FUNCTION(contains);
FURAT_DECLARE_FUNCTION(str_before);
FURAT_DECLARE_FUNCTION(str_after);
FURAT_DECLARE_FUNCTION(encode_for_uri);
FURAT_DECLARE_FUNCTION(concat);
FURAT_DECLARE_FUNCTION(regex);
FURAT_DECLARE_FUNCTION(replace);
FURAT_DECLARE_FUNCTION(md5);
FURAT_DECLARE_FUNCTION(sha1);
FURAT_DECLARE_FUNCTION(sha256);
FURAT_DECLARE_FUNCTION(sha384);
FURAT_DECLARE_FUNCTION(sha512);

// function_number.c
FURAT_DECLARE_FUNCTION(abs);
FURAT_DECLARE_FUNCTION(round);
FURAT_DECLARE_FUNCTION(ceil);
FURAT_DECLARE_FUNCTION(floor);
FURAT_DECLARE_FUNCTION(rand);

// function_time.c
FURAT_DECLARE_FUNCTION(now);
FURAT_DECLARE_FUNCTION(year);
FURAT_DECLARE_FUNCTION(month);
FURAT_DECLARE_FUNCTION(day);
FURAT_DECLARE_FUNCTION(hours);
FURAT_DECLARE_FUNCTION(minutes);
FURAT_DECLARE_FUNCTION(seconds);
FURAT_DECLARE_FUNCTION(timezone);
FURAT_DECLARE_FUNCTION(tz);

#undef FURAT_DECLARE_FUNCTION

/// The next 64 random bits.
uint64_t
furat_call_random(furat_call *call);

/// The compiled pattern, from the cache or compiled into it; borrowed until the next
/// call. FURAT_BAD_DATA when it is wrong.
FURAT_NODISCARD furat_status
furat_call_regex(furat_regex **out, furat_call *call, furat_str pattern, furat_str flags);

/// Where the part of `text` ends, between code points, that begins at `at` and is worked
/// on before the cancel token of the call is looked at again: that is done now when
/// enough has been worked on, and its status given.
FURAT_NODISCARD furat_status
furat_call_stride(size_t *end, furat_call *call, furat_str text, size_t at);

/// furat_str_find() by strides: `*at` is beyond the text when the part is not in it.
FURAT_NODISCARD furat_status
furat_call_find(size_t *at, furat_call *call, furat_str text, furat_str part);

/// Append by strides; a failure to grow is in the buffer.
FURAT_NODISCARD furat_status
furat_call_append(furat_buffer *out, furat_call *call, furat_str text);

/// Move what `buffer` holds into the arena and clear it, whatever happens.
FURAT_NODISCARD furat_status
furat_call_keep(furat_str *out, furat_call *call, furat_buffer *buffer);

#endif
