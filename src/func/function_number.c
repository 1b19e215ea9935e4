// SPDX-License-Identifier: GPL-3.0-or-later
// Functions on numbers: SPARQL 1.1 17.4.4.
#include "func/arithmetic.h"
#include "func/function_internal.h"

furat_status
furat_function_abs(furat_value *out, furat_call *call FURAT_UNUSED,
                   const furat_value *args, size_t n_args FURAT_UNUSED)
{
  return furat_value_abs(out, &args[0]);
}

furat_status
furat_function_round(furat_value *out, furat_call *call, const furat_value *args,
                     size_t n_args FURAT_UNUSED)
{
  return furat_value_round(out, call->arena, &args[0], FURAT_ROUND_HALF_UP);
}

furat_status
furat_function_ceil(furat_value *out, furat_call *call, const furat_value *args,
                    size_t n_args FURAT_UNUSED)
{
  return furat_value_round(out, call->arena, &args[0], FURAT_ROUND_CEILING);
}

furat_status
furat_function_floor(furat_value *out, furat_call *call, const furat_value *args,
                     size_t n_args FURAT_UNUSED)
{
  return furat_value_round(out, call->arena, &args[0], FURAT_ROUND_FLOOR);
}

furat_status
furat_function_rand(furat_value *out, furat_call *call,
                    const furat_value *args FURAT_UNUSED, size_t n_args FURAT_UNUSED)
{
  // 53 random bits: every double of that grid in [0, 1) is as likely.
  *out = furat_value_double((double)(furat_call_random(call) >> 11) / 9007199254740992.0);
  return FURAT_OK;
}
