// SPDX-License-Identifier: GPL-3.0-or-later
// The groups of the help on SPARQL, each in the file that is named.
#ifndef FURAT_CLI_LANGUAGE_INTERNAL_H
#define FURAT_CLI_LANGUAGE_INTERNAL_H

#include "cli/language.h"

// language_queries.c
extern const furat_language_group furat_language_queries;

// language_patterns.c
extern const furat_language_group furat_language_patterns;
extern const furat_language_group furat_language_modifiers;

// language_terms.c
extern const furat_language_group furat_language_terms;
extern const furat_language_group furat_language_operators;

// language_updates.c
extern const furat_language_group furat_language_updates;

// language_functions.c
extern const furat_language_group furat_language_forms;
extern const furat_language_group furat_language_terms_functions;

// language_strings.c
extern const furat_language_group furat_language_strings;

// language_numbers.c
extern const furat_language_group furat_language_aggregates;
extern const furat_language_group furat_language_numbers;
extern const furat_language_group furat_language_times;
extern const furat_language_group furat_language_digests;
extern const furat_language_group furat_language_casts;

#endif
