// SPDX-License-Identifier: GPL-3.0-or-later
// From the arguments of a command to its request and dataset, and back to nothing.
//                                    request, source -> [request_run] -> query, update
//                                    ...
#include "cli/request_run.h"

#include "cli/interrupt.h"
#include "cli/show.h"
#include "cli/source.h"

/// What lasts as long as the command.
typedef struct request_job {
  furat_request request;
  furat_prefixes prefixes;
  furat_cancel cancel;
  furat_dataset *dataset;
} request_job;

static furat_status
read_and_use(request_job *job, const furat_vec *arguments, const furat_request_ids *ids,
             bool for_update, furat_request_use use, furat_error *err)
{
  furat_status status = furat_show_prefixes(&job->prefixes, err);
  if (status == FURAT_OK) {
    status = furat_request_read(&job->request, arguments, ids, &job->prefixes, err);
  }
  if (status == FURAT_OK) {
    status = furat_source_open_for_request(&job->dataset, arguments, job->request.base,
                                           for_update, &job->cancel, err);
  }
  if (status == FURAT_OK) {
    status = furat_dataset_prefixes(job->dataset, &job->prefixes, err);
  }
  if (status == FURAT_OK) {
    status =
        furat_request_read_params(&job->request, arguments, ids, &job->prefixes, err);
  }
  if (status == FURAT_OK) {
    status =
        use(job->dataset, &job->request, arguments, &job->prefixes, &job->cancel, err);
    furat_request_tell(&job->request, status, err);
  }
  return status;
}

furat_status
furat_request_run(const furat_vec *arguments, const furat_request_ids *ids,
                  bool for_update, furat_request_use use, furat_error *err)
{
  request_job job = {.dataset = NULL};
  furat_request_init(&job.request);
  furat_prefixes_init(&job.prefixes);
  furat_source_cancel(&job.cancel, arguments);
  furat_interrupt_begin(&job.cancel);
  const furat_status status = read_and_use(&job, arguments, ids, for_update, use, err);
  furat_interrupt_end();
  furat_dataset_close(job.dataset);
  furat_request_clear(&job.request);
  furat_prefixes_clear(&job.prefixes);
  return status;
}
