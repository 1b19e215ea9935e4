// SPDX-License-Identifier: GPL-3.0-or-later
// A term that repeats the quad before (subjects, graphs) or one seen lately (predicates,
// types) is packed once.
#include "load/batch.h"

#include <string.h>

#include "base/memory.h"

enum { FULL_BYTES = 1 << 20 };
static const size_t max_term_bytes = (size_t)256 << 20;

furat_status
furat_batch_new(furat_batch **out, furat_error *err)
{
  furat_batch *batch = furat_alloc_zeroed(1, sizeof(*batch));
  if (!batch) {
    return furat_error_no_mem(err);
  }
  furat_buffer_init(&batch->bytes, UINT32_MAX);
  furat_batch_reset(batch);
  *out = batch;
  return FURAT_OK;
}

void
furat_batch_free(furat_batch *batch)
{
  if (batch) {
    furat_buffer_clear(&batch->bytes);
    furat_free(batch);
  }
}

void
furat_batch_reset(furat_batch *batch)
{
  if (batch->bytes.cap >
      4 * (size_t)FULL_BYTES) { // a giant has passed: do not keep its room
    furat_buffer_clear(&batch->bytes);
  }
  furat_buffer_reset(&batch->bytes);
  batch->n_terms = 0;
  batch->n_quads = 0;
  memset(batch->cache, 0xFF, sizeof(batch->cache));
}

bool
furat_batch_is_full(const furat_batch *batch)
{
  return batch->n_quads == FURAT_BATCH_QUADS || batch->bytes.len >= FULL_BYTES;
}

furat_str
furat_packed_text(const furat_batch *batch, const furat_packed_term *term)
{
  return (furat_str){batch->bytes.data + term->offset, term->text_bytes};
}

furat_str
furat_packed_extra(const furat_batch *batch, const furat_packed_term *term)
{
  return (furat_str){batch->bytes.data + term->offset + term->text_bytes,
                     term->extra_bytes};
}

static bool
is_packed(const furat_batch *batch, uint32_t index, furat_id_tag tag, furat_str text,
          furat_str extra)
{
  if (index >= batch->n_terms) {
    return false;
  }
  const furat_packed_term *term = &batch->terms[index];
  return term->tag == (uint32_t)tag &&
         furat_str_equal(furat_packed_text(batch, term), text) &&
         furat_str_equal(furat_packed_extra(batch, term), extra);
}

/// Few and cheap bits of a text: its length and its end, where IRIs differ.
static size_t
weak_hash(furat_str text)
{
  uint64_t word = 0;
  const size_t n = text.len < sizeof(word) ? text.len : sizeof(word);
  if (n) {
    memcpy(&word, text.data + text.len - n, n);
  }
  return (size_t)((word ^ text.len) * UINT64_C(0x9E3779B97F4A7C15) >> 56);
}

static furat_status
pack(furat_batch *batch, furat_id_tag tag, furat_str text, furat_str extra,
     uint32_t *index, furat_error *err)
{
  if (text.len > max_term_bytes || extra.len > max_term_bytes - text.len) {
    return furat_error_set(err, FURAT_LIMIT, "a term is longer than 256 MiB");
  }
  *index = (uint32_t)batch->n_terms++;
  batch->terms[*index] = (furat_packed_term){.offset = (uint32_t)batch->bytes.len,
                                             .text_bytes = (uint32_t)text.len,
                                             .extra_bytes = (uint32_t)extra.len,
                                             .tag = (uint32_t)tag};
  furat_buffer_append(&batch->bytes, text);
  furat_buffer_append(&batch->bytes, extra);
  return furat_buffer_status(&batch->bytes, err);
}

static furat_status
add_term(furat_batch *batch, const furat_term *term, uint32_t before, uint32_t *index,
         furat_error *err)
{
  *index = FURAT_BATCH_NO_TERM;
  if (term->kind == FURAT_TERM_NONE) {
    return FURAT_OK;
  }
  const furat_id_tag tag = furat_id_tag_of_term(term);
  const furat_str extra = tag == FURAT_ID_TAG_LANG_STRING ? term->language
                          : tag == FURAT_ID_TAG_TYPED     ? term->datatype
                                                          : FURAT_STR_NONE;
  if (is_packed(batch, before, tag, term->text, extra)) {
    *index = before;
    return FURAT_OK;
  }
  uint32_t *cached = &batch->cache[weak_hash(term->text)];
  if (is_packed(batch, *cached, tag, term->text, extra)) {
    *index = *cached;
    return FURAT_OK;
  }
  const furat_status status = pack(batch, tag, term->text, extra, index, err);
  *cached = *index;
  return status;
}

furat_status
furat_batch_add(furat_batch *batch, const furat_quad *quad, furat_error *err)
{
  const furat_term *terms[FURAT_N_FIELDS] = {&quad->subject, &quad->predicate,
                                             &quad->object, &quad->graph};
  static const uint32_t none[FURAT_N_FIELDS] = {FURAT_BATCH_NO_TERM, FURAT_BATCH_NO_TERM,
                                                FURAT_BATCH_NO_TERM, FURAT_BATCH_NO_TERM};
  const uint32_t *before = batch->n_quads ? batch->quads[batch->n_quads - 1] : none;
  uint32_t *row = batch->quads[batch->n_quads];
  for (unsigned f = 0; f < FURAT_N_FIELDS; ++f) {
    const furat_status status = add_term(batch, terms[f], before[f], &row[f], err);
    if (status != FURAT_OK) {
      return status;
    }
  }
  batch->n_quads += 1;
  return FURAT_OK;
}

// ---- queues

void
furat_batch_queue_init(furat_batch_queue *queue)
{
  *queue = (furat_batch_queue){.first = NULL};
  pthread_mutex_init(&queue->mutex, NULL);
  pthread_cond_init(&queue->changed, NULL);
}

void
furat_batch_queue_clear(furat_batch_queue *queue)
{
  while (queue->first) {
    furat_batch *batch = queue->first;
    queue->first = batch->next;
    furat_batch_free(batch);
  }
  pthread_cond_destroy(&queue->changed);
  pthread_mutex_destroy(&queue->mutex);
}

void
furat_batch_queue_put(furat_batch_queue *queue, furat_batch *batch)
{
  pthread_mutex_lock(&queue->mutex);
  batch->next = NULL;
  if (queue->first) {
    queue->last->next = batch;
  } else {
    queue->first = batch;
  }
  queue->last = batch;
  pthread_cond_signal(&queue->changed);
  pthread_mutex_unlock(&queue->mutex);
}

furat_batch *
furat_batch_queue_take(furat_batch_queue *queue)
{
  pthread_mutex_lock(&queue->mutex);
  while (!queue->first && !queue->closed) {
    pthread_cond_wait(&queue->changed, &queue->mutex);
  }
  furat_batch *batch = queue->first;
  if (batch) {
    queue->first = batch->next;
  }
  pthread_mutex_unlock(&queue->mutex);
  return batch;
}

void
furat_batch_queue_close(furat_batch_queue *queue)
{
  pthread_mutex_lock(&queue->mutex);
  queue->closed = true;
  pthread_cond_broadcast(&queue->changed);
  pthread_mutex_unlock(&queue->mutex);
}
