// SPDX-License-Identifier: GPL-3.0-or-later
// A scan gives a member in some nanoseconds, a look-up of one thing takes a microsecond.
//                                              scan -> [names_members] -> names_search
#include "engine/names_members.h"

#include "base/memory.h"
#include "store/dictionary.h"
#include "store/scan.h"

enum { MOST_MEMBERS = 1 << 18, BITS_A_WORD = 64 };

static furat_scan_spec
spec_of(furat_id type, furat_id class)
{
  furat_scan_spec spec = FURAT_SCAN_ALL(FURAT_POSG);
  spec.n_bound = 2;
  spec.bound[0] = type;
  spec.bound[1] = class;
  return spec;
}

static furat_status
are_few(furat_txn *txn, furat_id type, const furat_vec *classes, bool *few,
        furat_error *err)
{
  uint64_t sum = 0;
  furat_status status = FURAT_OK;
  for (size_t i = 0; i < classes->n && status == FURAT_OK; i++) {
    const furat_scan_spec spec = spec_of(type, FURAT_VEC_AT(classes, furat_id, i));
    uint64_t n = 0;
    status = furat_scan_count(txn, &spec, &n, err);
    sum += n;
  }
  *few = sum <= MOST_MEMBERS;
  return status;
}

static furat_status
read_class(furat_names_members *out, furat_txn *txn, const furat_scan_spec *spec,
           furat_error *err)
{
  furat_id subjects[FURAT_SCAN_BATCH_ROWS];
  furat_id *const columns[FURAT_N_FIELDS] = {[FURAT_FIELD_SUBJECT] = subjects};
  furat_scan *scan = NULL;
  furat_status status = furat_scan_open(&scan, txn, spec, err);
  while (status == FURAT_OK) {
    size_t n = 0;
    status = furat_scan_next(scan, columns, FURAT_SCAN_BATCH_ROWS, &n, err);
    for (size_t i = 0; i < n && status == FURAT_OK; i++) {
      const uint64_t at = furat_id_payload(subjects[i]);
      if (furat_id_is_indexed(subjects[i]) && at < out->n) {
        out->bits[at / BITS_A_WORD] |= UINT64_C(1) << at % BITS_A_WORD;
      }
    }
  }
  furat_scan_close(scan);
  return status == FURAT_DONE ? FURAT_OK : status;
}

furat_status
furat_names_members_read(furat_names_members *out, furat_txn *txn, furat_id type,
                         const furat_vec *classes, furat_error *err)
{
  bool few = false;
  *out = (furat_names_members){.n = furat_dictionary_size(txn)};
  furat_status status = are_few(txn, type, classes, &few, err);
  if (status != FURAT_OK || !few) {
    return status;
  }
  out->bits = furat_alloc_zeroed(out->n / BITS_A_WORD + 1, sizeof *out->bits);
  if (!out->bits) {
    return furat_error_no_mem(err);
  }
  for (size_t i = 0; i < classes->n && status == FURAT_OK; i++) {
    const furat_scan_spec spec = spec_of(type, FURAT_VEC_AT(classes, furat_id, i));
    status = read_class(out, txn, &spec, err);
  }
  return status;
}

bool
furat_names_members_have(const furat_names_members *members, furat_id thing)
{
  const uint64_t at = furat_id_payload(thing);
  return furat_id_is_indexed(thing) && at < members->n &&
         (members->bits[at / BITS_A_WORD] >> at % BITS_A_WORD & 1) != 0;
}

void
furat_names_members_clear(furat_names_members *members)
{
  furat_free(members->bits);
  *members = (furat_names_members){.bits = NULL};
}
