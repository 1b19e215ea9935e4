# SPDX-License-Identifier: GPL-3.0-or-later
libfurat_la_SOURCES += \
	src/exec/aggregate.c src/exec/aggregate.h \
	src/exec/row_aggregate.c src/exec/row_aggregate.h \
	src/exec/scratch_file.c src/exec/scratch_file.h \
	src/exec/solutions.c src/exec/solutions.h \
	src/exec/term_file.c src/exec/term_file.h \
	src/exec/sorted_input.c src/exec/sorted_input.h \
	src/exec/distinct_set.c src/exec/distinct_set.h \
	src/exec/column_aggregate.c src/exec/column_aggregate.h \
	src/exec/exists.c src/exec/exists.h \
	src/exec/explain.c src/exec/explain.h \
	src/exec/expression.c src/exec/expression.h \
	src/exec/in_set.c src/exec/in_set.h \
	src/exec/filter_ranges.c src/exec/filter_ranges.h \
	src/exec/id_range.c src/exec/id_range.h \
	src/exec/id_value.c src/exec/id_value.h \
	src/exec/made_ids.h \
	src/exec/memo.c src/exec/memo.h \
	src/exec/measure.c src/exec/measure.h \
	src/exec/hash_parts.c src/exec/hash_parts.h \
	src/exec/join.c src/exec/join.h \
	src/exec/op_apply.c \
	src/exec/op_distinct.c \
	src/exec/op_filter.c \
	src/exec/op_group.c \
	src/exec/op_hash_join.c \
	src/exec/op_leapfrog.c \
	src/exec/op_merge_join.c \
	src/exec/op_path.c \
	src/exec/op_scan.c \
	src/exec/op_simple.c \
	src/exec/op_sort.c \
	src/exec/op_tally.c \
	src/exec/operator.c src/exec/operator.h \
	src/exec/path_automaton.c src/exec/path_automaton.h \
	src/exec/path_graph.c src/exec/path_graph.h \
	src/exec/path_search.c src/exec/path_search.h \
	src/exec/row_file.c src/exec/row_file.h \
	src/exec/row_set.c src/exec/row_set.h \
	src/exec/row_table.c src/exec/row_table.h \
	src/exec/term_cache.c src/exec/term_cache.h \
	src/exec/text_test.c src/exec/text_test.h \
	src/exec/view.c src/exec/view.h \
	src/exec/view_internal.h \
	src/exec/view_trie.c src/exec/view_trie.h \
	src/exec/view_walk.c src/exec/view_walk.h

UNIT_TESTS += tests/unit/test_joins

UNIT_TESTS += tests/unit/test_id_range
UNIT_TESTS += tests/unit/test_id_value
UNIT_TESTS += tests/unit/test_in_set
UNIT_TESTS += tests/unit/test_term_file
