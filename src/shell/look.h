// SPDX-License-Identifier: GPL-3.0-or-later
// Looking around in a dataset: small queries over all graphs, labels, and tables of what
// was found.                                       engine -> [look] -> dot_look, describe
#ifndef FURAT_SHELL_LOOK_H
#define FURAT_SHELL_LOOK_H

#include "engine/row_list.h"
#include "shell/dot.h"

/// Told each solution of a query; a status other than FURAT_OK ends it.
typedef furat_status (*furat_look_take)(void *self, const furat_term *row,
                                        furat_error *err);

/// Answer a SELECT over all graphs, whatever the default graph is.  `bindings` bind
/// variables of the text; they need not all occur.
FURAT_NODISCARD furat_status
furat_look_each(furat_shell *shell, const char *text, const furat_binding *bindings,
                size_t n_bindings, furat_look_take take, void *self, furat_error *err);

/// The label of a thing in the session's languages; FURAT_TERM_NONE: none.
FURAT_NODISCARD furat_status
furat_look_label(furat_shell *shell, const furat_term *thing, furat_arena *arena,
                 furat_term *label, furat_error *err);

/// The narrowest class of a thing, bytes in `arena`; FURAT_TERM_NONE: none.
FURAT_NODISCARD furat_status
furat_look_class(furat_shell *shell, const furat_term *thing, furat_arena *arena,
                 furat_term *class, furat_error *err);

/// The thing that somebody typed: <iri>, prefix:name, an absolute IRI, _:label, or a name
/// by which it (a class with instances, if that is wanted) is called: its label before
/// the aliases of others, which are told.  Bytes in `arena` or of `typed`.
/// FURAT_TERM_NONE when nothing or several things are called so: that, and the choices,
/// were shown.
FURAT_NODISCARD furat_status
furat_look_thing(furat_shell *shell, const char *typed, bool class_wanted,
                 furat_arena *arena, furat_term *out, furat_error *err);

// look_near.c

/// Among what something that is unknown may be meant to be.
typedef enum furat_look_kind {
  FURAT_LOOK_THING,
  FURAT_LOOK_CLASS,
  FURAT_LOOK_GRAPH
} furat_look_kind;

/// Hint in a filled error at what may be meant by an IRI that is unknown: another prefix,
/// or one that is spelt nearly so.  False when nothing is near.
bool
furat_look_hint(const furat_shell *shell, const furat_term *thing, furat_look_kind kind,
                furat_error *err);

/// FURAT_NOT_FOUND: "`what` ex:thing", with what may be meant as a hint, or else with
/// `otherwise` (or NULL).
furat_status
furat_look_unknown(const furat_shell *shell, const char *what, const furat_term *thing,
                   furat_look_kind kind, const char *otherwise, furat_error *err);

/// Show the rows as results are shown, and free them whatever the outcome.
FURAT_NODISCARD furat_status
furat_look_show(furat_shell *shell, furat_row_list *rows, furat_error *err);

/// Whether the screen has no room for wide columns beside each other.
bool
furat_look_is_narrow(const furat_shell *shell);

/// Show rows with the names of things whatever .labels says, in a narrow screen broken
/// into lines, and without cutting column `kept_column` (1: the first; 0: none) where
/// others can give way.
FURAT_NODISCARD furat_status
furat_look_show_names(furat_shell *shell, furat_row_list *rows, size_t kept_column,
                      furat_error *err);

/// A number as a term, its digits in `text`.
furat_term
furat_look_number(char text[32], uint64_t number);

#endif
