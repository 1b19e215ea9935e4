// SPDX-License-Identifier: GPL-3.0-or-later
// The other side of the linker's --wrap.  Live pointers are kept in a fixed hash table,
// so that pointers that the C library allocated and the program frees are not counted.
#include "support/alloc_fail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <pthread.h>

enum { TABLE_SLOTS = 1 << 20, MAX_ROUNDS = 200000 };

void *
__real_malloc(size_t size);
void *
__real_calloc(size_t n, size_t size);
void *
__real_realloc(void *old, size_t size);
void
__real_free(void *memory);
void *
__wrap_malloc(size_t size);
void *
__wrap_calloc(size_t n, size_t size);
void *
__wrap_realloc(void *old, size_t size);
void
__wrap_free(void *memory);

// Programs under test have threads.
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static size_t n_until_failure;
static bool has_failed;
static uintptr_t table[TABLE_SLOTS];
static size_t n_live;

static size_t
slot_of(uintptr_t p)
{
  size_t i = (p >> 4) * 0x9E3779B97F4A7C15u >> 44;
  while (table[i] && table[i] != p) {
    i = (i + 1) % TABLE_SLOTS;
  }
  return i;
}

static void *
remember(void *memory)
{
  pthread_mutex_lock(&lock);
  if (memory && n_live < TABLE_SLOTS / 2) {
    table[slot_of((uintptr_t)memory)] = (uintptr_t)memory;
    ++n_live;
  }
  pthread_mutex_unlock(&lock);
  return memory;
}

static void
forget_locked(uintptr_t p)
{
  size_t i = slot_of(p);
  if (!p || !table[i]) {
    return;
  }
  table[i] = 0;
  --n_live;
  // What stood behind it in the same run is put in again.
  for (i = (i + 1) % TABLE_SLOTS; table[i]; i = (i + 1) % TABLE_SLOTS) {
    const uintptr_t moved = table[i];
    table[i] = 0;
    table[slot_of(moved)] = moved;
  }
}

static void
forget(uintptr_t p)
{
  pthread_mutex_lock(&lock);
  forget_locked(p);
  pthread_mutex_unlock(&lock);
}

static bool
must_fail(size_t n, size_t size)
{
  // AddressSanitizer ends the program where malloc would only say no.
  if (size && n > PTRDIFF_MAX / size) {
    return true;
  }
  pthread_mutex_lock(&lock);
  const bool fails = n_until_failure != 0 && --n_until_failure == 0;
  has_failed = has_failed || fails;
  pthread_mutex_unlock(&lock);
  return fails;
}

void *
__wrap_malloc(size_t size)
{
  return must_fail(1, size) ? NULL : remember(__real_malloc(size));
}

void *
__wrap_calloc(size_t n, size_t size)
{
  return must_fail(n, size) ? NULL : remember(__real_calloc(n, size));
}

void *
__wrap_realloc(void *old, size_t size)
{
  if (must_fail(1, size)) {
    return NULL;
  }
  // Forgotten first: once it is free, another thread may get the same place.
  forget((uintptr_t)old);
  void *memory = __real_realloc(old, size);
  remember(memory ? memory : old);
  return memory;
}

void
__wrap_free(void *memory)
{
  forget((uintptr_t)memory);
  __real_free(memory);
}

void
alloc_fail_at(size_t n)
{
  n_until_failure = n;
  has_failed = false;
}

size_t
alloc_fail_live(void)
{
  return n_live;
}

static void
fail_each(alloc_fail_body body, void *context, bool is_tolerant)
{
  for (size_t n = 1; n < MAX_ROUNDS; ++n) {
    const size_t before = n_live;
    alloc_fail_at(n);
    const furat_status status = body(context);
    const bool failed = has_failed;
    alloc_fail_at(0);
    if (n_live != before) {
      fail_msg("failing allocation %zu leaks %zu allocations", n, n_live - before);
    }
    if (!failed) {
      assert_int_equal(status, FURAT_OK);
      return;
    }
    if (!is_tolerant && status != FURAT_NO_MEM) {
      fail_msg("failing allocation %zu gives status %d", n, (int)status);
    }
  }
  fail_msg("more than %d allocations", MAX_ROUNDS);
}

void
alloc_fail_each(alloc_fail_body body, void *context)
{
  fail_each(body, context, false);
}

void
alloc_fail_each_tolerant(alloc_fail_body body, void *context)
{
  fail_each(body, context, true);
}
