# SPDX-License-Identifier: GPL-3.0-or-later
# Benchmarks: built by `make bench-programs`, run by hand; docs/HACKING.md says how.

EXTRA_PROGRAMS += tests/bench/store_bench tests/bench/librdf_bench tests/bench/complete_bench
# These two are needed by a test as well.
check_PROGRAMS += tests/bench/generate tests/bench/query_bench
tests_bench_generate_SOURCES = tests/bench/generate.c
tests_bench_generate_LDADD =
tests_bench_query_bench_SOURCES = tests/bench/query_bench.c
tests_bench_query_bench_LDADD = libfurat.la
tests_bench_query_bench_LDFLAGS = -static
tests_bench_store_bench_SOURCES = tests/bench/store_bench.c
tests_bench_store_bench_LDADD = libfurat.la
tests_bench_store_bench_LDFLAGS = -static
tests_bench_librdf_bench_SOURCES = tests/bench/librdf_bench.c
tests_bench_librdf_bench_LDADD = $(REDLAND_LIBS)
tests_bench_librdf_bench_LDFLAGS =

tests_bench_complete_bench_SOURCES = tests/bench/complete_bench.c
tests_bench_complete_bench_LDADD = libfurat.la $(FURAT_LIBS)
tests_bench_complete_bench_LDFLAGS = -static

bench-programs: tests/bench/store_bench tests/bench/librdf_bench tests/bench/generate \
	tests/bench/query_bench tests/bench/complete_bench

CLEANFILES += $(EXTRA_PROGRAMS)
.PHONY: bench-programs

if HAVE_PYTHON
TAP_TESTS += tests/bench/quick.sh
endif
EXTRA_DIST += tests/bench/quick.sh tests/bench/queries tests/bench/queries.py \
	tests/bench/engines.py tests/bench/answers.py tests/bench/virtuoso.py tests/bench/plot.py \
	tests/bench/peers/oxigraph_query.mjs tests/bench/results
EXTRA_DIST += tests/bench/load.py tests/bench/peers/oxigraph_load.mjs tests/bench/interrupt.py
