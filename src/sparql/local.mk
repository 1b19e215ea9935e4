# SPDX-License-Identifier: GPL-3.0-or-later
libfurat_la_SOURCES += \
	src/sparql/algebra.h \
	src/sparql/ast.h \
	src/sparql/builtins.c src/sparql/builtins.h \
	src/sparql/keywords.c src/sparql/keywords.h \
	src/sparql/lexer.c src/sparql/lexer.h \
	src/sparql/parser.c src/sparql/parser.h src/sparql/parser_internal.h \
	src/sparql/parser_calls.c \
	src/sparql/parser_expressions.c \
	src/sparql/parser_paths.c \
	src/sparql/parser_patterns.c \
	src/sparql/parser_queries.c \
	src/sparql/parser_scope.c \
	src/sparql/parser_terms.c \
	src/sparql/parser_triples.c \
	src/sparql/parser_updates.c \
	src/sparql/position.c src/sparql/position.h \
	src/sparql/position_expression.c \
	src/sparql/position_path.c src/sparql/position_path.h \
	src/sparql/position_reader.c src/sparql/position_reader.h \
	src/sparql/position_states.c src/sparql/position_states.h \
	src/sparql/position_word.c src/sparql/position_word.h \
	src/sparql/print.c src/sparql/print.h src/sparql/print_internal.h \
	src/sparql/print_algebra.c src/sparql/print_algebra.h \
	src/sparql/print_terms.c \
	src/sparql/print_updates.c \
	src/sparql/statement.c src/sparql/statement.h \
	src/sparql/translate.c src/sparql/translate_internal.h \
	src/sparql/translate_expr.c \
	src/sparql/translate_query.c \
	src/sparql/translate_triples.c
