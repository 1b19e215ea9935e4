// SPDX-License-Identifier: GPL-3.0-or-later
// Canned queries: files queries/*.rq with a header of `#+` lines as grlc has them: title,
// title@ar, description, and the lists tags, params (- actor: who fought), defaults
// (- language: en), enumerate (- language: [en, ar]) and kinds (- actor: fur:Actor, the
// class that the IRI of a name must have).  A parameter is a variable of the query:
// ?_name (text),
// ?_name_iri, ?_name_en (text in a language), ?_name_integer, ?_name_xsd_date; with two
// underscores it may be left out and then matches anything.
#ifndef FURAT_ENGINE_CANNED_H
#define FURAT_ENGINE_CANNED_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/vec.h"

typedef enum furat_param_type {
  FURAT_PARAM_TEXT, ///< a string, or text in a language
  FURAT_PARAM_IRI,  ///< an IRI, or a name by which one is found
  FURAT_PARAM_TYPED ///< a literal of a datatype
} furat_param_type;

typedef struct furat_canned_param {
  furat_str name;     ///< "actor"
  furat_str variable; ///< "_actor_iri"
  bool optional;      ///< two underscores: unbound when it is not given
  furat_param_type type;
  furat_str datatype;    ///< of FURAT_PARAM_TYPED
  furat_str language;    ///< of FURAT_PARAM_TEXT; may be empty
  furat_str kind;        ///< class IRI; may be empty
  furat_str description; ///< may be empty
  bool has_default;
  furat_str fallback; ///< the default, as it would be typed
  furat_str choices;  ///< "en, ar"; empty: anything
} furat_canned_param;

typedef struct furat_canned {
  furat_str name; ///< of the file, without .rq
  furat_buffer text;
  furat_str title;
  furat_str title_ar;
  furat_str description;
  furat_vec tags;   ///< furat_str
  furat_vec params; ///< furat_canned_param, in the order of the query
  furat_arena arena;
} furat_canned;

/// Read a file.  FURAT_BAD_SYNTAX with file, line and column.  Clear it also after a
/// failure.
FURAT_NODISCARD furat_status
furat_canned_read(furat_canned *canned, const char *path, furat_error *err);

/// Read what is to become the file.
FURAT_NODISCARD furat_status
furat_canned_read_text(furat_canned *canned, const char *path, furat_str text,
                       furat_error *err);

/// Accepts a zeroed one.
void
furat_canned_clear(furat_canned *canned);

/// The parameter of this name, or NULL.
const furat_canned_param *
furat_canned_param_named(const furat_canned *canned, furat_str name);

/// Whether `value` is one of the parameter's choices; true when it has none.
bool
furat_canned_param_allows(const furat_canned_param *param, furat_str value);

#endif
