// SPDX-License-Identifier: GPL-3.0-or-later
// Opens and fills datasets through the public interface.
#include "support/engine.h"

#include "engine/native.h"

furat_status
engine_open(furat_dataset **dataset, furat_error *err)
{
  furat_dataset_options options = FURAT_DATASET_OPTIONS_INIT;
  options.engine = &furat_engine_native;
  return furat_dataset_open(dataset, &options, err);
}

furat_status
engine_update(furat_dataset *dataset, const char *text, furat_error *err)
{
  furat_prepare_options options = FURAT_PREPARE_OPTIONS_INIT;
  options.update = true;
  furat_query *query = NULL;
  furat_status status =
      furat_query_prepare(&query, dataset, furat_str_of(text), &options, err);
  if (status == FURAT_OK) {
    status = furat_query_update(query, NULL, err);
  }
  furat_query_free(query);
  return status;
}
