# SPDX-License-Identifier: GPL-3.0-or-later
libfurat_la_SOURCES += \
	src/shell/cmd_shell.c \
	src/shell/candidates.c src/shell/candidates.h \
	src/shell/candidates_text.c src/shell/candidates_text.h \
	src/shell/complete.c src/shell/complete.h \
	src/shell/complete_data.c \
	src/shell/complete_dot.c \
	src/shell/complete_query.c src/shell/complete_query.h \
	src/shell/complete_pattern.c src/shell/complete_literal.c \
	src/shell/complete_run.c \
	src/shell/complete_target.c \
	src/shell/describe.c \
	src/shell/describe.h \
	src/shell/describe_claims.c \
	src/shell/dot.c \
	src/shell/dot.h \
	src/shell/dot_file.c \
	src/shell/dot_find.c \
	src/shell/dot_help.c \
	src/shell/dot_look.c \
	src/shell/dot_manual.c \
	src/shell/dot_open.c \
	src/shell/dot_run.c \
	src/shell/dot_session.c \
	src/shell/dot_set.c \
	src/shell/dot_table.c \
	src/shell/dot_watch.c \
	src/shell/editor.c \
	src/shell/editor.h \
	src/shell/execute.c \
	src/shell/history.c \
	src/shell/history.h \
	src/shell/history_match.c \
	src/shell/history_match.h \
	src/shell/input.c \
	src/shell/input.h \
	src/shell/look_near.c \
	src/shell/look.c \
	src/shell/look.h \
	src/shell/ground.c src/shell/ground.h \
	src/shell/input_ground.c \
	src/shell/input_guard.c \
	src/shell/input_history.c \
	src/shell/input_internal.h \
	src/shell/input_keys.c \
	src/shell/input_screen.c \
	src/shell/input_search.c \
	src/shell/input_signal.c \
	src/shell/input_tab.c \
	src/shell/input_wait.c \
	src/shell/layout.c \
	src/shell/layout.h \
	src/shell/transaction.c src/shell/transaction.h \
	src/shell/paint.c \
	src/shell/paint.h \
	src/shell/display.c \
	src/shell/display.h \
	src/shell/display_row.c \
	src/shell/display_row.h \
	src/shell/mainloop.c \
	src/shell/paging.c \
	src/shell/paging.h \
	src/shell/result.c \
	src/shell/result.h \
	src/shell/script.c \
	src/shell/settings.c \
	src/shell/settings.h \
	src/shell/settings_table.c \
	src/shell/shell_internal.h \
	src/shell/source.h \
	src/shell/split.c \
	src/shell/split.h \
	src/shell/target.c \
	src/shell/target.h \
	src/shell/advice.c src/shell/advice.h \
	src/shell/variables.c \
	src/shell/variables.h \
	src/shell/words.c \
	src/shell/words.h
UNIT_TESTS += tests/unit/test_display tests/unit/test_ground
UNIT_TESTS += tests/unit/test_candidates
UNIT_TESTS += tests/unit/test_history
UNIT_TESTS += tests/unit/test_history_match
UNIT_TESTS += tests/unit/test_layout
UNIT_TESTS += tests/unit/test_paint
UNIT_TESTS += tests/unit/test_settings
UNIT_TESTS += tests/unit/test_split tests/unit/test_typed
UNIT_TESTS += tests/unit/test_variables
UNIT_TESTS += tests/unit/test_words
