// SPDX-License-Identifier: GPL-3.0-or-later
// IRIs that the code itself has to know.
#ifndef FURAT_RDF_VOCABULARY_H
#define FURAT_RDF_VOCABULARY_H

#define FURAT_RDF  "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define FURAT_RDFS "http://www.w3.org/2000/01/rdf-schema#"
#define FURAT_XSD  "http://www.w3.org/2001/XMLSchema#"
#define FURAT_OWL  "http://www.w3.org/2002/07/owl#"
#define FURAT_SKOS "http://www.w3.org/2004/02/skos/core#"
#define FURAT_SH   "http://www.w3.org/ns/shacl#"

#define FURAT_RDF_TYPE        FURAT_RDF "type"
#define FURAT_RDF_FIRST       FURAT_RDF "first"
#define FURAT_RDF_REST        FURAT_RDF "rest"
#define FURAT_RDF_NIL         FURAT_RDF "nil"
#define FURAT_RDF_LANG_STRING FURAT_RDF "langString"

#define FURAT_XSD_STRING    FURAT_XSD "string"
#define FURAT_XSD_BOOLEAN   FURAT_XSD "boolean"
#define FURAT_XSD_INTEGER   FURAT_XSD "integer"
#define FURAT_XSD_DECIMAL   FURAT_XSD "decimal"
#define FURAT_XSD_DOUBLE    FURAT_XSD "double"
#define FURAT_XSD_FLOAT     FURAT_XSD "float"
#define FURAT_XSD_DATE      FURAT_XSD "date"
#define FURAT_XSD_DATE_TIME FURAT_XSD "dateTime"

#endif
