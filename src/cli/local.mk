# SPDX-License-Identifier: GPL-3.0-or-later
libfurat_la_SOURCES += \
	src/cli/cmd_help.c \
	src/cli/cmd_parse.c \
	src/cli/cmd_version.c \
	src/cli/command.h \
	src/cli/commands.c \
	src/cli/dispatch.c \
	src/cli/help.c \
	src/cli/help.h \
	src/cli/interrupt.c \
	src/cli/interrupt.h \
	src/cli/man.c \
	src/cli/man_viewer.c \
	src/cli/pager.c \
	src/cli/pager.h \
	src/cli/terminal.c \
	src/cli/terminal.h
libfurat_la_SOURCES += src/cli/cmd_query.c src/cli/cmd_update.c
libfurat_la_SOURCES += src/cli/why.c src/cli/why.h src/cli/canned_why.c src/cli/canned_why.h
libfurat_la_SOURCES += src/cli/request_run.c src/cli/request_run.h
libfurat_la_SOURCES += src/cli/standard_input.c src/cli/standard_input.h
libfurat_la_SOURCES += src/cli/param.c src/cli/param.h
libfurat_la_SOURCES += src/cli/cmd_complete.c src/cli/completion.c src/cli/completion.h
libfurat_la_SOURCES += src/cli/completion_canned.c src/cli/completion_graphs.c
libfurat_la_SOURCES += src/cli/canned_data.c src/cli/canned_data.h
libfurat_la_SOURCES += src/cli/intake.c src/cli/intake.h
libfurat_la_SOURCES += src/cli/request.c src/cli/request.h src/cli/show.c src/cli/show.h
libfurat_la_SOURCES += src/cli/source.c src/cli/source.h src/cli/term_text.c src/cli/term_text.h
libfurat_la_SOURCES += src/cli/check_shapes.c src/cli/check_shapes.h
libfurat_la_SOURCES += src/cli/check_sparql.c src/cli/check_sparql.h
libfurat_la_SOURCES += src/cli/canned_run.c src/cli/canned_run.h \
	src/cli/canned_list.c src/cli/canned_save.c src/cli/cmd_run.c
libfurat_la_SOURCES += src/cli/cmd_canonicalize.c
libfurat_la_SOURCES += src/cli/cmd_derive.c src/cli/cmd_diff.c
libfurat_la_SOURCES += src/cli/cmd_document.c src/cli/vocabulary_page.c src/cli/vocabulary_page.h
libfurat_la_SOURCES += src/cli/cmd_explain.c src/cli/plan_text.c src/cli/plan_text.h
libfurat_la_SOURCES += src/cli/cmd_export.c
libfurat_la_SOURCES += src/cli/release.c src/cli/release.h src/cli/release_internal.h
libfurat_la_SOURCES += src/cli/release_description.c
libfurat_la_SOURCES += src/cli/cmd_load.c src/cli/progress.c src/cli/progress.h
libfurat_la_SOURCES += src/cli/cmd_backup.c src/cli/cmd_check.c src/cli/cmd_info.c
libfurat_la_SOURCES += src/cli/child.c src/cli/child.h src/cli/watch.c src/cli/watch.h
libfurat_la_SOURCES += src/cli/help_words.c src/cli/man_internal.h src/cli/man_language.c
libfurat_la_SOURCES += src/cli/language.c src/cli/language.h src/cli/language_internal.h \
	src/cli/language_functions.c src/cli/language_numbers.c src/cli/language_patterns.c \
	src/cli/language_queries.c src/cli/language_show.c src/cli/language_strings.c \
	src/cli/language_terms.c src/cli/language_updates.c
UNIT_TESTS += tests/unit/test_language
