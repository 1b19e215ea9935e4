// SPDX-License-Identifier: GPL-3.0-or-later
// The table of functions and the state that calls share: time, randomness, compiled
// patterns.
#include "func/function.h"

#include <sys/random.h>
#include <time.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "func/function_internal.h"

enum { ANY = UINT8_MAX, N_CACHED_REGEXES = 16 };

// clang-format off
static const furat_function functions[] = {
    {"isIRI", 1, 1, false, furat_function_is_iri},
    {"isURI", 1, 1, false, furat_function_is_iri},
    {"isBLANK", 1, 1, false, furat_function_is_blank},
    {"isLITERAL", 1, 1, false, furat_function_is_literal},
    {"isNUMERIC", 1, 1, false, furat_function_is_numeric},
    {"STR", 1, 1, false, furat_function_str},
    {"LANG", 1, 1, false, furat_function_lang},
    {"DATATYPE", 1, 1, false, furat_function_datatype},
    {"IRI", 1, 1, false, furat_function_iri},
    {"URI", 1, 1, false, furat_function_iri},
    {"BNODE", 0, 1, true, furat_function_bnode},
    {"STRDT", 2, 2, false, furat_function_str_dt},
    {"STRLANG", 2, 2, false, furat_function_str_lang},
    {"UUID", 0, 0, true, furat_function_uuid},
    {"STRUUID", 0, 0, true, furat_function_str_uuid},
    {"sameTerm", 2, 2, false, furat_function_same_term},
    {"STRLEN", 1, 1, false, furat_function_str_len},
    {"SUBSTR", 2, 3, false, furat_function_substr},
    {"UCASE", 1, 1, false, furat_function_ucase},
    {"LCASE", 1, 1, false, furat_function_lcase},
    {"STRSTARTS", 2, 2, false, furat_function_str_starts},
    {"STRENDS", 2, 2, false, furat_function_str_ends},
    {"CONTAINS", 2, 2, false, furat_function_contains},
    {"STRBEFORE", 2, 2, false, furat_function_str_before},
    {"STRAFTER", 2, 2, false, furat_function_str_after},
    {"ENCODE_FOR_URI", 1, 1, false, furat_function_encode_for_uri},
    {"CONCAT", 0, ANY, false, furat_function_concat},
    {"LANGMATCHES", 2, 2, false, furat_function_lang_matches},
    {"REGEX", 2, 3, false, furat_function_regex},
    {"REPLACE", 3, 4, false, furat_function_replace},
    {"ABS", 1, 1, false, furat_function_abs},
    {"ROUND", 1, 1, false, furat_function_round},
    {"CEIL", 1, 1, false, furat_function_ceil},
    {"FLOOR", 1, 1, false, furat_function_floor},
    {"RAND", 0, 0, true, furat_function_rand},
    {"NOW", 0, 0, false, furat_function_now},
    {"YEAR", 1, 1, false, furat_function_year},
    {"MONTH", 1, 1, false, furat_function_month},
    {"DAY", 1, 1, false, furat_function_day},
    {"HOURS", 1, 1, false, furat_function_hours},
    {"MINUTES", 1, 1, false, furat_function_minutes},
    {"SECONDS", 1, 1, false, furat_function_seconds},
    {"TIMEZONE", 1, 1, false, furat_function_timezone},
    {"TZ", 1, 1, false, furat_function_tz},
    {"MD5", 1, 1, false, furat_function_md5},
    {"SHA1", 1, 1, false, furat_function_sha1},
    {"SHA256", 1, 1, false, furat_function_sha256},
    {"SHA384", 1, 1, false, furat_function_sha384},
    {"SHA512", 1, 1, false, furat_function_sha512},
};
// clang-format on
enum { N_FUNCTIONS = sizeof(functions) / sizeof(functions[0]) };

const furat_function *
furat_functions(size_t *n)
{
  *n = N_FUNCTIONS;
  return functions;
}

const furat_function *
furat_function_find(furat_str name)
{
  for (size_t i = 0; i < N_FUNCTIONS; i++) {
    if (furat_str_equal_nocase(name, furat_str_of(functions[i].name))) {
      return &functions[i];
    }
  }
  return NULL;
}

// --------------------------------------------------------------------- the regexes

// A direct-mapped cache: a query has few patterns, but a pattern from the data may be new
// each row.
struct furat_regex_cache {
  struct {
    uint64_t hash;
    char *key; // pattern, a slash, flags
    size_t key_len;
    furat_regex *regex;
  } entries[N_CACHED_REGEXES];
};

static furat_status
compile_entry(struct furat_regex_cache *cache, size_t i, uint64_t hash, furat_str key,
              furat_str pattern, furat_str flags)
{
  furat_regex *regex;
  furat_error ignored = FURAT_ERROR_INIT;
  furat_status status = furat_regex_compile(&regex, pattern, flags, &ignored);
  if (status != FURAT_OK) {
    return status == FURAT_NO_MEM ? status : FURAT_BAD_DATA;
  }
  char *copy = furat_strdup(key);
  if (!copy) {
    furat_regex_free(regex);
    return FURAT_NO_MEM;
  }
  furat_free(cache->entries[i].key);
  furat_regex_free(cache->entries[i].regex);
  cache->entries[i].hash = hash;
  cache->entries[i].key = copy;
  cache->entries[i].key_len = key.len;
  cache->entries[i].regex = regex;
  return FURAT_OK;
}

furat_status
furat_call_regex(furat_regex **out, furat_call *call, furat_str pattern, furat_str flags)
{
  furat_buffer key;
  furat_buffer_init(&key, SIZE_MAX / 2);
  furat_buffer_append(&key, pattern);
  furat_buffer_append_byte(&key, '/');
  furat_buffer_append(&key, flags);
  furat_status status = furat_buffer_status(&key, NULL);
  if (status == FURAT_OK) {
    uint64_t hash = furat_hash_bytes(furat_buffer_str(&key), 0);
    size_t i = hash % N_CACHED_REGEXES;
    struct furat_regex_cache *cache = call->regexes;
    bool cached =
        cache->entries[i].regex && cache->entries[i].hash == hash &&
        furat_str_equal((furat_str){cache->entries[i].key, cache->entries[i].key_len},
                        furat_buffer_str(&key));
    if (!cached) {
      status = compile_entry(cache, i, hash, furat_buffer_str(&key), pattern, flags);
    }
    *out = cache->entries[i].regex;
  }
  furat_buffer_clear(&key);
  return status;
}

// -------------------------------------------------------------------------- a call

// The current time in UTC.
static void
set_now(furat_call *call)
{
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  const furat_temporal epoch = {
      .kind = FURAT_TEMPORAL_DATE_TIME, .year = 1970, .month = 1, .day = 1};
  furat_duration since = {.seconds = now.tv_sec,
                          .atto = now.tv_nsec / 1000000 * INT64_C(1000000000000000)};
  call->now = epoch;
  // Only times of geologic size could fail; then it is the epoch.
  (void)!furat_temporal_add(&call->now, &epoch, &since);
}

furat_status
furat_call_init(furat_call *call, furat_arena *arena, furat_str base)
{
  *call = (furat_call){
      .arena = arena, .base = base, .max_text_bytes = FURAT_CALL_MAX_TEXT_BYTES};
  set_now(call);
  if (getrandom(&call->random_state, sizeof(call->random_state), 0) !=
      sizeof(call->random_state)) {
    call->random_state = (uint64_t)call->now.atto ^ (uint64_t)(uintptr_t)call;
  }
  call->regexes = furat_alloc_zeroed(1, sizeof(*call->regexes));
  return call->regexes ? FURAT_OK : FURAT_NO_MEM;
}

void
furat_call_clear(furat_call *call)
{
  for (size_t i = 0; call->regexes && i < N_CACHED_REGEXES; i++) {
    furat_free(call->regexes->entries[i].key);
    furat_regex_free(call->regexes->entries[i].regex);
  }
  furat_free(call->regexes);
  call->regexes = NULL;
}

uint64_t
furat_call_random(furat_call *call)
{
  call->random_state += UINT64_C(0x9E3779B97F4A7C15);
  uint64_t z = call->random_state;
  z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
  return z ^ (z >> 31);
}

// -------------------------------------------------------------------------- long texts

enum { STRIDE_BYTES = 1 << 18 };

furat_status
furat_call_stride(size_t *end, furat_call *call, furat_str text, size_t at)
{
  furat_status status = FURAT_OK;
  *end =
      text.len - at > STRIDE_BYTES ? furat_utf8_floor(text, at + STRIDE_BYTES) : text.len;
  call->n_bytes += *end - at;
  if (call->n_bytes >= STRIDE_BYTES) {
    call->n_bytes = 0;
    status = furat_cancel_poll(call->cancel, NULL);
  }
  return status;
}

furat_status
furat_call_find(size_t *at, furat_call *call, furat_str text, furat_str part)
{
  *at = text.len + 1;
  if (part.len > text.len) {
    return FURAT_OK;
  }
  for (size_t from = 0; from <= text.len - part.len;) {
    size_t end;
    const furat_status status = furat_call_stride(&end, call, text, from);
    if (status != FURAT_OK) {
      return status;
    }
    // Not less than the part, or what is looked at would be so many times.
    end = end - from < part.len ? from + part.len : end;
    const furat_str window = furat_str_slice(text, from, end - from + part.len);
    const size_t found = furat_str_find(window, part);
    if (found <= window.len) {
      *at = from + found;
      return FURAT_OK;
    }
    from = end;
  }
  return FURAT_OK;
}

furat_status
furat_call_append(furat_buffer *out, furat_call *call, furat_str text)
{
  furat_status status = FURAT_OK;
  for (size_t at = 0, end; status == FURAT_OK && at < text.len; at = end) {
    status = furat_call_stride(&end, call, text, at);
    if (status == FURAT_OK) {
      furat_buffer_append(out, furat_str_slice(text, at, end - at));
    }
  }
  return status;
}

furat_status
furat_call_keep(furat_str *out, furat_call *call, furat_buffer *buffer)
{
  furat_status status = furat_buffer_status(buffer, NULL);
  if (status == FURAT_OK &&
      !furat_arena_copy(call->arena, furat_buffer_str(buffer), out)) {
    status = FURAT_NO_MEM;
  }
  furat_buffer_clear(buffer);
  return status;
}
