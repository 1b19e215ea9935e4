// SPDX-License-Identifier: GPL-3.0-or-later
// The states of a place in a statement: what may stand in each, and where words lead.
#ifndef FURAT_SPARQL_POSITION_STATES_H
#define FURAT_SPARQL_POSITION_STATES_H

#include "sparql/keywords.h"
#include "sparql/position.h"

typedef enum furat_position_state {
  FURAT_AT_NOTHING, // nothing that could be offered
  FURAT_AT_START,
  FURAT_AT_PREFIX_NAME,
  FURAT_AT_PREFIX_IRI,
  FURAT_AT_BASE_IRI,
  FURAT_AT_SELECT,
  FURAT_AT_PROJECT,
  FURAT_AT_DESCRIBE,
  FURAT_AT_CONSTRUCT,
  FURAT_AT_CONSTRUCTED,
  FURAT_AT_ASK,
  FURAT_AT_FROM,
  FURAT_AT_DATASET,
  FURAT_AT_WHERE,
  FURAT_AT_MODIFIERS,
  FURAT_AT_GROUP,
  FURAT_AT_GROUP_BY,
  FURAT_AT_ORDER,
  FURAT_AT_ORDER_BY,
  FURAT_AT_HAVING,
  FURAT_AT_NUMBER,
  FURAT_AT_VALUES,
  FURAT_AT_INSERT,
  FURAT_AT_DELETE,
  FURAT_AT_DATA_TEMPLATE,
  FURAT_AT_TEMPLATED,
  FURAT_AT_USING,
  FURAT_AT_WITH,
  FURAT_AT_WITH_DONE,
  FURAT_AT_LOAD,
  FURAT_AT_INTO,
  FURAT_AT_CLEAR,
  FURAT_AT_CREATE,
  FURAT_AT_ADD,
  FURAT_AT_ADDED,
  FURAT_AT_ADD_TO,
  FURAT_AT_GRAPH_REF,
  // in groups
  FURAT_AT_SUBJECT,
  FURAT_AT_PREDICATE,
  FURAT_AT_OBJECT,
  FURAT_AT_AFTER_OBJECT,
  FURAT_AT_DATATYPE,
  FURAT_AT_GRAPH_NAME,
  FURAT_AT_SERVICE_NAME,
  FURAT_AT_BODY,
  FURAT_AT_FILTER,
  FURAT_AT_BIND,
  // in brackets
  FURAT_AT_LIST,
  FURAT_AT_OPERAND,
  FURAT_AT_OPERATOR,
  FURAT_AT_NEW_VARIABLE,
  FURAT_AT_SEPARATOR,
  FURAT_AT_VARIABLES,
  FURAT_AT_DATA,
  FURAT_AT_ROW,
  FURAT_AT_N_STATES
} furat_position_state;

/// What may stand in a state.
typedef struct furat_position_offer {
  unsigned wants;
  const char *keywords[24]; ///< NULL-terminated
} furat_position_offer;

const furat_position_offer *
furat_position_offer_of(furat_position_state state);

/// Where a word of the top level leads; `state` itself where it leads nowhere.
furat_position_state
furat_position_lead(furat_position_state state, furat_keyword keyword);

#endif
