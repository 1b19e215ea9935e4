// SPDX-License-Identifier: GPL-3.0-or-later
// Digests against published values.
#include "base/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void
digests_of_abc_are_the_published_ones(void **state)
{
  (void)state;
  static const struct {
    furat_digest digest;
    const char *expected;
  } cases[] = {
      {FURAT_DIGEST_MD5, "900150983cd24fb0d6963f7d28e17f72"},
      {FURAT_DIGEST_SHA1, "a9993e364706816aba3e25717850c26c9cd0d89d"},
      {FURAT_DIGEST_SHA256,
       "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {FURAT_DIGEST_SHA384,
       "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
       "8086072ba1e7cc2358baeca134c825a7"},
      {FURAT_DIGEST_SHA512,
       "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
       "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"},
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
    furat_buffer out;
    furat_buffer_init(&out, 1000);
    furat_digest_write(&out, cases[i].digest, FURAT_STR("abc"));
    assert_string_equal(out.data, cases[i].expected);
    furat_buffer_clear(&out);
  }
}

static void
the_empty_text_has_a_digest(void **state)
{
  (void)state;
  furat_buffer out;
  furat_buffer_init(&out, 1000);
  furat_digest_write(&out, FURAT_DIGEST_MD5, FURAT_STR_NONE);
  assert_string_equal(out.data, "d41d8cd98f00b204e9800998ecf8427e");
  furat_buffer_clear(&out);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(digests_of_abc_are_the_published_ones),
      cmocka_unit_test(the_empty_text_has_a_digest),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
