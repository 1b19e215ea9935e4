# SPDX-License-Identifier: GPL-3.0-or-later
libfurat_la_SOURCES += \
	src/store/bitpack.c src/store/bitpack.h \
	src/store/block.c src/store/block.h src/store/block_internal.h \
	src/store/block_edit.c src/store/block_plan.c \
	src/store/block_search.c src/store/block_write.c \
	src/store/check.c src/store/check.h \
	src/store/dictionary.c src/store/dictionary.h \
	src/store/id.c src/store/id.h \
	src/store/kv.c src/store/kv_internal.h src/store/kv_lmdb.h \
	src/store/kv_guard.c src/store/kv_txn.c \
	src/store/metadata.c src/store/metadata.h \
	src/store/page.c src/store/page.h \
	src/store/permutation.c src/store/permutation.h \
	src/store/prefix_walk.c src/store/prefix_walk.h \
	src/store/quads.c src/store/quads.h \
	src/store/row_sort.c src/store/row_sort.h \
	src/store/scan.c src/store/scan.h src/store/scan_internal.h \
	src/store/scan_back.c src/store/scan_back.h \
	src/store/statistics.c src/store/statistics.h src/store/statistics_internal.h \
	src/store/store.c src/store/store.h \
	src/store/terms.c src/store/terms_internal.h \
	src/store/tree.c src/store/tree_internal.h \
	src/store/tree_append.c \
	src/store/tree_counts.c \
	src/store/tree_edit.c src/store/tree_merger_internal.h \
	src/store/tree_update.c \
	src/store/txn.c src/store/txn.h src/store/txn_internal.h \
	src/store/update.c src/store/update.h \
	src/store/varint.h
