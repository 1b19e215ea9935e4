// SPDX-License-Identifier: GPL-3.0-or-later
// furat canonicalize: a document in the one form that all its equals share (RDFC-1.0).
//                                                               io -> [cli] -> dispatch
#include <stdlib.h>

#include "base/memory.h"
#include "cli/command.h"
#include "cli/intake.h"
#include "cli/interrupt.h"
#include "cli/show.h"
#include "cli/source.h"
#include "io/writer.h"

enum { OPTION_HASH = 1, OPTION_MAP };

static const furat_option options[] = {
    FURAT_INTAKE_OPTIONS,
    {.id = OPTION_HASH,
     .kind = FURAT_OPTION_CHOICE,
     .name = "hash",
     .argument = "ALGORITHM",
     .choices = "sha256 sha384 sha512",
     .help = "order blank nodes by this digest (default sha256)"},
    {.id = OPTION_MAP,
     .kind = FURAT_OPTION_FLAG,
     .name = "map",
     .help = "write which blank node got which name instead, as JSON"},
    {.id = 0},
};

typedef struct canonicalize_job {
  const char *path;
  furat_intake input;
  furat_canonical_options canonical;
  bool map;
  furat_cancel cancel;
} canonicalize_job;

static furat_digest
digest_named(furat_str name)
{
  if (furat_str_equal(name, FURAT_STR("sha384"))) {
    return FURAT_DIGEST_SHA384;
  }
  return furat_str_equal(name, FURAT_STR("sha512")) ? FURAT_DIGEST_SHA512
                                                    : FURAT_DIGEST_SHA256;
}

static furat_status
take_arguments(canonicalize_job *job, const furat_vec *arguments, furat_error *err)
{
  const furat_argument *hash = furat_argument_find(arguments, OPTION_HASH);
  const furat_status status = furat_intake_take(&job->input, arguments, err);
  job->path = furat_intake_one(arguments, "canonicalize", err);
  job->map = furat_argument_find(arguments, OPTION_MAP) != NULL;
  if (hash) {
    job->canonical.digest = digest_named(furat_str_of(hash->value));
  }
  return status == FURAT_OK && !job->path ? err->status : status;
}

static furat_status
write_quads(furat_output *output, const canonicalize_job *job, furat_error *err)
{
  const furat_write_options write = {.syntax = furat_syntax_named(FURAT_STR("nquads")),
                                     .canonical = &job->canonical};
  furat_writer *writer = NULL;
  furat_status status = furat_writer_new(&writer, output, &write, err);
  if (status == FURAT_OK) {
    const furat_quad_sink sink = furat_writer_sink(writer);
    status = furat_intake_read(&job->input, job->path, &sink, err);
  }
  if (status == FURAT_OK) {
    status = furat_writer_finish(writer, err);
  }
  furat_writer_free(writer);
  return status;
}

static furat_status
emit_into_set(void *self, const furat_quad *quads, size_t n, furat_error *err)
{
  furat_status status = FURAT_OK;
  for (size_t i = 0; status == FURAT_OK && i < n; ++i) {
    status = furat_quad_set_add(self, &quads[i], err);
  }
  return status;
}

/// A blank node's label in the document and its canonical one.
typedef struct label_pair {
  furat_str given;
  furat_str canonical;
} label_pair;

/// c14n9 before c14n10.
static int
compare_pairs(const void *a, const void *b)
{
  const furat_str left = ((const label_pair *)a)->canonical;
  const furat_str right = ((const label_pair *)b)->canonical;
  if (left.len != right.len) {
    return left.len < right.len ? -1 : 1;
  }
  return furat_str_compare(left, right);
}

/// The label of each blank node; returns how many there are.
static size_t
list_labels(label_pair *pairs, const furat_quad_set *set, bool canonical)
{
  size_t n = 0;
  for (uint32_t i = 0; i < set->terms.n; ++i) {
    const furat_term *term = furat_quad_set_term(set, i);
    if (term->kind == FURAT_TERM_BLANK) {
      *(canonical ? &pairs[n].canonical : &pairs[n].given) = term->text;
      n += 1;
    }
  }
  return n;
}

/// The labels within Turtle's grammar need no escapes in JSON.
static furat_status
write_pairs(furat_output *output, const label_pair *pairs, size_t n, furat_error *err)
{
  furat_buffer text;
  furat_buffer_init(&text, SIZE_MAX);
  furat_buffer_append_cstr(&text, n == 0 ? "{" : "{\n");
  for (size_t i = 0; i < n; ++i) {
    furat_buffer_appendf(&text, "  \"%.*s\": \"%.*s\"%s\n",
                         FURAT_STR_ARGS(pairs[i].given),
                         FURAT_STR_ARGS(pairs[i].canonical), i + 1 < n ? "," : "");
  }
  furat_buffer_append_cstr(&text, "}\n");
  furat_status status = furat_buffer_status(&text, err);
  if (status == FURAT_OK) {
    status = furat_output_write(output, furat_buffer_str(&text), err);
  }
  furat_buffer_clear(&text);
  return status;
}

static furat_status
map_labels(furat_output *output, furat_quad_set *set, const canonicalize_job *job,
           furat_error *err)
{
  label_pair *pairs = furat_alloc_zeroed(set->terms.n, sizeof *pairs);
  if (!pairs) {
    return furat_error_no_mem(err);
  }
  const size_t n = list_labels(pairs, set, false);
  furat_status status = furat_canonicalize(set, &job->canonical, err);
  if (status == FURAT_OK) {
    list_labels(pairs, set, true);
    qsort(pairs, n, sizeof *pairs, compare_pairs);
    status = write_pairs(output, pairs, n, err);
  }
  furat_free(pairs);
  return status;
}

static furat_status
write_map(furat_output *output, const canonicalize_job *job, furat_error *err)
{
  furat_quad_set set;
  furat_quad_set_init(&set);
  const furat_quad_sink sink = {.self = &set, .emit = emit_into_set};
  furat_status status = furat_intake_read(&job->input, job->path, &sink, err);
  if (status == FURAT_OK) {
    status = map_labels(output, &set, job, err);
  }
  furat_quad_set_clear(&set);
  return status;
}

static furat_status
run(const furat_vec *arguments, furat_error *err)
{
  canonicalize_job job = {.canonical = {.digest = FURAT_DIGEST_SHA256}};
  furat_output *output = NULL;
  furat_cancel_init(&job.cancel, 0);
  furat_intake_init(&job.input, &job.cancel);
  job.canonical.cancel = &job.cancel;
  furat_interrupt_begin(&job.cancel);
  furat_status status = take_arguments(&job, arguments, err);
  if (status == FURAT_OK) {
    status = furat_show_stdout(&output, err);
  }
  if (status == FURAT_OK) {
    status = job.map ? write_map(output, &job, err) : write_quads(output, &job, err);
  }
  if (status == FURAT_OK) {
    status = furat_output_finish(output, err);
  }
  furat_interrupt_end();
  furat_output_free(output);
  furat_intake_clear(&job.input);
  return status;
}

const furat_command furat_command_canonicalize = {
    .name = "canonicalize",
    .operands = "[--format FORMAT] FILE",
    .operand_kind = FURAT_OPTION_DOCUMENT,
    .summary = "write a document in its canonical form",
    .description =
        "Reads FILE (- is standard input; gzip and zstd are unpacked) and writes it as "
        "the "
        "canonical N-Quads of RDF Dataset Canonicalization (RDFC-1.0): sorted lines, "
        "blank "
        "nodes named c14n0, c14n1 ... by what is said about them. Two documents that say "
        "the same become the same bytes, here and in every other program that follows "
        "the "
        "recommendation, so that they can be compared, hashed and signed.\n\n"
        "Datasets made to be hard (large groups of blank nodes that nothing tells apart) "
        "are refused with exit status 3 after some seconds.",
    .options = options,
    .examples = "furat canonicalize data.ttl | sha256sum\ta checksum of what it says\n"
                "furat canonicalize --map data.nq\tthe names that blank nodes get\n"
                "furat export --canonical | sha256sum\tthe same of the shipped graph",
    .run = run,
};
